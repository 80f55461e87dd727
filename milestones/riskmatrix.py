"""The 5 × 5 matrix: probability times impact, three levels, and the picture of it for print. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from xml.sax.saxutils import escape

SIDE, LEFT, TOP = 28.0, 22, 4
WIDTH, HEIGHT = LEFT + 5 * SIDE + 2, TOP + 5 * SIDE + 26


class Level(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


GREY = {Level.LOW: "#fff", Level.MEDIUM: "#e6e6e6", Level.HIGH: "#bdbdbd"}


@dataclass(frozen=True)
class Point:
    """A risk's number in the list, and where it stands."""

    number: str
    probability: int
    impact: int

    @property
    def score(self) -> int:
        return self.probability * self.impact

    @property
    def level(self) -> Level:
        return level(self.probability, self.impact)


@dataclass(frozen=True)
class Words:
    """In the reader's language; the title says all that the picture shows."""

    title: str
    probability: str
    impact: str


def level(probability: int, impact: int) -> Level:
    """1–5 is low, 6–14 medium, 15–25 high."""
    score = probability * impact
    return Level.LOW if score < 6 else Level.MEDIUM if score < 15 else Level.HIGH


def cells(points: Sequence[Point]) -> dict[tuple[int, int], list[str]]:
    """The numbers that stand in each cell, by (probability, impact)."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for point in points:
        found[point.probability, point.impact].append(point.number)
    return dict(found)


def markers(x: float, y: float, numbers: Sequence[str]) -> str:
    """One to four rings; beyond that the numbers alone, three to a line."""
    if len(numbers) > 4:
        lines = [" ".join(numbers[i : i + 3]) for i in range(0, min(len(numbers), 9), 3)]
        return "".join(f'<text x="{x + 2}" y="{y + 7.5 + 7 * i}" font-size="6.5" font-weight="600">{escape(line)}</text>' for i, line in enumerate(lines))
    radius, places = (8.0, [(12.0, 12.0)]) if len(numbers) == 1 else (5.8, [(7.0, 7.0), (19.5, 7.0), (7.0, 19.5), (19.5, 19.5)])
    size = 8 if len(numbers) == 1 else 6.5
    return "".join(
        f'<circle cx="{x + dx}" cy="{y + dy}" r="{radius}" fill="#fff" stroke="#000" stroke-width="1"/>'
        f'<text x="{x + dx}" y="{round(y + dy + size * 0.36, 1)}" text-anchor="middle" font-weight="600" font-size="{size}">{escape(number)}</text>'
        for number, (dx, dy) in zip(numbers, places, strict=False)
    )


def svg(points: Sequence[Point], words: Words, family: str = "Samverk Sans") -> str:
    """For print: grey survives the copier, the product stands in each cell, rings are white with a black edge."""
    placed = cells(points)
    high = round(-(-HEIGHT // 7.0866) * 7.0866, 3)  # up to the next half line of 2.5 mm
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH}pt" height="{high}pt" preserveAspectRatio="xMinYMin"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{family}" font-size="8"><title>{escape(words.title)}</title>'
    ]
    for probability in range(1, 6):
        for impact in range(1, 6):
            x, y = LEFT + (impact - 1) * SIDE, TOP + (5 - probability) * SIDE
            fill = GREY[level(probability, impact)]
            out.append(f'<rect x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" fill="{fill}" stroke="#000" stroke-width=".35"/>')
            out.append(f'<text x="{x + SIDE - 3}" y="{y + SIDE - 4}" text-anchor="end" font-size="6" fill="#333">{probability * impact}</text>')
            out.append(markers(x, y, placed.get((probability, impact), [])))
    for step in range(1, 6):
        out.append(f'<text x="{LEFT - 5}" y="{TOP + (5 - step) * SIDE + 18}" text-anchor="end">{step}</text>')
        out.append(f'<text x="{LEFT + (step - 0.5) * SIDE}" y="{TOP + 5 * SIDE + 10}" text-anchor="middle">{step}</text>')
    out.append(f'<text x="{LEFT + 2.5 * SIDE}" y="{TOP + 5 * SIDE + 21}" text-anchor="middle">{escape(words.impact)} →</text>')
    out.append(f'<text transform="translate(7 {TOP + 2.5 * SIDE}) rotate(-90)" text-anchor="middle">{escape(words.probability)} →</text></svg>')
    return "".join(out)
