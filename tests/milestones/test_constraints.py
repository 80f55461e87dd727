"""Each rule of the milestones tables, violated once on the real database."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from milestones.models import (
    Baseline,
    BaselineRow,
    Benefit,
    BenefitMeasurement,
    BenefitOwner,
    CalendarFeed,
    Checklist,
    ChecklistAnswer,
    ChecklistItem,
    Condition,
    Decision,
    DecisionPoint,
    FollowUp,
    Phase,
    Risk,
    RiskMeasure,
    RiskParty,
    RiskReview,
    StatusReport,
    Task,
)
from milestones.reporting import Subject
from tests.factories import decisions, portfolio, projects

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


def test_a_recommendation_is_an_outcome_or_nothing(project):
    refused(decisions.point, project=project, recommended="maybe")


def test_a_decision_points_number_is_used_once(project):
    DecisionPoint.objects.create(project=project, position=1, number=1, question="x")
    refused(DecisionPoint.objects.create, project=project, position=2, number=1, question="y")


def test_a_region_asks_by_one_checklist_for_each_kind(project):
    Checklist.objects.create(region=project.region, kind="main_project")
    refused(Checklist.objects.create, region=project.region, kind="main_project")


def test_questions_are_ordered_once_and_answered_once(project):
    (item,) = decisions.checklist(project.region, "x")
    refused(ChecklistItem.objects.create, checklist=item.checklist, position=1, text="y")
    answer = {"point": decisions.point(project), "item": item}
    ChecklistAnswer.objects.create(**answer, reply="yes")
    refused(ChecklistAnswer.objects.create, **answer, reply="no")


def test_an_answer_says_something(project):
    (item,) = decisions.checklist(project.region, "x")
    refused(ChecklistAnswer.objects.create, point=decisions.point(project), item=item)


def decided(project, **changes):
    """A decision as a row, not by the action that counts it."""
    point = changes.pop("point", None) or decisions.point(project)
    given = {"region": project.region, "number": 7, "project": project, "point": point, "question": "x", "body": point.body, "met_on": decisions.MET}
    return Decision.objects.create(**given | {"outcome": "continue", "text": "x", "recorded_at": timezone.now(), "recorded_by": portfolio.user()} | changes)


def test_a_decisions_number_is_used_once_in_its_region(project):
    decided(project)
    refused(decided, project=project)
    assert decided(projects.project()).number == 7


def test_a_point_is_decided_once_a_meeting_but_corrected_on_the_same_day(project):
    first = decided(project)
    refused(decided, project=project, point=first.point, number=8)
    assert decided(project, point=first.point, number=8, replaces=first, reason="x").replaces == first
    refused(decided, project=project, point=first.point, number=9, replaces=first, reason="y")


def test_somebody_has_recorded_it_or_it_was_taken_over(project):
    day, now = dt.date(2026, 1, 1), timezone.now()
    refused(decided, project=project, recorded_by=None)
    assert decided(project, recorded_by=None, imported_at=now).recorded_by is None
    refused(Baseline.objects.create, project=project, number=1, frozen_at=now, reason="x")
    assert Baseline.objects.create(project=project, number=1, frozen_at=now, imported_at=now, reason="x").frozen_by is None
    row = {"project": project, "number": 1, "period_from": day, "period_to": day, "status": "on_track", **{each.value: "good" for each in Subject}}
    refused(StatusReport.objects.create, **row)
    refused(StatusReport.objects.create, **row, imported_at=now)  # a draft is never taken over
    refused(StatusReport.objects.create, **row, sent_at=now, begun_by=portfolio.user())
    assert StatusReport.objects.create(**row, sent_at=now, imported_at=now).sent_by is None


@pytest.mark.parametrize("changes", [{"outcome": "maybe"}, {"minutes": "x"}, {"minutes_sha256": "x"}])
def test_a_decision_has_a_known_outcome_and_minutes_with_their_hash(project, changes):
    refused(decided, project=project, **changes)


def test_a_correction_says_why(project):
    refused(decided, project=project, number=8, replaces=decided(project))


def test_conditions_are_ordered_once(project):
    row = {"decision": decided(project), "position": 1, "text": "x", "due_on": decisions.MET}
    Condition.objects.create(**row)
    refused(Condition.objects.create, **row)


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


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "risk", "strategy": "use"},
        {"kind": "opportunity", "strategy": "avoid"},
        {"status": "closed"},
    ],
)
def test_a_strategy_fits_its_kind_and_closing_says_why(project, fields):
    refused(Risk.objects.create, project=project, position=1, text="x", **fields)
    Risk.objects.create(project=project, position=1, text="x", kind="opportunity", strategy="share", status="closed", closed_because="y")


def test_a_risk_is_looked_at_once_a_day_and_hits_each_once(project):
    risk, place = Risk.objects.create(project=project, position=1, text="x"), portfolio.municipality()
    review = {"risk": risk, "reviewed_on": dt.date(2026, 1, 1)}
    refused(RiskReview.objects.create, **review, probability=6, impact=1)
    refused(RiskReview.objects.create, **review, probability=1, impact=0)
    RiskReview.objects.create(**review, probability=1, impact=1)
    refused(RiskReview.objects.create, **review, probability=2, impact=1)
    RiskParty.objects.create(risk=risk, organisation=place)
    refused(RiskParty.objects.create, risk=risk, organisation=place)


def test_a_benefit_is_measured_once_a_day_in_each_place(project):
    benefit, place = Benefit.objects.create(project=project, position=1, kind="freed", text="x"), portfolio.municipality()
    for organisation in (None, place):
        row = {"benefit": benefit, "organisation": organisation, "measured_on": dt.date(2026, 1, 1)}
        BenefitMeasurement.objects.create(**row, value_hundredths=1)
        refused(BenefitMeasurement.objects.create, **row, value_hundredths=2)
    BenefitOwner.objects.create(benefit=benefit, organisation=place, owner="x")
    refused(BenefitOwner.objects.create, benefit=benefit, organisation=place, owner="y")


@pytest.mark.parametrize("name", ["report", "high", "medium", "low", "benefit"])
def test_looking_again_takes_one_to_24_months(project, name):
    for months in (0, 25):
        refused(FollowUp.objects.create, region=project.region, **{f"{name}_months": months})
    FollowUp.objects.create(region=project.region)
    refused(FollowUp.objects.create, region=project.region)


def test_a_report_is_numbered_once_and_a_project_has_one_draft(project):
    row = {"project": project, "period_from": dt.date(2026, 1, 1), "period_to": dt.date(2026, 1, 31), "begun_by": portfolio.user()}
    refused(StatusReport.objects.create, **row | {"number": 1, "period_to": dt.date(2025, 12, 31)})
    StatusReport.objects.create(**row, number=1)
    refused(StatusReport.objects.create, **row, number=1)
    refused(StatusReport.objects.create, **row, number=2)


def test_what_is_sent_is_whole_says_who_and_never_changes(project):
    user, lights = portfolio.user(), {each.value: "good" for each in Subject}
    row = {"project": project, "period_from": dt.date(2026, 1, 1), "period_to": dt.date(2026, 1, 31), "begun_by": user, "number": 1}
    sent = {"sent_at": timezone.now(), "sent_by": user, "status": "on_track", **lights}
    for lack in ("sent_by", "sent_at"):
        refused(StatusReport.objects.create, **row | sent | {lack: None})
    for lack in ("status", *lights):
        refused(StatusReport.objects.create, **row | sent | {lack: ""})
    report = StatusReport.objects.create(**row)
    report.summary = "changed"
    report.save()
    StatusReport.objects.filter(pk=report.pk).update(**sent)
    for change in ({"summary": "again"}, {"sent_at": None, "sent_by": None}, {"facts": {"on": "x"}}):
        refused(StatusReport.objects.filter(pk=report.pk).update, **change)
    report.refresh_from_db()
    assert (report.summary, report.sent_by, report.facts) == ("changed", user, {})
