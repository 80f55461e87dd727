"""The four decisions of the Kongsberg mandate are recorded by its coordinator, from the plan to the register."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from milestones.models import Condition, Decision
from portfolio.models import User
from tests.browser.checks import faults, keep, settled, sign_in

REGION, PROJECT = "kongsbergregionen", "digital-kompetanse"
PLAN = f"/{REGION}/projects/{PROJECT}/plan/"
MONEY, LEADER = ("Finansieringen avklares i budsjettet for 2016.", "2016-01-15"), ("Prosjektleder pekes ut.", "2015-12-01")
FOUR = (
    ("changes", "Gå videre med endringer", "31.10.2015", "Mandatet godkjennes.", (MONEY, LEADER)),
    ("continue", "Gå videre", "01.10.2016", "Tiltaksplanen for 2017/18 godkjennes.", (("Hver kommune melder deltakere.", "2016-11-01"),)),
    ("postpone", "Utsett", "01.10.2017", "Saken utsettes til neste møte.", ()),
    ("stop", "Stans", "31.12.2018", "Hovedprosjektet avsluttes.", (("Sluttrapport legges fram.", "2019-03-01"),)),
)
"""What the mandate asks is real; what is answered here is made up."""
BEFORE = 2
"""Decisions that the register holds already: those of the demo's made-up project."""


def record(page: Page, number: int) -> None:
    _, outcome, met_on, text, conditions = FOUR[number - 1]
    page.goto(PLAN)
    page.locator("section:has(#decisions) tbody tr").nth(number - 1).locator("th a").click()
    page.get_by_role("link", name="Før inn vedtaket").click()
    expect(page.get_by_label("Vedtaksdato")).to_have_value("-".join(reversed(met_on.split("."))))
    page.get_by_label(outcome, exact=True).check()
    page.get_by_label("Vedtakets tekst").fill(text)
    page.get_by_label("Paragraf").fill(f"§ {number}")
    for place, (words, due) in enumerate(conditions, 1):
        page.get_by_label(f"Vilkår {place}", exact=True).fill(words)
        page.get_by_label(f"Oppfølging av vilkår {place}", exact=True).fill(due)


def numbers(page: Page) -> list[str]:
    return [str(link.get_attribute("href")).rstrip("/").rpartition("/")[2] for link in settled(page).locator('tbody th a[href*="/plan/decisions/"]').all()]


@pytest.fixture
def coordinator(page: Page, live_server: object) -> Page:
    call_command("demo", verbosity=0)
    sign_in(page, User.objects.get(email=f"coordinator@{REGION}.example"), live_server.url)  # type: ignore[attr-defined]
    return page


def test_the_four_decisions_of_the_mandate_are_recorded_and_sending_twice_is_one(coordinator):
    page, found = coordinator, []
    for number in range(1, 5):
        record(page, number)
        if number == 1:
            found += faults(page)
            keep(page, "nb record")
        page.locator('button[name="do"][value="record"]').dblclick()
        expect(page.get_by_role("heading", level=2, name=f"Vedtak {number + BEFORE}:")).to_be_visible()
    mine = Decision.objects.filter(project__reference=PROJECT)
    stored = [(row.outcome, row.number, row.point_number, f"{row.met_on:%d.%m.%Y}", row.text) for row in mine.order_by("number")]
    assert stored == [(outcome, number + BEFORE, number, met_on, text) for number, (outcome, _, met_on, text, _) in enumerate(FOUR, 1)]
    assert [
        (each.decision.number, each.text, each.due_on.isoformat())
        for each in Condition.objects.filter(decision__in=mine).order_by("decision__number", "position")
    ] == [(number + BEFORE, *condition) for number, (*_, conditions) in enumerate(FOUR, 1) for condition in conditions]
    found += faults(page)
    keep(page, "nb stop")

    record(page, 3)  # was postponed, so it can be decided again; on the same day it is the one that stands
    page.locator('button[name="do"][value="record"]').click()
    expect(page.get_by_role("heading", level=2, name="Vedtak 5:")).to_be_visible()

    page.goto(f"/{REGION}/projects/{PROJECT}/plan/decisions/3/")
    first = page.locator("fieldset.part").first
    first.get_by_label("Oppfylt").fill("2015-12-15")
    page.get_by_role("button", name="Lagre hva som er oppfylt").click()
    expect(page.get_by_text("1 av 2 vilkår er åpne")).to_be_visible()

    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Vedtak").click()
    assert numbers(page) == ["6", "5", "4", "3", "2", "1"]
    found += faults(page)
    keep(page, "nb decisions")
    page.set_viewport_size({"width": 320, "height": 900})
    found += faults(page)
    page.get_by_label("Utfall").select_option(label="Stanset")
    page.get_by_role("button", name="Vis").click()
    assert numbers(page) == ["6"]
    page.goto(PLAN)
    found += faults(page)
    assert found == []
