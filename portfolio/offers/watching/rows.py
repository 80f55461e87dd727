"""The board's lines with what stands beside them, chosen, grouped and summed; whoever may not read contacts' words is given none, and whoever reads for a
municipality alone not what other municipalities' yeses hang on.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from costsharing.engine.case import Case
from costsharing.engine.why import INHABITANTS
from portfolio.lib.alphabet import place as in_alphabet
from portfolio.offers.board import Board, Line
from portfolio.offers.watching.missing import worded
from portfolio.offers.watching.states import WAITS, Group, group_of, is_refused, remarks
from portfolio.templatetags.portfolio_format import day
from projects.models import Commitment, FormalDecision
from projects.models.answer import RULING_LABELS
from projects.offering import Choice, Lag, Ruling, Wait
from projects.queries.lagging import lags_by_party
from projects.wording.parties import LAGS
from projects.wording.promises import how_much

PROMISED = ("organisation", "title", "persons", "least", "most", "unit", "certainty")


@dataclass(frozen=True)
class Row:
    """hangs: what its yes hangs on, or why not. decided: its body's decision, or what is waited for. promised: beside money. is_open: contacts' own words
    may be read too. is_own: of the municipality that reads. lag: its body has decided since the offer was concluded, and its place does not follow.
    """

    line: Line
    group: Group
    inhabitants: int | None
    hangs: tuple[str, ...]
    decided: str
    waits: str
    remarks: tuple[str, ...]
    promised: tuple[str, ...]
    is_own: bool = False
    lag: Lag | None = None

    @property
    def name(self) -> str:
        return self.line.invitee.organisation.name


CHOICES: dict[str, Callable[[Row], bool]] = {
    "unanswered": lambda row: row.group is Group.SILENT,
    "conditions": lambda row: row.line.standing.said is Choice.JOINS_IF,
    "undecided": lambda row: row.group is Group.JOINS and row.line.wait is Wait.DECISION,
    "papers": lambda row: row.line.wait in (Wait.SIGNATURE, Wait.EXTRACT, Wait.CONFIRMATION),
    "older": lambda row: row.line.is_older,
    "late": lambda row: row.line.late is not None,
    "lagging": lambda row: row.lag is not None,
    "refused": lambda row: is_refused(row.line),
}
"""What one can ask for, by the name that the address says."""


@dataclass(frozen=True)
class Reader:
    """is_open: contacts' own words too. own: the organisations of somebody who reads for a municipality; None of whoever reads for the project. answers: those
    that they answer for.
    """

    is_open: bool
    own: frozenset[int] | None = None
    answers: frozenset[int] = frozenset()

    def is_own(self, line: Line) -> bool:
        return self.own is not None and line.invitee.organisation_id in self.own

    def reads(self, line: Line) -> bool:
        """What its yes hangs on, and why not: a municipality shows that to the office and not to the others."""
        return self.own is None or self.is_own(line)


def rows_of(board: Board, currency: str, language: str, reader: Reader) -> list[Row]:
    """By group; the largest first, and those alike by name. One query more than the board, two once it is concluded."""
    people, promises, lags = inhabitants(board.asked), promised(board), lags_by_party(board.offer)
    rows = [row_of(line, people.get(line.code), promises.get(line.invitee.organisation_id, ()), currency, reader) for line in board.lines]
    rows = [replace(row, lag=lag, remarks=(*row.remarks, str(LAGS[lag]))) if (lag := lags.get(row.line.invitee.pk)) else row for row in rows]
    order = list(Group)
    return sorted(rows, key=lambda row: (order.index(row.group), -(row.inhabitants or 0), in_alphabet(row.name, language)))


def row_of(line: Line, people: int | None, promises: Sequence[str], currency: str, reader: Reader) -> Row:
    hangs = tuple(hangs_on(line, currency, reader.is_open)) if reader.reads(line) else ()
    return Row(
        line,
        group_of(line),
        people,
        hangs,
        decided(line),
        waits(line, reader.is_open),
        tuple(remarks(line, reader.is_open)),
        tuple(promises),
        reader.is_own(line),
    )


def inhabitants(asked: Case | None) -> dict[str, int]:
    """As they stood when the terms were sent."""
    return {one.code: int(one.figures[INHABITANTS].value) for one in asked.participants if INHABITANTS in one.figures} if asked else {}


def promised(board: Board) -> Mapping[int, list[str]]:
    """What parties have promised by name, by organisation."""
    found: dict[int, list[str]] = defaultdict(list)
    parties = [line.invitee.organisation_id for line in board.lines]
    for each in Commitment.objects.filter(project=board.offer.project_id, organisation__in=parties).order_by("position", "pk").values(*PROMISED):
        found[each["organisation"]].append(", ".join(filter(None, (each["title"], how_much(each)))))
    return found


def hangs_on(line: Line, currency: str, is_open: bool) -> Iterable[str]:
    answer = line.answer
    if answer is None:
        if is_open and is_refused(line) and line.mail and line.mail.error:
            yield line.mail.error
        return
    for each in answer.conditions.all():
        yield worded(each, currency)
    if is_open and answer.reason:
        yield answer.reason
    if line.ruling and line.ruling.conditions:
        yield line.ruling.conditions


def decided(line: Line) -> str:
    """ "KS 2015-09-09 § 188", with the ruling where that is no plain yes."""
    return ruling_text(line.ruling) if line.ruling else ""


def ruling_text(ruling: FormalDecision) -> str:
    said = f"{ruling.body} {day(ruling.decided_on)}" + (f" {with_sign(ruling.paragraph)}" if ruling.paragraph else "")
    return said if ruling.ruling == Ruling.YES else f"{said}: {RULING_LABELS[Ruling(ruling.ruling)]}"


def with_sign(paragraph: str) -> str:
    return f"§\N{NO-BREAK SPACE}{paragraph}" if paragraph[:1].isdigit() else paragraph


def waits(line: Line, is_open: bool) -> str:
    """Of a case that comes up the day, and for whoever may read contacts' words also where."""
    if line.wait is Wait.LOCAL_MEETING and line.answer and line.answer.needs_until:
        body = f"{line.answer.body} " if is_open and line.answer.body else ""
        return _("comes up %(when)s") % {"when": f"{body}{day(line.answer.needs_until)}"}
    return str(WAITS.get(line.wait, "")) if line.wait else ""


@dataclass(frozen=True)
class Sums:
    """Of the rows that are shown. Fees in minor units."""

    inhabitants: int
    now: int
    everybody: int


def sums_of(rows: Sequence[Row]) -> Sums:
    """now: what those who join pay; what others would is no part of it."""
    joining = sum(row.line.fee_now or 0 for row in rows if row.group is Group.JOINS)
    return Sums(sum(row.inhabitants or 0 for row in rows), joining, sum(row.line.fee_everybody or 0 for row in rows))
