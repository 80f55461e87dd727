"""The picture of many projects: what is drawn where, what is cut at the edge, and what is said of what lies beyond."""

import datetime as dt
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from milestones.gantt import EDGE, GUTTER, WIDTH, Bar, Mark, Track, Unit, is_inside, quarter, quarters, svg, years
from portfolio.lib.labels import text_width

SVG = "{http://www.w3.org/2000/svg}"
TODAY = dt.date(2016, 7, 1)
WHOLE = Track(
    "Digital kompetanse",
    [Bar(dt.date(2016, 1, 1), dt.date(2018, 12, 31), "now", "Hovedprosjekt")],
    [Mark(dt.date(2015, 10, 31), True, "1", "BP 1"), Mark(dt.date(2017, 7, 2), False, "", "Halvveis")],
)


def drawn(tracks, window, **more):
    return ElementTree.fromstring(svg(tracks, window, "Alt", TODAY, "i dag"))


def test_a_year_scale_holds_all_there_is():
    window = years(WHOLE.days, TODAY)
    assert (window.unit, window.first, window.last, len(window.ticks)) == (Unit.YEAR, dt.date(2015, 1, 1), dt.date(2019, 1, 1), 4)
    root = drawn([WHOLE], window)
    bar, decision = (rect for rect in root.iter(f"{SVG}rect"))
    right = WIDTH - EDGE
    per_day = (right - GUTTER) / (window.last - window.first).days
    assert float(bar.get("x")) == pytest.approx(GUTTER + 365 * per_day, abs=0.1)
    assert float(bar.get("x")) + float(bar.get("width")) == pytest.approx(right, abs=0.2)
    assert (decision.get("class"), decision[0].text) == ("f-ink", "BP 1")
    assert [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "k"] == ["2015", "2016", "2017", "2018", "i dag"]


def test_a_quarter_scale_cuts_at_its_edges_and_says_what_lies_beyond():
    window = quarters(dt.date(2017, 5, 9))
    assert (window.first, window.last) == (dt.date(2017, 4, 1), dt.date(2019, 4, 1))
    before = Track("Før", [Bar(dt.date(2014, 1, 1), dt.date(2015, 1, 1), "done", "")], [])
    after = Track("Etter", [], [Mark(dt.date(2020, 1, 1), False, "", "")])
    root = drawn([WHOLE, before, after, Track("Uten datoer", [], [])], window)
    (bar,) = root.iter(f"{SVG}rect")
    assert (float(bar.get("x")), bar.get("height")) == (GUTTER, "12")
    said = [text.text for text in root.iter(f"{SVG}text")]
    assert [text for text in said if "→" in text or "←" in text] == ["← 2014–2015", "2020 →"]
    assert [text for text in said if text.startswith("Q")] == ["Q2", "Q3", "Q4", "Q1", "Q2", "Q3", "Q4", "Q1"]
    assert "i dag" not in said


def test_an_open_end_reaches_the_edge():
    window = years([dt.date(2016, 1, 1)], TODAY)
    (bar,) = drawn([Track("Drift", [Bar(dt.date(2016, 1, 1), None, "plan", "")], [])], window).iter(f"{SVG}rect")
    assert float(bar.get("width")) == pytest.approx(WIDTH - EDGE - GUTTER, abs=0.1)


def test_more_years_than_one_can_tell_apart_are_those_around_today():
    window = years([dt.date(1990, 1, 1), dt.date(2099, 1, 1)], TODAY)
    assert (window.first.year, window.last.year) == (2001, 2031)
    assert [years([dt.date(2000, 1, 1), dt.date(2090, 1, 1)], dt.date(2095, 1, 1)).last.year, quarter(dt.date(2016, 1, 1), -1)] == [2091, dt.date(2015, 10, 1)]


def test_words_are_escaped():
    track = Track("</svg><script>", [Bar(None, None, "plan", "<b>")], [Mark(TODAY, False, "<i>", "&"), Mark(TODAY, False, "", "</title>")])
    assert {element.tag for element in drawn([track], years([TODAY], TODAY)).iter()} == {f"{SVG}{name}" for name in ("svg", "title", "rect", "text", "path")}


def spans(root):
    """Of every text: left, right, top and bottom, by the measure that places them."""
    found = []
    for text in root.iter(f"{SVG}text"):
        x, y, width = float(text.get("x")), float(text.get("y")), text_width(text.text, 13)
        left = {"middle": x - width / 2, "end": x - width}.get(text.get("text-anchor"), x)
        found.append((text.text, left, left + width, y - 10, y + 3))
    return found


@pytest.mark.parametrize("today", [dt.date(2016, 1, 2), dt.date(2016, 1, 20), dt.date(2016, 7, 1), dt.date(2018, 12, 30)])
@pytest.mark.parametrize("window", [years(WHOLE.days, TODAY), quarters(dt.date(2016, 1, 1)), quarters(dt.date(2017, 4, 1))])
def test_today_cuts_no_word_and_no_word_is_cut_off(window, today):
    root = ElementTree.fromstring(svg([WHOLE], window, "Alt", today, "i dag"))
    lines = [path.get("d") for path in root.iter(f"{SVG}path") if path.get("class") == "c-today"]
    assert len(lines) == is_inside(today, window)
    placed = spans(root)
    assert all(left >= 0 and right <= WIDTH and top >= 0 for _, left, right, top, _ in placed)
    for line in lines:
        x, top = (float(part) for part in line[1 : line.index("V")].split())
        in_head = [name for name, left, right, _, bottom in placed if left < x < right and bottom > top and bottom < 60]
        assert in_head == []
    said = [each for each in placed if each[3] < 50]
    assert [(one[0], two[0]) for one, two in combinations(said, 2) if one[1] < two[2] and two[1] < one[2] and one[3] < two[4] and two[3] < one[4]] == []


def test_marks_that_lie_close_stand_side_by_side_in_their_order():
    days = [dt.date(2016, 3, day) for day in (9, 2, 2, 1)] + [dt.date(2018, 12, 31)] * 3
    track = Track("", [], [Mark(day, False, str(place), "") for place, day in enumerate(days, 1)])
    squares = list(drawn([track], years([dt.date(2016, 1, 1)], TODAY)).iter(f"{SVG}rect"))
    places = [float(each.get("x")) + 7 for each in squares]
    assert [b - a for a, b in pairwise(places[:4])] == pytest.approx([15] * 3, abs=0.2)
    assert [b - a for a, b in pairwise(places[4:])] == pytest.approx([15] * 2, abs=0.2)
    assert places[-1] <= WIDTH - EDGE
    numbers = [text.text for text in drawn([track], years([dt.date(2016, 1, 1)], TODAY)).iter(f"{SVG}text") if text.get("class") == "insq"]
    assert numbers == ["4", "2", "3", "1", "5", "6", "7"]
