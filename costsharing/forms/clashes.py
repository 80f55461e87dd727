"""What two people have both changed: shown side by side, and the table made anew with everything that either has written."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from costsharing.forms.drawing import texts_of
from costsharing.grid.cells import Row, Sheet, Side, Value, Values
from costsharing.grid.merging import Merged, cells, named, unpacked
from costsharing.queries.grids import Stored
from portfolio.lib.money import written
from portfolio.web.posting import Pair


@dataclass(frozen=True)
class Shown:
    """name: of the cell, or of the row when the whole row is meant."""

    name: str
    pair: Pair


def pairs(merged: Merged, sides: tuple[Side, ...], stored: Stored, names: dict[str, str]) -> list[Shown]:
    """names: the clash's own name → its name in the new table."""
    of = {side.key: side for side in sides}
    found = []
    for clash, name in zip(merged.clashes, named(merged.clashes), strict=True):
        side = of[clash.side]
        row = dict(side.fixed).get(clash.row) or str(
            (stored[clash.side].get(clash.row) or (clash.mine if isinstance(clash.mine, dict) else {})).get("text", "")
        )
        label = f"{row}, {column_name(side, clash.column)}" if clash.column else row
        found.append(Shown(names.get(name, name), Pair(label, in_words(side, clash.column, clash.theirs), in_words(side, clash.column, clash.mine))))
    return found


def column_name(side: Side, key: str) -> str:
    return next((str(column.label) for column in side.columns if column.key == key), key)


def in_words(side: Side, key: str, value: Value | Values) -> str:
    if not key:
        if not isinstance(value, dict):
            return _("taken out")
        return " · ".join(f"{column_name(side, column)}: {in_words(side, column, each)}" for column, each in value.items() if each not in (None, ""))
    if isinstance(value, int):
        return written(value)
    choices = next((dict(column.choices) for column in side.columns if column.key == key), {})
    return str(choices.get(str(value or ""), value or "–"))


def merged_sheet(sheet: Sheet, stored: Stored, mine: Stored, base: Stored, merged: Merged) -> tuple[Sheet, dict[str, str]]:
    """What stands there now, with my changes in it and mine where both have changed; and the names of my rows that others took out, which are new now."""
    made, renamed = Sheet(sheet.years, {}), {}
    clashing = {(clash.side, clash.row) for clash in merged.clashes}
    for side, ours in mine.items():
        there = stored[side]
        rows = made.sides[side] = []
        for key, values in there.items():
            rows.append(now(key, values or {}, ours.get(key, values), base.get(side, {}).get(key) or {}, side))
        fresh = [(key, values) for key, values in ours.items() if key not in there and values is not None and (key.startswith("n") or (side, key) in clashing)]
        for number, (key, values) in enumerate(fresh, 1):
            rows.append(Row(f"n{number}", texts_of(values or {})))
            renamed[f"{side}-{key}"] = f"{side}-n{number}"
    years = {int(column) for rows in stored.values() for values in rows.values() for column in values or {} if column.isdecimal()}
    made.years = sorted({*sheet.years, *years})
    return made, renamed


def now(key: str, theirs: Values, mine: Values | None, base: Values, side: str) -> Row:
    if mine is None:
        return Row(key, texts_of(theirs), is_gone=True)
    found, clashes = cells(side, key, base, theirs, mine)
    for clash in clashes:
        found[clash.column] = mine.get(clash.column)
    return Row(key, texts_of(found))


def theirs_instead(sheet: Sheet, base: str, clashes: list[str]) -> None:
    """Takes what stood there when the two were shown side by side, in each cell or row that clashed."""
    stood = unpacked(base)
    for name in clashes:
        side, key, column = (*name.split("-", 2), "")[:3]
        rows = sheet.sides.get(side, [])
        row = next((each for each in rows if each.id == key), None)
        values = stood.get(side, {}).get(key)
        if row is None:
            continue
        if values is None:
            rows.remove(row)
        elif column:
            row.texts[column] = texts_of(values).get(column, "")
        else:
            row.texts, row.is_gone = texts_of(values), False
