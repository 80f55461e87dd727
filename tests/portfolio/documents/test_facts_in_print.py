"""Every fact of the three documents is printed, in the chapter where it belongs."""

import re
import subprocess
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.test import TestCase

from portfolio.documents.content import Mandate
from portfolio.documents.mandate import content_of
from projects.queries import named
from tests.factories.facts import REFERENCES, Fact, facts_of

BODY = ("-x", "0", "-y", "65", "-W", "596", "-H", "700")
"""The page without its running head and foot, in points."""


def text_of(path: Path, *options: str) -> str:
    """In the order of the file, which is the order of reading: cell by cell, row by row."""
    told = subprocess.run(["pdftotext", "-raw", *options, str(path), "-"], capture_output=True, check=True)
    return told.stdout.decode()


def by_chapter(path: Path, content: Mandate) -> dict[str, str]:
    """The text under each chapter's heading (its number stands in the margin). "cover" is page one with its foot, where the version stands."""
    chapters = {"cover": text_of(path, "-l", "1")}
    ahead = [(chapter.key, chapter.title) for chapter in content.chapters] + [("approval", content.approval.title)]
    now = ""
    for line in text_of(path, "-f", "2", *BODY).splitlines():
        if ahead and re.sub(r"^\d+ ", "", line.strip()) == ahead[0][1]:
            now = ahead.pop(0)[0]
        chapters[now] = f"{chapters.get(now, '')}{line}\n"
    assert ahead == []
    return chapters


def bare(text: str) -> str:
    """Without spaces and hyphens: where a line ends, a word may be divided and a space is not printed."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


class TestFactsInPrint(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        call_command("demo", verbosity=0, stdout=StringIO())
        cls.printed: dict[str, dict[str, str]] = {}
        with TemporaryDirectory() as folder:
            for reference in REFERENCES:
                path = Path(folder, f"{reference}.pdf")
                call_command("mandate", reference, output=path, stdout=StringIO())
                chapters = by_chapter(path, content_of(named(reference)))
                cls.printed[reference] = {chapter: bare(text) for chapter, text in chapters.items()}

    def missing(self, facts: dict[str, list[Fact]]) -> list[str]:
        return [
            f"{reference}: {fact}"
            for reference, rows in facts.items()
            for fact in rows
            if bare(fact.printed).lower() not in self.printed[reference].get(fact.chapter, "").lower()
        ]

    def test_the_words_of_the_documents_are_printed(self) -> None:
        assert self.missing({reference: [fact for fact in facts_of(reference) if not fact.is_choice] for reference in REFERENCES}) == []

    def test_roles_kinds_and_units_are_printed_in_the_language_of_the_document(self) -> None:
        assert self.missing({reference: [fact for fact in facts_of(reference) if fact.is_choice] for reference in REFERENCES}) == []

    def test_a_fact_of_another_chapter_is_missed(self) -> None:
        strayed = Fact("background", "objectives[0].due_on", "2008-07-01", "Levert og godkjent for ordinær drift")
        assert len(self.missing({"skoleadministrativt-system": [strayed]})) == 1
