"""What pages do: the keyboard, life without scripts, choices in place, two texts side by side."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from portfolio.access.roles import Role
from portfolio.models import Document, RoleGrant
from projects.models import Project
from tests.browser.checks import WIDTHS, faults, keep, settled, sign_in, unparsable
from tests.factories import portfolio
from tests.factories.full import project_with
from tests.factories.many import many_projects


@pytest.fixture
def project(transactional_db: None) -> Project:
    return project_with(3, portfolio.region("fjordane", name="Fjordane"))


@pytest.fixture
def coordinator(page: Page, project: Project, live_server: object) -> Page:
    sign_in(page, portfolio.person_with(Role.COORDINATOR, project.region), live_server.url)
    return page


def test_the_latest_changes_of_a_page_come_when_they_are_opened(coordinator, project):
    point = project.openpoint_rows.first()
    point.text = "Et annet åpent punkt, som noen har skrevet om og gjort mye lengre enn det var"
    point.save()
    point.text = point.text.replace("annet", "helt annet")
    point.save()
    found = []
    for width in WIDTHS:
        coordinator.set_viewport_size({"width": width, "height": 900})
        coordinator.goto(project.get_absolute_url())
        expect(coordinator.locator(".deeds")).to_have_count(0)
        coordinator.locator("details.latest summary").focus()
        coordinator.keyboard.press("Enter")
        expect(coordinator.locator(".deeds > li")).to_have_count(5)
        expect(coordinator.locator(".difference ins").first).to_contain_text("helt")
        found += faults(coordinator)
        keep(coordinator, "latest changes")
    coordinator.get_by_role("link", name="All changes of this page").click()
    expect(coordinator).to_have_url(re.compile(r"/history/\?what=tab-project$"))
    assert found == []


def test_the_skip_link_comes_first_and_leads_to_the_content(coordinator, project):
    coordinator.goto(project.get_absolute_url())
    coordinator.keyboard.press("Tab")
    link = coordinator.locator(".skip")
    expect(link).to_be_focused()
    assert link.bounding_box()["y"] >= 0
    coordinator.keyboard.press("Enter")
    expect(coordinator.locator("main")).to_be_focused()


def test_a_page_that_waits_goes_to_sign_in_as_a_whole_and_comes_back(coordinator, project):
    """The session ends while the page asks for news: the form to sign in is never put into the part that waits."""
    coordinator.goto(project.get_absolute_url())
    coordinator.locator('form[action$="/mandate/make/"] button').click()
    coordinator.wait_for_url("**/documents/")
    expect(coordinator.locator("#progress [hx-get]")).to_be_visible()
    Session.objects.all().delete()
    coordinator.wait_for_url(re.compile("/account/sign-in/"))
    assert urlsplit(coordinator.url).query == f"next={project.get_absolute_url()}documents/"
    expect(coordinator.locator("h1")).to_have_count(1)
    expect(coordinator.locator("input[type=password]")).to_have_count(1)
    assert faults(coordinator) == []


def test_a_page_of_errors_is_never_put_into_a_part_of_a_page(coordinator, project):
    coordinator.goto(project.get_absolute_url())
    coordinator.locator('form[action$="/mandate/make/"] button').click()
    coordinator.wait_for_url("**/documents/")
    waiting = coordinator.locator("#progress").inner_html()
    with coordinator.expect_response(lambda answer: "/progress/" in answer.url and answer.status == 404):
        RoleGrant.objects.all().delete()
    coordinator.wait_for_timeout(300)
    assert coordinator.locator("#progress").inner_html() == waiting


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
    assert len([stop for stop in stops if stop[0] == "DIV"]) == 5, "wide tables can be scrolled by keyboard"


def test_a_choice_changes_the_list_in_place_and_the_address(coordinator, project):
    coordinator.goto("/fjordane/")
    coordinator.evaluate("document.body.dataset.here = 'the same page'")
    expect(coordinator.locator("#list tbody tr")).to_have_count(4)
    coordinator.get_by_label("Stage").select_option("running")
    expect(coordinator.locator("#list tbody tr")).to_have_count(1)
    expect(coordinator.locator("#found")).to_have_text("One project found.")
    assert "stage=running" in coordinator.url
    coordinator.get_by_role("link", name="Project", exact=True).click()
    expect(coordinator.locator("#list [aria-sort]")).to_have_text("Project ↑")
    assert coordinator.evaluate("[document.body.dataset.here, document.activeElement.id]") == ["the same page", "by-project"]
    assert faults(coordinator) == []
    coordinator.go_back()
    expect(coordinator.locator("#list [aria-sort]")).to_have_text("Next deadline ↑")


def test_one_long_word_does_not_push_the_list_out_of_the_window(coordinator, project):
    project.name = "Samordningsforsøk" * 11
    project.save()
    coordinator.goto("/fjordane/")
    assert faults(coordinator) == []


def test_a_list_of_thousands_scrolls_by_itself(coordinator, project):
    many_projects(project.region, 120, timezone.localdate())
    found = []
    for width in WIDTHS:
        coordinator.set_viewport_size({"width": width, "height": 900})
        for address in ("/fjordane/?page=2", "/fjordane/?rows=all", "/fjordane/strategy/"):
            coordinator.goto(address)
            found += faults(coordinator)
            keep(coordinator, f"many {address}")
    assert found == []


def test_without_scripts_the_list_is_chosen_by_its_button(browser, live_server, project):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    sign_in(page, portfolio.person_with(Role.COORDINATOR, project.region), live_server.url)
    page.goto("/fjordane/")
    page.get_by_label("Search").fill("kompetanse")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#list tbody tr")).to_have_count(1)
    context.close()


def test_the_language_changes_at_the_foot_of_every_page(coordinator, project):
    coordinator.goto(project.get_absolute_url() + "plan/")
    for code, name in (("sv", "Svenska"), ("nb", "Norsk bokmål"), ("en-GB", "English")):
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


def test_two_texts_side_by_side_and_the_way_back(coordinator, project):
    point = project.openpoint_rows.first()
    coordinator.goto(f"{project.get_absolute_url()}edit/open-points/{point.pk}/")
    point.text = "Deres tekst, som kom først"
    point.save()
    coordinator.get_by_label("Text").fill("Min tekst\nover to linjer")
    coordinator.get_by_role("button", name="Save").click()
    found = []
    for width in WIDTHS:
        coordinator.set_viewport_size({"width": width, "height": 900})
        found += [*faults(coordinator), *filter(None, [unparsable(settled(coordinator).content())])]
        keep(coordinator, "conflict")
    coordinator.get_by_role("button", name="Save mine over theirs").click()
    point.refresh_from_db()
    assert point.text == "Min tekst\nover to linjer"
    for width in WIDTHS:
        coordinator.set_viewport_size({"width": width, "height": 900})
        found += faults(coordinator)
        keep(coordinator, "toast")
    coordinator.get_by_role("button", name="Undo").click()
    expect(coordinator.locator(".toast")).to_contain_text("Undone.")
    point.refresh_from_db()
    assert (point.text, found) == ("Deres tekst, som kom først", [])
