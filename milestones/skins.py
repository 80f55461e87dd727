"""The two skins of a time line: print sets attributes, the screen sets the classes of the style sheet. Pure."""

from dataclasses import dataclass, field
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Skin:
    """Measures in the picture's own unit, and what each kind of stroke is called."""

    width: float
    gutter: float
    size: float
    row: float
    bar: float
    opening: str
    kinds: dict[str, str] = field(hash=False)
    numbered: bool = False  # decision points are squares with their number, filled when decided

    def line(self, kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
        return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" {self.kinds[kind]}/>'

    def box(self, kind: str, x: float, y: float, width: float, height: float) -> str:
        return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" {self.kinds[kind]}/>'

    def diamond(self, kind: str, x: float, y: float) -> str:
        r = round(self.size * 0.62, 1)
        return f'<path d="M{x:g} {y - r:g}l{r:g} {r:g}l-{r:g} {r:g}l-{r:g} -{r:g}z" {self.kinds[kind]}/>'

    def mark(self, kind: str, x: float, y: float, symbol: str) -> str:
        if not self.numbered or not symbol:
            return self.diamond(kind, x, y)
        r = round(self.size * 0.72, 1)
        number = self.text("inverse" if kind == "full" else "strong", x, round(y + self.size * 0.36, 1), symbol, "middle")
        return self.box(kind, round(x - r, 1), round(y - r, 1), 2 * r, 2 * r) + number

    def text(self, kind: str, x: float, y: float, text: str, anchor: str = "start") -> str:
        where = "" if anchor == "start" else f' text-anchor="{anchor}"'
        kind = f" {self.kinds[kind]}" if self.kinds[kind] else ""
        return f'<text x="{x:g}" y="{y:g}"{where}{kind}>{escape(text)}</text>'


PRINT = Skin(
    width=354.3,
    gutter=0,
    size=8,
    row=17,
    bar=12,
    opening='width="{width}pt" height="{paper}pt" preserveAspectRatio="xMinYMin" viewBox="0 0 {width} {height}" font-family="Samverk Sans" font-size="8"',
    kinds={
        "grid": 'stroke="#999" stroke-width=".35"',
        "axis": 'stroke="#000" stroke-width=".6"',
        "leader": 'stroke="#000" stroke-width=".35"',
        "today": 'stroke="#1d4a57" stroke-width="1" stroke-dasharray="2 2"',
        "plan": 'fill="#fff" stroke="#000" stroke-width=".5"',
        "now": 'fill="#ddd" stroke="#000" stroke-width=".5"',
        "done": 'fill="#999" stroke="#000" stroke-width=".5"',
        "open": 'fill="#fff" stroke="#000" stroke-width=".8"',
        "full": 'fill="#000"',
        "quiet": 'fill="#444"',
        "strong": 'font-weight="600"',
        "plain": "",
        "paper": 'fill="#fff"',
        "ghost": 'fill="none" stroke="#666" stroke-width=".5"',
    },
)
SCREEN = Skin(
    width=1120,
    gutter=190,
    size=13,
    row=30,
    bar=15,
    opening='class="chart" viewBox="0 0 {width} {height}"',
    kinds={
        "grid": 'class="c-line"',
        "axis": 'class="c-line"',
        "leader": 'class="c-line"',
        "today": 'class="c-today"',
        "plan": 'class="band c-fjord"',
        "now": 'class="f-tint c-fjord"',
        "done": 'class="f-fjord"',
        "open": 'class="f-paper c-inkx"',
        "full": 'class="f-ink"',
        "quiet": "",
        "strong": 'class="k"',
        "plain": "",
        "paper": 'class="f-paper"',
        "inverse": 'class="onink"',
        "ghost": 'class="c-ghost"',
    },
    numbered=True,
)
