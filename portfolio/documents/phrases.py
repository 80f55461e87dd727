"""Turns of phrase that several tables share, in the language that is active."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.documents.content import Column, Row, Table, Text
from portfolio.lib import formats
from projects.wording.promises import about

QUOTES = {"nb": ("«", "»"), "sv": ("”", "”"), "en-gb": ("“", "”")}
NUMBERS = {
    "sv": "noll ett två tre fyra fem sex sju åtta nio tio elva tolv",
    "nb": "null ett to tre fire fem seks sju åtte ni ti elleve tolv",
    "en-gb": "no one two three four five six seven eight nine ten eleven twelve",
}
SENTENCE_ENDS = (".", "!", "?", "…", ".»", ".”", "!»", "?»", "!”", "?”")


@dataclass(frozen=True)
class Style:
    """How this document writes: its language, the region's (names and strategies are in that) and its currency."""

    language: str
    names_language: str
    currency: str

    def name(self, text: str, small: str = "") -> Text:
        """A name or a text that is the region's own, so perhaps in another language than the document."""
        return Text(text, small, "" if self.names_language == self.language or not text else self.names_language)

    def quote(self, text: str) -> str:
        """Unless the text quotes already."""
        if any(mark in text for mark in '«»“”"'):
            return text
        first, last = QUOTES[self.language]
        return f"{first}{text}{last}"

    def in_words(self, number: int) -> str:
        words = NUMBERS[self.language].split()
        return words[number] if number < len(words) else formats.number(number, self.language)

    def amount(self, minor: int, certainty: str = "") -> str:
        return about(formats.amount(minor, self.language), certainty)

    def money(self, minor: int, certainty: str = "") -> str:
        return about(formats.money(minor, self.currency, self.language), certainty)

    @property
    def kronor(self) -> str:
        home = {"SEK": "sv", "NOK": "nb"}[self.currency] == self.language
        return {"SEK": "kronor", "NOK": "kroner"}[self.currency] if home else self.currency


def sentence(text: str) -> str:
    """Begins with a capital and ends with a stop."""
    text = capital(text.strip())
    return text if not text or text.endswith(SENTENCE_ENDS) else f"{text}."


def capital(text: object) -> str:
    """With a capital first; takes a lazy translation too."""
    text = str(text)
    return text[:1].upper() + text[1:]


def phrase(text: str) -> str:
    """Without the stop, to stand inside another sentence."""
    return text.strip().removesuffix(".")


def example_remark(are_examples: Iterable[bool]) -> str:
    flags = list(are_examples)
    if flags and all(flags):
        return _("example, not decided")
    return _("what is in italics is an example, not decided") if any(flags) else ""


def table(caption: str, columns: Iterable[Column], groups: Iterable[Iterable[Row]], remark: str = "", notes: Iterable[str] = ()) -> Table | None:
    """Without the columns that have nothing in any row; None when there is no row."""
    columns, rows = tuple(columns), tuple(tuple(group) for group in groups)
    rows = tuple(group for group in rows if group)
    if not rows:
        return None
    whole = [row for group in rows for row in group if row.kind != "group"]
    kept = [i for i in range(len(columns)) if any(row.cells[i].text or row.cells[i].small for row in whole)]

    def cut(row: Row) -> Row:
        return row if row.kind == "group" else Row(tuple(row.cells[i] for i in kept), row.kind, row.is_example)

    return Table(caption, tuple(columns[i] for i in kept), tuple(tuple(map(cut, group)) for group in rows), remark, tuple(note for note in notes if note))


def municipalities(count: int) -> str:
    return ngettext("%(count)s municipality", "%(count)s municipalities", count) % {"count": count}
