"""The Kongsberg mandate of 2007: its tender slips, and everything after it moves along, by keyboard and in one deed; then it is taken back."""

import datetime as dt

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from milestones.models import Milestone, Phase
from portfolio.models import User
from projects.models import Project
from tests.browser.checks import WIDTHS, faults, keep, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def look(page: Page, name: str) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += faults(page)
        keep(page, name)
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_a_date_is_moved_and_its_ripple_seen(live_server, page):
    call_command("demo", verbosity=0)
    project = Project.objects.get(reference="skoleadministrativt-system")
    issued = Milestone.objects.filter(project=project).order_by("position").first()
    signed = Milestone.objects.filter(project=project).order_by("position")[1]
    Milestone.objects.filter(pk=Milestone.objects.filter(project=project).order_by("position").last().pk).update(is_confirmed=True)
    before = (issued.planned_on, signed.planned_on)
    assert before == (dt.date(2007, 9, 15), dt.date(2007, 12, 1))
    sign_in(page, User.objects.get(email="coordinator@kongsbergregionen.example"), live_server.url)
    plan = f"{live_server.url}{project.get_absolute_url()}plan/"
    page.goto(f"{plan}baseline/freeze/")
    page.fill("input[name=reason]", "Mandatet er godkjent")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_be_visible()
    page.locator('a[href$="/plan/move/"]').click()
    page.select_option("select[name=date]", f"milestone-{issued.pk}-last")
    page.fill("input[name=to]", "2007-09-27")
    page.select_option("select[name=pace]", "calendar")
    page.locator("form[method=get] button").click()
    rows = page.locator("#ripple ~ table tbody tr")
    expect(rows).not_to_have_count(0)
    told = [text for text in rows.all_inner_texts() if issued.text in text or signed.text in text]
    assert [("27.09.2007" in told[0], "13.12.2007" in told[1]), len(told)] == [(True, True), 2]
    assert page.locator("ul.rows li strong").count() == 1, "the confirmed milestone is locked, and says so"
    found = look(page, "nb what moves")
    assert Milestone.objects.get(pk=issued.pk).planned_on == before[0], "looking moves nothing"
    page.fill("input[name=reason]", "Leverandøren ba om tid")
    page.keyboard.press("Enter")
    page.wait_for_url(plan)
    assert [Milestone.objects.get(pk=each.pk).planned_on for each in (issued, signed)] == [dt.date(2007, 9, 27), dt.date(2007, 12, 13)]
    assert Phase.objects.filter(project=project).order_by("position").first().ends_on == dt.date(2007, 9, 27)
    slipped = page.locator("caption + thead + tbody tr", has_text=issued.text).first
    expect(slipped).to_contain_text("12")
    assert page.locator("svg.chart .c-ghost").count() > 0
    found += look(page, "nb plan with slip")
    page.locator(".toast form button").click()
    page.wait_for_url(plan)
    assert [Milestone.objects.get(pk=each.pk).planned_on for each in (issued, signed)] == list(before)
    assert found == []
