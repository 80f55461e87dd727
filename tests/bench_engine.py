"""make bench: what splitting costs against a plain floor-and-largest-remainder loop in integers on the same input, in the same run.

Pure engine, no database. The two take turns; processor time, so that whatever else the machine does counts little.
"""

import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from unittest.mock import patch

from costsharing.engine import rounding
from costsharing.engine.allocation import allocate
from costsharing.engine.case import Answer, Case, Figure, Limit, Participant, Terms
from costsharing.engine.coalition import join
from costsharing.engine.part import ByFigure, Driver, Equal, Part
from costsharing.engine.rounding import round_table
from costsharing.engine.why import explain

YEARS, MUNICIPALITIES, PARTS = 10, 290, 5
PROJECTS, JOINING, PARTS_OF_A_PROJECT = 2000, 33, 3
WILLING = 20
ROUNDS = 15
above: list[str] = []


def main() -> int:
    chance = random.Random(2016)
    years = [case_by_chance(chance, MUNICIPALITIES, PARTS) for _ in range(YEARS)]
    print(f"{MUNICIPALITIES} municipalities × {PARTS} parts × {YEARS} years, median of {ROUNDS} rounds, processor time")
    cells(years)
    explanation(years[0])
    doubling(chance)
    portfolio(chance)
    coalitions(chance)
    told("most memory used (MiB)", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 200, ".0f")
    print(f"Above its goal: {', '.join(above) or 'none'}.")
    return 0


def case_by_chance(chance: random.Random, participants: int, parts: int) -> Case:
    """One part equal, the others each by a figure of its own."""
    names = [f"figure {number}" for number in range(1, parts)]
    people = [
        Participant(f"{code:04}", "", {name: Figure(int(chance.paretovariate(1.2) * 4000)) for name in names}) for code in range(1000, 1000 + participants)
    ]
    share = Fraction(1, parts)
    rule = [Part("equal", Equal(), share), *(Part(name, ByFigure((Driver(name),)), share) for name in names)]
    return Case("SEK", 100, tuple(people), tuple(rule), base=chance.randrange(10**8, 10**10) * 100)


def cells(years: Sequence[Case]) -> None:
    """Rounded cells from exact ones, and the whole way from case to result; with Fraction once, which must agree."""
    results = [allocate(case) for case in years]
    tables = [([row.exact for row in result.rows], result.denominator, [sum(row.rounded) // 100 for row in result.rows]) for result in results]
    ours, loop, whole = turns(
        lambda: [round_table(*table) for table in tables], lambda: [plain(rows, over) for rows, over, _ in tables], lambda: [allocate(case) for case in years]
    )
    print(f"  plain loop {loop * 1000:.2f} ms, controlled rounding {ours * 1000:.2f} ms, from case to result {whole * 1000:.2f} ms")
    told("all rounded cells, against the plain loop", ours / loop, 6)
    told("from case to result, against the plain loop", whole / loop)
    began = time.process_time()
    exact = [in_fractions(case) for case in years]
    fractions = time.process_time() - began
    for case, result, by_fraction in zip(years, results, exact, strict=True):
        assert by_fraction == [[result.exact_cell(row, place) for place in range(len(case.participants))] for row in result.rows]
    told("the same exact cells with Fraction, against all of it in integers", fractions / whole)
    with patch.object(rounding, "_optimistic", lambda *given: None):
        careful = timed(lambda: round_table(*tables[0]))
    told("step by step, where the units that fit best cannot all be placed, against the loop", careful / (loop / len(years)))


def plain(rows: Sequence[Sequence[int]], over: int) -> list[list[int]]:
    """Each part alone: floors, then the units that are left to the largest remainders."""
    table = []
    for row in rows:
        floors, rests = [], []
        for cell in row:
            floor, rest = divmod(cell, over)
            floors.append(floor)
            rests.append(rest)
        for place in sorted(range(len(row)), key=rests.__getitem__, reverse=True)[: sum(rests) // over]:
            floors[place] += 1
        table.append(floors)
    return table


def in_fractions(case: Case) -> list[list[Fraction]]:
    found = []
    for part in case.parts:
        amount = Fraction(case.base or 0) * (part.fraction or 0)
        weights = [Fraction(one.figures[part.label].value if part.label in one.figures else 1) for one in case.participants]
        total = sum(weights, Fraction())
        found.append([amount * weight / total for weight in weights])
    return found


def explanation(case: Case) -> None:
    result = allocate(case)
    codes = [one.code for one in case.participants]
    took = timed(lambda: [explain(result, code) for code in codes]) / len(codes)
    told("one participant's explanation (ms)", took * 1000, 2)


def doubling(chance: random.Random) -> None:
    print("  O(P n log n): twice the participants or parts, times as much")
    for name, sizes in (("participants", [(145 * 2**n, PARTS) for n in range(5)]), ("parts", [(MUNICIPALITIES, 5 * 2**n) for n in range(4)])):
        tables = []
        for participants, parts in sizes:
            result = allocate(case_by_chance(chance, participants, parts))
            tables.append(([row.exact for row in result.rows], result.denominator, [sum(row.rounded) // 100 for row in result.rows]))
        took = [timed(lambda table=table: round_table(*table)) for table in tables]  # type: ignore[misc]
        steps = "".join(f" → {size[name == 'parts']} {took[n] * 1000:.2f} ms (× {took[n] / took[n - 1]:.2f})" for n, size in enumerate(sizes) if n)
        print(f"    {name:<13} {sizes[0][name == 'parts']} {took[0] * 1000:.2f} ms{steps}")


def portfolio(chance: random.Random) -> None:
    cases = [case_by_chance(chance, JOINING, PARTS_OF_A_PROJECT) for _ in range(PROJECTS)]
    began = time.process_time()
    results = [allocate(case) for case in cases]
    told(f"{PROJECTS} projects × {JOINING} × {PARTS_OF_A_PROJECT}, from case to result, all kept (s)", time.process_time() - began, 2)
    assert sum(result.total for result in results) == sum(case.base or 0 for case in cases)


def coalitions(chance: random.Random) -> None:
    """Twenty willing, most with a highest fee, under rules whose fees need not fall; the slowest decides."""
    slowest = 0.0
    for limits in ({"ceiling": Limit(amount=40_000_000)}, {"floor": Limit(amount=5_000_000)}, {"ceiling": Limit(fraction=Fraction(3, 10))}) * 4:
        people = [
            Participant(
                f"{code}",
                "",
                {"figure 1": Figure(int(chance.paretovariate(1) * 8000))},
                answer=Answer.YES,
                terms=Terms(fee=chance.randrange(5_000_000, 35_000_000)) if chance.random() < 0.7 else None,
            )
            for code in range(1200, 1200 + WILLING)
        ]
        half = Fraction(1, 2)
        rule = (Part("equal", Equal(), half), Part("figure 1", ByFigure((Driver("figure 1"),)), half))
        began = time.process_time()
        assert join(Case("SEK", 100, tuple(people), rule, base=300_000_000, **limits)).exhaustive
        slowest = max(slowest, time.process_time() - began)
    told(f"the slowest of 12 coalitions out of {WILLING} willing, exhaustive (s)", slowest)


def turns(*works: Callable[[], object]) -> list[float]:
    """Seconds of each, the median of rounds in which they take turns."""
    took = [[timed(work, 1) for work in works] for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*took, strict=True)]


def timed(work: Callable[[], object], rounds: int = 5) -> float:
    took = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return statistics.median(took)


def told(what: str, value: float, goal: float | None = None, form: str = ".2f") -> None:
    mark = "" if goal is None else f"  (goal {goal}: {'above' if value > goal else 'kept'})"
    print(f"  {what:<84} {value:{form}}{mark}")
    if goal is not None and value > goal:
        above.append(what)


if __name__ == "__main__":
    sys.exit(main())
