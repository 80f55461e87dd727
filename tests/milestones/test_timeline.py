"""The picture of the plan: everything in it, nothing on top of anything else, in both skins."""

import datetime as dt
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.skins import PRINT, SCREEN, Skin
from milestones.timeline import Bar, Mark, Plan, Words, scale, svg
from portfolio.lib.formats import MONTHS
from portfolio.lib.labels import text_width

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Words("Alt som bildet viser.", "Milepæler", "Beslutninger", "i dag", MONTHS["nb"])
SKINS = pytest.mark.parametrize("skin", [PRINT, SCREEN], ids=["print", "screen"])


def mark(label: str, *day: int) -> Mark:
    return Mark(label, dt.date(*day), f"{dt.date(*day):%d.%m.%Y}")


KONGSBERG_2015 = Plan(
    (Bar("Hovedprosjekt", dt.date(2016, 1, 1), dt.date(2018, 12, 31)),),
    (),
    (mark("BP 1", 2015, 10, 31), mark("BP 2", 2016, 10, 1), mark("BP 3", 2017, 10, 1), mark("BP 4", 2018, 12, 31)),
)
KONGSBERG_2007 = Plan(
    (
        Bar("Fase 1: Forberedelse og utlysning av konkurranse", dt.date(2007, 6, 1), dt.date(2007, 9, 15)),
        Bar("Fase 2: Gjennomføre konkurranse, valg av leverandør", dt.date(2007, 9, 15), dt.date(2007, 12, 1)),
        Bar("Fase 3: Implementering", dt.date(2007, 12, 1), dt.date(2008, 7, 1)),
    ),
    (mark("Konkurransen er utlyst", 2007, 9, 15), mark("Kontrakt er undertegnet", 2007, 12, 1), mark("Levert og godkjent for ordinær drift", 2008, 7, 1)),
)
SKANE = Plan(
    (Bar("E-arkiv Skåne", dt.date(2016, 1, 1), dt.date(2016, 12, 31)),),
    (mark("Erbjudandet skickas ut", 2015, 6, 15), mark("Beslut om deltagande", 2015, 9, 30), mark("Start", 2016, 1, 1), mark("Leverans", 2016, 12, 1)),
)


def texts(picture: str, skin: Skin) -> list[tuple[str, float, float, float]]:
    """Each text with its left and right edge and its baseline, by the same measure that placed it."""
    found = []
    for element in ElementTree.fromstring(picture).iter(f"{SVG}text"):
        words, x, y = element.text or "", float(element.get("x", 0)), float(element.get("y", 0))
        width = text_width(words, skin.size) / 1.04
        left = {"middle": x - width / 2, "end": x - width}.get(element.get("text-anchor", ""), x)
        found.append((words, left, left + width, y))
    return found


def collisions(picture: str, skin: Skin) -> list[tuple[str, str]]:
    placed = texts(picture, skin)
    return [
        (one[0], two[0]) for i, one in enumerate(placed) for two in placed[:i] if abs(one[3] - two[3]) < skin.size * 0.9 and one[1] < two[2] and two[1] < one[2]
    ]


@SKINS
@pytest.mark.parametrize("plan", [KONGSBERG_2015, KONGSBERG_2007, SKANE], ids=["2015", "2007", "skane"])
def test_the_real_plans_are_whole_and_nothing_collides(plan: Plan, skin: Skin) -> None:
    picture = svg(plan, WORDS, skin)
    shown = [words for words, *_ in texts(picture, skin)]
    for one in (*plan.milestones, *plan.decisions):
        assert [one.label, one.date] == [words for words in shown if words in (one.label, one.date)]
    assert collisions(picture, skin) == []
    assert all(left >= -1 and right <= skin.width + 12 for _, left, right, _ in texts(picture, skin))


days = st.dates(dt.date(2010, 1, 1), dt.date(2016, 12, 31))
marks = st.lists(st.builds(lambda label, day: Mark(label, day, f"{day:%d.%m.%Y}"), st.text("abcdefghij MWÆØÅ", min_size=1, max_size=60), days), max_size=6)
bars = st.lists(
    st.tuples(st.text("abcdefgh ", max_size=80), st.none() | days, st.none() | days).map(
        lambda bar: Bar(bar[0], *(sorted(bar[1:]) if bar[1] and bar[2] else bar[1:]))  # type: ignore[type-var, arg-type]
    ),
    max_size=4,
)


@given(bars, marks, marks, st.sampled_from([PRINT, SCREEN]))
@settings(max_examples=150, deadline=None)
def test_any_plan_is_drawn_inside_its_picture(bars: list[Bar], milestones: list[Mark], decisions: list[Mark], skin: Skin) -> None:
    plan = Plan(tuple(bars), tuple(milestones), tuple(decisions))
    picture = svg(plan, WORDS, skin)
    if not plan.days:
        assert picture == ""
        return
    root = ElementTree.fromstring(picture)
    height = float(root.get("viewBox", "").split()[3])
    assert root[0].text == WORDS.title
    assert len(list(root.iter(f"{SVG}path"))) == len(milestones) + len(decisions)
    for element in root.iter(f"{SVG}text"):
        assert 0 <= float(element.get("y", -1)) <= height + skin.size
    labels = [box for box in texts(picture, skin) if re.fullmatch(r"\d\d\.\d\d\.\d{4}", box[0])]
    assert len(labels) == len(milestones) + len(decisions)


def test_an_open_end_reaches_the_edge() -> None:
    root = ElementTree.fromstring(svg(Plan((Bar("Drift", dt.date(2016, 1, 1), None), Bar("Før", None, dt.date(2016, 3, 1)))), WORDS, PRINT))
    boxes = [(float(box.get("x", 0)), float(box.get("width", 0))) for box in root.iter(f"{SVG}rect") if "stroke" in box.attrib]
    assert boxes[0][0] + boxes[0][1] == pytest.approx(353.8)
    assert boxes[1][0] == 0


def test_a_bar_that_ends_on_a_day_covers_the_day() -> None:
    along = scale([dt.date(2016, 1, 1), dt.date(2016, 12, 31)], 0, 366)
    assert (along.first, along.last) == (dt.date(2016, 1, 1), dt.date(2017, 1, 1))
    assert (along.x(dt.date(2016, 1, 1)), along.x(dt.date(2017, 1, 1)), along.x(dt.date(2016, 2, 1))) == (0, 366, 31)


def test_a_single_day_gets_three_months() -> None:
    along = scale([dt.date(2016, 11, 30)], 0, 100)
    assert (along.first, along.last) == (dt.date(2016, 11, 1), dt.date(2017, 2, 1))


def test_today_is_drawn_only_inside_the_plan() -> None:
    assert "i dag" in svg(SKANE, WORDS, SCREEN, dt.date(2016, 3, 1))
    assert "i dag" not in svg(SKANE, WORDS, SCREEN, dt.date(2019, 3, 1))
    assert "i dag" not in svg(SKANE, WORDS, SCREEN)


def test_print_has_no_class_and_the_screen_no_colour() -> None:
    """The print sees no style sheet inside a picture; the screen's policy allows no style outside the sheet."""
    assert "class=" not in svg(KONGSBERG_2007, WORDS, PRINT)
    screen = svg(KONGSBERG_2007, WORDS, SCREEN)
    assert not re.search(r"\b(style|fill|stroke|font-\w+)=", screen)


def test_words_are_escaped() -> None:
    plan = Plan((Bar("</svg><script>", dt.date(2016, 1, 1), dt.date(2016, 2, 1)),), (Mark("<b>&", dt.date(2016, 1, 1), '"'),))
    root = ElementTree.fromstring(svg(plan, Words("</title><script>", "<", "<", "<", MONTHS["sv"]), SCREEN, dt.date(2016, 1, 9)))
    assert {element.tag for element in root.iter()} == {f"{SVG}{name}" for name in ("svg", "title", "line", "rect", "text", "path")}


@SKINS
def test_a_day_that_nobody_can_mean_stands_at_the_edge_and_stretches_nothing(skin):
    """Two years stay two years wide, whatever else is stored."""
    bars = (Bar("Prosjekt", dt.date(2026, 1, 1), dt.date(2027, 12, 31)), Bar("Inntil videre", dt.date.min, dt.date.max))
    picture = svg(Plan(bars, (mark("Start", 2026, 2, 1), mark("Aldri", 9999, 12, 31))), WORDS, skin)
    assert [words for words, *_ in texts(picture, skin) if words in ("2025", "2026", "2027", "2028")] == ["2026", "2027"]
    assert svg(Plan((), (mark("Aldri", 9999, 12, 31),)), WORDS, skin).startswith("<svg")


@SKINS
@pytest.mark.parametrize("plan", [KONGSBERG_2015, KONGSBERG_2007, SKANE], ids=["2015", "2007", "skane"])
def test_today_is_whole_touches_no_word_and_runs_behind_what_is_written(plan: Plan, skin: Skin) -> None:
    months = scale(plan.days, skin.gutter, skin.width).months[:-1]
    for today in (months[0], *(day + dt.timedelta(days=11) for day in months[:: max(1, len(months) // 9)]), months[-1]):
        picture = svg(plan, WORDS, skin, today)
        ((left, right, base),) = [place for words, *place in texts(picture, skin) if words == "i dag"]
        assert left >= 0 and right <= skin.width + 12 and base >= skin.size
        assert collisions(picture, skin) == []
        root = list(ElementTree.fromstring(picture))
        (line,) = [each for each in root if "c-today" in each.get("class", "") or each.get("stroke-dasharray")]
        x, top = float(line.get("x1", 0)), float(line.get("y1", 0))
        below = root[root.index(line) + 1 :]
        papers = [box for box in below if box.tag == f"{SVG}rect"]
        for words, first, last, y in texts(picture, skin):
            if first < x < last and y > top + skin.size and y > skin.size * 5 + skin.row * len(plan.bars):
                on = [b for b in papers if float(b.get("x", 0)) <= x <= float(b.get("x", 0)) + float(b.get("width", 0))]
                assert any(float(b.get("y", 0)) <= y <= float(b.get("y", 0)) + float(b.get("height", 0)) for b in on), words
