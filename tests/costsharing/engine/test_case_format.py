"""Reader, published schema and engine agree on what a case is; what is wrong is told in one line."""

import json
import string
from typing import Any

import jsonschema
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from costsharing.engine.allocation import allocate
from costsharing.engine.faults import SENTENCES, Refused
from costsharing.engine.reading import read
from costsharing.engine.source import LONGEST
from costsharing.engine.writing import written
from tests.costsharing.engine.corpus import GOOD, MEANING, READER_ONLY, SHAPE, SKANE
from tests.costsharing.engine.examples import many

SCHEMA = json.loads((settings.BASE_DIR / "docs" / "case-1.schema.json").read_text("utf-8"))
CASE, RESULT = (jsonschema.Draft202012Validator(SCHEMA | {"anyOf": [{"$ref": f"#/$defs/{name}"}]}) for name in ("case", "result"))


def raw(case: Any) -> bytes:
    return json.dumps(case, ensure_ascii=False).encode()


def refused(text: bytes) -> str:
    with pytest.raises(Refused) as caught:
        allocate(read(text))
    return caught.value.line


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", GOOD)
def test_good_cases_are_split_and_their_results_fit_the_schema(name: str) -> None:
    assert list(CASE.iter_errors(GOOD[name])) == []
    result = written(allocate(read(raw(GOOD[name]))))
    assert list(RESULT.iter_errors(result)) == []


@pytest.mark.parametrize("name", SHAPE)
def test_bad_shapes_are_refused_by_both(name: str) -> None:
    assert not CASE.is_valid(SHAPE[name])
    with pytest.raises(Refused):
        read(raw(SHAPE[name]))


@pytest.mark.parametrize("name", MEANING)
def test_what_makes_no_sense_is_told_in_one_line(name: str) -> None:
    case, line = MEANING[name]
    assert refused(raw(case)) == line


@pytest.mark.parametrize("name", sorted(set(MEANING) - READER_ONLY))
def test_what_the_reader_refuses_the_schema_refuses(name: str) -> None:
    case = MEANING[name][0]
    try:
        read(raw(case))
    except Refused:
        assert not CASE.is_valid(case)


@pytest.mark.parametrize("name", sorted(READER_ONLY))
def test_three_faults_of_shape_are_beyond_a_schema(name: str) -> None:
    with pytest.raises(Refused):
        read(raw(MEANING[name][0]))
    assert CASE.is_valid(MEANING[name][0])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"", "The text is not JSON (Expecting value, line 1, column 1); repair it."),
        (b"{", "The text is not JSON (Expecting property name enclosed in double quotes, line 1, column 2); repair it."),
        (b"\xff{}", "The text is not UTF-8 (byte 0); save it as UTF-8."),
        (b'{"base": NaN}', "NaN is not a number that can be counted with; write a whole number or a decimal."),
        (b'{"base": -Infinity}', "-Infinity is not a number that can be counted with; write a whole number or a decimal."),
        (b'{"base": ' + b"9" * 5000 + b"}", f"{'9' * 40}… is not a number that can be counted with; write a whole number or a decimal."),
        (b'{"base": 1e999999999999999999999}', "1e999999999999999999999 is not a number that can be counted with; write a whole number or a decimal."),
        (b'{"base": "1", "base": "2"}', "The field base stands twice; keep one."),
        (b"[" * 100_000, "The case is nested too deeply; write it as the case format shows."),
        (b'{"a":' * 100_000, "The case is nested too deeply; write it as the case format shows."),
        (b" " * (LONGEST + 1), f"The case is longer than {LONGEST} bytes; leave out what does not belong to it."),
    ],
)
def test_what_is_no_json_is_told_in_one_line(text: bytes, line: str) -> None:
    assert refused(text) == line


TOO_FINE = "The figures and fractions of this case are so fine that counting exactly would take too long; use fewer decimals."
PRIMES = [number for number in range(10**8, 10**8 + 12_000) if all(number % divisor for divisor in range(2, 10_001))]


@pytest.mark.parametrize("key", ["figure", "percent", "rate"])
def test_what_cannot_be_counted_in_time_is_refused(key: str) -> None:
    fine = {f"{number:04d}": f"1/{prime}" for number, prime in enumerate(PRIMES)}
    people = [{"code": code, "figures": {"x": value}} for code, value in fine.items()]
    part = {"figure": {"figure": "x", "amount": "1"}, "percent": {"percent": fine, "amount": "1"}, "rate": {"figure": "x", "rate": "1"}}[key]
    assert len(PRIMES) > 400
    assert refused(raw({"currency": "SEK", "unit": "1", "participants": people, "parts": [{"key": key, **part}]})) == TOO_FINE


@pytest.mark.parametrize(
    ("case", "line"),
    [
        (SKANE | {"parts": SKANE["parts"] * 51}, "parts has more than 100 entries; split the case."),
        (SKANE | {"participants": SKANE["participants"] * 1001}, "participants has more than 2000 entries; split the case."),
    ],
)
def test_what_is_too_long_is_refused_by_both(case: Any, line: str) -> None:
    assert refused(raw(case)) == line
    assert not CASE.is_valid(case)


def test_every_fault_of_shape_is_found_at_once() -> None:
    with pytest.raises(Refused) as caught:
        case = {"currency": "USD", "unit": "1", "participants": [{"code": "\ud800"}], "parts": [{"key": "equal", "fraction": 1}], "basis": 1}
        read(json.dumps(case).encode())
    assert [str(fault) for fault in caught.value.faults] == [
        "currency must be one of DKK, EUR, NOK, SEK.",
        "participants[0].code must be printable text of 1 to 200 characters in quotes.",
        'parts[0].fraction must be a number as text, such as "0.8080" or "1/3".',
        "basis is no field of the case format; take it away or correct its spelling.",
    ]


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read(b"\xef\xbb\xbf" + raw(SKANE)) == read(raw(SKANE))


def test_every_sentence_can_be_filled_and_tells_what_to_do() -> None:
    for key, sentence in SENTENCES.items():
        assert sentence.endswith("."), key
        assert all(name and name.isidentifier() for _, name, _, _ in string.Formatter().parse(sentence) if name is not None), key


TEXTS = ["1280", "1/2", "3000000", "-1", "equal", "population", "", "\u0000", "\ud800"]
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.sampled_from(TEXTS),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["1280", "amount", "fraction", "key", "code", "x"]), inner, max_size=2),
    max_leaves=4,
)
places = [
    (*path, name)
    for path, fields in (
        ((), [*GOOD["everything at the top"], "lines", "organisations"]),
        (("participants", 0), ["code", "name", "figures", "from", "to", "answer", "conditions"]),
        (
            ("parts", 1),
            ["label", "key", "figure", "fraction", "amount", "lines", "per", "figures", "percent", "classes", "brackets", "rate", "quantities", "own"],
        ),
    )
    for name in fields
]


@many
@given(st.sampled_from(places), values)
def test_whatever_stands_there_it_is_split_or_refused_by_name(path: tuple[Any, ...], value: Any) -> None:
    case = json.loads(json.dumps(GOOD["everything at the top"]))
    inner = case
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    try:
        result = allocate(read(json.dumps(case).encode()))
    except Refused as told:
        assert "\n" not in told.line and told.line.isprintable() and "{" not in told.line
    else:
        assert sum(result.amounts) == result.total
