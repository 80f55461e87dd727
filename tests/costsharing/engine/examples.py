"""Small cases by chance. EXAMPLES=20000 in the environment asks for more of them than the 2,000 of CI."""

import os
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from costsharing.engine.case import AgreedException, Case, Figure, Limit, NamedAmount, Participant, Period
from costsharing.engine.part import Agreed, Bracket, ByFigure, Classes, Driver, Equal, Part, Payer, Per, Percent, Rate, SizeClass, Usage

EXAMPLES = int(os.environ.get("EXAMPLES", "2000"))
many = settings(max_examples=EXAMPLES, deadline=None)
UNITS = (1, 100, 1_000, 10_000, 100_000)
CODES = ("0114", "1214", "1280", "1293", "3303")
JANUARY = 2016 * 12


class Chance:
    """Choices read off drawn bytes: one draw for a whole case is some ten times faster than one for each choice, and still shrinks."""

    def __init__(self, raw: bytes) -> None:
        self.rest = iter(raw)

    def whole(self, low: int, high: int) -> int:
        value, size = 0, 1
        while size <= high - low:
            value, size = value * 256 + next(self.rest, 0), size * 256
        return low + value % (high - low + 1)

    def coin(self) -> bool:
        return bool(self.whole(0, 1))

    def one_of(self, things: Any) -> Any:
        return list(things)[self.whole(0, len(things) - 1)]

    def shuffled(self, things: Any) -> tuple[Any, ...]:
        return tuple(sorted(things, key=lambda _: self.whole(0, 255)))


def chances(size: int = 100) -> st.SearchStrategy[Chance]:
    return st.binary(min_size=size, max_size=size).map(Chance)


def participants(chance: Chance) -> tuple[Participant, ...]:
    """One to five, with a population above 0; in every second case some join late."""
    late = chance.coin()
    return tuple(
        Participant(
            code,
            f"M{code}",
            {"population": Figure(chance.whole(1, 60)), "users": Figure(Fraction(chance.whole(0, 9), 4))},
            JANUARY + chance.whole(0, 11) if late else None,
        )
        for code in CODES[: chance.whole(1, len(CODES))]
    )


def sized(chance: Chance, codes: list[str]) -> Any:
    """A key that needs a size."""
    which = chance.whole(0, 6)
    if which == 0:
        return Payer(chance.one_of(codes))
    if which == 1:
        cuts = sorted([0, 100, *(chance.whole(0, 100) for _ in codes[1:])])
        return Percent({code: high - low for code, low, high in zip(codes, cuts, cuts[1:], strict=False)})
    if which == 2:
        limit = chance.whole(1, 60)
        return Classes("population", (SizeClass(None, limit, weight=Fraction(chance.whole(1, 4), 2)), SizeClass(limit + 1, None, weight=chance.whole(1, 9))))
    if which == 3:
        return ByFigure((Driver("population", 7, 2), Driver("users", Fraction(1, 2))))
    return Equal() if which < 5 else ByFigure((Driver("population"),))


def charging(chance: Chance, codes: list[str]) -> Any:
    """A key that makes its own total."""
    which = chance.whole(0, 4)
    if which == 0:
        return Agreed({code: chance.whole(0, 900) for code in codes}, "as before")
    if which == 1:
        return Usage(Fraction(chance.whole(0, 500), 3), {code: Fraction(chance.whole(0, 20), 2) for code in codes})
    if which == 2:
        return Rate("population", (Bracket(20, Fraction(25, 2)), Bracket(None, 6)))
    if which == 3:
        return Rate("population", (Bracket(None, Fraction(808, 100)),), count_cap=30)
    return Classes("population", (SizeClass(None, 30, fee=chance.whole(0, 500)), SizeClass(31, None, fee=700)))


def case_of(chance: Chance, adjusted: bool = False) -> Case:
    """A case that can be split: fractions of a base, with amounts and charges before them. One in four is a credit."""
    people = participants(chance)
    codes = [one.code for one in people]
    sizes = [chance.whole(1, 4) for _ in range(chance.whole(1, 3))]
    parts = [Part(f"part {n}", sized(chance, codes), Fraction(size, sum(sizes)), per=chance.one_of((Per.YEAR, Per.ONCE))) for n, size in enumerate(sizes)]
    if chance.coin():
        parts.append(Part("charged", charging(chance, codes), per=chance.one_of(Per)))
    if chance.coin():
        parts.append(Part("amount", sized(chance, codes), amount=chance.whole(0, 5_000)))
    case = Case(
        currency="SEK",
        unit=chance.one_of(UNITS),
        participants=people,
        parts=tuple(parts),
        base=chance.whole(500_000, 900_000) if chance.coin() else 600_000,
        period=Period(JANUARY, JANUARY + 11),
        deduct=(NamedAmount("unspent", chance.whole(0, 4_000)),) if chance.coin() else (),
        corrections={people[0].code: chance.whole(-900, 900)} if adjusted and chance.coin() else {},
    )
    if adjusted and len(people) > 1:
        case = limited(chance, case)
    return mirrored(case) if chance.whole(0, 3) == 0 else case


def cases(adjusted: bool = False) -> st.SearchStrategy[Case]:
    return chances().map(lambda chance: case_of(chance, adjusted))


def limited(chance: Chance, case: Case) -> Case:
    each = 600_000 // len(case.participants)
    which = chance.whole(0, 3)
    if which == 2:
        return replace(case, exceptions={case.participants[0].code: AgreedException(chance.whole(0, each), "minutes 12")})
    return replace(
        case,
        floor=Limit(chance.whole(0, each // 2)) if which != 1 else None,
        ceiling=Limit(chance.whole(each, 600_000)) if which != 0 else None,
    )


def mirrored(case: Case) -> Case:
    """The same case with all money negative: a credit."""
    return scaled(case, -1, 1)


def scaled(case: Case, by: int, unit: int) -> Case:
    """Base, amounts and prices times ``by``, the unit times ``unit``."""

    def limit(one: Limit | None) -> Limit | None:
        return one if one is None or one.amount is None else Limit(one.amount * by)

    def key(one: Any) -> Any:
        if isinstance(one, Agreed):
            return Agreed({code: amount * by for code, amount in one.amounts.items()}, one.reason)
        if isinstance(one, Usage):
            return Usage(one.price * by, one.quantities)
        if isinstance(one, Rate):
            return replace(one, brackets=tuple(Bracket(bracket.to, bracket.rate * by) for bracket in one.brackets))
        if isinstance(one, Classes) and one.by_fee:
            return Classes(one.figure, tuple(replace(size, fee=(size.fee or 0) * by) for size in one.classes))
        return one

    return replace(
        case,
        unit=case.unit * unit,
        base=None if case.base is None else case.base * by,
        parts=tuple(replace(part, key=key(part.key), amount=None if part.amount is None else part.amount * by) for part in case.parts),
        deduct=tuple(replace(one, amount=one.amount * by) for one in case.deduct),
        corrections={code: amount * by for code, amount in case.corrections.items()},
        exceptions={code: replace(one, amount=one.amount * by) for code, one in case.exceptions.items()},
        floor=limit(case.floor),
        ceiling=limit(case.ceiling),
    )
