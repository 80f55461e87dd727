"""Labels in a picture: how wide they are, where they are cut, and places for them that never collide. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTHS = {0.28: " \u00a0ij.,:;'’lI|", 0.34: 'f()-/tr«»"', 0.46: "szxcvyJ", 0.63: "0123456789", 0.68: "GHNUOQÖØDC", 0.86: "wMæWÆm%…"}
ADVANCE = {letter: width for width, letters in WIDTHS.items() for letter in letters}


def text_width(text: str, size: float) -> float:
    """A little more than the bundled sans needs, semibold included."""
    return round(size * 1.04 * sum(ADVANCE.get(letter, 0.59) for letter in text), 1)


def shortened(text: str, width: float, size: float) -> str:
    """Cut at a word so that it fits; the table beside the picture has all of it."""
    if text_width(text, size) <= width:
        return text
    words = text.split()
    while len(words) > 1 and text_width(" ".join(words) + " …", size) > width:
        words.pop()
    kept = " ".join(words)
    while len(kept) > 4 and text_width(kept + " …", size) > width:
        kept = kept[:-1]
    return kept.rstrip(" ,;:–-") + " …"


@dataclass(frozen=True)
class Flag:
    """Where a label stands: centred beneath its mark at level 0, or from the mark's line to the right or left."""

    x: float
    text_x: float
    anchor: str
    level: int = 0
    hangs: bool = False


def centred(places: Sequence[tuple[float, float]], left: float, right: float, gap: float) -> list[Flag] | None:
    """Labels centred under their marks, pushed inside the picture at its ends; None when two would meet."""
    flags, free = [], left - gap
    for x, width in places:
        middle = min(max(x, left + width / 2), right - width / 2)
        if middle - width / 2 < free + gap:
            return None
        free = middle + width / 2
        start, end = middle > x, middle < x
        flags.append(
            Flag(x, round(middle - width / 2 if start else middle + width / 2 if end else middle, 1), "start" if start else "end" if end else "middle")
        )
    return flags


def flags(places: Sequence[tuple[float, float]], left: float, right: float, gap: float) -> list[Flag]:
    """Each label on a line of its own, deeper than every line that passes where the label stands. Places are in order of x."""
    to_left = [x + gap + width > right for x, width in places]

    def span(i: int) -> tuple[float, float]:
        x, width = places[i]
        return (x - gap - width, x) if to_left[i] else (x, x + gap + width)

    def covers(i: int, j: int) -> bool:
        """The label of i stands where the line of j passes."""
        low, high = span(i)
        return places[i][0] != places[j][0] and low - gap < places[j][0] < high + gap

    for i in reversed(range(len(places) - 1)):
        x, width = places[i]
        if not to_left[i] and x - gap - width >= left and any(to_left[j] and covers(i, j) and covers(j, i) for j in range(i + 1, len(places))):
            to_left[i] = True
    levels: dict[int, int] = {}
    waiting = list(range(len(places)))
    while waiting:
        i = next((i for i in reversed(waiting) if not any(covers(i, j) for j in waiting if j != i)), waiting[-1])
        waiting.remove(i)
        (low, high), level = span(i), 1 + max((levels[j] for j in levels if covers(i, j)), default=-1)
        while any(levels[j] == level and low < span(j)[1] + gap and span(j)[0] < high + gap for j in levels):
            level += 1
        levels[i] = level
    return [Flag(x, round(x - gap if to_left[i] else x + gap, 1), "end" if to_left[i] else "start", levels[i], True) for i, (x, _) in enumerate(places)]
