"""The pages of key figures and strategies, with what a file brings, what is wrong with it, and nothing at all."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from portfolio.access.roles import Role
from portfolio.models import Region
from projects.models import FocusArea, Goal, Strategy
from tests.browser.checks import WIDTHS, faults, keep, settled, sign_in, unparsable
from tests.factories import figures as make
from tests.factories import portfolio

FIGURES = "/fjordane/register/figures/"
HEAD = "Kommunenr;Kommune;År;Antall\n"
pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def region() -> Region:
    found = portfolio.region("fjordane", name="Fjordane")
    place = portfolio.member(found, portfolio.municipality("Ås", code="3001")).organisation
    portfolio.member(found, portfolio.municipality("Bø", code="3002"))
    for year in range(2015, 2026):
        make.figure(place, 10_000 + 137 * (year % 7), date=dt.date(year, 1, 1))
    make.figure(place, 12_000, found, basis="egen telling")
    strategy = Strategy.objects.create(region=found, key="gammel", name="Gammel strategi", valid_from=2016, valid_to=2018, area_count=3)
    area = FocusArea.objects.create(strategy=strategy, number=1, name="Kompetanse", goal_count=2)
    Goal.objects.create(area=area, number=1, text="Et mål")
    Strategy.objects.create(region=found, key="ny", name="Ny strategi", valid_from=2020)
    return found


@pytest.fixture
def office(page: Page, region: Region, live_server: object) -> Page:
    sign_in(page, portfolio.person_with(Role.COORDINATOR, region), live_server.url)
    return page


def look(page: Page, name: str) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [*faults(page), *filter(None, [unparsable(settled(page).content())])]
        keep(page, name)
    return found


def send(page: Page, rows: str) -> None:
    page.goto(FIGURES + "file/")
    page.locator("[name=file]").set_input_files({"name": "tal.csv", "mimeType": "text/csv", "buffer": (HEAD + rows).encode()})
    page.locator("[name=kind]").select_option("population")
    for field in ("title", "publisher", "licence"):
        page.locator(f"[name={field}]").fill("Egen telling")
    page.locator("main form[novalidate] button").click()


def test_every_page_of_figures_and_strategies(office, region):
    figure = region.figures.get()
    past = region.strategies.get(key="gammel")
    found = []
    for address in (
        FIGURES,
        f"{FIGURES}{figure.pk}/",
        FIGURES + "sources/",
        FIGURES + "new/",
        FIGURES + "file/",
        "/fjordane/strategy/",
        f"/fjordane/strategy/{past.pk}/",
    ):
        assert office.goto(address).status == 200
        found += look(office, f"figures {address}")
    assert found == []


def test_a_file_is_refused_then_looked_through_and_stored_by_keyboard(office, region):
    send(office, "3001;Ås;2025;1,5\n9999;;i fjor;2\n")
    expect(office.locator(".errsum")).to_be_focused()
    found = look(office, "figures rows wrong")
    send(office, "3001;Ås;2025;12 500\n3002;Bø;2025;900\n")
    expect(office.locator("h1")).to_be_visible()
    found += look(office, "figures preview")
    office.locator("main form button").focus()
    office.keyboard.press("Enter")
    expect(office.locator(".toast")).to_be_visible()
    assert (found, sorted(region.figures.values_list("value", flat=True))) == ([], [900, 12_000, 12_500])
    office.goto(FIGURES + "new/")
    office.locator("main form[novalidate] button").click()
    expect(office.locator(".errsum")).to_be_focused()
    assert look(office, "figures new wrong") == []
