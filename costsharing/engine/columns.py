"""Who stands in the table, in the order of the official codes, and for how many months."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from costsharing.engine.case import Case, Participant
from costsharing.engine.faults import CaseFault, refuse, refuse_if
from costsharing.engine.part import Per

YEAR = 12
by_code = attrgetter("code")


@dataclass(frozen=True, slots=True)
class Columns:
    """``codes`` holds participants and organisations; ``places`` says where each participant stands in it."""

    codes: tuple[str, ...]
    participants: tuple[Participant, ...]  # by code
    places: Sequence[int]  # of the participants, in codes
    place: dict[str, int]
    months: tuple[int, ...]  # of the participants
    period: int  # months
    all_year: bool  # everybody takes part from the first month to the last

    def spread(self, values: Iterable[int]) -> list[int]:
        """One value for each participant → one for each column; organisations get 0."""
        if len(self.codes) == len(self.participants):
            return list(values)
        row = [0] * len(self.codes)
        for place, value in zip(self.places, values, strict=True):
            row[place] = value
        return row

    def name(self, column: int) -> str:
        code = self.codes[column]
        return next((str(one) for one in self.participants if one.code == code), code)


def columns_of(case: Case) -> Columns:
    if not case.participants:
        raise refuse("no_participants")
    participants = tuple(sorted(case.participants, key=by_code))
    codes = tuple(sorted([one.code for one in participants] + [one.code for one in case.organisations]))
    place = {code: number for number, code in enumerate(codes)}
    refuse_if(CaseFault("code_twice", {"code": codes[n]}) for n in range(1, len(codes)) if codes[n] == codes[n - 1])
    months, period = months_of(case, participants)
    places = range(len(codes)) if not case.organisations else [place[one.code] for one in participants]
    return Columns(codes, participants, places, place, months, period, min(months) == period)


def months_of(case: Case, participants: Sequence[Participant]) -> tuple[tuple[int, ...], int]:
    """Whole months within the period for each; without a period a year of twelve."""
    period = case.period
    if period is None:
        if any(one.first is not None or one.last is not None for one in participants) or any(part.per is Per.MONTH for part in case.parts):
            raise refuse("no_period")
        return (YEAR,) * len(participants), YEAR
    first, last = period.first, period.last
    if first > last:
        raise refuse("wrong_order", place="period")
    months = tuple((last if one.last is None else min(one.last, last)) - (first if one.first is None else max(one.first, first)) + 1 for one in participants)
    refuse_if(CaseFault("outside_period", {}, str(one)) for one, some in zip(participants, months, strict=True) if some < 1)
    return months, period.months
