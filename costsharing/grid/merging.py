"""Two people fill in one table: cells that only one has changed go together, those that both have changed are shown. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from costsharing.grid.cells import State, Value, Values


@dataclass(frozen=True)
class Clash:
    """column: empty when one has removed the row that the other changed; theirs or mine is None for the removed row."""

    side: str
    row: str
    column: str
    theirs: Value | Values = None
    mine: Value | Values = None


@dataclass
class Merged:
    """wanted: the rows to write, whole, and None for those to remove; what need not change is not in it."""

    wanted: dict[str, dict[str, Values | None]] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    has_theirs: bool = False
    """Somebody else has changed the table since it was opened."""


def value_of(row: Values, column: str) -> Value:
    value = row.get(column)
    return None if value == "" else value


def columns_of(*rows: Values) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def same(one: Values, other: Values) -> bool:
    return all(value_of(one, column) == value_of(other, column) for column in columns_of(one, other))


def merge(base: State, stored: State, mine: State) -> Merged:
    """base: as the page was made. A row that mine does not name is left as it is stored."""
    merged = Merged()
    for side, rows in mine.items():
        there, before = stored.get(side, {}), base.get(side, {})
        merged.has_theirs |= {key: bare(row or {}) for key, row in there.items()} != {key: bare(row or {}) for key, row in before.items()}
        wanted = merged.wanted[side] = {}
        for key, row in rows.items():
            merge_row(merged, side, key, before.get(key) or {}, there.get(key), row)
        for clash in merged.clashes:
            if clash.side == side:
                wanted.pop(clash.row, None)
    return merged


def merge_row(merged: Merged, side: str, key: str, base: Values, stored: Values | None, mine: Values | None) -> None:
    wanted = merged.wanted[side]
    if stored is None:
        if mine is not None and key.startswith("n"):
            wanted[key] = mine
        elif mine is not None and not same(mine, base):
            merged.clashes.append(Clash(side, key, "", None, mine))
    elif mine is None:
        if same(stored, base):
            wanted[key] = None
        else:
            merged.clashes.append(Clash(side, key, "", stored, None))
    else:
        found, clashes = cells(side, key, base, stored, mine)
        merged.clashes += clashes
        if not same(found, stored):
            wanted[key] = found


def cells(side: str, key: str, base: Values, stored: Values, mine: Values) -> tuple[dict[str, Value], list[Clash]]:
    """The row with what either has changed, and the cells that both have changed to something else."""
    found: dict[str, Value] = {}
    clashes = []
    for column in columns_of(stored, mine, base):
        was, theirs, ours = (value_of(each, column) for each in (base, stored, mine))
        ours = ours if column in mine else was  # a year that the page did not show
        found[column] = theirs if ours == was else ours
        if ours not in (was, theirs) and theirs != was:
            clashes.append(Clash(side, key, column, theirs, ours))
    return found, clashes


# ---- what the page was made from, carried by the page itself -----------------
def bare(row: Values) -> dict[str, Value]:
    return {column: value for column, value in row.items() if value not in (None, "")}


def packed(state: State) -> str:
    return json.dumps({side: {key: bare(row or {}) for key, row in rows.items()} for side, rows in state.items()}, separators=(",", ":"), ensure_ascii=False)


def unpacked(text: str) -> dict[str, dict[str, Values | None]]:
    """What packed wrote; nothing for anything else, so that every difference shows as one."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict) or not all(isinstance(rows, dict) and all(map(is_row, rows.values())) for rows in found.values()):
        return {}
    return found


def is_row(row: object) -> bool:
    return isinstance(row, dict) and all(isinstance(value, str | int) for value in row.values())


def named(clashes: Iterable[Clash]) -> list[str]:
    return [f"{clash.side}-{clash.row}-{clash.column}".rstrip("-") for clash in clashes]
