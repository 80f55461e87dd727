"""A list of rows names them as the reader would: without the project or region that it stands in."""

import datetime as dt

import pytest
from django.test import Client

from portfolio.access.roles import Role
from portfolio.models import Meeting
from projects.models import Goal, ProjectGoal
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "day"), [("nb", "12.06.2026"), ("sv", "2026-06-12"), ("en-gb", "12\u00a0June\u00a02026")])
def test_rows_bear_no_raw_names(language: str, day: str) -> None:
    region = portfolio.region(name="Fjordane")
    project = projects.project(region, name="Prøve")
    place = portfolio.municipality("Kongsberg")
    projects.participation(project, place)
    portfolio.member(region, place)
    Meeting.objects.create(body=portfolio.body(region, "Regionrådet"), date=dt.date(2026, 6, 12))
    area = region.strategies.create(key="s", name="S").areas.create(number=3, name="Kompetanse")
    ProjectGoal.objects.create(project=project, position=1, goal=Goal.objects.create(area=area, number=4, text="Alle kan"))
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, region, language=language))
    told = {
        f"{project.get_absolute_url()}edit/participants/": "Kongsberg",
        f"{project.get_absolute_url()}edit/goals/": "3.4 Alle kan",
        f"/{region.slug}/register/edit/meetings/": f"Regionrådet, {day}",
        f"/{region.slug}/register/edit/memberships/": "Kongsberg",
        f"/{region.slug}/register/edit/strategy-goals/": "3.4 Alle kan",
    }
    assert {address: [line.title for line in client.get(address).context["rows"]] for address in told} == {address: [name] for address, name in told.items()}
    other = projects.project(region)
    copied = client.get(f"{other.get_absolute_url()}edit/participants/copy/", {"from": project.pk})
    assert [row.shown_as for row in copied.context["rows"]] == ["Kongsberg"]
