"""The style guide shows every component, drawn by its own template, and every class of the style sheet's components."""

import re
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).parents[2]
COMPONENTS = sorted(f"components/{path.name}" for path in (ROOT / "templates/components").glob("*.html"))
# Classes that stand only where a whole page gives them sense: the mandate to read, the time line, editing's lists and two texts side by side.
SEEN_ON_THEIR_PAGES = {
    *("contents", "chapter", "logo", "chaptertext", "prose", "block", "grp", "sum", "names", "making", "hash"),
    *("letter", "from", "choice", "leg", "hangs", "wide-btn", "amount", "big", "alt-amount", "side", "receipt", "ways-on", "asked"),  # what a link opens
    *("c-ghost", "dates", "insq", "lying", "small-lines"),
    *("chart", "k", "band", "onink", "c-line", "c-fjord", "c-inkx", "c-today", "f-fjord", "f-ink", "f-paper", "f-tint", "desk", "phone", "ring"),
    *("bars", "cells", "curve", "f-line", "f-stone2", "fields", "how", "key", "live", "many", "paper", "part", "said", "tally", "tally-why", "tally-words"),
    *(
        "tap",
        "ticks",
        "why",
        "year",
        "course",
        "subject",
        "stand",
        "deeds",
        "difference",
        "edit",
        "goals",
        "marks",
        "serving",
        "small-chart",
        "editable",
        "both",
        "kept",
        "years",
        "apart",
        "example",
        "grouped",
        "plain",
        "flush",
        "before-list",
        "unscripted",
        "board",
        "narrow",
        "people",
        "out",
        "meter",
        "bar-svg",
        "fee",
        "f-stone",
    ),
}


def classes_of(style: str) -> set[str]:
    """Of the layers of components and charts."""
    plain = re.sub(r"/\*.*?\*/|url\([^)]*\)|\d*\.\d+\w*", "", style, flags=re.DOTALL)
    layers = plain[plain.index("@layer s.components {") : plain.index("@layer s.print {")]
    return set(re.findall(r"\.([a-z][\w-]*)", layers)) - {"components", "charts", "ds-input"}


@pytest.mark.django_db
def test_each_component_is_drawn_by_its_own_template(client: Client) -> None:
    drawn = {template.name for template in client.get("/account/style-guide/").templates}
    assert [name for name in COMPONENTS if name not in drawn] == []


@pytest.mark.django_db
def test_each_class_of_a_component_is_worn(client: Client) -> None:
    page = client.get("/account/style-guide/").content.decode()
    worn = {name for found in re.findall(r'class="([^"]*)"', page) for name in found.split()}
    wanted = classes_of((ROOT / "static/css/samverk.css").read_text("utf-8"))
    assert (sorted(wanted - worn - SEEN_ON_THEIR_PAGES), sorted(SEEN_ON_THEIR_PAGES & worn)) == ([], [])


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_large_parts_are_shown_in_the_scheme_one_asks_for(client: Client, scheme: str) -> None:
    page = client.get(f"/account/style-guide/?scheme={scheme}").content.decode()
    assert page.count(f'data-scheme="{scheme}"') == 2
