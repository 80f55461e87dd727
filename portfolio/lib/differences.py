"""What differs between two texts, word by word. Pure: two texts in, pieces out, in the order in which one reads them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW, CUT = "same", "gone", "new", "cut"
TOKEN = re.compile(r"\S+\s*|\s+")
LIMIT = 4_000_000  # words of one text times words of the other: beyond it a stretch is told as replaced
ALIKE = 0.25  # of the words: two texts that share less are told as one that went and one that came
AROUND = 12  # words that are kept on either side of a change


@dataclass(frozen=True)
class Piece:
    """kind: same, gone, new, or cut for a long stretch that is the same and left out."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """Joined without the gone it is the new text, without the new the old one, but for the blanks between words."""
    return joined(by_line(old, new))


def by_line(old: str, new: str) -> Iterator[Piece]:
    """Lines that are alike are passed over first, so that a long chapter costs what was changed of it."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    keys = [line.strip() for line in before], [line.strip() for line in after]
    for tag, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(after[c:d]))
        else:
            yield from by_word("".join(before[a:b]), "".join(after[c:d]))


def by_word(old: str, new: str) -> Iterator[Piece]:
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if len(before) * len(after) > LIMIT:
        yield from replaced(old, new)
        return
    match = SequenceMatcher(None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False)
    if match.ratio() < ALIKE:
        yield from replaced(old, new)
        return
    for tag, a, b, c, d in match.get_opcodes():
        yield from [Piece(SAME, "".join(after[c:d]))] if tag == "equal" else replaced("".join(before[a:b]), "".join(after[c:d]))


def replaced(old: str, new: str) -> Iterator[Piece]:
    yield from (Piece(kind, text) for kind, text in ((GONE, old), (NEW, new)) if text)


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one kind are one piece; two of different kinds do not run together where a text ended without a blank."""
    found: list[Piece] = []
    for piece in pieces:
        if found and not found[-1].text[-1:].isspace() and not piece.text[:1].isspace():
            piece = Piece(piece.kind, " " + piece.text)
        if found and found[-1].kind == piece.kind:
            found[-1] = Piece(piece.kind, found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


def shortened(pieces: Sequence[Piece], around: int = AROUND) -> list[Piece]:
    """Only what changed, and so many words on either side of it."""
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        words = TOKEN.findall(piece.text)
        head, tail = (around if place else 0), (around if place < len(pieces) - 1 else 0)
        if piece.kind != SAME or len(words) <= head + tail + 3:
            found.append(piece)
            continue
        parts = (Piece(SAME, "".join(words[:head])), Piece(CUT, "…"), Piece(SAME, "".join(words[len(words) - tail :])))
        found += [part for part in parts if part.text]
    return found
