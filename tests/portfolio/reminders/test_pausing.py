"""What a person has paused, let go on or stopped before its time, and what the planner then does with it."""

import datetime as dt

import pytest

from milestones.models import Milestone
from portfolio.models import Reminder, User
from portfolio.reminders import deeds
from portfolio.reminders.planning import plan
from projects.models import Project
from tests.factories.reminders import at, managed, milestone

pytestmark = pytest.mark.django_db
State = Reminder.State
MONDAY = at("2026-11-02T12:00")


def paused(day: str = "2026-11-17") -> tuple[Project, User, str]:
    """Eight days before it leaves; the notice's name."""
    project, manager = managed()
    milestone(project, day)
    plan(MONDAY)
    first = deeds.foreseen(project.region, MONDAY)[0]
    deeds.pause(region=project.region, key=first.notice.name, by=manager, now=MONDAY)
    return project, manager, first.notice.name


def held() -> tuple[str, bool]:
    """The state of the first reminder, and whether a person has set it."""
    row = Reminder.objects.earliest("pk")
    return row.state, row.by is not None


def test_paused_long_before_its_day_it_waits_and_goes_on() -> None:
    project, _manager, name = paused("2026-11-17")
    assert (plan(MONDAY), held()) == (0, (State.PAUSED, True))
    deeds.go_on(region=project.region, key=name, now=MONDAY)
    assert (plan(MONDAY), plan(at("2026-11-06T12:00")), held()) == (0, 0, (State.PLANNED, False))


def test_let_go_on_it_stays_only_as_long_as_its_reason_and_comes_back_with_it() -> None:
    project, _manager, name = paused("2026-11-17")
    deeds.go_on(region=project.region, key=name, now=MONDAY)
    Milestone.objects.update(reached_on=dt.date(2026, 11, 2))
    assert (plan(MONDAY), held()) == (1, (State.CANCELLED, False))
    Milestone.objects.update(reached_on=None)
    assert (plan(MONDAY), held()) == (1, (State.PLANNED, False))


def test_paused_it_ends_with_its_reason() -> None:
    paused("2026-11-17")
    Milestone.objects.update(planned_on=dt.date(2026, 12, 17))
    assert (plan(MONDAY), held()) == (1, (State.CANCELLED, False))


def test_why_it_was_cancelled_is_said_in_the_regions_language() -> None:
    project, _ = managed()
    milestone(project, "2026-11-10")
    plan(MONDAY)
    Milestone.objects.update(reached_on=dt.date(2026, 11, 2))
    plan(MONDAY)
    assert (project.region.language, Reminder.objects.get().why[:8]) == ("nb", "Fristen ")


def test_paused_until_its_day_has_passed_it_is_told_as_not_sent() -> None:
    paused("2026-11-05")
    assert [(plan(at(f"2026-11-{day:02d}T12:00")), held()[0]) for day in (2, 4)] == [(0, State.PAUSED), (2, State.CANCELLED)]
