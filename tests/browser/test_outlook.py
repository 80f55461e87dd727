"""A risk goes from red to green in the browser; a status report is sent, and stays as it was when the data change."""

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from costsharing.models import BudgetAmount, BudgetLine
from milestones.models import Milestone, Risk
from milestones.reporting import Subject
from portfolio.access.roles import Role
from projects.models import Project
from tests.browser.checks import WIDTHS, faults, keep, sign_in, unparsable
from tests.factories import portfolio, projects

HOME = "/dalen/projects/felles-arkiv/"
pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def project() -> Project:
    region = portfolio.region("dalen", name="Dalen", country="NO", language="nb", currency="NOK")
    made = projects.project(region, "felles-arkiv", name="Felles arkiv", stage="running", status="on_track")
    for name in ("Nes", "Hol"):
        projects.participation(made, portfolio.municipality(name))
    Milestone.objects.create(project=made, position=1, text="Pilot", planned_on=dt.date(2020, 1, 1))
    BudgetAmount.objects.create(line=BudgetLine.objects.create(project=made, position=1, text="Lønn", kind="staff"), year=2026, minor=1_000_000_00)
    return made


@pytest.fixture
def office(page: Page, project: Project, live_server: Any) -> Page:
    sign_in(page, portfolio.person_with(Role.COORDINATOR, project.region, language="nb"), live_server.url)
    return page


def look(page: Page, name: str) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [*faults(page), *filter(None, [unparsable(page.content())])]
        keep(page, name)
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def save(page: Page) -> None:
    page.locator('main button[name=do][value="save"]').click()
    expect(page.locator(".toast, .messages").first).to_be_visible()


def score(page: Page, **values: int) -> None:
    for name, value in values.items():
        page.select_option(f"[name={name}]", str(value))


def test_a_risk_goes_from_red_to_green(office: Page) -> None:
    office.goto(f"{HOME}edit/risks/new/")
    office.fill("[name=text]", "For få folk i arkivet")
    score(office, probability=5, impact=4, probability_after=1, impact_after=4)
    office.fill("[name=owner]", "prosjektleder")
    office.select_option("[name=strategy]", "reduce")
    office.select_option("[name=status]", "followed")
    office.get_by_label("Hol").check()
    office.check("[name=in_portfolio]")
    found = look(office, "risk form")
    save(office)
    office.goto(f"{HOME}risks/")
    stands = office.locator(".rows > li .st").first
    expect(stands).to_have_attribute("data-s", "bad")
    risk = Risk.objects.get()
    assert [each.organisation.name for each in risk.parties.all()] == ["Hol"]
    for day, probability, impact, tone in (("2020-09-01", 3, 3, "watch"), ("2020-10-01", 1, 4, "good")):
        office.locator(f"#risk{risk.pk} a[href*='risk-reviews']").click()
        office.fill("[name=reviewed_on]", day)
        score(office, probability=probability, impact=impact)
        office.fill("[name=note]", "To er tilsatt.")
        save(office)
        office.goto(f"{HOME}risks/")
        expect(stands).to_have_attribute("data-s", tone)
    office.locator("details summary").first.click()
    assert office.locator(".course li").count() == 3
    found += look(office, "risks")
    office.goto("/dalen/risks/")
    expect(office.locator("tbody .st").first).to_have_attribute("data-s", "good")
    office.locator(".matrix a").click()
    assert office.url.endswith("?cell=1x4#list")
    found += look(office, "risks of the portfolio")
    office.goto(f"{HOME}edit/risks/{risk.pk}/")
    office.select_option("[name=status]", "closed")
    office.fill("[name=closed_because]", "Alle er tilsatt")
    save(office)
    office.goto("/dalen/risks/")
    assert office.locator(".matrix").count() == 0
    assert found == []


def test_a_status_report_is_sent_and_stays_as_it_was(office: Page, project: Project) -> None:
    office.goto(f"{HOME}reports/")
    found = look(office, "no reports")
    office.locator("form[action$='/reports/new/'] button").click()
    office.wait_for_url("**/reports/draft/")
    expect(office.locator("[name=time]")).to_have_value("bad")
    office.locator("main [name=do][value=send]").click()
    expect(office.locator(".errsum")).to_be_focused()
    found += look(office, "report that lacks something")
    for each in Subject:
        office.select_option(f"[name={each}]", "good")
    office.select_option("[name=time]", "watch")
    office.fill("[name=time_comment]", "Piloten er sen.")
    office.fill("[name=cost_comment]", "Prognosen ligger over budsjettet.")
    office.select_option("[name=status]", "watch")
    office.fill("[name=summary]", "Vi er i gang.")
    office.fill("[name=forecast_minor]", "1 200 000")
    save(office)
    found += look(office, "draft of a report")
    office.locator("main [name=do][value=send]").click()
    office.wait_for_url("**/reports/1/")
    office.reload()
    found += look(office, "report")
    before = office.locator("main").inner_text()
    assert "200\u00a0000" in before
    Milestone.objects.update(reached_on=dt.date(2020, 1, 1), text="Noe annet")
    BudgetAmount.objects.update(minor=1)
    Risk.objects.create(project=project, position=1, text="Ny", probability=5, impact=5)
    office.reload()
    assert office.locator("main").inner_text() == before
    office.goto(HOME)
    expect(office.locator(".facts .st").first).to_have_attribute("data-s", "watch")
    found += look(office, "project with a report")
    assert found == []
