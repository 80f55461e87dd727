"""The register's pages with something in every section and with nothing, its forms as they open and with everything wrong."""

import pytest
from playwright.sync_api import Page, expect

from portfolio.access.roles import Role
from portfolio.models import Contact, Organisation, Region
from tests.browser.checks import WIDTHS, faults, keep, settled, sign_in, unparsable
from tests.factories import portfolio
from tests.factories.registered import region_with

FORMS = ("memberships/new/", "organisations/new/", "contacts/new/", "bodies/new/", "seats/new/", "meetings/new/")


@pytest.fixture
def region(transactional_db: None) -> Region:
    region = region_with(3, slug="fjordane")
    place, body = region.memberships.first().organisation, region.bodies.first()
    given = {"region": region, "organisation": place, "function": "Stedfortreder", "mail": "a-very-long-address-of-somebody@a-very-long-name.example"}
    Contact.objects.create(**given, kind="deputy", phone="+47 00 00 00 00", name="N. N.", language="nb")
    Contact.objects.create(**given, kind="deputy", valid_to="2020-01-01")
    portfolio.member(region, portfolio.municipality("Gamle Nes", successor=place), valid_to="2019-12-31")
    portfolio.member(region, valid_from="2090-01-01")
    body.seats.create(function="Tidligere", valid_from="2010-01-01", valid_to="2011-01-01")
    body.meetings.create(date="2020-01-01", note="Ekstra", is_cancelled=True)
    return region


def pages(region: Region) -> list[str]:
    places = Organisation.objects.filter(memberships__region=region).order_by("name")
    numbers = [places.first().pk, places.get(name="Gamle Nes").pk, region.own_organisations.first().pk]
    bodies = [f"bodies/{region.bodies.first().pk}/", f"edit/bodies/{region.bodies.last().pk}/meetings/", "edit/seats/"]
    return [f"/{region.slug}/register/{each}" for each in ("", "bodies/", *(f"organisations/{number}/" for number in numbers), *bodies)]


def look(page: Page, name: str) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [*faults(page), *filter(None, [unparsable(settled(page).content())])]
        keep(page, name)
    return found


@pytest.mark.parametrize(("language", "scheme"), [("sv", "light"), ("nb", "dark")])
def test_every_page_full_and_empty(page, region, live_server, language, scheme):
    page.emulate_media(color_scheme=scheme)
    empty = portfolio.region("tomt")
    place, body = portfolio.municipality(), portfolio.body(empty)
    office = portfolio.person_with(Role.COORDINATOR, region, language=language)
    portfolio.grant(office, empty, Role.READER)
    sign_in(page, office, live_server.url)
    found = []
    for address in (
        *pages(region),
        "/tomt/register/",
        "/tomt/register/bodies/",
        f"/tomt/register/bodies/{body.pk}/",
        f"/tomt/register/organisations/{place.pk}/",
    ):
        assert page.goto(address).status == 200
        found += look(page, f"register {language} {address}")
    assert found == []


def test_every_form_opens_and_says_what_is_wrong(page, region, live_server):
    sign_in(page, portfolio.person_with(Role.COORDINATOR, region), live_server.url)
    many = f"bodies/{region.bodies.first().pk}/meetings/"
    found = []
    for form in (*FORMS, many):
        assert page.goto(f"/fjordane/register/edit/{form}").status == 200
        found += look(page, f"register form {form}")
        for field in page.locator("main form input:not([type=hidden], [type=checkbox]), main form textarea").all():
            field.fill("")
        page.locator("main form[novalidate] button").first.click()
        expect(page.locator(".errsum")).to_be_focused()
        found += look(page, f"register wrong {form}")
    assert found == []


def test_a_member_is_added_by_keyboard_and_taken_back(page, region, live_server):
    portfolio.municipality("Nordfjord")
    sign_in(page, portfolio.person_with(Role.COORDINATOR, region), live_server.url)
    page.goto("/fjordane/register/")
    page.get_by_role("link", name="Add – Members").press("Enter")
    page.get_by_label("Municipality or other party").focus()
    page.keyboard.type("nordfjord")
    expect(page.locator("#parties option")).to_have_count(1)
    page.get_by_label("From").fill("2026-01-01")
    page.get_by_label("Why").focus()
    page.keyboard.type("Sak 4/26")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Added.")
    expect(page.get_by_role("link", name="Nordfjord")).to_be_visible()
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("link", name="Nordfjord")).to_have_count(0)
