"""The budget filled in by keyboard alone: from nothing, by typing and by a block from a spreadsheet, until both sides agree."""

import json

import pytest
from playwright.sync_api import Page, expect

from costsharing.grid.cells import amount_of
from costsharing.models import BudgetAmount, FundingAmount
from portfolio.access.roles import Role
from portfolio.lib.money import NotAnAmount
from projects.models import Project
from tests.browser.checks import WIDTHS, faults, keep, settled, sign_in, unparsable
from tests.factories import portfolio, projects

PASTE = """text => { const data = new DataTransfer(); data.setData('text/plain', text);
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""
AMOUNTS = (
    "", " ", "0", "7", "62 826", "62 826,50", "1 250 000", "1.250.000,50", "1250000.50", "1,250,000.50", "1\u202f250\u00a0000 kr", "1\u2009000",
    "\u2212 12 000", "-12000", "\u2013100", "+5", "kr 500,\u2013", "500:-", "500,-", "NOK 1 000 000", "1 000 SEK", "100 kronor", "krone 5", "12 00",
    "1.5.2", "1.250", "1,25", "1:50", "1e9", "=1+1", "twelve", "-", "\u2013 kr", "- -", "1'000", "1\u2019000", "10000000000000", "10000000000001",
    "9" * 61, "1 000.000", "1.000 000", "5 %", "(5)", "--5", "0,005", "0 005", "7,125", "1,234.50", "1,000,000",
)  # fmt: skip


@pytest.fixture
def project(transactional_db: None) -> Project:
    return projects.project(portfolio.region("fjordane", name="Fjordane"), reference="arkiv", starts_on="2026-01-01", ends_on="2027-12-31")


@pytest.fixture
def table(page: Page, project: Project, live_server: object) -> Page:
    sign_in(page, portfolio.person_with(Role.COORDINATOR, project.region), live_server.url)
    project.refresh_from_db()
    page.goto(project.get_absolute_url() + "money/budget/")
    return page


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def reach(page: Page, selector: str) -> None:
    """By Tab alone."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")


def seen(page: Page, name: str) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += faults(page)
        keep(page, name)
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_from_an_empty_budget_to_two_sides_that_agree(table):
    keys, tally = table.keyboard, table.locator("#tally")
    assert unparsable(settled(table).content()) == ""
    expect(tally).to_have_text("No amounts yet.")
    reach(table, 'button[value="add:costs"]')
    keys.press("Enter")
    assert focused(table) == "costs-n1-text"
    keys.type("Staff")
    keys.press("ArrowRight")
    keys.type("12 000")
    expect(tally).to_have_text("NOK 12,000 lacks financing in 2026.")
    keys.press("Tab")
    keys.type("500,50")
    expect(tally).to_contain_text("NOK 500.50 lacks financing in 2027.")
    keys.press("Enter")  # a new row, the same column
    assert focused(table) == "costs-n2-2027"
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    assert focused(table) == "costs-n2-text"
    table.evaluate(PASTE, 'Rent\t1\u00a0250\u00a0000\t1.000,50\t7\r\n"Travel,\tby train"\t\u2212100\tabout 3\t8 kr\r\n')
    assert table.locator('table[data-side="costs"] thead [data-year]').all_inner_texts() == ["2026", "2027", "2028"]
    expect(table.locator("#report li")).to_have_text(["Travel, by train, 2027: Write an amount in figures, like 62 826 or 62 826,50. (about 3)"])
    expect(table.locator("#report")).to_contain_text("Cells filled: 8. Nothing is saved yet")
    found = seen(table, "budget pasted")
    reach(table, "#costs-n3-2027")
    keys.press("Control+a")
    keys.type("3")
    keys.press("ArrowUp")
    assert focused(table) == "costs-n2-2027"
    expect(table.locator('table[data-side="costs"] tfoot [data-year="2026"]')).to_have_text("1,261,900")
    expect(table.locator(".cells [aria-invalid]")).to_have_count(0)
    fund_it(table)
    expect(tally).to_have_text("Budget and funding agree, every year.")
    found += seen(table, "budget agrees")
    reach(table, "#reason")
    keys.press("Tab")
    keys.press("Enter")
    expect(table.locator(".toast")).to_contain_text("Saved.")
    expect(tally).to_have_text("Budget and funding agree, every year.")
    wanted = {2026: 126_190_000, 2027: 150_400, 2028: 1_500}
    for model in (BudgetAmount, FundingAmount):
        assert {year: sum(model.objects.filter(year=year).values_list("minor", flat=True)) for year in wanted} == wanted
    assert found == []


def fund_it(page: Page) -> None:
    reach(page, 'button[value="add:funding"]')
    page.keyboard.press("Enter")
    page.evaluate(PASTE, "Cash\t1 261 900\t1 504\t15")


def test_a_block_and_a_row_are_taken_back_and_put_back(table):
    reach(table, 'button[value="add:costs"]')
    table.keyboard.press("Enter")
    table.evaluate(PASTE, "Staff\t5\nRent\t6")
    expect(table.locator('table[data-side="costs"] tbody tr')).to_have_count(2)
    table.get_by_role("button", name="Take the block out again").press("Enter")
    expect(table.locator('table[data-side="costs"] tbody tr')).to_have_count(1)
    expect(table.locator("#costs-n1-text")).to_have_value("")
    table.locator("#costs-n1-2026").fill("9")
    button = table.locator('button[value="row:costs:n1"]')
    button.press("Enter")
    expect(button).to_have_text("Put back")
    expect(table.locator("#tally")).to_have_text("No amounts yet.")
    button.press("Enter")
    expect(table.locator("#tally")).to_have_text("NOK 9 lacks financing in 2026.")
    table.locator("#costs-n1-2026").fill("")
    table.once("dialog", lambda dialog: dialog.accept())


def test_the_page_reads_amounts_as_the_server_does(table):
    read = {text: table.evaluate("text => window.samverkGrid.read(text)", text) for text in AMOUNTS}
    assert read == {text: python(text) for text in AMOUNTS}, json.dumps(read)


def python(text: str) -> str:
    try:
        minor = amount_of(text)
    except NotAnAmount:
        return "bad"
    return "" if minor is None else str(minor)
