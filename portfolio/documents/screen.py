"""The mandate's content as the page shows it: the same chapters, tables and pictures as the print, drawn for the screen."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from milestones import timeline
from milestones.riskmatrix import Level, Point, cells, level
from milestones.skins import SCREEN
from portfolio.documents.content import Block, Mandate, Matrix, Row, Table, Text, Timeline
from portfolio.lib.formats import MONTHS
from portfolio.lib.markup import render

SHADES = {Level.LOW: 1, Level.MEDIUM: 2, Level.HIGH: 3}


@dataclass(frozen=True)
class ScreenChapter:
    key: str
    number: str
    title: str
    html: SafeString
    blocks: list[dict[str, Any]]
    notes: tuple[str, ...]


def chapters_of(content: Mandate) -> list[ScreenChapter]:
    return [
        ScreenChapter(
            chapter.key,
            chapter.number,
            chapter.title,
            mark_safe(render(chapter.text)),  # noqa: S308 cleaned by portfolio.lib.markup
            [drawn(block, content) for block in chapter.blocks],
            chapter.notes,
        )
        for chapter in content.chapters
    ]


@dataclass(frozen=True)
class Cell:
    """title: of its column, for a phone where each row is a card."""

    text: Text
    is_number: bool
    title: str


@dataclass(frozen=True)
class ScreenRow:
    kind: str
    is_example: bool
    cells: list[Cell]


def laid_out(table: Table) -> list[list[ScreenRow]]:
    """Each cell with what its column holds."""

    def row(found: Row) -> ScreenRow:
        cells = [Cell(text, column.is_number, column.title) for text, column in zip(found.cells, table.columns, strict=False)]
        return ScreenRow(found.kind, found.is_example, cells)

    return [[row(found) for found in group] for group in table.groups]


def folds(table: Table) -> bool:
    """Words in three columns or more become cards on a phone; figures year by year are read across, so they scroll by themselves."""
    return len(table.columns) > 2 and not all(column.is_number for column in table.columns[1:])


def drawn(block: Block, content: Mandate) -> dict[str, Any]:
    """The block, and its picture when it is one."""
    if block.block == "timeline":
        return {"it": block, "picture": picture(block, content)}
    if block.block == "matrices":
        return {"it": block, "matrices": [(matrix, grid(matrix)) for matrix in block.matrices]}
    if block.block == "table":
        return {"it": block, "groups": laid_out(block), "as_cards": folds(block)}
    return {"it": block}


def picture(block: Timeline, content: Mandate) -> SafeString:
    plan = timeline.Plan(block.bars, block.milestones, block.decisions)
    words = timeline.Words(block.description, content.words.milestones, content.words.decisions, "", MONTHS[content.language])
    return mark_safe(timeline.svg(plan, words, SCREEN))  # noqa: S308 every text in it is escaped there


def grid(matrix: Matrix) -> list[tuple[int, list[tuple[int, list[str]]]]]:
    """Highest probability first; each cell its shade and the numbers that stand in it."""
    placed = cells([Point(point.number, point.probability, point.impact) for point in matrix.points])
    return [(row, [(SHADES[level(row, across)], placed.get((row, across), [])) for across in range(1, 6)]) for row in range(5, 0, -1)]
