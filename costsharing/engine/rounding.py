"""Controlled rounding: a table of parts x participants is rounded as a whole, so that it adds up in both directions.

The exact cells are integers over one common denominator, counted in units of rounding. Rounding a cell up places one unit on it;
part p has as many units to place as its fractions add up to. How many units each participant can be given is then the base of an
integral polymatroid (a sum of uniform matroids, one per part), and least squares are separable and convex, so the greedy ladder is
exact: always the cheapest next unit, 2 * (rounded - exact) + 1, that still fits. Among equals the lowest official code comes first,
which among all nearest tables gives the lexicographically greatest shares.

Which of a participant's cells is rounded up is then decided part by part, those with the fewest choices first (fewest cells to round up
or fewest to round down; else by content, so that the order of entry plays no role): the cell goes up that leads most over the average
fraction of its participant in the parts still open, ties by code, if the parts still open can be filled afterwards. Such sets are the
bases of a matroid, so again the greedy choice is the best one and the only one.

Both choices are first made as if everything fitted, which is nearly always so: O(P n log n) for P parts and n participants. If the last
part comes out right, nothing was forbidden and the result is the exact one. Otherwise `rerouting` makes the same choices step by step.
"""

from collections.abc import Sequence

from costsharing.engine.rerouting import reroute

Row = list[int]


def round_table(rows: Sequence[Sequence[int]], denominator: int, totals: Sequence[int] | None = None) -> list[Row]:
    """The table in whole units: each cell its exact value rounded down or up, each row its exact sum, column sums as near as can be.

    rows[p][c] / denominator is the exact cell of part p and participant c in units; participants stand in the order of their official
    codes. O(P n log n). Negative totals mirror positive ones. Where a row's exact sum is no whole number, ``totals`` says which of its two
    neighbours each row adds up to. Raises ValueError if a row does not add up to whole units and nobody says.
    """
    if denominator <= 0:
        raise ValueError("the denominator must be positive")
    if len({len(row) for row in rows}) > 1:
        raise ValueError("all parts must list the same participants")
    if _mirrored(rows):
        turned = None if totals is None else [-total for total in totals]
        return [[-cell for cell in row] for row in _rounded([[-cell for cell in row] for row in rows], denominator, turned)]
    return _rounded(rows, denominator, totals)


def _mirrored(rows: Sequence[Sequence[int]]) -> bool:
    """Whether the table counts as negative: by its total, else by the first share that is not 0, else by the first such cell."""
    if (total := sum(map(sum, rows))) != 0:
        return total < 0
    shares = map(sum, zip(*rows, strict=True))
    first = next(filter(None, shares), 0) or next((cell for row in rows for cell in row if cell), 0)
    return first < 0


def _rounded(rows: Sequence[Sequence[int]], denominator: int, totals: Sequence[int] | None) -> list[Row]:
    table = [[cell // denominator for cell in row] for row in rows]
    uneven: list[tuple[int, Row, Row, int, int]] = []  # the parts where something is to be rounded, in the order in which they choose
    for place, exact in enumerate(rows):
        row = [cell % denominator for cell in exact]
        units, rest = divmod(sum(row), denominator)
        if totals is not None:
            least, units = units, totals[place] - sum(table[place])
            if units != least and not (rest and units == least + 1):
                raise ValueError(f"part {place + 1} cannot add up to {totals[place]} units")
        elif rest:
            raise ValueError(f"part {place + 1} does not add up to whole units: {rest}/{denominator} is left over")
        if units or rest:
            uneven.append((min(units, len(row) - row.count(0) - units), row, table[place], units, place))
    if uneven:
        uneven.sort()
        fractions, units_of = [row for _, row, _, _, _ in uneven], [units for *_, units, _ in uneven]
        raised = _optimistic(fractions, units_of, denominator) or reroute(fractions, units_of, denominator)
        for (*_, floors, _, _), columns in zip(uneven, raised, strict=True):
            for column in columns:
                floors[column] += 1
    return table


def _optimistic(fractions: list[Row], units: list[int], denominator: int) -> list[list[int]] | None:
    """Per part the participants whose cell goes up, or None where the units that fit best cannot all be placed."""
    sums = list(map(sum, zip(*fractions, strict=True)))
    open_units = _nearest(sums, sum(units), denominator)
    open_cells = [len(fractions) - column.count(0) for column in zip(*fractions, strict=True)]
    raised = []
    for number, (row, wanted) in enumerate(zip(fractions, units, strict=True)):
        open_parts = len(fractions) - number
        forced = [c for c, left in enumerate(open_units) if left == open_cells[c] and row[c]]
        chosen = [c for c, left in enumerate(open_units) if left > 0 and left != open_cells[c] and row[c]]
        missing = wanted - len(forced)
        if not 0 <= missing <= len(chosen):
            return None
        lead = [open_parts * fraction - total for fraction, total in zip(row, sums, strict=True)]
        chosen.sort(key=lead.__getitem__, reverse=True)  # stable: equals stay in the order of their codes
        chosen[missing:] = forced
        for c in chosen:
            open_units[c] -= 1
        sums = [total - fraction for fraction, total in zip(row, sums, strict=True)]
        open_cells = [left - 1 if fraction else left for fraction, left in zip(row, open_cells, strict=True)]
        raised.append(chosen)
    return None if any(open_units) else raised


def _nearest(sums: list[int], units: int, denominator: int) -> list[int]:
    """So many units per participant that the squares are least if every unit may be placed anywhere: largest remainder."""
    rest = [total % denominator for total in sums]
    rounds, more = divmod(units - sum(total // denominator for total in sums), len(sums))  # no rounds unless rows were told their totals
    nearest = [total // denominator + rounds for total in sums]
    for column in sorted(range(len(sums)), key=rest.__getitem__, reverse=True)[:more]:
        nearest[column] += 1
    return nearest
