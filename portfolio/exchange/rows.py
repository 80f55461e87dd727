"""Walking the rows of a dossier, and finding what stands in it twice. Pure."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from portfolio.exchange.faults import Fault, Path

Row = dict[str, Any]


def rows(dossier: Row, *sections: str) -> Iterator[tuple[Path, Row]]:
    for section in sections:
        for place, row in enumerate(dossier.get(section, [])):
            yield (section, place), row


def budget_rows(dossier: Row, section: str) -> Iterator[tuple[Path, Row]]:
    for place, row in enumerate(dossier.get("budget", {}).get(section, [])):
        yield ("budget", section, place), row


def below(dossier: Row, section: str, child: str) -> Iterator[list[tuple[Path, Row]]]:
    """The child rows of each row of the section."""
    for path, row in rows(dossier, section):
        yield [((*path, child, place), inner) for place, inner in enumerate(row.get(child, []))]


def again(found: Any, keys: Sequence[str], reason: str, at: Sequence[str] | None = None) -> Iterator[Fault]:
    """A fault at the first of the keys for each row that repeats them all; a row without the first of them counts for nothing."""
    seen: Counter[Hashable] = Counter()
    for path, row in found:
        if keys[0] in row:
            mark = tuple(row.get(key) for key in keys)
            seen[mark] += 1
            if seen[mark] > 1:
                yield Fault((*path, *(keys[:1] if at is None else at)), reason)
