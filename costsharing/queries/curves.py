"""What one would pay if fewer joined: from a case that is read already, so without asking the database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from costsharing.engine.allocation import allocate
from costsharing.engine.amounts import amount_text
from costsharing.engine.faults import Refused
from costsharing.engine.reading import read_value
from costsharing.queries.cases import Basis
from costsharing.queries.grounds import name_of
from costsharing.queries.tried import Tried
from costsharing.wording import fault_text

MOST_POINTS = 40
BY_CODE = ("exceptions", "corrections", "previous", "reimbursements")
IN_PARTS = ("amounts", "quantities", "own")


@dataclass(frozen=True)
class Point:
    """So many join, with the one asked about; what it then pays (minor units) when the others are the largest, and when they are the smallest."""

    n: int
    with_largest: int
    with_smallest: int

    @property
    def low(self) -> int:
        return min(self.with_largest, self.with_smallest)

    @property
    def high(self) -> int:
        return max(self.with_largest, self.with_smallest)


@dataclass(frozen=True)
class Curve:
    """From few to all. ``fault``: why the rule cannot be used on fewer, when it cannot."""

    points: tuple[Point, ...]
    fault: str = ""


def curve(found: Tried, code: str) -> Curve:
    """Two cases for each of at most MOST_POINTS numbers, spread evenly. Raises KeyError for somebody who takes no part."""
    assert found.result is not None
    participants = [each["code"] for each in found.basis.case["participants"]]
    if code not in participants:
        raise KeyError(code)
    size = {each: found.basis.inhabitants[each].value if each in found.basis.inhabitants else found.result.amount(each) for each in participants}
    others = sorted((each for each in participants if each != code), key=lambda each: (-size[each], each))
    points = []
    for n in numbers(len(participants)):
        try:
            least = fee(found.basis, {code, *others[: n - 1]}, code)
            most = least if n == len(participants) else fee(found.basis, {code, *others[len(others) - n + 1 :]}, code)
        except Refused as refused:
            return Curve((), fault_text(refused.faults[0]))
        points.append(Point(n, least, most))
    return Curve(tuple(points))


def numbers(most: int) -> Sequence[int]:
    """1 … most, or as many of them as there is room for; always with the last."""
    if most <= MOST_POINTS:
        return range(1, most + 1)
    return sorted({most - round(place * (most - 1) / (MOST_POINTS - 1)) for place in range(MOST_POINTS)})


def fee(basis: Basis, codes: Collection[str], code: str) -> int:
    return allocate(read_value(with_credits(restricted(basis.case, codes), basis))).amount(code)


def with_credits(case: dict[str, Any], basis: Basis) -> dict[str, Any]:
    """Whoever does not join gets back what was carried forward for it: the others share as much as without its money."""
    here = {each["code"] for name in ("participants", "organisations") for each in case.get(name, ())}
    gone = {code: minor for code, minor in basis.carried.items() if code not in here}
    if not gone:
        return case
    outside = [{"code": code, "name": name_of(basis.organisations[code].name)} for code in sorted(gone)]
    credits = {code: amount_text(-minor) for code, minor in gone.items()}
    return case | {"organisations": [*case.get("organisations", ()), *outside], "corrections": {**case.get("corrections", {}), **credits}}


def restricted(case: Mapping[str, Any], codes: Collection[str]) -> dict[str, Any]:
    """The same case for fewer: what it says of the others goes with them. Agreed percentages stay, so that the engine refuses them."""
    paying = {*codes, *(each["code"] for each in case.get("organisations", ()))}
    fewer = dict(case) | {"participants": [each for each in case["participants"] if each["code"] in codes]}
    for name in BY_CODE:
        if name in fewer:
            fewer[name] = {code: value for code, value in fewer[name].items() if code in paying}
    fewer["parts"] = [
        {name: {code: each for code, each in value.items() if code in paying} if name in IN_PARTS else value for name, value in part.items()}
        for part in case["parts"]
    ]
    if fewer.get("remainder", "largest") not in {"largest", *paying}:
        fewer["remainder"] = "largest"
    return fewer
