"""The plan is frozen by an act with a reason; what moves afterwards says how far, in days and words."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from milestones.models import Baseline, BaselineRow, Milestone, Phase
from milestones.queries.plans import plan
from portfolio.access.roles import Role
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    project = projects.project()
    Phase.objects.create(project=project, position=1, name="Forberedelse", starts_on=dt.date(2026, 6, 1), ends_on=dt.date(2026, 9, 15))
    Milestone.objects.create(project=project, position=1, text="Utlyst", planned_on=dt.date(2026, 9, 15))
    Milestone.objects.create(project=project, position=2, text="Levert", planned_on=dt.date(2026, 12, 1), forecast_on=dt.date(2026, 12, 8))
    return project


@pytest.fixture
def freeze(client, project):
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region, language="en-gb"))
    address = reverse("plan-freeze", args=[project.region.slug, project.reference])

    def post(reason="Godkjent § 9", times=1):
        key = re.search(r'name="key" value="([^"]+)"', client.get(address).content.decode())[1]
        return [client.post(address, {"reason": reason, "key": key}).status_code for _ in range(times)]

    return post


def slips(project):
    found = plan(project)
    return [row.slip for row in (*found.phases, *found.milestones)]


def test_without_a_baseline_only_what_is_forecast_has_slipped(project):
    assert slips(project) == [None, None, 7]


def test_the_plan_is_frozen_once_and_tells_from_then_on_how_far_things_slip(client, project, freeze):
    assert freeze(times=2) == [303, 303]
    assert (Baseline.objects.count(), BaselineRow.objects.count()) == (1, 3)
    assert slips(project) == [0, 0, 7]
    Milestone.objects.filter(text="Utlyst").update(planned_on=dt.date(2026, 9, 27))
    Phase.objects.update(ends_on=dt.date(2026, 9, 10))
    assert slips(project) == [-5, 12, 7]
    page = client.get(reverse("plan", args=[project.region.slug, project.reference])).content.decode()
    assert [words in page for words in ("12 days later than planned</span>", "5 days earlier than planned</span>")] == [True, True]
    assert 'class="c-ghost"' in page


def test_the_latest_baseline_counts(project, freeze):
    freeze()
    Milestone.objects.filter(text="Utlyst").update(planned_on=dt.date(2026, 9, 27))
    freeze("Ny plan vedtatt")
    assert ([row.number for row in Baseline.objects.all()], slips(project)) == ([2, 1], [0, 0, 7])


def test_a_row_that_came_later_was_not_planned(project, freeze):
    freeze()
    Milestone.objects.create(project=project, position=3, text="Ny", planned_on=dt.date(2026, 12, 1))
    assert slips(project) == [0, 0, 7, None]


def test_freezing_takes_a_reason(project, freeze):
    assert (freeze(reason=" "), Baseline.objects.count()) == ([422], 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plan_as_it_was_is_there_to_read_with_as_many_queries_for_any_number_of_rows(client, project, freeze, django_assert_num_queries, rows):
    for number in range(rows):
        Milestone.objects.create(project=project, position=5 + number, text=f"Nr {number}", planned_on=dt.date(2026, 11, 1 + number))
    freeze()
    Milestone.objects.all().delete()
    client.force_login(portfolio.person_with(Role.READER, project.region, language="en-gb"))
    with django_assert_num_queries(6):
        page = client.get(reverse("plan-baseline", args=[project.region.slug, project.reference])).content.decode()
    assert [text in page for text in ("Godkjent § 9", "This one counts.", "Nr 0", "15\u00a0September\u00a02026", "Freeze the plan as it stands")] == [
        True
    ] * 4 + [False]
