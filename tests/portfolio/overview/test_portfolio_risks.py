"""Risks of all projects on one page, and how a risk goes from red to green."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from milestones.followup import months_on
from milestones.models import FollowUp, Risk, RiskMeasure, RiskParty, RiskReview
from portfolio.access.roles import Role
from portfolio.models import Region
from tests.factories import portfolio, projects
from tests.factories.full import project_with

ENTRY = 4
pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    return portfolio.region("fjordane", name="Fjordane")


def signed_in(region: Region, role: Role = Role.COORDINATOR, **more: Any) -> Client:
    found = Client()
    found.force_login(portfolio.person_with(role, region, language="en-gb", **more))
    return found


def page(client: Client, region: Region, query: str = "", name: str = "portfolio-risks") -> HttpResponse:
    found = client.get(reverse(name, args=[region.slug]) + query)
    assert found.status_code == 200
    return found


def texts(client: Client, region: Region, query: str = "") -> list[str]:
    return [line.risk.text for line in page(client, region, query).context["page"].rows]


def risk(project: Any, text: str, **fields: Any) -> Risk:
    position = project.risk_rows.count() + 1
    return Risk.objects.create(project=project, position=position, text=text, **{"in_portfolio": True, "probability": 3, "impact": 3} | fields)


def test_the_chosen_ones_come_highest_first_and_the_rest_when_asked_for(region):
    one, two = projects.project(region, "ein"), projects.project(region, "to", status="watch")
    risk(one, "Middels"), risk(two, "Høy", probability=5, impact=5), risk(one, "Ikke valgt", in_portfolio=False)
    risk(two, "Lukket", status="closed", closed_because="over"), risk(two, "Mulighet", kind="opportunity", probability=4, impact=4)
    client = signed_in(region)
    assert texts(client, region) == ["Høy", "Mulighet", "Middels"]
    assert texts(client, region, "?which=every") == ["Høy", "Mulighet", "Middels", "Ikke valgt"]
    assert texts(client, region, "?standing=closed") == ["Lukket"]
    assert texts(client, region, "?standing=any&sort_of=risk") == ["Høy", "Middels", "Lukket"]
    assert (texts(client, region, "?level=high"), texts(client, region, "?level=low")) == (["Høy", "Mulighet"], [])
    assert (texts(client, region, "?status=watch"), texts(client, region, "?q=ein")) == (["Høy", "Mulighet"], ["Middels"])
    assert texts(client, region, "?cell=3x3") == ["Middels"]
    assert texts(client, region, "?cell=9x9&level=x") == ["Høy", "Mulighet", "Middels"], "what it cannot mean"


def test_the_matrix_counts_risks_and_leads_to_those_of_a_cell(region):
    project = projects.project(region)
    first = risk(project, "A", probability=5, impact=4)
    risk(project, "B", probability=5, impact=4), risk(project, "C"), risk(project, "D", kind="opportunity", probability=5, impact=5)
    RiskReview.objects.create(risk=first, reviewed_on=dt.date(2026, 1, 1), probability=1, impact=2)
    matrix = page(signed_in(region), region, "?cell=5x4").context["page"].matrix
    assert {(5 - row, place): cell.count for row, line in enumerate(matrix) for place, cell in enumerate(line, 1) if cell.count} == {
        (5, 4): 1,
        (3, 3): 1,
        (1, 2): 1,
    }
    assert (matrix[0][3].is_chosen, matrix[0][3].url, matrix[2][2].url) == (True, "?#list", "?cell=3x3#list")


def test_a_risk_goes_from_red_to_green(region):
    project = projects.project(region, stage="running")
    found = risk(project, "Rød", probability=5, impact=4, probability_after=1, impact_after=4)
    FollowUp.objects.create(region=region, high_months=1, medium_months=2, low_months=12)
    client, seen = signed_in(region), []
    for day, probability, impact in ((dt.date(2020, 1, 10), 4, 4), (dt.date(2020, 2, 10), 3, 3), (dt.date(2020, 3, 10), 1, 4)):
        form = {"risk": found.pk, "reviewed_on": day.isoformat(), "probability": probability, "impact": impact, "note": "Bedre"}
        assert client.post(reverse("edit-new", args=[region.slug, project.reference, "risk-reviews"]), form).status_code == 303
        with time_machine.travel(dt.datetime(2020, 3, 11, 12, tzinfo=dt.UTC)):
            [line] = page(client, region).context["page"].rows
            [row] = client.get(reverse("risks", args=[region.slug, project.reference])).context["page"].risks
        assert (row.now.word, row.review_by, row.is_late) == (row.now.word, line.review_by, line.is_late)
        seen.append((row.now.word, row.now.tone, row.trend, line.review_by, line.is_late))
    assert seen == [
        ("16 high", "bad", "↓\u00a0falling", dt.date(2020, 2, 10), True),
        ("9 medium", "watch", "↓\u00a0falling", dt.date(2020, 4, 10), False),
        ("4 low", "good", "↓\u00a0falling", dt.date(2021, 3, 10), False),
    ]
    Risk.objects.update(status="closed", closed_because="Folk er tilsatt")
    again = client.get(reverse("risks", args=[region.slug, project.reference])).context["page"]
    assert (again.risks[0].review_by, again.matrix, again.risks[0].status.word) == (None, [], "Closed: Folk er tilsatt")


def test_confidential_ones_are_for_those_who_may(region):
    own, other = projects.project(region, "eget"), projects.project(region, "annet")
    for project in (own, other):
        risk(project, f"Åpen {project.reference}"), risk(project, f"Hemmelig {project.reference}", is_confidential=True)
    projects.participation(own, place := portfolio.municipality())
    contact, manager = signed_in(region, Role.CONTACT, organisation=place), portfolio.person_with(Role.MANAGER, region)
    projects.role(own, "manager", user=manager)
    client = Client()
    client.force_login(manager)
    assert sorted(texts(signed_in(region), region)) == ["Hemmelig annet", "Hemmelig eget", "Åpen annet", "Åpen eget"]
    assert sorted(texts(client, region)) == ["Hemmelig eget", "Åpen eget"]
    assert texts(contact, region) == ["Åpen eget"]
    assert "Hemmelig" not in page(contact, region, "?which=every&standing=any", "portfolio-risks-csv").content.decode("utf-8-sig")


def test_the_file_holds_the_rows_that_are_shown(region):
    found = risk(projects.project(region, "ein", name="Ein"), "=1+1", owner="Kari", strategy="reduce", probability_after=1, impact_after=2)
    RiskMeasure.objects.create(risk=found, position=1, text="x"), RiskMeasure.objects.create(risk=found, position=2, text="y", done_on=dt.date(2026, 1, 1))
    RiskParty.objects.create(risk=found, organisation=portfolio.municipality("Nes"))
    client = signed_in(region)
    again = months_on(timezone.localdate(), 3).isoformat()
    lines = list(csv.reader(io.StringIO(page(client, region, "", "portfolio-risks-csv").content.decode("utf-8-sig")), delimiter=";"))
    assert dict(zip(*lines, strict=True)) == {
        "Risk": "'=1+1", "Project": "Ein", "Reference": "ein", "Kind": "risk", "Now": "9 medium", "Score": "9", "Trend": "", "Residual": "2 low",
        "Status": "Open", "What we choose to do": "reduce", "Owner": "Kari", "Hits": "Nes", "Measures left": "1", "To be looked at again": again,
    }  # fmt: skip
    assert page(client, region, "", "portfolio-risks-xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("name", ["portfolio-risks", "portfolio-risks-csv", "portfolio-risks-xlsx"])
@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_whatever_it_shows(region, name, rows, django_assert_num_queries):
    for _number in range(rows):
        project_with(rows, region)
    Risk.objects.update(in_portfolio=True)
    client = signed_in(region)
    with django_assert_num_queries(ENTRY + 8):
        page(client, region, "", name)
