"""The strategy's page: what serves each goal, what nothing serves, and nothing that the reader may not know of."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from portfolio.access.roles import Role
from portfolio.models import Region
from portfolio.overview.strategy_page import StrategyPage
from projects.models import FocusArea, Goal, Project, ProjectGoal, Strategy
from tests.factories import portfolio, projects

ENTRY = 4
pytestmark = pytest.mark.django_db


def strategy(region: Region, key: str = "strategi", **fields: Any) -> Strategy:
    return Strategy.objects.create(region=region, key=key, **{"name": key.capitalize()} | fields)


def area(strategy: Strategy, number: int | None, *goals: int, **fields: Any) -> list[Goal]:
    found = FocusArea.objects.create(strategy=strategy, number=number, **{"name": f"Område {number}"} | fields)
    return [Goal.objects.create(area=found, number=each, text=f"Mål {each}") for each in goals]


def serves(project: Project, *goals: Goal) -> None:
    for position, goal in enumerate(goals, 1):
        ProjectGoal.objects.create(project=project, goal=goal, position=position)


def address(region: Region, key: str = "") -> str:
    return reverse("one-strategy", args=[region.slug, Strategy.objects.get(key=key).pk]) if key else reverse("strategy", args=[region.slug])


def page_of(region: Region, role: Role = Role.READER, key: str = "") -> StrategyPage:
    client = Client()
    client.force_login(portfolio.person_with(role, region))
    found: StrategyPage = client.get(address(region, key)).context["page"]
    return found


def served(page: StrategyPage) -> dict[str, list[str]]:
    return {str(row.goal): [each.name for each in row.projects] for each in page.areas for row in each.goals}


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_whatever_it_shows(django_assert_num_queries, rows):
    region = portfolio.region()
    for number in range(rows):
        held = strategy(region, f"strategi-{number}")
        for place in range(rows):
            goals = area(held, place + 1, *range(1, rows + 1))
            for goal in goals:
                serves(projects.project(region), goal)
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, region))
    with django_assert_num_queries(ENTRY + 5):
        response = client.get(reverse("strategy", args=[region.slug]))
    page = response.context["page"]
    assert (len(page.choices), len(page.areas), len(page.areas[0].goals), len(page.areas[0].goals[0].projects)) == (rows, rows, rows, 1)


def test_goals_stand_by_number_with_the_projects_that_serve_them():
    region = portfolio.region(language="nb")
    held = strategy(region)
    later, first = area(held, 3, 2, 1)
    [unnumbered] = area(held, None, 1, name="Annet")
    [other] = area(held, 2, 4)
    serves(projects.project(region, name="Å"), first)
    serves(projects.project(region, name="B"), first, other)
    assert served(page_of(region)) == {str(other): ["B"], str(first): ["B", "Å"], str(later): [], str(unnumbered): []}


def test_what_is_not_covered_is_named():
    region = portfolio.region()
    held = strategy(region, area_count=6)
    goal, alone = area(held, 1, 1, 2, goal_count=5)
    area(held, 2, goal_count=0)
    [only] = area(held, 3, 1, goal_count=1)
    serves(projects.project(region, name="Serves"), goal)
    projects.project(region, name="Placed", focus_area=only.area)
    projects.project(region, name="Aimless")
    projects.project(region, name="Over", stage="closed")
    page = page_of(region)
    assert [row.goal for row in page.unserved_goals] == [alone, only]
    assert [row.area.number for row in page.unserved_areas] == [2]
    assert (page.counts_differ, [row.area.number for row in page.differing_areas]) == (True, [1])
    assert [each.name for each in page.aimless] == ["Aimless", "Placed"]
    assert [[each.name for each in row.others] for row in page.areas] == [[], [], ["Placed"]]


def test_nothing_is_said_to_be_missing_when_nothing_is():
    region = portfolio.region()
    goals = area(strategy(region, area_count=1), 1, 1, goal_count=1)
    serves(projects.project(region), *goals)
    assert page_of(region).has_gaps is False


@time_machine.travel(dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
def test_the_strategy_that_holds_comes_first_and_the_others_can_be_chosen():
    region = portfolio.region()
    strategy(region, "past", valid_from=2016, valid_to=2025)
    strategy(region, "now", valid_from=2026, valid_to=2026)
    strategy(region, "ahead", valid_from=2027)
    projects.project(region, name="Aimless")
    page = page_of(region)
    assert page.shown and page.shown.strategy.key == "now"
    assert [(each.strategy.key, each.time) for each in page.choices] == [("ahead", "ahead"), ("now", "now"), ("past", "past")]
    past = page_of(region, key="past")
    assert past.shown and (past.shown.strategy.key, past.aimless) == ("past", [])


def test_a_strategy_of_another_region_is_not_there():
    region, client = portfolio.region(), Client()
    strategy(region)
    strategy(portfolio.region(), "theirs")
    client.force_login(portfolio.person_with(Role.COORDINATOR, region))
    assert client.get(address(region, "theirs")).status_code == 404


def test_somebody_who_sees_no_project_is_not_told_that_there_is_none():
    region = portfolio.region()
    goals = area(strategy(region), 1, 1)
    serves(projects.project(region, name="Hidden"), *goals)
    page = page_of(region, Role.MANAGER)
    assert (served(page), page.sees_all) == ({str(goals[0]): []}, False)


def test_a_project_of_another_region_serves_nothing_here():
    region = portfolio.region()
    goals = area(strategy(region), 1, 1)
    other = portfolio.region()
    serves(projects.project(other, name="Theirs"), *goals)
    client, user = Client(), portfolio.person_with(Role.READER, region)
    portfolio.grant(user, other, Role.READER)
    client.force_login(user)
    assert served(client.get(reverse("strategy", args=[region.slug])).context["page"]) == {str(goals[0]): []}


def test_a_region_without_a_strategy_says_so(client):
    region = portfolio.region()
    client.force_login(portfolio.person_with(Role.READER, region, language="en-gb"))
    assert "The region has no strategy here yet." in client.get(reverse("strategy", args=[region.slug])).content.decode()
