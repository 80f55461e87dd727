"""The same case for some of its participants."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from costsharing.engine.case import Case
from costsharing.engine.checking import LARGEST
from costsharing.engine.part import Agreed, Key, Own, Part, Percent, Usage

T = TypeVar("T")


def only(case: Case, codes: Collection[str]) -> Case:
    """Whoever is not in ``codes`` is taken out everywhere; organisations stay. A remainder that somebody absent should bear goes to the largest share."""
    out = {one.code for one in case.participants}.difference(codes)
    if not out:
        return case
    return replace(
        case,
        participants=tuple(one for one in case.participants if one.code not in out),
        parts=tuple(_part(part, out) for part in case.parts),
        exceptions=without(case.exceptions, out),
        corrections=without(case.corrections, out),
        previous=without(case.previous, out),
        reimbursements=without(case.reimbursements, out),
        remainder=LARGEST if case.remainder in out else case.remainder,
    )


def _part(part: Part, out: set[str]) -> Part:
    key = _key(part.key, out)
    return part if key is part.key else replace(part, key=key)


def _key(key: Key, out: set[str]) -> Key:
    if isinstance(key, Percent):
        return replace(key, percent=without(key.percent, out))
    if isinstance(key, Agreed):
        return replace(key, amounts=without(key.amounts, out))
    if isinstance(key, Usage):
        return replace(key, quantities=without(key.quantities, out))
    if isinstance(key, Own):
        return replace(key, own=without(key.own, out))
    return key


def without(values: Mapping[str, T], out: set[str]) -> dict[str, T]:
    return {code: value for code, value in values.items() if code not in out}
