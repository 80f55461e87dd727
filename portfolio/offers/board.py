"""The answer board: where each party stands, who joins by the answers and conditions as they are, what each pays, and whether it starts.

Counted on the case that the newest terms were sent with; nothing of it is stored until the offer is concluded.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from costsharing.engine.allocation import allocate
from costsharing.engine.among import Among
from costsharing.engine.amounts import nearest
from costsharing.engine.case import Answer as Said
from costsharing.engine.case import Case, Participant, Terms
from costsharing.engine.coalition import Coalition, join
from costsharing.engine.conditions import Failed
from costsharing.engine.faults import Refused
from costsharing.engine.part import Equal, Part
from costsharing.engine.reading import read_value
from costsharing.engine.result import Result
from costsharing.engine.subset import only
from costsharing.queries.grounds import coded
from costsharing.wording.faults import fault_text
from portfolio.models import Delivery
from projects.models import Answer, AnswerCondition, FormalDecision, Invitee, Offer, OfferVersion
from projects.offering import Binding, Choice, Outcome, Place, Standing, State, Wait, is_on_older, is_silent, is_willing, place, wait
from projects.queries.offers import OWN, late_answers, mail_states, rulings, standing_answers, standing_of, who_asked
from projects.verdict import Count, Threshold, Verdict, verdict


@dataclass(frozen=True)
class Line:
    """One party. Fees in minor units, None for none. now: with those who join; of any other what it would pay if it joined them. everybody: if all join."""

    invitee: Invitee
    code: str
    standing: Standing
    place: Place
    wait: Wait | None
    joins: bool
    is_older: bool
    answer: Answer | None
    ruling: FormalDecision | None
    mail: Delivery | None
    late: Answer | None
    fee_now: int | None = None
    fee_everybody: int | None = None
    failed: tuple[Failed, ...] = ()


@dataclass(frozen=True)
class Board:
    """coalition: those who join now; of a concluded offer those who joined. hoped: those who would if all who are silent said yes. Both None where it cannot be
    counted. asked: the case of all who were asked; None where the terms hold no cost. fault: why it cannot be counted.
    """

    offer: Offer
    version: OfferVersion
    lines: tuple[Line, ...]
    coalition: Coalition | None
    hoped: Coalition | None
    count: Count
    verdict: Verdict
    threshold: Threshold
    asked: Case | None = None
    among: Among | None = None
    fault: str = ""

    @property
    def answered(self) -> int:
        """By a contact, or by its body; whoever needs more time has not."""
        return sum(not is_silent(line.standing) for line in self.lines)

    @property
    def binding(self) -> Binding:
        return Binding(self.version.terms[OWN]["binding"])


@dataclass(frozen=True)
class Read:
    """What is read of an offer, each at once: as many queries for 290 parties as for three."""

    version: OfferVersion
    invitees: Sequence[Invitee]
    answers: Mapping[int, Answer]
    rulings: Mapping[int, FormalDecision]
    mails: Mapping[int, Delivery]
    late: Mapping[int, Answer]
    asked: frozenset[int]

    def standing(self, invitee: Invitee) -> Standing:
        return standing_of(self.answers.get(invitee.pk), self.rulings.get(invitee.pk), invitee.pk in self.asked)


def board_of(offer: Offer) -> Board:
    """Nine queries at most, whatever there is of anything."""
    read = Read(
        version=offer.versions.latest("number"),
        invitees=list(offer.invitees.filter(withdrawn_at__isnull=True).select_related("organisation").order_by("organisation__name", "pk")),
        answers=standing_answers(offer),
        rulings=rulings(offer),
        mails=mail_states(offer),
        late=late_answers(offer),
        asked=who_asked(offer),
    )
    own = read.version.terms[OWN]
    threshold = Threshold(**own["threshold"])
    coalition = hoped = None
    fault = ""
    asked: Case | None = None
    try:
        case = case_of(read)
        asked = case if has_cost(read.version) else None
        coalition, hoped = coalitions(offer, case, read, threshold)
    except Refused as refused:
        fault = fault_text(refused.faults[0])
    among = Among(asked) if asked else None
    lines = tuple(lines_of(read, own, among, coalition, joined_by_conclusion(offer)))
    count = counted(lines, coalition, asked, threshold)
    return Board(offer, read.version, lines, coalition, hoped, count, verdict(threshold, count), threshold, asked, among, fault)


def joined_by_conclusion(offer: Offer) -> frozenset[int] | None:
    """The organisations that a person has concluded with; None where that is still to come, or nothing starts."""
    if offer.state != State.CONCLUDED or offer.outcome != Outcome.STARTS:
        return None
    return frozenset(offer.conclusion.get("joins", ()))


def coalitions(offer: Offer, asked: Case, read: Read, threshold: Threshold) -> tuple[Coalition, Coalition | None]:
    """As answers and conditions are now, and if whoever is silent said yes; once a person has concluded, what was concluded. Raises Refused."""
    settled = joined_by_conclusion(offer)
    if settled is None:
        return joined(asked, read, threshold), joined(asked, read, threshold, is_hoped=True)
    known = {one.code for one in asked.participants}
    codes = tuple(sorted(code_of(each) for each in read.invitees if each.organisation_id in settled and code_of(each) in known))
    return Coalition(codes, True, True, (), (), allocate(only(asked, codes)) if codes and has_cost(read.version) else None), None


def joined(asked: Case, read: Read, threshold: Threshold, is_hoped: bool = False) -> Coalition:
    """Without a result where the terms hold no cost: nobody pays nothing. Raises Refused."""
    found = join(with_answers(asked, read, threshold, is_hoped))
    return found if has_cost(read.version) else replace(found, result=None)


def has_cost(version: OfferVersion) -> bool:
    return bool(version.terms.get("cost"))


def case_of(read: Read) -> Case:
    """What the terms were sent with. Without a cost nothing is split, and what a yes hangs on is tried all the same: how many join, and who. Raises Refused."""
    if has_cost(read.version):
        return read_value(read.version.terms["cost"]["case"])
    people = tuple(Participant(code_of(each), each.organisation.name) for each in read.invitees)
    return Case(currency="", unit=1, participants=people, parts=(Part("", Equal(), fraction=1),), base=0)


# ---- as the engine takes it ------------------------------------------------------
def code_of(invitee: Invitee) -> str:
    return coded(invitee.organisation.code, invitee.organisation_id)


def with_answers(case: Case, read: Read, threshold: Threshold, is_hoped: bool) -> Case:
    """The case with what was said and what it hangs on. is_hoped: whoever is silent says yes."""
    parties = {code_of(each): each for each in read.invitees}
    people = tuple(participant(one, parties.get(one.code), read, is_hoped) for one in case.participants)
    is_untried = untried(case)
    people = tuple(replace(one, answer=Said.NO, terms=None) if one.terms and is_untried(one.terms) else one for one in people)
    figures = {threshold.figure: threshold.figure_value} if threshold.figure_value is not None else {}
    return replace(case, participants=people, threshold=Terms(participants=threshold.participants, figures=figures, fee=threshold.minor))


def participant(one: Participant, invitee: Invitee | None, read: Read, is_hoped: bool) -> Participant:
    if invitee is None:
        return replace(one, answer=Said.NO)
    standing, answer = read.standing(invitee), read.answers.get(invitee.pk)
    if is_willing(standing):
        conditional = standing.said is Choice.JOINS_IF and answer is not None
        return replace(one, answer=Said.YES, terms=terms_of(answer.conditions.all()) if conditional and answer else None)
    return replace(one, answer=Said.YES if is_hoped and is_silent(standing) else Said.NO)


def untried(case: Case) -> Callable[[Terms], bool]:
    """Whether a yes hangs on what the case does not know: that one waits for a person, and the count of the others does not wait for it."""
    figures = [set(one.figures) for one in case.participants]
    known = set.intersection(*figures) if figures else set()
    codes = {one.code for one in case.participants}
    return lambda terms: not (set(terms.figures) <= known and set(terms.companions) <= codes and (terms.grant is None or terms.grant in case.grants))


def terms_of(conditions: Iterable[AnswerCondition]) -> Terms:
    """Of one answer; several of a kind do not occur but for companions and figures."""
    kinds = AnswerCondition.Kind
    numbers: dict[str, int | None] = {kinds.PARTICIPANTS: None, kinds.FEE: None}
    figures: dict[str, int] = {}
    companions: list[str] = []
    grant: str | None = None
    for each in conditions:
        if each.kind == kinds.FIGURE:
            figures[each.figure] = each.number or 0
        elif each.kind == kinds.WITH and each.organisation:
            companions.append(coded(each.organisation.code, each.organisation.pk))
        elif each.kind == kinds.GRANT:
            grant = each.grant
        else:
            numbers[each.kind] = each.number
    return Terms(numbers[kinds.PARTICIPANTS], figures, numbers[kinds.FEE], tuple(companions), grant)


# ---- as people read it -----------------------------------------------------------
def lines_of(read: Read, own: Mapping[str, Any], among: Among | None, coalition: Coalition | None, settled: frozenset[int] | None) -> Iterable[Line]:
    binding, asks_signature = Binding(own["binding"]), own["asks_signature"]
    joining = frozenset(coalition.joins) if coalition else frozenset()
    failed = {each.code: each.failed for each in coalition.left_out} if coalition else {}
    everybody = fees(among.case) if among else {}
    for invitee in read.invitees:
        code, standing = code_of(invitee), read.standing(invitee)
        joins = code in joining if coalition else is_willing(standing) and standing.said is not Choice.JOINS_IF
        yield Line(
            invitee=invitee,
            code=code,
            standing=standing,
            place=place(standing),
            wait=wait(standing, binding, asks_signature),
            joins=joins if settled is None else invitee.organisation_id in settled,
            is_older=is_on_older(standing, read.version.number),
            answer=read.answers.get(invitee.pk),
            ruling=read.rulings.get(invitee.pk),
            mail=read.mails.get(invitee.pk),
            late=read.late.get(invitee.pk),
            fee_now=fee_now(among, coalition.result if coalition else None, joining, code),
            fee_everybody=everybody.get(code),
            failed=failed.get(code, ()),
        )


def fee_now(among: Among | None, result: Result | None, joining: frozenset[str], code: str) -> int | None:
    """Of who joins the rounded share; of the others what it would be, to the nearest unit of the rule, if it joined those who do."""
    if among is None:
        return None
    if result is not None and code in joining:
        return result.amount(code)
    share = among.share(code, joining)
    return None if share is None else among.case.unit * nearest(share / among.case.unit)


def fees(case: Case) -> dict[str, int]:
    """If all join, rounded as they would be split, so that they add up; nothing where the rule does not fit."""
    try:
        found = allocate(case)
    except Refused:
        return {}
    return {code: found.amount(code) for code in found.columns.codes}


def counted(lines: Sequence[Line], coalition: Coalition | None, asked: Case | None, threshold: Threshold) -> Count:
    joining = [line for line in lines if line.joins]
    known = {one.code: one.figures for one in asked.participants} if asked else {}
    values = [known[line.code][threshold.figure].value for line in joining if threshold.figure in known.get(line.code, {})]
    return Count(
        participants=len(joining),
        figure_value=int(sum(values)),
        minor=sum(line.fee_now or 0 for line in joining) if coalition else 0,
        silent=sum(is_silent(line.standing) for line in lines),
        condition_fails=sum(is_willing(line.standing) and not line.joins for line in lines),
        older_version=sum(line.joins and line.is_older for line in lines),
        undecided=sum(line.joins and line.wait is Wait.DECISION for line in lines),
        contradicts=sum(line.standing.contradicts for line in lines),
        late=sum(line.late is not None for line in lines),
        larger_may_exist=int(coalition is not None and not coalition.exhaustive),
    )
