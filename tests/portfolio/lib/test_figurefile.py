"""Which column is what, and what each row says."""

import datetime as dt
from decimal import Decimal

import pytest

from portfolio.lib.figurefile import Fault, Line, NoTable, doubles, table_of

HEAD = ["Kommunenr", "Kommune", "År", "Antall", "Grunnlag"]
DAY = dt.date(2025, 12, 31)


@pytest.mark.parametrize(
    "head",
    [
        ["code", "year", "value"],
        ["Kommunkod", "År", "Antal"],
        ["Kommunenummer", "Årstall", "Verdi"],
        ["Code", "Year", "Population"],
        ["Kommun-kod", "ÅR", "Antal anställda"],
    ],
)
def test_headings_in_three_languages(head):
    assert table_of([["A title"], [], head, ["3303", 2026, 29169]]).lines == (Line(4, "3303", "", None, 2026, 29169, ""),)


def test_a_row_as_it_stands():
    rows = [HEAD, [301, "Oslo", "2026", "724 290", "exact"], ["", "", "", "", ""], ["", "Ås", 2025, 1, None]]
    assert table_of(rows).lines == (Line(2, "0301", "Oslo", None, 2026, 724290, "exact"), Line(4, "", "Ås", None, 2025, 1, ""))


@pytest.mark.parametrize("written", [DAY, "2025-12-31", "31.12.2025", "31/12/2025", "20251231"])
def test_days_as_people_write_them(written):
    assert [line.date for line in table_of([["Kommun", "Datum", "Antal"], ["Ale", written, 1]]).lines] == [DAY]


@pytest.mark.parametrize("written", ["2025", 2025])
def test_a_year_in_the_column_of_days(written):
    assert [(line.date, line.year) for line in table_of([["Kommun", "Datum", "Antal"], ["Ale", written, 1]]).lines] == [(None, 2025)]


@pytest.mark.parametrize("written", ["1234", "1 234", "1\u00a0234", "1\u202f234", "1'234", 1234])
def test_whole_numbers_as_people_write_them(written):
    assert [line.value for line in table_of([["Kommun", "År", "Antal"], ["Ale", 2025, written]]).lines] == [1234]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (["", "", 2025, 1], "Kommunenr", "place"),
        (["3303", "", 2025, ""], "Antall", "missing"),
        (["3303", "", 2025, Decimal("1.5")], "Antall", "part"),
        (["3303", "", 2025, "1.234"], "Antall", "whole"),
        (["3303", "", 2025, "1,234"], "Antall", "whole"),
        (["3303", "", 2025, "12 34"], "Antall", "whole"),
        (["3303", "", 2025, "mange"], "Antall", "whole"),
        (["3303", "", 2025, -1], "Antall", "whole"),
        (["3303", "", 2025, 10**16], "Antall", "whole"),
        (["3303", "", 2025, "٣"], "Antall", "whole"),
        (["3303", "", "i fjor", 1], "År", "year"),
        (["3303", "", 25, 1], "År", "year"),
        (["3303", "", 2025, 1, "x" * 41], "Grunnlag", "long"),
    ],
)
def test_a_fault_names_row_column_and_what_to_do(row, column, code):
    table = table_of([HEAD, row])
    assert table.lines == ()
    assert [(fault.row, fault.column, fault.code) for fault in table.faults] == [(2, column, code)]


def test_a_day_that_is_none():
    assert table_of([["Kommune", "Dato", "Antall"], ["Ås", "31.02.2025", 1]]).faults == (Fault(2, "Dato", "day", "31.02.2025"),)
    assert table_of([["Kommune", "Dato", "Antall"], ["Ås", "0001-01-01", 1]]).faults == (Fault(2, "Dato", "day", "0001-01-01"),)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "empty"),
        ([["", None]], "empty"),
        ([HEAD], "empty"),
        ([["Kongsberg", 2026, 29169]], "value"),
        ([["År", "Antall"], [2025, 1]], "place"),
        ([["Kommune", "Antall"], ["Ås", 1]], "time"),
        ([["Kommune", "År", "Antall", "Verdi"], ["Ås", 2025, 1, 2]], "twice"),
    ],
)
def test_what_is_no_table_says_what_it_lacks(rows, code):
    with pytest.raises(NoTable) as caught:
        table_of(rows)
    assert caught.value.code == code


def test_doubles_name_the_earlier_row():
    lines = table_of([["Kommune", "År", "Antall"], ["Ås", 2025, 1], ["Bø", 2025, 1], ["Ås", 2025, 2]]).lines
    assert doubles(lines, [line.place for line in lines]) == {4: 2}
