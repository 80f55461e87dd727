"""Deadlines with people who owe them."""

import datetime as dt
from typing import Any

from milestones.models import Milestone
from portfolio.access.roles import Role
from portfolio.models import Region, RoleGrant, User
from projects.models import Project, ProjectRole
from tests.factories import portfolio, projects

MANAGER = ProjectRole.Role.MANAGER
REPORTED = dt.date(2036, 1, 1)


def at(text: str, hours: int = 1) -> dt.datetime:
    """A local time of Norway and Sweden as an instant: an hour ahead of UTC in winter, two in summer."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.timezone(dt.timedelta(hours=hours))).astimezone(dt.UTC)


def managed(region: Region | None = None, **fields: Any) -> tuple[Project, User]:
    """A running project with a manager, that owes no status report for long."""
    region = region or portfolio.region()
    project = projects.project(region, stage="running", status_on=REPORTED)
    manager = portfolio.person_with(Role.MANAGER, region, **fields)
    projects.role(project, MANAGER, user=manager)
    return project, manager


def milestone(project: Project, day: str, text: str = "", **fields: Any) -> Milestone:
    number = next(projects.numbers)
    return Milestone.objects.create(project=project, text=text or f"Leveranse {number}", planned_on=dt.date.fromisoformat(day), position=number, **fields)


def due_for_many(count: int, day: str, region: Region | None = None, each: int = 1) -> list[User]:
    """One project whose ``count`` managers owe ``each`` milestones on the day: so many reminders, and a mail for each manager. Few statements."""
    region = region or portfolio.region()
    project = projects.project(region, stage="running", status_on=REPORTED)
    first = next(portfolio.numbers)
    people = User.objects.bulk_create([User(email=f"owes-{first}-{number}@example.test", name=f"Skyldig {number}") for number in range(count)], batch_size=500)
    RoleGrant.objects.bulk_create([RoleGrant(user=each_, region=region, role=Role.MANAGER, valid_from=portfolio.LONG_AGO) for each_ in people], batch_size=500)
    roles = [ProjectRole(project=project, role=MANAGER, user=each_, position=number) for number, each_ in enumerate(people, 1)]
    ProjectRole.objects.bulk_create(roles, batch_size=500)
    for _ in range(each):
        milestone(project, day)
    return people
