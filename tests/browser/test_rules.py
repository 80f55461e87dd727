"""The pages of a region's rules with every key in use, with nothing, with everything wrong; a rule made by keyboard while its sentence follows."""

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from costsharing.models import Rule, RuleVersion
from portfolio.access.roles import Role
from portfolio.models import FigureSource, KeyFigure, Region
from tests.browser.checks import WIDTHS, faults, keep, settled, sign_in, unparsable
from tests.factories import portfolio

RULES = "/dalen/register/rules/"
LABEL = "Det som fördelas efter invånarantal och storleksklass"
MANY: dict[str, Any] = {
    "unit": "100",
    "parts": [
        {"label": LABEL, "key": "classes", "figure": "population", "classes": [{"to": "9999", "fee": "5000"}, {"from": "10000", "fee": "12000"}]},
        {"label": "avgift", "key": "rate", "figure": "population", "rate": "0.8080", "count_cap": "100000"},
        {"label": "kurser", "key": "percent", "amount": "40000", "percent": {"1438": "50", "1460": "50"}},
        {"label": "inköp", "key": "own", "own": {}},
        {"label": "resten", "key": "figure", "figure": "population", "fraction": "1"},
    ],
    "exceptions": {"1438": {"amount": "6000", "reference": "§ 12"}},
}
pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def region() -> Region:
    region = portfolio.region("dalen", name="Dalen", country="SE", language="sv", currency="SEK")
    source = FigureSource.objects.create(key="scb", title="Folkmängd", publisher="SCB", licence="CC0")
    for code, name, people in (("1438", "Dals-Ed", 4700), ("1460", "Bengtsfors", 9500)):
        place = portfolio.member(region, portfolio.municipality(name, country="SE", code=code)).organisation
        KeyFigure.objects.create(organisation=place, kind="population", date=dt.date(2020, 12, 31), value=people, source=source)
    return region


@pytest.fixture
def office(page: Page, region: Region, live_server: Any) -> Page:
    sign_in(page, portfolio.person_with(Role.COORDINATOR, region, language="sv"), live_server.url)
    return page


def look(page: Page, name: str) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [*faults(page), *filter(None, [unparsable(settled(page).content())])]
        keep(page, name)
    return found


def test_every_page_of_rules_empty_full_and_wrong(office: Page, region: Region) -> None:
    assert office.goto(RULES).status == 200
    found = look(office, "rules empty")
    rule = Rule.objects.create(region=region, name="Allt på en gång", note="Varför")
    version = RuleVersion.objects.create(rule=rule, first_year=2020, definition=MANY)
    RuleVersion.objects.create(rule=rule, first_year=2090, definition=MANY)
    for address in ("", "new/", f"{rule.pk}/", f"{rule.pk}/name/", f"{rule.pk}/new/", f"versions/{version.pk}/"):
        assert office.goto(RULES + address).status == 200
        found += look(office, f"rules {address}")
    office.locator("[name=p0-label]").fill("")
    office.locator("[name=p2-value]").fill("mycket")
    office.locator("[name=first_year]").fill("20")
    office.locator("#rule [name=do][value=save]").click()
    expect(office.locator(".errsum")).to_be_focused()
    found += look(office, "rules wrong")
    assert found == []


def test_a_rule_is_made_by_keyboard_while_its_sentence_follows(office: Page, region: Region) -> None:
    office.goto(RULES + "new/")
    office.locator("[name=preset]").focus()
    office.locator("[name=first_year]").focus()
    office.keyboard.press("Enter")
    expect(office.locator("h1")).to_have_text("Hälften lika, hälften efter invånarantal")
    version = RuleVersion.objects.get()
    office.goto(f"{RULES}versions/{version.pk}/")
    office.locator("[name=p0-value]").focus()
    office.keyboard.press("Control+a")
    office.keyboard.type("30 %")
    expect(office.locator("#live li")).to_have_text("Andel, belopp eller rader: Andelarna blir tillsammans 0,8, vilket är 0,2 för lite; de ska bli 1.")
    office.locator("[name=p1-value]").focus()
    office.keyboard.press("Control+a")
    office.keyboard.type("70 %")
    expect(office.locator("#live .said")).to_have_text("30 % delas lika, 70 % efter invånarantal. Avrundas till hela kronor.")
    expect(office.locator("#live tbody tr")).to_have_count(2)
    office.locator("#rule [name=do][value=save]").focus()
    office.keyboard.press("Enter")
    expect(office.locator(".toast")).to_be_visible()
    version.refresh_from_db()
    assert [part["fraction"] for part in version.definition["parts"]] == ["0.3", "0.7"]


def test_another_way_of_sharing_shows_its_fields_at_once(office: Page, region: Region) -> None:
    rule = Rule.objects.create(region=region, name="Hälften")
    parts = [{"label": "lika", "key": "equal", "fraction": "1/2"}, {"label": "resten", "key": "figure", "figure": "population", "fraction": "1/2"}]
    version = RuleVersion.objects.create(rule=rule, first_year=2020, definition={"unit": "1", "parts": parts})
    office.goto(f"{RULES}versions/{version.pk}/")
    office.evaluate("document.body.dataset.here = 'the same page'")
    office.locator("[name=p1-label]").fill("det andra")
    key = office.locator("select[name=p0-key]")
    key.focus()
    key.select_option("percent")
    expect(office.locator("textarea[name=p0-entries]")).to_be_visible()
    expect(key).to_be_focused()
    assert office.evaluate("document.body.dataset.here") == "the same page"
    assert office.locator("[name=p1-label]").input_value() == "det andra"
    expect(office.get_by_role("button", name="Visa fälten")).to_have_count(0)
    office.locator("textarea[name=p0-entries]").fill("Dals-Ed: 40\nBengtsfors: 60")
    expect(office.locator("#live .said")).to_contain_text("avtalade procent")
    key.select_option("equal")
    expect(office.locator("textarea[name=p0-entries]")).to_have_count(0)
    expect(office.locator("[name=p0-entries]")).to_have_value("Dals-Ed: 40\nBengtsfors: 60")
    version.refresh_from_db()
    assert version.definition["parts"] == parts
