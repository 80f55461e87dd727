"""What the pages say of a project's risks and of what is done about them."""

import datetime as dt

import pytest
import time_machine

from milestones.models import Risk, RiskMeasure, RiskReview
from tests.factories import projects
from tests.portfolio.overview.test_pages import read, words

NOW = "2026-10-05 10:00+02:00"


@time_machine.travel(NOW)
@pytest.mark.parametrize("page", ["project", "risks"])
def test_a_measure_whose_day_has_passed_is_late(db, page):
    project = projects.project()
    risk, closed = (Risk.objects.create(project=project, position=place, text="Folk") for place in (1, 2))
    Risk.objects.filter(pk=closed.pk).update(status="closed", closed_because="Over")
    days = (dt.date(2026, 10, 4), None), (dt.date(2026, 10, 5), None), (dt.date(2026, 10, 3), dt.date(2026, 10, 4))
    for place, (due, done) in enumerate(days, 1):
        RiskMeasure.objects.create(risk=risk, position=place, text="Leie inn", due_on=due, done_on=done)
    RiskMeasure.objects.create(risk=closed, position=1, text="Ansette", due_on=dt.date(2026, 1, 1))
    told = words(read(project, page))
    assert [told.count(each) for each in ("Overdue.", "Overdue. Leie inn by 4 October 2026", "by 5 October 2026")] == [1, 1, 1]


@time_machine.travel(NOW)
def test_the_score_before_measures_stays_in_sight_after_a_review(db):
    project = projects.project()
    risk = Risk.objects.create(project=project, position=1, text="Folk", probability=5, impact=4)
    assert "· before measures" not in words(read(project, "risks"))
    RiskReview.objects.create(risk=risk, reviewed_on=dt.date(2026, 10, 1), probability=2, impact=3)
    assert "6 medium ↓ falling · before measures 20 high" in words(read(project, "risks"))
