"""Published tables of size classes overlap and leave holes: where."""

from collections.abc import Iterator
from fractions import Fraction

from costsharing.engine.amounts import FINEST, number_text
from costsharing.engine.faults import CaseFault
from costsharing.engine.part import Classes, Number, SizeClass


def class_faults(label: str, key: Classes) -> Iterator[CaseFault]:
    """Both limits belong to their class; between two classes lies one step of the finest limit written (1 where all are whole)."""
    if any((size.fee is None) == (size.weight is None) for size in key.classes) or len({size.fee is None for size in key.classes}) > 1:
        yield CaseFault("class_mixed", {}, "", label)
    for number, size in enumerate(key.classes, 1):
        if size.low is not None and size.high is not None and size.low > size.high:
            yield CaseFault("class_backwards", {"number": number, "low": number_text(size.low), "high": number_text(size.high)}, "", label)
        if size.weight is not None and size.weight < 0:
            yield CaseFault("negative_weight", {"number": number}, "", label)
    yield from _neighbours(label, key.classes)


def _neighbours(label: str, classes: tuple[SizeClass, ...]) -> Iterator[CaseFault]:
    step = _step([limit for size in classes for limit in (size.low, size.high) if limit is not None])
    ordered = sorted(enumerate(classes, 1), key=lambda numbered: (numbered[1].low is not None, numbered[1].low or 0))
    highest, top = ordered[0] if ordered else (0, None)
    for number, size in ordered[1:]:
        if top is None or top.high is None or size.low is None or size.low <= top.high:
            both = size.low if size.low is not None else top.high if top is not None else None
            yield CaseFault("class_overlap", {"first": min(number, highest), "second": max(number, highest), "value": number_text(both or 0)}, "", label)
        elif size.low > top.high + step:
            yield CaseFault("class_hole", {"low": number_text(top.high + step), "high": number_text(size.low - step)}, "", label)
        if top is not None and top.high is not None and (size.high is None or size.high > top.high):
            highest, top = number, size


def _step(limits: list[Number]) -> Number:
    finest = (decimals for decimals in range(FINEST) if all((limit * 10**decimals).denominator == 1 for limit in limits))
    return Fraction(1, 10 ** next(finest, FINEST))
