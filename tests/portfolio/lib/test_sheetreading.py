"""What a spreadsheet or a text file says, and what a file that means harm comes to."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as some

from portfolio.lib.sheetreading import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Unreadable, read_rows


def book(*rows: list[object], merged: str = "", more: bool = False) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet()
    day = made.add_format({"num_format": "dd.mm.yyyy"})
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(line, place, dt.datetime.combine(value, dt.time()), day)
            else:
                sheet.write(line, place, value)
    if merged:
        sheet.merge_range(merged, "merged")
    if more:
        made.add_worksheet().write(0, 0, "another sheet")
    made.close()
    return out.getvalue()


def changed(content: bytes, name: str, part: bytes | None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same package with another part, or without it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", method) as new:
        for each in old.namelist():
            if each != name or part is not None:
                new.writestr(each, part if each == name and part is not None else old.read(each))
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        return old.read(name)


def refusal(content: bytes) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        read_rows(content)
    return caught.value.code, caught.value.where


SHEET = "xl/worksheets/sheet1.xml"


def test_text_numbers_days_and_holes_of_the_first_sheet():
    content = book(["Kommune", "År"], [], ["Kongsberg", None, 29169, 0.5, dt.date(2026, 1, 1)], more=True)
    assert read_rows(content) == [["Kommune", "År"], [], ["Kongsberg", None, 29169, Decimal("0.5"), dt.date(2026, 1, 1)]]


def test_days_counted_from_1904():
    content = book([dt.date(2026, 1, 1)])
    workbook = part(content, "xl/workbook.xml").replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    assert read_rows(changed(content, "xl/workbook.xml", workbook)) == [[dt.date(2030, 1, 2)]]


def test_a_formula_counts_as_the_value_that_stands_there():
    assert read_rows(book(["=1+1"])) == [[0]]
    sheet = part(book(["=1+1"]), SHEET)
    assert read_rows(changed(book(["=1+1"]), SHEET, sheet.replace(b"<v>0</v>", b"<v>2</v>"))) == [[2]]
    assert refusal(changed(book(["=1+1"]), SHEET, sheet.replace(b"<v>0</v>", b""))) == ("formula", "A1")


def test_cells_merged_beside_others_are_refused_and_a_title_is_not():
    assert read_rows(book([], ["Kommune", "Antall"], merged="A1:B1"))[0] == ["merged"]
    assert refusal(book(["", 1], ["", 2], merged="A1:A2")) == ("merged", "A1:A2")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_text_files_as_spreadsheets_write_them(delimiter, encoding):
    text = f'Kommune{delimiter}År\r\n"Nore og Uvdal"{delimiter} 2026 \r\n'
    assert read_rows(text.encode(encoding)) == [["Kommune", "År"], ["Nore og Uvdal", "2026"]]


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"\xd0\xcf\x11\xe0 old XLS", b"\x89PNG", b"<html>", b"a\0b", b"{\\rtf1"])
def test_another_kind_of_file_is_named(content):
    assert refusal(content) == ("kind", "")


def test_too_much_is_refused():
    assert refusal(b"a" * (MOST_BYTES + 1)) == ("large", "")
    assert refusal(b"a\n" * (MOST_ROWS + 1)) == ("long", "")
    assert refusal(b";" * MOST_COLUMNS) == ("wide", "")
    assert refusal(book(*[[1]] * (MOST_ROWS + 1))) == ("long", "")
    assert refusal(book([1] * (MOST_COLUMNS + 1))) == ("wide", "")
    assert len(read_rows(book(*[[1]] * MOST_ROWS))) == MOST_ROWS


def test_a_bomb_is_not_unpacked():
    bomb = changed(book([1]), SHEET, b" " * 200_000_000)
    assert len(bomb) < MOST_BYTES
    assert refusal(bomb) == ("large", "")


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "boom">]><x>&e;</x>'


@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("content", [ENTITY, ENTITY.decode().encode("utf-16"), b"<x", b"", b"<x/>", None])
def test_a_package_that_is_broken_or_means_harm(name, content):
    made = changed(book([1]), name, content)
    if name == "xl/styles.xml" and content in (None, b"<x/>"):
        assert read_rows(made) == [[1]]
    elif name == SHEET and content == b"<x/>":
        assert read_rows(made) == []
    else:
        assert refusal(made) == ("broken", "")


def test_other_ways_of_packing_are_refused():
    assert refusal(changed(book([1]), "", None, zipfile.ZIP_BZIP2)) == ("broken", "")


@given(some.binary(max_size=400), some.integers(min_value=0, max_value=3000))
def test_no_file_makes_it_fail_in_any_other_way(noise, at):
    content = WHOLE_BOOK[:at] + noise + WHOLE_BOOK[at + len(noise) :]
    for each in (content, noise):
        try:
            read_rows(each)
        except Unreadable as refused:
            assert refused.code in {"large", "long", "wide", "kind", "broken", "encoding", "merged", "formula"}


WHOLE_BOOK = book(["Kommune", "År"], ["Kongsberg", 2026])
