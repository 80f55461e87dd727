"""By keyboard alone: from an empty region to the mandate's file, and two people at one row."""

from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from portfolio.access.roles import Role
from portfolio.models import Document, Region
from projects.models import OpenPoint, Project
from tests.browser.checks import faults, sign_in
from tests.browser.keys import Keys
from tests.factories import portfolio, projects

READY = '#progress a[href*="/files/"]'


@pytest.fixture
def keys(page: Page, transactional_db: Any, live_server: Any) -> Keys:
    call_command("prepare", verbosity=0)
    region = portfolio.region("fjordane", name="Fjordane")
    portfolio.body(region, "Styringsgruppe")
    sign_in(page, portfolio.person_with(Role.COORDINATOR, region), live_server.url)
    return Keys(page)


def test_from_nothing_to_the_mandate_by_keyboard_alone(worker, keys, page):
    page.goto("/fjordane/")
    keys.press('a[href="/fjordane/new/"]')
    keys.press("main form[novalidate] button")
    expect(page.locator(".errsum")).to_be_focused()
    keys.write("name", "Digitale tjenester")
    keys.choose("kind", "pre-project")
    keys.reach('select[name="template"]')
    page.keyboard.press("ArrowDown")
    keys.press("main form[novalidate] button")
    home = "/fjordane/projects/digitale-tjenester/"
    expect(page).to_have_url(page.url.split("/fjordane/")[0] + home)
    project(keys, page, home)
    rows(keys, page, home)
    stage(keys, page, home, "Mandate")
    stage(keys, page, home, "Carrying out")
    assert Project.objects.get(reference="digitale-tjenester").stage == "running"
    keys.press('form[action$="/mandate/make/"] button')
    page.wait_for_url("**/documents/")
    expect(page.locator(READY)).to_be_visible(timeout=120_000)
    with page.expect_download():
        keys.reach(READY)
        page.keyboard.press("Enter")
    assert Document.objects.get().pages >= 1


def project(keys: Keys, page: Page, home: str) -> None:
    keys.press(f'a[href="{home}edit/project/"]')
    keys.write("summary", "Kommunene lager felles digitale tjenester.")
    keys.day("starts_on", "01012027")
    keys.day("ends_on", "12122028")
    keys.save()


def rows(keys: Keys, page: Page, home: str) -> None:
    page.goto(home + "plan/")
    keys.press(f'a[href="{home}edit/milestones/new/"]')
    keys.write("text", "Plan vedtatt")
    keys.day("planned_on", "06062027")
    keys.save()
    page.goto(home + "participation/")
    keys.press(f'a[href="{home}edit/participants/new/"]')
    keys.write("organisation", "gloppen")
    keys.choose("state", "takes part")
    keys.save()
    page.goto(home + "edit/roles/new/")
    keys.choose("role", "project manager")
    keys.write("holder", "Prosjektleder")
    keys.save()
    page.goto(home + "money/")
    keys.press(f'a[href="{home}edit/budget-lines/new/"]')
    keys.write("text", "Prosjektleder")
    keys.choose("kind", "staff")
    keys.write("amount_2027", "1 000 000 kr")
    keys.save()
    page.goto(home + "edit/chapters/")
    keys.press(".editable a")
    keys.write("text", "Kommunene har *mange* systemer.")
    keys.press('button[value="preview"]')
    expect(page.locator("#preview + .prose em")).to_have_text("mange")
    keys.save()


def stage(keys: Keys, page: Page, home: str, name: str) -> None:
    page.goto(home)
    keys.press(f'a[href="{home}edit/stage/"]')
    keys.reach('input[name="stage"]')
    for _ in range(4):
        if page.locator("input[name=stage]:checked").count() and page.locator("label:has(input[name=stage]:checked)").inner_text().strip() == name:
            break
        page.keyboard.press("Space" if not page.locator("input[name=stage]:checked").count() else "ArrowDown")
    keys.write("reason", "Vedtatt i styringsgruppen")
    keys.press("main form[novalidate] button")
    expect(page.locator(".errsum")).to_have_count(0)


@pytest.fixture
def editors(keys: Keys, pages: Any, live_server: Any) -> tuple[Keys, Keys]:
    """Two people, each at a browser of their own."""
    other = Keys(pages())
    sign_in(other.page, portfolio.person_with(Role.COORDINATOR, Region.objects.get(slug="fjordane"), name="Kollega"), live_server.url)
    return keys, other


@pytest.mark.parametrize(("answer", "kept"), [('button[value="save"]', "Hvem eier dataene?"), ('a[data-variant="secondary"]', "Hvem betaler driften?")])
def test_two_editors_by_keyboard_alone(editors, answer, kept):
    """Both open one row; the second to save sees both texts side by side and chooses, and the one that is not chosen stands in the history."""
    project = projects.project(Region.objects.get(slug="fjordane"), name="Digitale tjenester", reference="digitale-tjenester", language="nb")
    point = OpenPoint.objects.create(project=project, position=1, text="Hvem betaler?")
    first, second = editors
    for person in editors:
        person.page.goto(project.get_absolute_url())
        person.press('a[href$="/edit/open-points/"]')
        person.press(f'#row{point.pk} a[href$="/edit/open-points/{point.pk}/"]')
    first.write("text", "Hvem betaler driften?")
    first.save()
    second.write("text", "Hvem eier dataene?")
    second.press('button[name="do"][value="save"]')
    expect(second.page.locator("h1")).to_have_text("Somebody has changed this since you opened it")
    assert second.page.locator('tr[aria-selected="true"] .kept').all_inner_texts() == ["Hvem betaler driften?", "Hvem eier dataene?"]
    assert faults(second.page) == []
    point.refresh_from_db()
    assert point.text == "Hvem betaler driften?"
    second.press(f"main {answer}")
    expect(second.page.locator(f"#row{point.pk}")).to_contain_text(kept)
    point.refresh_from_db()
    written = [kept, "Hvem betaler driften?", "Hvem betaler?"]
    assert (point.text, list(point.history.values_list("text", flat=True))) == (kept, list(dict.fromkeys(written)))
