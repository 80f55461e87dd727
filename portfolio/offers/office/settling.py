"""What a conclusion would do: who joins and pays what, whose condition does not hold among them, and whose place in the project changes."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from costsharing.engine.allocation import allocate
from costsharing.engine.case import Answer as Said
from costsharing.engine.case import Case
from costsharing.engine.faults import Refused
from costsharing.engine.offer import Offer as Hanging
from costsharing.engine.reading import read_value
from costsharing.engine.subset import only
from portfolio.offers.board import Board, Line, terms_of, untried
from projects.offering import Binding, Choice, Outcome, Silence, is_silent, is_willing
from projects.queries.offers import OWN


@dataclass(frozen=True)
class Joins:
    """fee: minor units among those who join; None without a cost. fails: what its yes hangs on does not hold among them."""

    line: Line
    fee: int | None
    fails: bool


@dataclass(frozen=True)
class Effect:
    """asked_again: silent, and by the terms asked once more. unchanged: a letter of intent moves nobody's place."""

    joins: tuple[Joins, ...]
    declined: tuple[Line, ...]
    asked_again: tuple[Line, ...]
    unchanged: bool
    total: int | None
    no_shares: bool

    @property
    def failing(self) -> tuple[Joins, ...]:
        return tuple(each for each in self.joins if each.fails)


def effect_of(board: Board, outcome: Outcome, chosen: Collection[int]) -> Effect:
    """chosen: organisations."""
    own, cost = board.version.terms[OWN], board.version.terms.get("cost")
    joining = [line for line in board.lines if line.invitee.organisation_id in chosen] if outcome is Outcome.STARTS else []
    others = [line for line in board.lines if line not in joining]
    case = only(read_value(cost["case"]), {line.code for line in joining}) if cost and joining else None
    fees, no_shares = fees_of(case)
    failing = failing_among(case, joining) if case and not no_shares else failing_plainly(joining)
    silent_again = own["silence"] == Silence.ASKED_AGAIN
    again = [line for line in others if outcome is Outcome.STARTS and silent_again and is_silent(line.standing)]
    said_no = [line for line in others if not is_willing(line.standing) and not is_silent(line.standing)]
    out = [line for line in others if line not in again] if outcome is Outcome.STARTS else said_no
    return Effect(
        joins=tuple(Joins(line, fees.get(line.code), line.code in failing) for line in joining),
        declined=tuple(out),
        asked_again=tuple(again),
        unchanged=own["binding"] != Binding.FORMAL,
        total=sum(fees.values()) if fees else None,
        no_shares=no_shares,
    )


def fees_of(case: Case | None) -> tuple[dict[str, int], bool]:
    """Rounded as they would be charged; and whether the rule gives these no shares."""
    if case is None:
        return {}, False
    try:
        result = allocate(case)
    except Refused:
        return {}, True
    return {one.code: result.amount(one.code) for one in case.participants}, False


def failing_among(case: Case, joining: Collection[Line]) -> set[str]:
    """Codes of those whose own conditions do not hold among exactly these."""
    lines, is_untried = {line.code: line for line in joining}, untried(case)
    asked = {code: terms_of(line.answer.conditions.all()) for code, line in lines.items() if line.answer and line.standing.said is Choice.JOINS_IF}
    missing = {code for code, terms in asked.items() if terms.grant is not None or set(terms.companions) - lines.keys() or is_untried(terms)}
    people = tuple(replace(one, answer=Said.YES, terms=None if one.code in missing else asked.get(one.code)) for one in case.participants)
    hanging = Hanging(replace(case, participants=people))
    return missing | {code for code in lines if code in hanging.bits and hanging.failures(code, hanging.everybody)}


def failing_plainly(joining: Collection[Line]) -> set[str]:
    """Without a fee only numbers and companions can be held against those who join; what cannot be counted counts as failing."""
    codes, failing = {line.code for line in joining}, set()
    for line in joining:
        if line.answer is None or line.standing.said is not Choice.JOINS_IF:
            continue
        terms = terms_of(line.answer.conditions.all())
        uncounted = terms.figures or terms.fee is not None or terms.grant is not None
        if uncounted or set(terms.companions) - codes or len(codes) < (terms.participants or 0):
            failing.add(line.code)
    return failing
