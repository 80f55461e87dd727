"""From an empty budget to what Perstorp pays and why: typed, pasted, shared by a rule, adopted, charged, exported and explained on one page."""

import csv
import datetime as dt
import re
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from costsharing.models import Allocation
from portfolio.access.roles import Role
from portfolio.lib.sheetreading import read_rows
from portfolio.models import FigureSource, KeyFigure, Organisation
from projects.models import Project
from tests.browser.checks import WIDTHS, faults, keep, settled, sign_in, unparsable
from tests.browser.keys import Keys
from tests.browser.test_budget_table import PASTE, reach
from tests.costsharing.engine.test_worked import POPULATION, population
from tests.factories import portfolio, projects

PASSWORD = "tre ord och ett tal 7"
PROJECT = "/skane/projects/e-arkiv-drift/"
PERSTORP = "1275"
AMOUNTS = [re.compile(text) for text in (r"53\s803", r"7\s174", r"1\s288\s908", r"8\s348,93", r"45\s454,55", "Perstorp", r"2015-11-20")]
"""Of the page that explains it: the share, Perstorp's inhabitants and everybody's, the two parts before rounding, the day of the decision."""


@pytest.fixture
def project(transactional_db: None) -> Project:
    """Of Skåne, with nothing in it but the 33 municipalities that the offer of 2015 went to; their inhabitants as the register has them."""
    skane = {"name": "Kommunförbundet Skåne", "country": "SE", "language": "sv", "currency": "SEK", "time_zone": "Europe/Stockholm"}
    region = portfolio.region("skane", **skane)
    portfolio.body(region, "Styrgrupp (exempel)")
    days = {"starts_on": dt.date(2016, 1, 1), "ends_on": dt.date(2016, 12, 31)}
    made = projects.project(region, reference="e-arkiv-drift", name="Drift av e-arkiv", language="sv", **days)
    source = FigureSource.objects.create(key="scb", title="Folkmängd", publisher="SCB", licence="CC0")
    for code, name, people in inhabitants():
        place = portfolio.member(region, portfolio.municipality(name, country="SE", code=code)).organisation
        KeyFigure.objects.create(organisation=place, kind="population", date=dt.date(2014, 12, 31), value=people, source=source)
        projects.participation(made, place, state="active")
    assert made.participations.count() == 33
    return made


def inhabitants() -> list[tuple[str, str, int]]:
    """Code, name and inhabitants of Skåne's municipalities at the end of 2014."""
    with (POPULATION.parent / "organisations.csv").open(encoding="utf-8", newline="") as rows:
        names = {row["code"]: row["name"] for row in csv.DictReader(rows) if (row["country"], row["kind"]) == ("SE", "municipality")}
    counted = population("scb-folkmangd-1990-2022.csv", "2014", "12")
    return [(each["code"], names[each["code"]], each["figures"]["population"]) for each in counted]


@pytest.fixture
def office(worker: object, page: Page, project: Project, live_server: object) -> Page:
    sign_in(page, portfolio.person_with(Role.COORDINATOR, project.region, language="sv", password=PASSWORD), live_server.url)
    return page


def look(page: Page, name: str) -> list[str]:
    found = [f"{name}: {fault}"] if (fault := unparsable(settled(page).content())) else []
    for width in reversed(WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        found += faults(page)
        keep(page, f"money journey {name}")
    return found


def test_from_an_empty_budget_to_the_page_that_explains_what_perstorp_pays(office, project, tmp_path):
    found = fill_in_the_budget(office)
    make_the_rule(office)
    found += try_it(office)
    found += adopt_it(office)
    found += plan_the_charges(office)
    found += write_the_payers(office)
    add_up_the_file(office, tmp_path)
    found += explain(office, tmp_path)
    assert found == []


def fill_in_the_budget(page: Page) -> list[str]:
    """By keyboard alone: a row typed, two pasted as from a spreadsheet, the other side pasted."""
    page.goto(PROJECT + "money/")
    page.locator(f'a[href="{PROJECT}money/budget/"]').first.press("Enter")
    page.wait_for_url("**/money/budget/")  # loaded, so that the script that takes the keys is there
    keys, tally = page.keyboard, page.locator("#tally")
    reach(page, 'button[value="add:costs"]')
    keys.press("Enter")
    keys.type("Drift")
    keys.press("ArrowRight")
    keys.type("2 000 000")
    keys.press("Enter")
    keys.press("ArrowLeft")
    page.evaluate(PASTE, "Införande\t750 000\r\nUtbildning\t250 000,00\r\n")
    expect(tally).to_contain_text(re.compile(r"3\s000\s000"))
    found = look(page, "budget lacks funding")
    reach(page, 'button[value="add:funding"]')
    keys.press("Enter")
    page.evaluate(PASTE, "Kommunernas avgift\t3 000 000")
    expect(tally).to_have_text("Budget och finansiering går ihop, varje år.")
    reach(page, "#reason")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator(".toast")).to_be_visible()
    return found


def make_the_rule(page: Page) -> None:
    page.goto("/skane/register/rules/new/")
    keys = Keys(page)
    keys.choose("preset", "Hälften")
    keys.write("name", "Avgift för e-arkiv")
    keys.write("first_year", "2016")
    keys.press('main button[value="save"]')
    expect(page.locator("h1")).to_have_text("Avgift för e-arkiv")


def try_it(page: Page) -> list[str]:
    page.goto(PROJECT + "money/scenarios/new/?year=2016")
    page.get_by_label("Regeln ”Avgift för e-arkiv”").check()
    page.locator("main form[novalidate] button").click()
    page.locator('main a[href$="/edit/"]').first.click()
    page.locator("[name=figures_on]").fill("2014-12-31")
    expect(page.locator("#result tr", has_text="Perstorp")).to_contain_text(re.compile(r"53\s803"))
    page.locator('button[value="save"]').click()
    expect(page.locator(".toast")).to_be_visible()
    expect(page.locator("main tr", has_text="Perstorp")).to_contain_text(re.compile(r"53\s803"))
    return look(page, "scenario")


def adopt_it(page: Page) -> list[str]:
    page.locator('main a[href$="/adopt/"]').click()
    found = look(page, "adopt, password first")
    page.fill("[name=password]", PASSWORD)
    page.locator('button[value="confirm"]').click()
    page.locator("[name=body]").fill("Styrgrupp (exempel)")
    page.locator("[name=decided_on]").fill("2015-11-20")
    page.locator("[name=paragraph]").fill("§ 12")
    page.locator("[name=case_number]").fill("KF 2015/41")
    found += look(page, "adopt, the decision")
    page.locator('button[value="adopt"]').click()
    page.wait_for_url("**/money/allocations/1/")
    expect(page.locator("main")).to_contain_text("KF 2015/41")
    expect(page.locator("main tr", has_text="Perstorp")).to_contain_text(re.compile(r"53\s803"))
    allocation = Allocation.objects.get()
    assert (allocation.shares.count(), sum(allocation.shares.values_list("net_minor", flat=True)), allocation.paragraph) == (33, 3_000_000_00, "§ 12")
    return found + look(page, "allocation")


def plan_the_charges(page: Page) -> list[str]:
    page.locator('main a[href$="/charges/"]').first.click()
    page.locator('main a[href$="/charges/plan/"]').click()
    page.locator("select[name=n]").select_option("2")
    page.locator("main form[method=get] button").click()
    found = look(page, "charges, the plan")
    page.locator("main form[method=post] .actions button").click()
    expect(page.locator("#rows ~ * tbody tr, form tbody tr")).to_have_count(66)
    return found + look(page, "charges planned")


def write_the_payers(page: Page) -> list[str]:
    """The list is refused and says who lacks what; then Perstorp's numbers are typed and the others' pasted, all marked as examples."""
    page.locator("main form[method=get] button[value=xlsx]").click()
    lacking = page.locator("main ul.rows li")
    expect(lacking).to_contain_text(["33 saknar organisationsnummer, Peppol-id, beställarreferens: "])
    expect(lacking.locator("strong", has_text="Perstorp")).to_have_count(1)
    found = look(page, "charges, numbers are missing")
    page.locator('main a[href="/skane/register/payers/"]').click()
    place = Organisation.objects.get(code=PERSTORP, country="SE")
    page.locator(f'main a[href$="?organisation={place.pk}"]').click()
    example = numbers(0)
    for name, text in zip(("organisation_number", "peppol_id", "buyer_reference"), example, strict=True):
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=is_example]").check()
    page.locator('main button[value="save"]').click()
    expect(lacking).to_contain_text(["32 saknar organisationsnummer, Peppol-id, beställarreferens: "])
    expect(lacking.locator("strong", has_text="Perstorp")).to_have_count(0)
    page.goto("/skane/register/payers/import/")
    others = Organisation.objects.filter(participations__project__reference="e-arkiv-drift").exclude(pk=place.pk).order_by("code")
    page.locator("[name=rows]").fill("\n".join("\t".join((each.name, *numbers(count))) for count, each in enumerate(others, 1)))
    page.locator("[name=is_example]").check()
    page.locator('button[value="read"]').click()
    expect(page.locator(".errsum")).to_have_count(0)
    page.locator('button[value="save"]').click()
    expect(page.locator("main")).to_contain_text("Alla har det som en faktura behöver.")
    return found + look(page, "payers")


def numbers(count: int) -> tuple[str, str, str]:
    """Made up, with a check figure that is right: organisation number, Peppol id, buyer reference."""
    nine = f"999900{count:03d}"
    doubled = [int(figure) * (2 - place % 2) for place, figure in enumerate(nine)]
    check = -sum(value - 9 if value > 9 else value for value in doubled) % 10
    return f"{nine[:6]}-{nine[6:]}{check}", f"0007:{nine}{check}", f"EX{count:03d}"


def add_up_the_file(page: Page, folder: Path) -> None:
    """Every charge is in it, each with its numbers; they add up to what was adopted, and Perstorp's two to its share."""
    page.goto(PROJECT + "money/allocations/1/charges/")
    with page.expect_download() as download:
        page.locator("main form[method=get] button[value=xlsx]").click()
    path = folder / "charges.xlsx"
    download.value.save_as(path)
    headings, *rows = read_rows(path.read_bytes())
    lines = [dict(zip(headings, row, strict=True)) for row in rows]
    assert [line["Netto"] for line in lines if line["Betalare"] == "Perstorp"] == [26902, 26901]
    assert [sum(Decimal(str(line[name])) for line in lines) for name in ("Netto", "Moms", "Brutto")] == [3_000_000, 0, 3_000_000]
    assert (len(lines), [line for line in lines if "" in (line["Org.nummer"], line["Peppol-id"], line["Beställarreferens"])]) == (66, [])
    assert {line["Numren påhittade som exempel"] for line in lines} == {"Ja"}


def explain(page: Page, folder: Path) -> list[str]:
    """On screen and on one page of paper: the same amount, with what it rests on."""
    page.goto(PROJECT + "money/allocations/1/")
    page.locator("main a", has_text="Perstorp").first.click()
    page.wait_for_url(f"**/money/allocations/1/why/{PERSTORP}/")
    for told in AMOUNTS:
        expect(page.locator("main")).to_contain_text(told)
    found = look(page, "why")
    page.locator('main form[action$="/pdf/"] button').click()
    ready = page.locator("#progress a", has_text="PDF")
    expect(ready).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        ready.click()
    download.value.save_as(folder / "why.pdf")
    shown = subprocess.run(["pdftotext", "-layout", folder / "why.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert (shown.count("\f"), [each.pattern for each in AMOUNTS if not each.search(shown)]) == (1, [])
    return found
