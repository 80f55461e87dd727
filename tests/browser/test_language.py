"""Whoever chooses another language in the middle of a form goes on where they were."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portfolio.access.roles import Role
from projects.models import Project
from tests.browser.checks import sign_in
from tests.factories import portfolio
from tests.factories.full import project_with


@pytest.fixture
def project(transactional_db: None) -> Project:
    return project_with(1, portfolio.region("fjordane", name="Fjordane"))


def test_what_is_typed_outlives_the_choice_of_a_language(page: Page, project: Project, live_server: Any) -> None:
    """Once: the next visit shows what is stored, and somebody else's change meanwhile is still noticed."""
    sign_in(page, portfolio.person_with(Role.COORDINATOR, project.region, language="en-gb"), live_server.url)
    address = f"{live_server.url}{project.get_absolute_url()}edit/chapters/all/"
    page.goto(address)
    before = page.locator("input[name=shown]").input_value()
    page.locator("#id_text").fill("Halvveis skrevet")
    page.get_by_role("button", name="norsk bokmål").click()
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    expect(page.locator("#id_text")).to_have_value("Halvveis skrevet")
    assert page.locator("input[name=shown]").input_value() == before
    page.goto(address)
    expect(page.locator("#id_text")).to_have_value("Bakgrunn.")


def test_at_320_the_bar_shows_whole_words_and_a_time_stays_whole(page: Page, project: Project, live_server: Any) -> None:
    office = portfolio.person_with(Role.ADMIN, project.region, language="nb")
    sign_in(page, office, live_server.url)
    page.set_viewport_size({"width": 320, "height": 800})
    for address in ("payers/", "rules/", "mail/"):
        page.goto(f"{live_server.url}/fjordane/register/{address}")
        assert page.evaluate("[...document.querySelectorAll('.nav a')].every(link => link.getBoundingClientRect().right <= 320)")
        tabs, after = (page.locator(each).first.bounding_box() for each in (".tabs", ".tabs + *"))
        assert tabs and after
        assert after["y"] - tabs["y"] - tabs["height"] >= 16, address
