"""One definition from the rules of a year's budget lines."""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from costsharing.assembling import Party, Purpose, Value, assemble
from costsharing.composing import Cannot, RuledLine, compose
from costsharing.engine.allocation import allocate
from costsharing.engine.reading import read_value

EQUAL = {"unit": "1", "parts": [{"label": "Likt", "key": "equal", "fraction": "1"}]}
SIZE = {"unit": "1", "parts": [{"label": "Folk", "key": "figure", "figure": "population", "fraction": "1"}]}
HALF = {"unit": "1", "parts": [EQUAL["parts"][0] | {"fraction": "1/2"}, SIZE["parts"][0] | {"fraction": "1/2"}]}
LINES = [
    RuledLine("Prosjektledelse", 300_000_00, "Likt", EQUAL),
    RuledLine("Opplæring", 750_000_00, "Folketall", SIZE),
    RuledLine("Møter", 200_000_00, "Likt", EQUAL),
]


def test_a_whole_rule_takes_its_line_by_name():
    definition, cannot = compose(LINES, is_deducted=False)
    assert cannot == []
    assert [(part["label"], part["key"], part["lines"]) for part in definition["parts"]] == [
        ("Prosjektledelse", "equal", ["Prosjektledelse"]),
        ("Opplæring", "figure", ["Opplæring"]),
        ("Møter", "equal", ["Møter"]),
    ]


def test_what_is_deducted_lowers_every_line_in_proportion():
    """A grant of 250 000 leaves 240 000, 600 000 and 160 000 of 300 000, 750 000 and 200 000."""
    definition, _ = compose(LINES, is_deducted=True)
    assert [part["fraction"] for part in definition["parts"]] == ["0.24", "0.6", "0.16"]


def test_fractions_become_exact_amounts_whose_sum_is_the_line():
    definition, _ = compose([RuledLine("Drift", 100_01, "Halvt", HALF), LINES[0]], is_deducted=False)
    assert [(part["label"], part.get("amount")) for part in definition["parts"]] == [("Drift: Likt", "50"), ("Drift: Folk", "50.01"), ("Prosjektledelse", None)]


def test_more_lines_than_columns_have_room_for_are_taken_together_by_their_rule():
    many = [RuledLine(f"L{n}", 100, "Likt" if n % 2 else "Folketall", EQUAL if n % 2 else SIZE) for n in range(7)]
    definition, _ = compose(many, is_deducted=False)
    assert [(part["label"], part["lines"]) for part in definition["parts"]] == [("Folketall", ["L0", "L2", "L4", "L6"]), ("Likt", ["L1", "L3", "L5"])]


def test_it_says_what_cannot_be_put_together():
    rate = {"parts": [{"label": "x", "key": "rate", "figure": "population", "rate": "1"}]}
    monthly = {"parts": [EQUAL["parts"][0] | {"per": "month", "lines": ["x"]}], "floor": {"amount": "1"}, "organisations": [{"code": "x", "name": "x"}]}
    lines = [RuledLine("Drift", 1), RuledLine("Kurs", 1, "Pris", rate), RuledLine("Annet", 1, "Måned", monthly)]
    definition, cannot = compose(lines, is_deducted=False)
    assert definition == {}
    assert cannot == [
        Cannot("no_rule", "Drift"),
        Cannot("own_total", "Pris"),
        Cannot("adjusted", "Måned"),
        Cannot("own_payers", "Måned"),
        Cannot("lines", "Måned"),
        Cannot("per_month", "Måned"),
    ]
    assert compose([RuledLine("Tom", 0)], is_deducted=False) == ({}, [Cannot("nothing", "")])
    uneven = [RuledLine("A", 10**11 + 1, "Likt", EQUAL), RuledLine("B", 10**11 + 6, "Likt", EQUAL)]
    assert compose(uneven, is_deducted=True) == ({}, [Cannot("too_fine", "")])


def test_the_finest_unit_holds():
    coarse = [RuledLine("A", 1_00, "Likt", EQUAL | {"unit": "100"}), RuledLine("B", 1_00, "Folketall", SIZE | {"unit": "0.01"})]
    assert compose(coarse, is_deducted=False)[0]["unit"] == "0.01"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine is no fault of the rule
@given(
    st.lists(st.tuples(st.integers(1, 10**7), st.sampled_from([EQUAL, SIZE, HALF])), min_size=1, max_size=12),
    st.lists(st.integers(1, 10**6), min_size=1, max_size=6),
)
def test_the_engine_shares_exactly_what_the_lines_cost(kronor, sizes):
    lines = [RuledLine(f"L{n}", 100 * amount, f"R{id(rule)}", rule) for n, (amount, rule) in enumerate(kronor)]
    definition, cannot = compose(lines, is_deducted=False)
    assert cannot == []
    parties = [Party(f"{n:04d}", f"K{n}", {"population": Value(size, "2016-01-01", "x", n)}) for n, size in enumerate(sizes)]
    total = sum(line.minor for line in lines)
    result = allocate(read_value(assemble(definition, Purpose("NOK", 2017, total, lines={line.name: line.minor for line in lines}), parties)))
    assert sum(result.amounts) == result.total == total
    whole, all_people = Fraction(), sum(sizes)
    for amount, rule in kronor:
        equally, by_size = Fraction(100 * amount, len(sizes)), Fraction(100 * amount * sizes[0], all_people)
        whole += equally if rule is EQUAL else by_size if rule is SIZE else (equally + by_size) / 2
    assert result.exact(0) == whole
