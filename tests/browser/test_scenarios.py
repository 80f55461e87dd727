"""Tries at sharing a year's costs in the browser: every page whole and narrow, and the table that follows what is typed."""

import pytest
from playwright.sync_api import Page, expect

from costsharing.models import Scenario
from portfolio.access.roles import Role
from projects.models import Project
from tests.browser.checks import WIDTHS, faults, keep, sign_in
from tests.costsharing.test_scenario_pages import HALF, at, take_part
from tests.factories import portfolio, projects


@pytest.fixture
def scenario(transactional_db: None) -> Scenario:
    project = projects.project(portfolio.region("fjordane", name="Fjordane"), reference="felles")
    take_part(project, 10, 20, 70)
    alike = {"parts": [HALF["parts"][0] | {"fraction": "1"}]}
    Scenario.objects.create(project=project, year=2017, name="Likt", definition=alike, base_minor=900_00, is_baseline=True)
    return Scenario.objects.create(project=project, year=2017, name="Halvt", definition=HALF, base_minor=900_00)


@pytest.fixture
def coordinator(page: Page, scenario: Scenario, live_server: object) -> Page:
    sign_in(page, portfolio.person_with(Role.COORDINATOR, scenario.project.region), live_server.url)
    return page


def pages(project: Project, number: int) -> list[str]:
    named = [at(name, project, number) for name in ("scenario", "scenario-edit", "scenario-curve")]
    return [at("scenarios", project), at("scenario-new", project), at("scenarios-compare", project, 2017), *named]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_scenarios(coordinator, scenario, scheme):
    coordinator.emulate_media(color_scheme=scheme)
    found = []
    for width in WIDTHS:
        coordinator.set_viewport_size({"width": width, "height": 900})
        for address in pages(scenario.project, scenario.pk):
            assert coordinator.goto(address).status == 200
            found += faults(coordinator)
            keep(coordinator, f"scenarios {scheme} {address}")
    assert found == []


def test_the_table_follows_what_is_typed_and_nothing_is_stored(coordinator, scenario):
    coordinator.goto(at("scenario-edit", scenario.project, scenario.pk))
    result = coordinator.locator("#result tbody")
    expect(result).to_contain_text("465")
    coordinator.locator("[name=fraction-1]").fill("")
    coordinator.locator("[name=fraction-0]").fill("20")
    expect(result).to_contain_text("564")
    expect(result).not_to_contain_text("465")
    scenario.refresh_from_db()
    assert scenario.definition == HALF
    coordinator.locator("button[value=save]").click()
    coordinator.wait_for_url("**" + at("scenario", scenario.project, scenario.pk))
    scenario.refresh_from_db()
    assert [part["fraction"] for part in scenario.definition["parts"]] == ["0.2", "0.8"]


def test_a_slider_goes_in_step_with_its_field_and_another_part_takes_the_rest(coordinator, scenario):
    coordinator.goto(at("scenario-edit", scenario.project, scenario.pk))
    sliders, result = coordinator.locator("input[type=range]"), coordinator.locator("#result tbody")
    assert [each.input_value() for each in sliders.all()] == ["50", "50"]
    sliders.nth(0).focus()
    coordinator.keyboard.press("ArrowLeft")
    assert [coordinator.locator(f"[name=fraction-{place}]").input_value() for place in (0, 1)] == ["49", "51"]
    assert [each.input_value() for each in sliders.all()] == ["49", "51"]
    assert sliders.nth(1).get_attribute("aria-valuetext") == "51 %"
    coordinator.keyboard.press("Home")
    expect(result).to_contain_text("630")
    coordinator.locator("[name=fraction-1]").fill("")
    coordinator.locator("[name=fraction-0]").fill("1/5")
    assert [each.input_value() for each in sliders.all()] == ["20", "80"]
    expect(result).to_contain_text("564")
    assert faults(coordinator) == []


def test_without_scripts_there_are_the_fields_alone(browser, scenario, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, portfolio.person_with(Role.COORDINATOR, scenario.project.region), live_server.url)
    page.goto(at("scenario-edit", scenario.project, scenario.pk))
    assert (page.locator("input[type=range]").count(), page.locator("[name=fraction-0]").input_value()) == (0, "50")
    page.locator("[name=fraction-0]").fill("20")
    page.locator("[name=fraction-1]").fill("")
    page.locator("button[value=show]").click()
    expect(page.locator("#result tbody")).to_contain_text("564")
    context.close()
