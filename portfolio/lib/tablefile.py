"""Reading a CSV file so that every fault names file, line and reason."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


class FileFault(Exception):
    """A file of data cannot be used. Its text is one line for whoever has to repair the file."""

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}" if line else f"{file}: {reason}")
        self.file, self.line, self.reason = file, line, reason


@dataclass(frozen=True, slots=True)
class Row:
    file: str
    line: int
    values: dict[str, str]

    def fault(self, reason: str) -> FileFault:
        return FileFault(self.file, self.line, reason)

    def text(self, column: str, longest: int = 200) -> str:
        """The value as it stands: neither blank around, nor too long, nor with signs that do not print."""
        value = self.values[column]
        if value != value.strip() or not value.isprintable() or len(value) > longest:
            raise self.fault(f"{column} must be printable text without spaces around it, at most {longest} characters; it is {value[:40]!r}.")
        return value

    def needed(self, column: str, longest: int = 200) -> str:
        value = self.text(column, longest)
        if not value:
            raise self.fault(f"{column} is empty.")
        return value

    def number(self, column: str, low: int, high: int) -> int:
        value = self.values[column]
        if not (value.isascii() and value.isdigit() and len(value) < 16 and low <= int(value) <= high):
            raise self.fault(f"{column} must be a whole number from {low} to {high}; it is {value[:40]!r}.")
        return int(value)


def text_of(folder: Path, file: str) -> str:
    try:
        raw = (folder / file).read_bytes()
    except OSError as problem:
        raise FileFault(file, None, f"it cannot be read ({problem.strerror}).") from problem
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise FileFault(file, raw.count(b"\n", 0, problem.start) + 1, "it is not UTF-8.") from problem


def rows(folder: Path, file: str, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a comma-separated file whose first line is exactly ``columns``."""
    reader = csv.reader(io.StringIO(text_of(folder, file), newline=""), strict=True)
    try:
        if next(reader, None) != list(columns):
            raise FileFault(file, 1, f"the first line must be {','.join(columns)}")
        for values in reader:
            if len(values) != len(columns):
                raise FileFault(file, reader.line_num, f"{len(columns)} values expected, {len(values)} found.")
            yield Row(file, reader.line_num, dict(zip(columns, values, strict=True)))
    except csv.Error as problem:
        raise FileFault(file, reader.line_num, f"it is not comma-separated text ({problem}).") from problem
