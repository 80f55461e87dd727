"""What leaves as a spreadsheet: numbers count, dates are dates, and no text acts."""

import csv
import datetime as dt
import io
import re
import zipfile
from decimal import Decimal

import pytest

from portfolio.lib.sheets import csv_file, harmless, xlsx_file
from tests.factories.hostile import PAYLOADS

DAY = dt.date(2026, 9, 12)
ROW = ['Åpent; "ja"\nnei', 7, Decimal("1450000.50"), DAY, None]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()


def strings(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize(("language", "decimal"), [("sv", "1450000,50"), ("nb", "1450000,50"), ("en-gb", "1450000.50")])
def test_a_csv_file_opens_as_the_country_writes(language, decimal):
    content = csv_file(["A", "B", "C", "D", "E"], [ROW], language)
    assert content.startswith(b"\xef\xbb\xbf")
    assert read_csv(content) == [["A", "B", "C", "D", "E"], [ROW[0], "7", decimal, "2026-09-12", ""]]


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_csv_file_begins_a_formula(first):
    [head, [cell, number]] = read_csv(csv_file([f"{first}1", "N"], [[f"{first}cmd|' /C calc'!A0", Decimal(-5)]], "en-gb"))
    assert (head[0], cell, number) == (f"'{first}1", f"'{first}cmd|' /C calc'!A0", "-5")


def test_no_hostile_text_begins_a_formula_in_either_file():
    rows = [[text] for text in PAYLOADS]
    assert [cell for [cell] in read_csv(csv_file(["A"], rows, "sv")) if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert read_csv(csv_file(["A"], rows, "sv"))[1:] == [[harmless(text)] for text in PAYLOADS]
    made = xlsx_file("T", ["A"], rows, "sv")
    assert re.findall(r"<f>|<hyperlink", sheet(made)) == []
    assert len(re.findall(r'<c r="A\d+"[^>]* t="s"', sheet(made))) == len(rows) + 1


def test_a_spreadsheet_counts_with_numbers_and_dates():
    made = sheet(xlsx_file("T", ["A", "B", "C", "D", "E"], [ROW], "nb"))
    cells = dict(re.findall(r'<c r="([A-E]2)"[^>]*?(?: t="s")?><v>([^<]*)</v>', made))
    assert cells == {"A2": "5", "B2": "7", "C2": "1450000.50", "D2": str((DAY - dt.date(1899, 12, 30)).days)}


def test_a_day_before_spreadsheets_begin_is_words():
    assert "1890-01-01" in strings(xlsx_file("T", ["A"], [[dt.date(1890, 1, 1)]], "sv"))


def test_the_same_rows_make_the_same_bytes():
    assert xlsx_file("T", ["A"], [ROW[:1]], "sv") == xlsx_file("T", ["A"], [ROW[:1]], "sv")


def test_a_table_without_rows_or_with_control_signs_is_a_file():
    for rows in ([], [["a\x00b\x0bc\ud7ff"]]):
        assert zipfile.ZipFile(io.BytesIO(xlsx_file("T", ["A"], rows, "sv"))).testzip() is None
