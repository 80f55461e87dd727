"""The content as one HTML page for print. Knows no database and no web: the template only prints what the content says."""

import re
from functools import cache
from typing import Any

from django.conf import settings
from django.template import Engine, Template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from fontTools.ttLib import TTFont

from milestones import riskmatrix, timeline
from milestones.skins import PRINT
from portfolio.documents.content import Block, Column, Items, Mandate, Matrices, Table, Text, Timeline
from portfolio.documents.offerpaper import Leaf, OfferPaper, Part
from portfolio.documents.pack import Pack
from portfolio.documents.sheet import Sheet
from portfolio.lib import formats, markup

HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that turn the direction of writing: nothing on paper, but able to make it say something else."""
UNKNOWN = "□"
ON_A_LINE, ROOMY = 80, 40
BLANK = "____"
BLANKS = re.compile("(_{4,})")
"""Where somebody writes by hand."""


@cache
def template(name: str) -> Template:
    """Loaded once in a process; the file belongs to the release."""
    engine = Engine(dirs=[str(settings.BASE_DIR / "templates")], autoescape=True)
    return engine.get_template(name)


@cache
def letters() -> frozenset[str]:
    """What the bundled faces can print (the serif falls back on the sans, which has more)."""
    with TTFont(settings.BASE_DIR / "static" / "print" / "fonts" / "SourceSans3_400Regular.ttf", lazy=True) as face:
        return frozenset(map(chr, face.getBestCmap())) | {"\n", "\t", "\r"}


def printable(text: str) -> str:
    """An emoji or a foreign script becomes a box: a face from the machine it is printed on would make another file."""
    text = HIDDEN.sub("", text)
    strange = set(text) - letters()
    return text.translate({ord(letter): " " if letter.isspace() else UNKNOWN for letter in strange}) if strange else text


def document(content: Mandate | Sheet | Pack | OfferPaper) -> str:
    """The whole page."""
    if isinstance(content, Sheet):
        return printable(template("documents/print/why.html").render(Context(sheet_context(content))))
    if isinstance(content, Pack):
        return printable(template("documents/print/pack.html").render(Context(pack_context(content))))
    if isinstance(content, OfferPaper):
        return printable(template("documents/print/offer.html").render(Context(offer_context(content))))
    return printable(template("documents/print/mandate.html").render(Context(mandate_context(content))))


def sheet_context(content: Sheet) -> dict[str, Any]:
    """A table of many lines may go on over the page."""
    dated, paragraphs = f"{content.dated.isoformat()}T00:00:00Z", [markup.bind(text) for text in content.paragraphs]
    return {"content": content, "digest": grouped(content.sha256), "dated": dated, "paragraphs": paragraphs, "is_long": len(content.lines) > 5}


def pack_context(content: Pack) -> dict[str, Any]:
    """The overview is drawn as a block of its own; projects are numbered as their questions are."""
    asked = [
        (each.number, bound(each.question), bound(each.proposal or Text("")), [(fact.label, bound(fact.value)) for fact in each.facts])
        for each in content.asked
    ]
    projects = [
        {
            "number": each.number,
            "name": each.name,
            "kicker": each.kicker,
            "lead": bound(each.lead),
            "facts": [(fact.label, bound(fact.value)) for fact in each.facts],
            "blocks": [drawn(block, content) for block in each.blocks],
        }
        for each in content.projects
    ]
    overview = [drawn(content.overview, content)] if content.overview else []
    dated = f"{content.dated.isoformat()}T00:00:00Z"
    ruled = [content.record.lines, content.record.minutes] if content.record else []
    told = {"asked": asked, "overview": overview, "projects": projects, "ruled": ruled}
    return {"content": content, "digest": grouped(content.sha256), "dated": dated} | told


def offer_context(content: OfferPaper) -> dict[str, Any]:
    leaves = [(leaf, markup.bind(leaf.lead), lines_of(leaf) > ROOMY, [parted(part) for part in leaf.parts]) for leaf in content.leaves]
    whole = [parted(part) for part in content.whole.parts] if content.whole else []
    fees = drawn(content.fees, content) if content.fees else None
    lead = bound(content.whole.lead) if content.whole else None
    dated = f"{content.dated.isoformat()}T00:00:00Z"
    return {"content": content, "digest": grouped(content.hash or content.sha256), "dated": dated, "leaves": leaves, "whole": whole, "lead": lead, "fees": fees}


def lines_of(leaf: Leaf) -> int:
    """About how many lines it takes: what is to stand on one page is set closer when they are many."""
    return sum(2 + len(part.boxes) + 2 * len(part.facts) + text_lines(part) + table_lines(part) for part in leaf.parts)


def text_lines(part: Part) -> int:
    texts = [*(each.text for each in (*part.paragraphs, *part.points)), *part.notes]
    return sum(1 + len(text) // ON_A_LINE for text in texts)


def table_lines(part: Part) -> int:
    return sum(2 + sum(len(group) for group in block.groups) for block in part.tables)


def parted(part: Part) -> dict[str, Any]:
    """boxes: each in pieces."""
    return {
        "heading": markup.bind(part.heading),
        "paragraphs": [bound(text) for text in part.paragraphs],
        "points": [bound(text) for text in part.points],
        "facts": [(fact.label, bound(fact.value)) for fact in part.facts],
        "blocks": [drawn(block, None) for block in part.tables],
        "boxes": [[blank_or_words(piece) for piece in BLANKS.split(box)] for box in part.boxes],
        "notes": [markup.bind(note) for note in part.notes],
    }


def blank_or_words(piece: str) -> tuple[str, bool | None]:
    """With whether it is a long blank; None where it is words."""
    return (piece, len(piece) > len(BLANK)) if piece.startswith(BLANK) else (markup.bind(piece), None)


def mandate_context(content: Mandate) -> dict[str, Any]:
    chapters = [
        {
            "anchor": f"k{place}",
            "number": chapter.number,
            "title": chapter.title,
            "text": mark_safe(text),  # noqa: S308  (cleaned by markup)
            "leads_on": leads_on(text),
            "blocks": [drawn(block, content) for block in chapter.blocks],
            "notes": [markup.bind(note) for note in chapter.notes],
        }
        for place, chapter in enumerate(content.chapters, 1)
        for text in (markup.render(chapter.text),)
    ]
    return {
        "content": content,
        "lead": markup.bind(content.lead),
        "facts": [(fact.label, bound(fact.value)) for fact in content.facts],
        "chapters": chapters,
        "last": f"k{len(chapters) + 1}",
        "is_numbered": any(chapter.number for chapter in content.chapters),
        "digest": grouped(content.sha256),
        "dated": f"{content.dated.isoformat()}T00:00:00Z" if content.dated else "",
        "approval": markup.bind(content.approval.text),
    }


def leads_on(text: str) -> bool:
    """The text ends in a short line that belongs to the table below it: they stay on one page."""
    last = text.rstrip().rpartition("<p>")[2]
    return last.endswith("</p>") and len(last) < 240


def grouped(digest: str) -> str:
    """All 64 characters in groups of eight, so that they can be compared by eye."""
    return " ".join(digest[i : i + 8] for i in range(0, 64, 8))


def bound(text: Text) -> Text:
    return Text(markup.bind(text.text), markup.bind(text.small), text.lang)


def drawn(block: Block, content: Any) -> dict[str, Any]:
    """content: whose words pictures are labelled with."""
    common = {"is": block.block, "notes": [markup.bind(note) for note in block.notes]}
    if isinstance(block, Table):
        return common | table(block)
    if isinstance(block, Items):
        items = [(bound(row.cells[0]), row.is_example) for row in block.items]
        lines = -(-len(items) // 3) if len(items) <= 120 and all(len(text.text) < 24 and not text.small for text, _ in items) else 0
        return common | {"caption": block.caption, "remark": block.remark, "items": items, "as_names": block.as_names, "lines": lines}
    if isinstance(block, Timeline):
        return common | {"caption": block.caption, "svg": time_line(block, content)}
    return common | {
        "remark": block.remark,
        "pictures": [(matrix.caption, matrix_picture(matrix_words(block, place, content), block, place)) for place, matrix in enumerate(block.matrices)],
    }


def table(block: Table) -> dict[str, Any]:
    """Cells with their column's kind; a table of many rows may break between pages, a short one stays whole."""
    count = sum(len(group) for group in block.groups)
    groups = [
        [
            {
                "kind": row.kind,
                "is_example": row.is_example,
                "head": bound(row.cells[0]),
                "head_class": cell_class(block.columns[0]),
                "cells": [(bound(cell), cell_class(column)) for cell, column in zip(row.cells[1:], block.columns[1:], strict=False)],
            }
            for row in group
        ]
        for group in block.groups
    ]
    parts = sum(row.kind == "group" for group in block.groups for row in group)
    is_long = count > 15
    return {
        "caption": block.caption,
        "remark": block.remark,
        "columns": block.columns,
        "span": len(block.columns),
        "may_break": is_long or (parts > 1 and count > 8),
        "is_grouped": parts > 0,
        "is_wide": block.is_wide,
        "groups": [part for group in groups for part in in_threes(group)] if is_long else groups,
    }


def cell_class(column: Column) -> str:
    return "num" if column.is_number else "nw" if column.is_tight else ""


def in_threes(rows: list[Any]) -> list[list[Any]]:
    """Rows that stay together on a page: a heading with what follows it, a sum with what it adds up."""
    parts = [rows[i : i + 3] for i in range(0, len(rows), 3)]
    if len(parts) > 1 and len(parts[-1]) < 2:
        parts[-2:] = [parts[-2] + parts[-1]]
    return parts


def time_line(block: Timeline, content: Mandate | Pack) -> SafeString:
    plan = timeline.Plan(block.bars, block.milestones, block.decisions)
    words = timeline.Words(block.description, content.words.milestones, content.words.decisions, content.words.today, formats.MONTHS[content.language])
    return mark_safe(timeline.svg(plan, words, PRINT, block.today))  # noqa: S308  (escapes what it is given)


def matrix_words(block: Matrices, place: int, content: Mandate | Pack) -> riskmatrix.Words:
    return riskmatrix.Words(block.matrices[place].description, content.words.probability, content.words.impact)


def matrix_picture(words: riskmatrix.Words, block: Matrices, place: int) -> SafeString:
    return mark_safe(riskmatrix.svg(block.matrices[place].points, words))  # noqa: S308  (escapes what it is given)
