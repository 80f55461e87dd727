"""An offer if somebody in it said no: who joins then, what each pays, what falls with it, and whether it still starts. Nothing is stored."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costsharing.engine.amounts import nearest
from costsharing.engine.case import Case
from costsharing.engine.coalition import Coalition
from costsharing.engine.conditions import Condition, Failed
from costsharing.engine.faults import Refused
from costsharing.queries.ripple import Row
from portfolio.offers.board import Board, Line, Read, board_of, case_of, has_cost, joined
from portfolio.templatetags.portfolio_format import money, number
from projects.models import Answer, Offer, Project
from projects.offering import Choice, Outcome, State, is_willing
from projects.queries.offers import OWN
from projects.verdict import Count, Reason, Threshold, Verdict, verdict


@dataclass(frozen=True)
class Falls:
    """One that would not join any more, and which of its conditions fails then."""

    name: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class OfferRipple:
    """rows: those who join now, with what they pay by the case of the terms; the one itself too. reasons: each measure of the threshold, before and after.

    asked: how many the offer went to. fault: why nothing could be counted.
    """

    offer: Offer
    before: Verdict
    after: Verdict
    rows: tuple[Row, ...]
    falls: tuple[Falls, ...]
    asked: int
    fault: str = ""

    @property
    def reasons(self) -> list[tuple[Reason, Reason]]:
        return list(zip(self.before.reasons, self.after.reasons, strict=True))

    @property
    def is_over(self) -> bool:
        return self.offer.state == State.CONCLUDED

    @property
    def sums(self) -> Row:
        return Row("", "", sum(row.before or 0 for row in self.rows), sum(row.after or 0 for row in self.rows))

    @property
    def has_fees(self) -> bool:
        return any(row.before is not None or row.after is not None for row in self.rows)


def offer_of(project: Project) -> Offer | None:
    """The one whose answers the project rests on: the newest that was sent and did not fall through."""
    found = Offer.objects.filter(project=project).exclude(state=State.DRAFT).exclude(outcome=Outcome.DOES_NOT_START).order_by("-number").first()
    if found:
        found.project = project
    return found


def offer_ripple(project: Project, going: Collection[int]) -> OfferRipple | None:
    """going: organisations that decline or leave. None where they are in no offer. As many queries as the board, and one more."""
    offer = offer_of(project) if going else None
    if offer is None:
        return None
    board = board_of(offer)
    if not any(line.invitee.organisation_id in going for line in board.lines):
        return None
    threshold = Threshold(**board.version.terms[OWN]["threshold"])
    read = without(board, going)
    try:
        asked = case_of(read)
        then = joined(asked, read, threshold)
    except Refused as refused:
        return OfferRipple(offer, board.verdict, board.verdict, (), (), len(board.lines), refused.line)
    names = {one.code: one.name for one in asked.participants}
    held = verdict(threshold, counted(board, asked, then, threshold, going))
    rows = tuple(rows_of(board.lines, then, going)) if has_cost(board.version) else ()
    return OfferRipple(offer, board.verdict, held, rows, tuple(falling(board.lines, then, going, names, asked.currency)), len(board.lines))


def without(board: Board, going: Collection[int]) -> Read:
    """What is read of the offer, as if these had said no. Of a concluded one only those count that it was concluded with."""
    is_over = board.offer.state == State.CONCLUDED
    out = {line.invitee.pk for line in board.lines if line.invitee.organisation_id in going or (is_over and not line.joins)}
    no = Answer(choice=Choice.DECLINES.value, version=board.version)
    return Read(
        version=board.version,
        invitees=[line.invitee for line in board.lines],
        answers={line.invitee.pk: line.answer for line in board.lines if line.answer} | dict.fromkeys(out, no),
        rulings={line.invitee.pk: line.ruling for line in board.lines if line.ruling and line.invitee.pk not in out},
        mails={},
        late={},
        asked=frozenset(),
    )


def counted(board: Board, asked: Case, then: Coalition, threshold: Threshold, going: Collection[int]) -> Count:
    joining = frozenset(then.joins)
    values = [one.figures[threshold.figure].value for one in asked.participants if one.code in joining and threshold.figure in one.figures]
    willing = sum(is_willing(line.standing) and line.invitee.organisation_id not in going for line in board.lines)
    return replace(
        board.count,
        participants=len(joining),
        figure_value=int(sum(values)),
        minor=sum(then.result.amount(code) for code in joining) if then.result else 0,
        condition_fails=willing - len(joining) if board.offer.state != State.CONCLUDED else 0,
        larger_may_exist=int(not then.exhaustive),
    )


def rows_of(lines: Iterable[Line], then: Coalition, going: Collection[int]) -> Iterable[Row]:
    for line in lines:
        before = line.fee_now if line.joins else None
        after = then.result.amount(line.code) if then.result and line.code in then.joins else None
        is_the_one = line.invitee.organisation_id in going
        if line.joins or after is not None or is_the_one:
            yield Row(line.code, line.invitee.organisation.name, before, after, is_the_one=is_the_one)


def falling(lines: Iterable[Line], then: Coalition, going: Collection[int], names: dict[str, str], currency: str) -> Iterable[Falls]:
    failed = {each.code: each.failed for each in then.left_out}
    for line in lines:
        if line.joins and line.code not in then.joins and line.invitee.organisation_id not in going:
            yield Falls(line.invitee.organisation.name, tuple(in_words(each, names, currency) for each in failed.get(line.code, ())))


def in_words(failed: Failed, names: dict[str, str], currency: str) -> str:
    """What it had made its yes hang on, and what there is of it."""
    needs, has = (0 if isinstance(each, str) else nearest(each) for each in (failed.needs, failed.has))
    if failed.condition is Condition.PARTICIPANTS:
        return ngettext("asks for at least %(needs)s participant; %(has)s join", "asks for at least %(needs)s participants; %(has)s join", needs) % {
            "needs": number(needs),
            "has": number(has),
        }
    if failed.condition is Condition.FIGURE:
        return _("asks for at least %(needs)s inhabitants; there are %(has)s") % {"needs": number(needs), "has": number(has)}
    if failed.condition is Condition.FEE:
        return _("pays at most %(needs)s; it would be %(has)s") % {"needs": money(needs, currency), "has": money(has, currency)}
    if failed.condition is Condition.WITH:
        return _("joins only with %(names)s") % {"names": ", ".join(names.get(code, code) for code in failed.codes)}
    if failed.condition is Condition.GRANT:
        return _("joins only if the grant %(name)s is awarded") % {"name": failed.name}
    return _("the conditions of the others would not hold with it")
