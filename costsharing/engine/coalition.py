"""The coalition: the largest set of willing participants whose conditions all hold at once; among equally large ones the lowest codes."""

from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush

from costsharing.engine.allocation import allocate
from costsharing.engine.case import Case
from costsharing.engine.conditions import Condition, Failed, start_failures, terms_faults
from costsharing.engine.faults import Refused, refuse_if
from costsharing.engine.offer import Offer
from costsharing.engine.result import Result
from costsharing.engine.subset import only

DECIDED = 20  # so many willing are searched exhaustively; more of them …
TRIED = 100  # … through so many sets, largest first


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A willing participant who is not in, and what fails if it joined those who are."""

    code: str
    failed: tuple[Failed, ...]


@dataclass(frozen=True, slots=True)
class Coalition:
    joins: tuple[str, ...]
    starts: bool
    exhaustive: bool  # no larger set exists
    left_out: tuple[LeftOut, ...]
    short: tuple[Failed, ...]  # what is missing for the start
    result: Result | None  # None: nobody joins


def join(case: Case) -> Coalition:
    """Raises Refused where the case is wrong for all who are asked and for the willing alike."""
    refuse_if(terms_faults(case))
    offer = Offer(case)
    refuse_hopeless(case, offer)
    group, exhaustive = largest(offer)
    if not group:
        refuse_without_shares(offer)
    codes = tuple(offer.codes(group))
    result = allocate(only(case, codes)) if codes else None
    covered = sum((offer.shares(group) or {}).values(), Fraction())
    short = tuple(start_failures(case.threshold, offer.joined(group, covered)))
    left = tuple(LeftOut(code, why_not(offer, code, group)) for code in offer.codes(offer.everybody & ~group))
    return Coalition(codes, bool(codes) and not short, exhaustive, left, short, result)


def refuse_hopeless(case: Case, offer: Offer) -> None:
    """A rule may not fit all who are asked and still fit those who want; a fault of the case itself shows in both."""
    try:
        allocate(case)
    except Refused:
        if offer.shares(offer.everybody) is None:
            raise


def refuse_without_shares(offer: Offer) -> None:
    """Where nobody joins because the rule gives those who could no shares, that is said."""
    group = offer.everybody
    while failing := offer.unmet(group):
        group &= ~failing
    if group and offer.shares(group) is None:
        allocate(only(offer.case, offer.codes(group)))


def largest(offer: Offer) -> tuple[int, bool]:
    """The set, and whether it is sure that no larger one exists."""
    if not offer.fees or offer.falls():
        return settled(offer, offer.everybody), True
    if (group := searched(offer, 1 << DECIDED if len(offer.willing) <= DECIDED else TRIED)) is not None:
        return group, True
    most = possible(offer, offer.everybody)
    return grown(offer, settled(offer, most), most), False


def settled(offer: Offer, group: int) -> int:
    """Everyone whose condition fails is dropped, all at once, until nothing changes: at most one round per participant.

    Where fees only fall as more join, whoever fails in a set fails in every part of it, so nobody is dropped who is in any consistent
    part; what is left is consistent and holds all others. That is why the order of dropping cannot matter.
    """
    while group and (failing := offer.unmet(group) or offer.too_dear(group)):
        group &= ~failing
    return group


def possible(offer: Offer, group: int, kept: int = 0) -> int:
    """Without those who fail in every part of the group that holds all of `kept`; what is left holds each consistent one of these."""
    while group & kept == kept and (failing := offer.unmet(group) or offer.hopeless(group, kept)):
        group &= ~failing
    return group


def consistent(offer: Offer, group: int) -> bool:
    return not (offer.unmet(group) or offer.too_dear(group))


def searched(offer: Offer, most: int) -> int | None:
    """The largest sets first, the lowest codes first among equals; None after `most` sets that were no answer.

    Each entry stands for the parts of `group` that hold all of `kept`; where such a part cannot be consistent it is not looked into.
    Worst case 2^n sets, in practice cut by `possible`.
    """
    queue = [(-offer.everybody.bit_count(), -offer.everybody, 0)]
    while queue and most:
        size, negative, kept = heappop(queue)
        group = possible(offer, -negative, kept)
        if group & kept != kept:
            continue
        if group.bit_count() < -size:
            heappush(queue, (-group.bit_count(), -group, kept))
            continue
        if consistent(offer, group):
            return group
        most -= 1
        for bit in offer.order(group):
            if bit & kept:
                continue
            heappush(queue, (1 - group.bit_count(), -(group & ~bit), kept))
            kept |= bit
    return None


def grown(offer: Offer, group: int, most: int) -> int:
    """By code, everyone with whom the set is still consistent."""
    for bit in offer.members(most & ~group):
        if consistent(offer, group | bit):
            group |= bit
    return group


def why_not(offer: Offer, code: str, group: int) -> tuple[Failed, ...]:
    """What fails for it if it joins, else for whom of the others something fails then."""
    wider = group | offer.bits[code]
    if own := offer.failures(code, wider):
        return own
    if offer.shares(wider) is None:
        return (Failed(Condition.SHARES, 1),)
    others = tuple(offer.codes((offer.unmet(wider) | offer.too_dear(wider)) & ~offer.bits[code]))
    return (Failed(Condition.OTHERS, len(others), codes=others),)
