"""A table by its columns: on the page, in order and in files."""

from dataclasses import dataclass
from html import escape

import html5lib
import pytest

from portfolio.tables import Column, Order, body, files, foot
from tests.factories.hostile import PAYLOADS


@dataclass(frozen=True)
class Thing:
    name: str
    size: int | None = None


COLUMNS = [
    Column("name", "Name", lambda row: row.name, lambda row: escape(row.name), lambda row: row.name),
    Column("secret", "Only in files", lambda row: "x"),
    Column(
        "size", "Size & weight", lambda row: row.size, lambda row: str(row.size), lambda row: row.size, is_number=True, in_files=True,
        total=lambda rows: str(sum(row.size or 0 for row in rows)),
    ),
]  # fmt: skip
THINGS = [Thing("b", 2), Thing("a", 2), Thing("c"), Thing("d", 1)]


@pytest.mark.parametrize(("order", "names"), [("size", "dabc"), ("-size", "abdc"), ("name", "abcd"), ("-name", "dcba")])
def test_order_keeps_what_is_alike_by_name_and_what_has_no_value_last(order, names):
    parsed = Order.parse(order)
    assert str(parsed) == order
    assert "".join(thing.name for thing in parsed.sort(THINGS, COLUMNS, lambda thing: thing.name)) == names


@pytest.mark.parametrize("as_cards", [True, False])
def test_rows_say_what_they_are(as_cards):
    rows, sums = body(COLUMNS, THINGS[:1], as_cards), foot(COLUMNS, THINGS, "Sum", as_cards)
    markup = f"<!doctype html><title>x</title><table><tbody>{rows}</tbody><tfoot>{sums}</tfoot></table>"
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(markup)
    cells = [(cell.tag, cell.text, cell.get("role"), cell.get("class"), cell.get("data-l"), cell.get("scope")) for row in tree.iter("tr") for cell in row]
    role, label = ("cell", "Size & weight") if as_cards else (None, None)
    assert [(tag, (text or "").strip(), *rest) for tag, text, *rest in cells] == [
        ("th", "b", "rowheader" if as_cards else None, None, None, "row"),
        ("td", "2", role, "r", label, None),
        ("th", "Sum", "rowheader" if as_cards else None, None, None, "row"),
        ("td", "5", role, "r", label, None),
    ]


def test_hostile_words_stay_words():
    for text in PAYLOADS:
        tree = html5lib.parse(f"<table>{body(COLUMNS, [Thing(text, 1)], as_cards=True)}</table>", namespaceHTMLElements=False)
        assert {element.tag for element in tree.iter()} == {"html", "head", "body", "table", "tbody", "tr", "th", "td"}, text


def test_files_have_every_column_and_the_page_those_with_markup():
    assert files(COLUMNS, THINGS[:1]) == (["Name", "Only in files", "Size & weight"], [["b", "x", 2]])


def test_a_table_in_which_nothing_adds_up_has_no_sum():
    assert foot(COLUMNS[:2], THINGS, "Sum", as_cards=True) == ""
