"""The decision register of a region: across projects, by what one looks for, as a page and as files."""

import csv
import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from milestones.actions.decisions import Asked, correct
from milestones.gates import Outcome
from milestones.models import DecisionPoint
from portfolio.access.roles import Role
from portfolio.models import Region
from tests.factories import decisions as make
from tests.factories import portfolio, projects
from tests.factories.many import many_projects

pytestmark = pytest.mark.django_db
ENTRY, LATER = 4, dt.date(2026, 9, 1)


@pytest.fixture
def region() -> Region:
    return portfolio.region()


@pytest.fixture
def points(region: Region) -> list[DecisionPoint]:
    """Four decisions of two projects: the third was corrected by the fourth."""
    council, board = portfolio.body(region, "Rådet"), portfolio.body(region, "Ørstyret")
    one, two = projects.project(region, "arkiv", name="Arkiv"), projects.project(region, "skole", name="Skole")
    found = [make.point(one, body=council), make.point(two, body=board, question="Årlig rullering"), make.point(two, body=board)]
    make.decision(found[0], Outcome.CHANGES, Asked("A", LATER), Asked("B", LATER))
    make.decision(found[1], Outcome.STOP, met_on=dt.date(2025, 1, 7), text="Nei.", case_number="25/7")
    old = make.decision(found[2], Outcome.POSTPONE)
    correct(decision=old, said=make.said(found[2]), reason="Feil", by=portfolio.user())
    return found


def client_of(region: Region, role: Role = Role.READER) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(role, region))
    return client


def page(client: Client, region: Region, query: str = "", name: str = "decisions") -> Any:
    return client.get(reverse(name, args=[region.slug]) + query)


def numbers(response: Any) -> list[int]:
    return [row.number for row in response.context["page"].rows]


def test_all_stand_in_it_the_newest_first(region, points):
    response = page(client_of(region), region)
    assert numbers(response) == [4, 3, 2, 1]
    text = response.content.decode()
    for words in ("2 of 2 open", "replaced by 4", "replaces 3", "Årlig rullering", "25/7"):
        assert text.count(words) >= 1, words


@pytest.mark.parametrize(("query", "found"), [
    ("?q=årlig", [2]), ("?q=ÅRLIG+nei", [2]), ("?q=25/7", [2]), ("?q=skole+nei+arkiv", []), ("?outcome=stop", [2]), ("?year=2025", [2]),
    ("?year=2026&outcome=changes", [1]),
    ("?conditions=open", [1]), ("?outcome=maybe", [4, 3, 2, 1]), ("?page=99", [4, 3, 2, 1]),
])  # fmt: skip
def test_it_is_searched(region, points, query, found):
    assert numbers(page(client_of(region), region, query)) == found


def test_it_is_searched_by_project_and_body(region, points):
    client = client_of(region)
    assert numbers(page(client, region, f"?project={points[1].project_id}")) == [4, 3, 2]
    assert numbers(page(client, region, f"?body={points[0].body_id}")) == [1]


def test_only_projects_that_one_may_know_of(region, points):
    client, user = Client(), portfolio.person_with(Role.MANAGER, region)
    client.force_login(user)
    assert page(client, region).context["page"].is_empty
    projects.role(points[0].project, "manager", user=user)
    assert numbers(page(client, region)) == [1]
    assert page(client_of(portfolio.region()), region).status_code == 404


def test_the_files_hold_what_was_asked_for(region, points):
    client = client_of(region)
    rows = list(csv.reader(io.StringIO(page(client, region, "?outcome=stop", "decisions-csv").content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["Number", "Day", "Project"]
    assert [row[:8] for row in rows[1:]] == [["2", "2025-01-07", "Skole", "skole", "Årlig rullering", "Stopped", "", "Nei."]]
    book = zipfile.ZipFile(io.BytesIO(page(client, region, "", "decisions-xlsx").content))
    assert b'<row r="5"' in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("role", [Role.READER, Role.COORDINATOR])
def test_the_files_hold_what_an_auditor_asks_for(region, role):
    by, met = portfolio.user(name="Kari"), Asked("Avklar midler", LATER, dt.date(2026, 5, 1), "Vedtatt")
    point = make.point(projects.project(region), basis="Notat", mandate_version="versjon 3", mandate_dated_on=dt.date(2026, 1, 5))
    made = make.decision(point, Outcome.CHANGES, met, Asked("Hør folk", LATER), by=by, minutes="a.pdf", minutes_sha256="a" * 64)
    heads, row = csv.reader(io.StringIO(page(client_of(region, role), region, "", "decisions-csv").content.decode("utf-8-sig")), delimiter=";")
    held = dict(zip(heads, row, strict=True))
    assert held["Text of the conditions"] == "1. Avklar midler Follow-up 2026-09-01, met 2026-05-01. Vedtatt\n2. Hør folk Follow-up 2026-09-01."
    assert [held[name] for name in ("Basis", "Version of the mandate", "Date of that version", "SHA-256 of the minutes")] == [
        "Notat", "versjon 3", "2026-01-05", "a" * 64,
    ]  # fmt: skip
    assert (held["Recorded"], held.get("Recorded by")) == (f"{timezone.localtime(made.recorded_at):%Y-%m-%d %H:%M}", None if role is Role.READER else "Kari")


@pytest.mark.parametrize("count", [0, 10, 200])
def test_it_asks_as_often_whatever_it_shows(region, points, django_assert_num_queries, count):
    client = client_of(region)
    many_projects(region, count, dt.date(2026, 3, 1))
    for name, more in (("decisions", 3), ("decisions-csv", 3), ("decisions-xlsx", 3)):
        with django_assert_num_queries(ENTRY + more):
            assert page(client, region, "", name).status_code == 200


@pytest.mark.parametrize("count", [1, 20])
def test_the_meetings_to_come_stand_above_it_with_what_each_is_asked(region, points, django_assert_num_queries, count):
    body, today = portfolio.body(region, "Utvalget"), timezone.localdate()
    days = [today + dt.timedelta(days=number) for number in range(count)]
    meetings = [body.meetings.create(date=day) for day in days]
    body.meetings.create(date=today - dt.timedelta(days=1))
    asked = make.point(points[0].project, body=body, meeting=meetings[0], planned_on=today, question="Starte?")
    client = client_of(region)
    with django_assert_num_queries(ENTRY + 4):
        sittings = page(client, region).context["sittings"]
    assert [(each.meeting.pk, [point.pk for point in each.points], each.may_open) for each in sittings[:1]] == [(meetings[0].pk, [asked.pk], True)]
    assert len(sittings) == min(count, 6)
    manager = page(client_of(region, Role.MANAGER), region)
    assert [(each.points, each.may_open) for each in manager.context["sittings"][:1]] == [([], False)]
    assert reverse("meeting", args=[region.slug, meetings[0].pk]) not in manager.content.decode()


def test_an_empty_register_says_where_decisions_come_from(region):
    response = page(client_of(region), region)
    assert (response.context["page"].is_empty, b"<table" in response.content) == (True, False)
