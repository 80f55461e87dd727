"""A table as somebody fills it in: what a block from a spreadsheet does to it, and how two people's changes go together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costsharing.grid.cells import MOST_ROWS, MOST_YEARS, Column, Row, Sheet, Side, add_year, amount_of
from costsharing.grid.merging import Clash, merge, packed, same, unpacked
from costsharing.grid.pasting import block_of, paste
from portfolio.lib.money import NotAnAmount

COSTS = Side("costs", "Budget", (Column("text", "What"), Column("kind", "Kind", default="other")))
LOCAL = Side("local", "Local", fixed=(("7", "Perstorp (1275)"), ("9", "Eslöv (1285)")), adds=False)


def texts(sheet: Sheet, side: str = "costs") -> list[dict[str, str]]:
    return [{key: text for key, text in row.texts.items() if key != "kind"} for row in sheet.sides[side]]


# ---- what spreadsheets write -------------------------------------------------
@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1 250 000", 125_000_000),
        ("1.250.000,50", 125_000_050),
        ("1250000.50", 125_000_050),
        ("1,250,000.50", 125_000_050),
        ("1\u202f250\u00a0000 kr", 125_000_000),
        ("\u2212 12 000", -1_200_000),
        ("-12000", -1_200_000),
        ("kr 500,\u2013", 50_000),
        ("-", None),
        (" - kr", None),
        ("", None),
    ],
)
def test_an_amount_as_swedish_norwegian_and_english_spreadsheets_write_it(text, minor):
    assert amount_of(text) == minor


@pytest.mark.parametrize("text", ["12 00", "twelve", "0,005", "1,234", "1.5.2", "9" * 5000, "1e9", "=1+1"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(NotAnAmount):
        amount_of(text)


def test_a_block_is_read_with_its_quotes_and_line_breaks():
    assert block_of('Staff\t1 000\r\n"Rent, ""old""\nhouse"\t2\r\n\r\n') == [["Staff", "1 000"], ['Rent, "old" house', "2"]]


# ---- pasting -----------------------------------------------------------------
def test_lines_go_to_the_row_of_their_name_or_become_new_rows():
    sheet = Sheet([2016, 2017], {"costs": [Row("5", {"text": "Staff", "kind": "staff", "2016": "1"})]})
    assert paste(sheet, COSTS, block_of("staff\t10\t20\nRent\t30\t40")) == (4, [])
    assert texts(sheet) == [{"text": "staff", "2016": "10", "2017": "20"}, {"text": "Rent", "2016": "30", "2017": "40"}]
    assert [row.id for row in sheet.sides["costs"]] == ["5", "n1"]


def test_a_first_line_of_years_says_which_column_is_which_and_brings_years_that_the_table_lacks():
    sheet = Sheet([2016], {"costs": []})
    assert paste(sheet, COSTS, block_of("\t2018\t2016\nStaff\t10\t20")) == (2, [])
    assert (sheet.years, texts(sheet)) == ([2016, 2018], [{"text": "Staff", "2018": "10", "2016": "20"}])


def test_a_wider_block_brings_the_years_that_follow():
    sheet = Sheet([2016], {"costs": []})
    paste(sheet, COSTS, block_of("Staff\t10\t20\t30"))
    assert (sheet.years, texts(sheet)) == ([2016, 2017, 2018], [{"text": "Staff", "2016": "10", "2017": "20", "2018": "30"}])


def test_a_block_of_amounts_alone_fills_the_rows_from_the_first():
    sheet = Sheet([2016, 2017], {"costs": [Row("5", {"text": "Gone"}, is_gone=True), Row("6", {"text": "Staff"}), Row("7", {"text": "Rent"})]})
    assert paste(sheet, COSTS, block_of("1\t2\n3\t4")) == (4, [])
    assert texts(sheet) == [{"text": "Gone"}, {"text": "Staff", "2016": "1", "2017": "2"}, {"text": "Rent", "2016": "3", "2017": "4"}]


def test_municipalities_are_found_by_name_or_number_and_others_are_named():
    sheet = Sheet([2016], {"local": [Row("7"), Row("9")]})
    assert paste(sheet, LOCAL, block_of("Perstorp\t10\n1285\t20\nLund\t30")) == (2, [["Lund", "30"]])
    assert texts(sheet, "local") == [{"2016": "10"}, {"2016": "20"}]


def test_a_table_has_room_for_so_many_rows_and_years():
    sheet = Sheet(list(range(2000, 2000 + MOST_YEARS)), {"costs": [Row(str(number), {"text": str(number)}) for number in range(MOST_ROWS)]})
    assert (add_year(sheet), add_year(Sheet([2100], {}))) == (False, False)
    assert paste(sheet, COSTS, [["Staff", "1"]]) == (0, [["Staff", "1"]])


# ---- two people --------------------------------------------------------------
BASE = {"costs": {"1": {"text": "Staff", "2016": 100, "2017": 200}, "2": {"text": "Rent", "2016": 5}}}


def changed(row: str, **cells: object) -> dict:
    return {"costs": {**BASE["costs"], row: {**BASE["costs"][row], **{key.lstrip("y"): value for key, value in cells.items()}}}}


def without(row: str) -> dict:
    return {"costs": {key: value for key, value in BASE["costs"].items() if key != row}}


def test_cells_that_only_one_has_changed_go_together():
    merged = merge(BASE, changed("1", y2016=101), changed("1", y2017=202))
    assert (merged.wanted, merged.clashes, merged.has_theirs) == ({"costs": {"1": {"text": "Staff", "2016": 101, "2017": 202}}}, [], True)


def test_a_cell_that_both_have_changed_is_shown_with_both_values():
    assert merge(BASE, changed("1", y2016=101), changed("1", y2016=102)).clashes == [Clash("costs", "1", "2016", 101, 102)]
    both = merge(BASE, changed("1", y2016=101), changed("1", y2016=101))
    assert (both.clashes, both.wanted) == ([], {"costs": {}})


def test_a_row_that_one_takes_out_and_the_other_changes_is_shown():
    gone = {"costs": {**BASE["costs"], "2": None}}
    assert merge(BASE, BASE, gone).wanted == {"costs": {"2": None}}
    assert merge(BASE, changed("2", y2016=6), gone).clashes == [Clash("costs", "2", "", {"text": "Rent", "2016": 6}, None)]
    assert merge(BASE, without("2"), changed("2", y2016=6)).clashes == [Clash("costs", "2", "", None, {"text": "Rent", "2016": 6})]
    assert (merge(BASE, without("2"), BASE).clashes, merge(BASE, without("2"), BASE).wanted) == ([], {"costs": {}})
    assert merge(BASE, without("2"), gone).clashes == []


def test_a_row_that_another_has_added_stays_and_a_year_that_the_page_did_not_show_is_kept():
    theirs = {"costs": {**BASE["costs"], "3": {"text": "New", "2016": 1}}}
    assert merge(BASE, theirs, BASE).wanted == {"costs": {}}
    narrow = {"costs": {"1": {"text": "Wages", "2016": 100}, "2": BASE["costs"]["2"]}}
    assert merge(BASE, BASE, narrow).wanted == {"costs": {"1": {"text": "Wages", "2016": 100, "2017": 200}}}


cell = st.one_of(st.none(), st.integers(-3, 3))
row = st.fixed_dictionaries({"text": st.sampled_from(["", "a", "b"]), "2016": cell, "2017": cell})


@given(row, row, row)
def test_whatever_two_people_write_each_value_is_stored_or_shown(base, theirs, mine):
    merged = merge({"costs": {"1": base}}, {"costs": {"1": theirs}}, {"costs": {"1": mine}})
    written = merged.wanted["costs"].get("1", theirs)
    shown = {clash.column for clash in merged.clashes}
    for column in base:
        was, there, here = ((values[column] if values[column] != "" else None) for values in (base, theirs, mine))
        assert (column in shown) == (here not in (was, there) and there != was)
        if not shown:
            assert (written[column] if written[column] != "" else None) == (here if here != was else there)


def test_what_the_page_carries_comes_back_and_anything_else_is_nothing():
    assert all(same(unpacked(packed(BASE))["costs"][key], values) for key, values in BASE["costs"].items())
    for text in ("", "[]", "{", '{"costs": 1}', '{"costs": {"1": {"2016": 1.5}}}', '{"costs": {"1": null}}', "[" * 100_000):
        assert unpacked(text) == {}
