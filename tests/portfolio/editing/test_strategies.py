"""Strategies, focus areas and goals as rows of a region: what tests of the other rows do not say already."""

import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from portfolio.access.roles import Role
from portfolio.models import Region
from projects.models import FocusArea, Goal, ProjectGoal, Strategy
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    return portfolio.region("fjordane")


@pytest.fixture
def office(region: Region) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, region, language="en-gb"))
    return client


@pytest.fixture
def goal(region: Region) -> Goal:
    strategy = Strategy.objects.create(region=region, key="digital", name="Digital")
    return Goal.objects.create(area=FocusArea.objects.create(strategy=strategy, number=3, name="Kompetanse"), number=1, text="Et mål")


def post(client: Client, address: str, **fields: Any) -> HttpResponse:
    """With what the form showed."""
    found = client.get(address).context
    before = {name: found["form"][name].value() or "" for name in found["form"].fields}
    return client.post(address, before | {"key": uuid.uuid4(), "shown": found["shown"], "do": "save"} | fields)


def test_a_strategy_from_nothing_to_its_first_goal(region, office):
    fields = {"name": "Digital å 2030", "valid_from": "2026", "valid_to": "2030", "area_count": "6", "adopted": "Rådet"}
    made = post(office, "/fjordane/register/edit/strategies/new/", **fields)
    strategy = Strategy.objects.get()
    assert (made.status_code, made["Location"]) == (303, f"/fjordane/strategy/{strategy.pk}/")
    made = post(office, f"/fjordane/register/edit/focus-areas/new/?strategy={strategy.pk}", number="1", name="Kompetanse")
    assert (made.status_code, made["Location"]) == (303, f"/fjordane/strategy/{strategy.pk}/")
    made = post(office, f"/fjordane/register/edit/strategy-goals/new/?area={FocusArea.objects.get().pk}", number="1", text="Et mål")
    assert (made.status_code, made["Location"]) == (303, f"/fjordane/strategy/{strategy.pk}/")
    assert (str(Goal.objects.get(area__strategy=strategy)), strategy.key) == ("1.1", "digital-a-2030")


def test_a_strategy_is_not_of_a_year_that_nobody_plans(office):
    page = post(office, "/fjordane/register/edit/strategies/new/", name="Digital", valid_from="1899", valid_to="99999999")
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["valid_from", "valid_to"])


def test_strategies_of_one_name_have_keys_of_their_own(region):
    keys = [Strategy.objects.create(region=each, name="Æ").key for each in (region, region, portfolio.region())]
    assert [*keys, Strategy.objects.create(region=region, name="?").key] == ["ae", "ae-2", "ae", "strategi"]


def test_a_number_that_is_taken_is_said_at_its_field(office, goal):
    other = Goal.objects.create(area=goal.area, number=2, text="Et annet")
    page = post(office, f"/fjordane/register/edit/strategy-goals/{other.pk}/", number="1")
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["number"])


def test_a_goal_that_a_project_serves_is_not_removed_and_another_is(office, goal, region):
    ProjectGoal.objects.create(project=projects.project(region), goal=goal, position=1)
    other = Goal.objects.create(area=goal.area, number=2, text="Et annet")
    for each in (goal, other):
        post(office, f"/fjordane/register/edit/strategy-goals/{each.pk}/", do="remove")
    assert list(Goal.objects.all()) == [goal]


def test_removed_with_its_goals_a_strategy_comes_back_with_them(office, goal):
    address = f"/fjordane/register/edit/strategies/{goal.area.strategy.pk}/"
    assert post(office, address, do="remove")["Location"] == "/fjordane/strategy/"
    assert Goal.objects.count() == 0
    line = Strategy.history.order_by("-history_id")[0]
    office.post(f"/fjordane/register/edit/strategies/undo/{line.history_id}/")
    assert list(Goal.objects.values_list("area__strategy__name", "text")) == [("Digital", "Et mål")]


def test_two_editors_of_a_goal_see_both_texts(office, goal):
    address = f"/fjordane/register/edit/strategy-goals/{goal.pk}/"
    shown = office.get(address).context["shown"]
    Goal.objects.filter(pk=goal.pk).update(text="Deres")
    page = office.post(address, {"key": uuid.uuid4(), "shown": shown, "area": goal.area_id, "number": "1", "text": "Mitt"})
    assert (page.status_code, "Deres" in page.content.decode(), "Mitt" in page.content.decode()) == (409, True, True)


def test_who_only_reads_has_no_links_to_the_forms(region, goal):
    client = Client()
    client.force_login(portfolio.person_with(Role.READER, region))
    assert "/edit/" not in client.get("/fjordane/strategy/").content.decode()


def test_another_regions_area_cannot_be_chosen(office, goal):
    strategy = Strategy.objects.create(region=portfolio.region(), key="theirs", name="Theirs")
    theirs = FocusArea.objects.create(strategy=strategy, name="Theirs")
    page = post(office, f"/fjordane/register/edit/strategy-goals/{goal.pk}/", area=theirs.pk)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["area"])
