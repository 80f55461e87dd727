"""Each rule of the milestones tables, violated once on the real database."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from milestones.models import Baseline, BaselineRow, CalendarFeed, DecisionPoint, Phase, Risk, RiskMeasure, Task
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return projects.project()


def refused(make, **fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**fields)


def test_a_phase_ends_after_it_starts(project):
    refused(Phase.objects.create, project=project, position=1, name="x", starts_on=dt.date(2007, 9, 15), ends_on=dt.date(2007, 6, 1))


def test_phases_may_overlap_and_leave_gaps(project):
    for position, (first, last) in enumerate([((2007, 6, 1), (2007, 9, 15)), ((2007, 9, 1), (2007, 9, 30)), ((2008, 1, 1), (2008, 2, 1))], 1):
        Phase.objects.create(project=project, position=position, name="x", starts_on=dt.date(*first), ends_on=dt.date(*last))
    assert Phase.objects.filter(project=project).count() == 3


def test_a_decision_points_number_is_used_once(project):
    DecisionPoint.objects.create(project=project, position=1, number=1, question="x")
    refused(DecisionPoint.objects.create, project=project, position=2, number=1, question="y")


@pytest.mark.parametrize(
    "scores",
    [
        {"probability": 0, "impact": 3},
        {"probability": 3, "impact": 6},
        {"probability": 3},
        {"probability": 3, "impact": 3, "probability_after": 2},
        {"probability_after": 2, "impact_after": 2},
    ],
)
def test_scores_are_pairs_from_one_to_five(project, scores):
    refused(Risk.objects.create, project=project, position=1, text="x", **scores)


def test_a_risk_may_be_unscored_or_scored_before_only(project):
    Risk.objects.create(project=project, position=1, text="x")
    Risk.objects.create(project=project, position=2, text="y", probability=1, impact=5)
    assert Risk.objects.filter(project=project).count() == 2


def test_measures_are_ordered_once(project):
    risk = Risk.objects.create(project=project, position=1, text="x")
    RiskMeasure.objects.create(risk=risk, position=1, text="x")
    refused(RiskMeasure.objects.create, risk=risk, position=1, text="y")


def test_a_task_ends_after_it_starts(project):
    refused(Task.objects.create, project=project, position=1, text="x", starts_on=dt.date(2026, 2, 1), due_on=dt.date(2026, 1, 1))


def baseline(project, number=1):
    return Baseline.objects.create(project=project, number=number, frozen_at=timezone.now(), frozen_by=portfolio.user(), reason="Vedtatt")


def test_a_baseline_is_numbered_once_and_holds_a_row_once(project):
    first = baseline(project)
    refused(baseline, project=project)
    row = {"baseline": first, "kind": "phase", "row": 1, "text": "x"}
    BaselineRow.objects.create(**row)
    refused(BaselineRow.objects.create, **row)
    refused(BaselineRow.objects.create, **row | {"kind": "budget"})


def test_a_baseline_never_changes(project):
    row = BaselineRow.objects.create(baseline=baseline(project), kind="phase", row=1, text="x")
    refused(BaselineRow.objects.filter(pk=row.pk).update, text="y")
    refused(Baseline.objects.update, reason="y")


def test_a_person_has_one_open_feed_of_each_project_and_one_of_all(project):
    person = portfolio.user()
    of_all, of_one = ({"user": person, "project": of, "seed": "x", "made_at": timezone.now()} for of in (None, project))
    for number, fields in enumerate((of_all, of_one)):
        CalendarFeed.objects.create(**fields, token_sha256=f"a{number}")
        refused(CalendarFeed.objects.create, **fields, token_sha256=f"b{number}")
        CalendarFeed.objects.create(**fields, token_sha256=f"c{number}", revoked_at=timezone.now())
    refused(CalendarFeed.objects.create, **of_all | {"user": portfolio.user()}, token_sha256="a0")
