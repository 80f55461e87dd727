"""What a participant's yes, or the start of the whole, hangs on, and by how much it is missed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from costsharing.engine.case import Case, Terms
from costsharing.engine.faults import CaseFault
from costsharing.engine.part import Number

GRANTED = "granted"


class Condition(StrEnum):
    PARTICIPANTS = "participants"
    FIGURE = "figure"
    FEE = "fee"
    WITH = "with"
    GRANT = "grant"
    OTHERS = "others"  # its own conditions would hold, but then those of others would not
    SHARES = "shares"  # with it the rule gives no shares
    COVERED = "covered"  # only for the start: money, all shares together


@dataclass(frozen=True, slots=True)
class Failed:
    """One condition that does not hold. Fees in minor units. ``short_by``: how many participants, how much of the figure, how much money."""

    condition: Condition
    short_by: Number
    needs: Number | str = 0
    has: Number | str = 0
    name: str = ""  # of the figure or the grant
    codes: tuple[str, ...] = ()  # who is missing, or who objects


@dataclass(frozen=True, slots=True)
class Joined:
    """What conditions are held against: who is in, what they have together, and the exact share that is asked about."""

    codes: frozenset[str]
    figures: Mapping[str, Number]  # sums, of every figure that a condition names
    grants: Mapping[str, str]
    share: Fraction | None = None  # minor units


def failures(terms: Terms | None, joined: Joined) -> Iterator[Failed]:
    """Every condition of a participant that does not hold; a fee is the most it may be."""
    if terms is None:
        return
    yield from _common(terms, joined)
    if terms.fee is not None and joined.share is not None and joined.share > terms.fee:
        yield Failed(Condition.FEE, joined.share - terms.fee, terms.fee, joined.share)


def start_failures(threshold: Terms | None, joined: Joined) -> Iterator[Failed]:
    """As above for the start of the whole, where ``fee`` is the money that all shares together must cover."""
    if threshold is None:
        return
    yield from _common(threshold, joined)
    covered = joined.share or Fraction()
    if threshold.fee is not None and covered < threshold.fee:
        yield Failed(Condition.COVERED, threshold.fee - covered, threshold.fee, covered)


def _common(terms: Terms, joined: Joined) -> Iterator[Failed]:
    count = len(joined.codes)
    if terms.participants is not None and count < terms.participants:
        yield Failed(Condition.PARTICIPANTS, terms.participants - count, terms.participants, count)
    for name, needed in sorted(terms.figures.items()):
        if (has := joined.figures[name]) < needed:
            yield Failed(Condition.FIGURE, needed - has, needed, has, name)
    if missing := tuple(code for code in sorted(set(terms.companions)) if code not in joined.codes):
        wanted = len(set(terms.companions))
        yield Failed(Condition.WITH, len(missing), wanted, wanted - len(missing), codes=missing)
    if terms.grant is not None and (state := joined.grants[terms.grant]) != GRANTED:
        yield Failed(Condition.GRANT, 1, GRANTED, state, terms.grant)


def terms_faults(case: Case) -> Iterator[CaseFault]:
    """Conditions must name participants, grants and figures that the case knows."""
    known = {one.code for one in case.participants}
    named = [(str(one), one.terms) for one in case.participants if one.terms] + ([("", case.threshold)] if case.threshold else [])
    figures: dict[str, None] = {}
    for who, terms in named:
        figures |= dict.fromkeys(terms.figures)
        for code in sorted(set(terms.companions) - known):
            yield CaseFault("unknown_participant", {"place": "with", "code": code}, who)
        if terms.grant is not None and terms.grant not in case.grants:
            yield CaseFault("unknown_grant", {"grant": terms.grant}, who)
    for name in figures:
        for one in case.participants:
            if name not in one.figures:
                yield CaseFault("missing_figure", {"figure": name}, str(one))
