"""Rows that were copied out of a spreadsheet, or out of a file with semicolons or commas. Pure."""

import csv
import io
from dataclasses import dataclass

MOST_ROWS = 2_000
MARKS = "\t;,"


@dataclass(frozen=True)
class PastedRow:
    line: int
    """As people count, from 1."""
    cells: tuple[str, ...]

    def cell(self, place: int) -> str:
        """Empty where the row is shorter."""
        return self.cells[place] if place < len(self.cells) else ""


def pasted_rows(text: str) -> list[PastedRow]:
    """Parted by whichever of tab, semicolon and comma the first line with any has; lines without a word are left out."""
    plain = text.lstrip("\ufeff")
    first = next((line for line in plain.splitlines() if any(mark in line for mark in MARKS)), "")
    mark = next((mark for mark in MARKS if mark in first), "\t")
    reader, found = csv.reader(io.StringIO(plain, newline=""), delimiter=mark), []
    before = 0
    for cells in reader:
        clean = tuple(" ".join(cell.split()).removeprefix("'") for cell in cells)
        if any(clean):
            found.append(PastedRow(before + 1, clean))
        before = reader.line_num
    return found
