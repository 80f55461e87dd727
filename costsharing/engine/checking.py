"""What a case must hold before anything is counted: every code known, every part with a size that fits its key, classes without holes."""

from collections.abc import Iterable, Iterator

from costsharing.engine.amounts import UNITS, amount_text, number_text
from costsharing.engine.case import Case
from costsharing.engine.classes import class_faults
from costsharing.engine.columns import Columns
from costsharing.engine.faults import CaseFault
from costsharing.engine.part import Agreed, Classes, Own, Part, Per, Percent, Rate, Usage

LARGEST = "largest"


def faults_of(case: Case, columns: Columns) -> Iterator[CaseFault]:
    if not case.parts:
        yield CaseFault("no_parts")
    if case.unit not in UNITS.values():
        yield CaseFault("not_a_choice", {"place": "unit", "choices": ", ".join(UNITS)})
    yield from _codes(case, columns)
    yield from _lines(case)
    for grant in (one.label for one in case.deduct if case.grants.get(one.label) == "refused"):
        yield CaseFault("refused_grant", {"grant": grant})
    if case.deduct and case.base is None:
        yield CaseFault("deduct_without_base")
    if case.max_change is not None and not case.previous:
        yield CaseFault("change_without_previous")
    for part in case.parts:
        yield from _size(case, part)
        yield from _key(part, columns)


def _codes(case: Case, columns: Columns) -> Iterator[CaseFault]:
    taking_part = {one.code for one in columns.participants}
    yield from _unknown("exceptions", case.exceptions, taking_part)
    yield from _unknown("previous", case.previous, taking_part)
    yield from _unknown("corrections", case.corrections, columns.place)
    yield from _unknown("reimbursements", case.reimbursements, columns.place)
    if case.remainder != LARGEST:
        yield from _unknown("remainder", [case.remainder], columns.place)
    if taking_part == set(case.exceptions):
        yield CaseFault("exceptions_for_all")


def _unknown(place: str, codes: Iterable[str], known: Iterable[str], part: str = "") -> Iterator[CaseFault]:
    for code in sorted(set(codes).difference(known)):
        yield CaseFault("unknown_participant", {"place": place, "code": code}, "", part)


def _lines(case: Case) -> Iterator[CaseFault]:
    names = [line.label for line in case.lines]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield CaseFault("name_twice", {"place": "lines", "name": name})
    taken: dict[str, str] = {}
    for part in case.parts:
        for line in part.lines or ():
            if line not in names:
                yield CaseFault("unknown_line", {"line": line}, "", part.label)
            elif line in taken:
                yield CaseFault("line_twice", {"line": line, "other": taken[line]}, "", part.label)
            taken[line] = part.label
    if case.base is None:
        for name in names:
            if name not in taken:
                yield CaseFault("unused_line", {"line": name})


def _size(case: Case, part: Part) -> Iterator[CaseFault]:
    sizes = (part.fraction is not None) + (part.amount is not None) + (part.lines is not None)
    if part.makes_own_total:
        if sizes:
            yield CaseFault("size_not_allowed", {}, "", part.label)
        return
    if sizes == 0:
        yield CaseFault("size_missing", {}, "", part.label)
    if sizes > 1:
        yield CaseFault("at_most_one_of", {"place": part.label, "choices": "fraction, amount, lines"})
    if part.fraction is not None:
        if part.fraction < 0:
            yield CaseFault("negative_fraction", {"value": number_text(part.fraction)}, "", part.label)
        if case.base is None:
            yield CaseFault("fraction_without_base", {}, "", part.label)
        if part.per is Per.MONTH:
            yield CaseFault("fraction_per_month", {}, "", part.label)


def _key(part: Part, columns: Columns) -> Iterator[CaseFault]:
    key = part.key
    if isinstance(key, Percent):
        yield from _unknown("percent", key.percent, [one.code for one in columns.participants], part.label)
    elif isinstance(key, Agreed | Usage | Own):
        place, codes = ("amounts", key.amounts) if isinstance(key, Agreed) else ("quantities", key.quantities) if isinstance(key, Usage) else ("own", key.own)
        yield from _unknown(place, codes, columns.place, part.label)
        if isinstance(key, Usage):
            for code in sorted(code for code, quantity in key.quantities.items() if quantity < 0 and code in columns.place):
                yield CaseFault(
                    "negative_figure", {"figure": "quantity", "value": number_text(key.quantities[code])}, columns.name(columns.place[code]), part.label
                )
    elif isinstance(key, Classes):
        yield from class_faults(part.label, key)
    elif isinstance(key, Rate):
        yield from _rate(part.label, key)


def _rate(label: str, key: Rate) -> Iterator[CaseFault]:
    limits = [bracket.to for bracket in key.brackets]
    for number, limit in enumerate(limits, 1):
        if (limit is None) != (number == len(limits)):
            yield CaseFault("last_bracket", {"number": number}, "", label)
        elif limit is not None and limit <= (limits[number - 2] or 0 if number > 1 else 0):
            yield CaseFault("brackets_order", {"number": number}, "", label)
    if key.amount_cap and any(bracket.rate * key.amount_cap < 0 for bracket in key.brackets):
        yield CaseFault("cap_sign", {"cap": amount_text(key.amount_cap)}, "", label)
