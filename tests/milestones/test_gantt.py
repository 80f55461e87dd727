"""The picture of many projects: what is drawn where, what is cut at the edge, and what is said of what lies beyond."""

import datetime as dt
from xml.etree import ElementTree

import pytest

from milestones.gantt import EDGE, GUTTER, WIDTH, Bar, Mark, Track, Unit, quarter, quarters, svg, years

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
