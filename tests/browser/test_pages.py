"""Pages with something in every section, the dark scheme, the keyboard, life without scripts, and the pages of errors."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from portfolio.access.roles import Role
from portfolio.models import Document
from projects.models import Project
from tests.browser.checks import WIDTHS, faults, keep, sign_in, unparsable
from tests.factories import portfolio
from tests.factories.full import project_with

TABS = ("", "mandate/", "participation/", "money/", "plan/", "risks/", "documents/")


@pytest.fixture
def project(transactional_db: None) -> Project:
    return project_with(3, portfolio.region("fjordane", name="Fjordane"))


@pytest.fixture
def coordinator(page: Page, project: Project, live_server: object) -> Page:
    sign_in(page, portfolio.person_with(Role.COORDINATOR, project.region), live_server.url)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_with_something_in_every_section(coordinator, project, scheme):
    coordinator.emulate_media(color_scheme=scheme)
    found = []
    for width in WIDTHS:
        coordinator.set_viewport_size({"width": width, "height": 900})
        for address in ("/fjordane/", "/account/", *(project.get_absolute_url() + tab for tab in TABS)):
            assert coordinator.goto(address).status == 200
            found += faults(coordinator)
            keep(coordinator, f"full {scheme} {address}")
    assert found == []


def test_the_skip_link_comes_first_and_leads_to_the_content(coordinator, project):
    coordinator.goto(project.get_absolute_url())
    coordinator.keyboard.press("Tab")
    link = coordinator.locator(".skip")
    expect(link).to_be_focused()
    assert link.bounding_box()["y"] >= 0
    coordinator.keyboard.press("Enter")
    expect(coordinator.locator("main")).to_be_focused()


def test_wherever_the_keyboard_stops_it_shows(coordinator, project):
    coordinator.goto(project.get_absolute_url() + "money/")
    stops = []
    for _ in range(40):
        coordinator.keyboard.press("Tab")
        stop = coordinator.evaluate("""() => { const e = document.activeElement, s = getComputedStyle(e);
            return [e.tagName, e.textContent.trim().slice(0, 30), s.outlineStyle, parseFloat(s.outlineWidth)]; }""")
        if stop[0] == "BODY":
            break
        stops.append(stop)
    assert [stop for stop in stops if stop[2] != "solid" or stop[3] < 3] == []
    reached = {stop[1] for stop in stops}
    assert {"Overview", "Documents", "My page", "Svenska"} <= reached
    assert len([stop for stop in stops if stop[0] == "DIV"]) == 2, "wide tables can be scrolled by keyboard"


def test_the_language_changes_at_the_foot_of_every_page(coordinator, project):
    coordinator.goto(project.get_absolute_url() + "plan/")
    for code, name in (("sv", "Svenska"), ("nb", "Norsk (bokmål)"), ("en-GB", "English")):
        coordinator.locator(".languages").get_by_role("button", name=name).click()
        expect(coordinator.locator("html")).to_have_attribute("lang", code)
        expect(coordinator).to_have_url(re.compile(r"/plan/$"))


def test_without_scripts_one_looks_again(browser, live_server, project):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    sign_in(page, portfolio.person_with(Role.COORDINATOR, project.region), live_server.url)
    page.goto(project.get_absolute_url())
    page.get_by_role("button", name="Make PDF of the mandate").click()
    expect(page.locator("#progress")).to_contain_text("Waiting for its turn to be made.")
    Document.objects.update(state="ready", file="documents/a.pdf", sha256="a" * 64, size=1, ready_at=timezone.now())
    page.get_by_role("link", name="Look again").click()
    expect(page.locator("#progress")).to_contain_text("The file is ready.")
    context.close()


def test_the_pages_of_errors(coordinator, project, monkeypatch):
    found = []
    contact = portfolio.person_with(Role.READER, project.region)
    coordinator.goto("/fjordane/")
    for status, address in ((404, "/fjordane/projects/finnes-ikke/"), (403, project.get_absolute_url() + "mandate/")):
        if status == 403:
            sign_in(coordinator, contact, coordinator.evaluate("location.origin"))
        for width in WIDTHS:
            coordinator.set_viewport_size({"width": width, "height": 900})
            assert coordinator.goto(address).status == status
            found += faults(coordinator)
            found += [fault for fault in [unparsable(coordinator.content())] if fault]
            keep(coordinator, f"error {status}")
    assert found == []
