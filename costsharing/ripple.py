"""A case when somebody declines, joins late or leaves: the same case otherwise, so that what differs is that one's doing alone. Pure.

Whole months count: the month of the first day and the month of the last day are both paid for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from costsharing.engine.case import Case, Month, Organisation, Participant, Period
from costsharing.engine.part import Agreed, Part, Per
from costsharing.engine.subset import only

MONTHS = 12


class Kind(StrEnum):
    DECLINES = "declines"
    JOINS = "joins"
    LEAVES = "leaves"


@dataclass(frozen=True)
class Event:
    """party: who it is, with its key figures. month: the first (joins) or the last (leaves) of those that are paid for; None: it never takes part.

    fee: paid once for joining, in minor units, in the year of the first month. label: what that part is called.
    """

    kind: Kind
    party: Participant
    month: Month | None = None
    fee: int = 0
    label: str = ""


def after(case: Case, year: int, events: Iterable[Event]) -> Case:
    """The case itself where nothing of it changes."""
    case = case if case.period else replace(case, period=Period(year * MONTHS, year * MONTHS + MONTHS - 1))
    for event in events:
        case = joined(case, event) if event.kind is Kind.JOINS else left(case, event)
    return case


def left(case: Case, event: Event) -> Case:
    assert case.period
    code, last, period = event.party.code, event.month, case.period
    begins = next((one.first for one in case.participants if one.code == code), None) or period.first
    if last is None or last < begins:
        return without(case, code)
    return changed(case, code, last=None if last >= period.last else last)


def joined(case: Case, event: Event) -> Case:
    """Somebody who shares in the case from its beginning shares from then on; a joining fee lowers what the others share, or raises the total of prices."""
    assert case.period
    period = case.period
    code, first = event.party.code, event.month or period.first
    if first > period.last:
        return without(case, code)
    begins = None if first <= period.first else first
    if any(one.code == code for one in case.participants):
        case = changed(case, code, first=begins)
    else:
        outside = tuple(one for one in case.organisations if one.code != code)  # who takes part pays as a participant
        case = replace(case, participants=(*case.participants, replace(event.party, first=begins, last=None)), organisations=outside)
    return with_fee(case, code, event.fee if first >= period.first else 0, event.label)


def with_fee(case: Case, code: str, fee: int, label: str) -> Case:
    """One part holds the fees of all who join in the year: an agreed amount for each, nothing for the others."""
    place = next((place for place, part in enumerate(case.parts) if is_fees(part, label)), None)
    if place is None:
        if not fee:
            return case
        amounts = {one.code: fee if one.code == code else 0 for one in case.participants}
        return replace(case, parts=(*case.parts, Part(label, Agreed(amounts), per=Per.ONCE)))
    part = case.parts[place]
    assert isinstance(part.key, Agreed)
    part = replace(part, key=replace(part.key, amounts={**part.key.amounts, code: fee}))
    return replace(case, parts=(*case.parts[:place], part, *case.parts[place + 1 :]))


def is_fees(part: Part, label: str) -> bool:
    return isinstance(part.key, Agreed) and part.per is Per.ONCE and part.label == label


def changed(case: Case, code: str, **months: Month | None) -> Case:
    return replace(case, participants=tuple(replace(one, **months) if one.code == code else one for one in case.participants))  # type: ignore[arg-type]


def without(case: Case, code: str) -> Case:
    """What it paid beforehand stays its own: it stands outside then, with its money as a credit."""
    one = next((each for each in case.participants if each.code == code), None)
    if one is None:
        return case
    paid = case.corrections.get(code)
    rest = only(case, {each.code for each in case.participants} - {code})
    if not paid:
        return rest
    return replace(rest, organisations=(*rest.organisations, Organisation(code, one.name)), corrections={**rest.corrections, code: paid})
