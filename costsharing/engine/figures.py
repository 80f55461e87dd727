"""Each participant's own number: key figures, percentages, size classes. Nothing missing, nothing below 0."""

from collections.abc import Sequence
from fractions import Fraction

from costsharing.engine.amounts import nearest, number_text, simplest
from costsharing.engine.case import Participant
from costsharing.engine.exact import whole
from costsharing.engine.faults import CaseFault, Refused
from costsharing.engine.part import ByFigure, Classes, Driver, Number, Percent, SizeClass

HUNDRED = 100


def by_figure(label: str, key: ByFigure, participants: Sequence[Participant]) -> Sequence[Number]:
    first = key.drivers[0]
    if len(key.drivers) == 1 and first.per == 1 and first.decimals is None:
        return figures(label, first.name, participants)
    columns = [[carried(driver, value) for value in figures(label, driver.name, participants)] for driver in key.drivers]
    return [sum(values) for values in zip(*columns, strict=True)]


def carried(driver: Driver, value: Number) -> Number:
    exact = Fraction(value) / driver.per
    return simplest(exact) if driver.decimals is None else simplest(Fraction(nearest(exact * 10**driver.decimals), 10**driver.decimals))


def figures(label: str, name: str, participants: Sequence[Participant]) -> list[Number]:
    try:
        found = [one.figures[name].value for one in participants]
    except KeyError:
        raise Refused(CaseFault("missing_figure", {"figure": name}, str(one), label) for one in participants if name not in one.figures) from None
    if min(found) < 0:
        wrong = ((one, value) for one, value in zip(participants, found, strict=True) if value < 0)
        raise Refused(CaseFault("negative_figure", {"figure": name, "value": number_text(value)}, str(one), label) for one, value in wrong)
    return found


def percentages(label: str, key: Percent, participants: Sequence[Participant]) -> list[Number]:
    faults = [CaseFault("missing_percent", {}, str(one), label) for one in participants if one.code not in key.percent]
    below = [one for one in participants if key.percent.get(one.code, 0) < 0]
    faults += [CaseFault("negative_percent", {"value": number_text(key.percent[one.code])}, str(one), label) for one in below]
    shares, scale = whole(list(key.percent.values()))
    gap = Fraction(sum(shares), scale) - HUNDRED
    if not faults and gap:
        told = {"sum": number_text(gap + HUNDRED), "gap": number_text(-gap if gap < 0 else gap), "side": "low" if gap < 0 else "high"}
        faults.append(CaseFault("percent_sum", told, "", label))
    if faults:
        raise Refused(faults)
    return [key.percent[one.code] for one in participants]


def classes_of(label: str, key: Classes, participants: Sequence[Participant]) -> list[SizeClass]:
    values = figures(label, key.figure, participants)
    found = [next((size for size in key.classes if size.holds(value)), None) for value in values]
    faults = [
        CaseFault("no_class", {"figure": key.figure, "value": number_text(value)}, str(one), label)
        for one, value, size in zip(participants, values, found, strict=True)
        if size is None
    ]
    if faults:
        raise Refused(faults)
    return [size for size in found if size is not None]
