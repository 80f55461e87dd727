"""How long ago something was, and what a mail is called whose day has passed."""

import datetime as dt

import pytest

from milestones.models import Milestone
from portfolio.reminders.lines import Line
from portfolio.reminders.sources import SOURCES
from portfolio.reminders.telling import ago, when
from tests.factories import projects


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 minutes ago"),
        (1, "one minute ago"),
        (59, "59 minutes ago"),
        (60, "one hour ago"),
        (1439, "23 hours ago"),
        (1449, "1 day ago"),
        (2880, "2 days ago"),
    ],
)
def test_how_long_ago_is_said_in_the_largest_unit_that_is_full(minutes, said):
    assert ago(minutes) == said


@pytest.mark.parametrize(("today", "subject"), [(8, "Milestone: Pilot – was due 7 days ago"), (1, "Milestone: Pilot – today")])
def test_the_subject_of_what_has_passed_says_that_it_was_due(db, today, subject):
    row = Milestone.objects.create(project=projects.project(stage="running"), position=1, text="Pilot", planned_on=dt.date(2026, 9, 1))
    [due] = SOURCES["milestone"].named([row.pk]).values()
    now = dt.date(2026, 9, today)
    assert Line(due, "Milestone: Pilot", when(due.due, now), "/", due.due < now).subject == subject
