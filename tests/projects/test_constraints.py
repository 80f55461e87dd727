"""Each rule of the projects tables, violated once on the real database."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from projects.models import Chapter, Commitment, FocusArea, Goal, Participation, Project, ProjectGoal, ProjectRole, Resource, Strategy
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db


def refused(rule, make, **fields):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make(**fields)
    # SQLite names the columns of a UNIQUE, not the constraint.
    assert rule in str(caught.value) or "UNIQUE constraint failed" in str(caught.value)


@pytest.fixture
def project():
    return projects.project(reference="a")


def test_a_reference_is_used_once_in_a_region(project):
    refused("project_reference_once_per_region", projects.project, region=project.region, reference="a")


def test_two_regions_may_use_the_same_reference(project):
    assert projects.project(reference="a").reference == project.reference


@pytest.mark.parametrize(("field", "name"), [("kind", "project_known_kind"), ("stage", "project_known_stage")])
def test_unknown_kind_or_stage(project, field, name):
    refused(name, projects.project, region=project.region, **{field: "novel"})


def test_a_project_ends_after_it_starts(project):
    refused("project_period", projects.project, starts_on=dt.date(2016, 1, 2), ends_on=dt.date(2016, 1, 1))


def test_a_project_may_last_one_day():
    assert projects.project(starts_on=dt.date(2016, 1, 1), ends_on=dt.date(2016, 1, 1)).ends_on == dt.date(2016, 1, 1)


def test_positions_are_unique_within_a_project(project):
    Resource.objects.create(project=project, position=1, title="x")
    refused("resource_position_once", Resource.objects.create, project=project, position=1, title="y")


def test_a_role_has_at_most_one_holder(project):
    who = {"body": portfolio.body(project.region), "organisation": portfolio.municipality(), "user": portfolio.user()}
    for first, second in (("body", "organisation"), ("body", "user"), ("organisation", "user")):
        refused(
            "project_role_at_most_one_holder", ProjectRole.objects.create, project=project, position=1, role="owner", **{first: who[first], second: who[second]}
        )


def test_a_municipality_takes_part_once_at_a_time(project):
    first = projects.participation(project)
    refused("participation_one_open", projects.participation, project=project, organisation=first.organisation)


def test_a_municipality_may_come_back(project):
    first = projects.participation(project, valid_from=dt.date(2014, 1, 1), valid_to=dt.date(2015, 1, 1))
    projects.participation(project, first.organisation, valid_from=dt.date(2016, 1, 1))
    assert Participation.objects.filter(project=project).count() == 2


def test_a_commitment_of_one_names_it(project):
    refused("commitment_of_one_names_it", Commitment.objects.create, project=project, position=1, title="x", side="one")
    refused("commitment_of_one_names_it", Commitment.objects.create, project=project, position=1, title="x", side="each", organisation=portfolio.municipality())


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("commitment_amount_has_unit", {"least": 5}),
        ("commitment_amount_has_unit", {"unit": "hours"}),
        ("commitment_range", {"least": 3, "most": 2, "unit": "meetings"}),
        ("commitment_range", {"most": 2}),
    ],
)
def test_a_commitments_amount(project, name, fields):
    refused(name, Commitment.objects.create, project=project, position=1, title="x", side="each", **fields)


def test_a_chapter_is_written_once(project):
    Chapter.objects.create(project=project, key="background", text="x")
    refused("chapter_once", Chapter.objects.create, project=project, key="background", text="y")


def test_goals_keep_their_numbers_once(project):
    strategy = Strategy.objects.create(region=project.region, key="s", name="S")
    area = FocusArea.objects.create(strategy=strategy, number=3, name="Kompetanse")
    goal = Goal.objects.create(area=area, number=1, text="x")
    ProjectGoal.objects.create(project=project, goal=goal, position=1)
    refused("strategy_key_once_per_region", Strategy.objects.create, region=project.region, key="s", name="T")
    refused("area_name_once_per_strategy", FocusArea.objects.create, strategy=strategy, number=4, name="Kompetanse")
    refused("goal_number_once_per_area", Goal.objects.create, area=area, number=1, text="y")
    refused("project_refers_to_goal_once", ProjectGoal.objects.create, project=project, goal=goal, position=2)
    assert (str(goal), Project.objects.count()) == ("3.1", 1)


def test_who_has_given_notice_has_a_last_day_on_or_after_it(project):
    day = dt.date(2026, 6, 30)
    refused("participation_notice_has_an_end", projects.participation, project=project, notice_on=day)
    refused("participation_notice_has_an_end", projects.participation, project=project, notice_on=day, valid_to=day - dt.timedelta(days=1))
    assert projects.participation(project, notice_on=day, valid_to=day).notice_on == day


@pytest.mark.parametrize("fields", [{"joining_fee_minor": 1}, {"joining_fee_minor": 0, "valid_from": dt.date(2026, 1, 1)}])
def test_a_joining_fee_is_an_amount_of_a_year(project, fields):
    refused("participation_joining_fee_has_a_day", projects.participation, project=project, **fields)
