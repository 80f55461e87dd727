"""A region's strategies: focus areas and goals with the projects that serve each, and what none serves."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.urls import reverse

from portfolio.access.grants import regions_by_reach
from portfolio.access.roles import Reach
from portfolio.lib.alphabet import place
from portfolio.models import Region, User
from portfolio.overview.marks import Mark, status_mark
from projects.lifecycle import Stage
from projects.models import FocusArea, Goal, Strategy
from projects.models.project import STAGE_LABELS
from projects.queries import StrategyProject, areas_of, goals_of, projects_by_goal, strategies_of, strategy_projects

OVER = (Stage.CLOSED, Stage.STOPPED)


@dataclass(frozen=True)
class Serving:
    """A project as the strategy's page shows it."""

    name: str
    language: str
    url: str
    stage: str
    status: Mark


@dataclass(frozen=True)
class GoalRow:
    goal: Goal
    projects: list[Serving]


@dataclass(frozen=True)
class AreaRow:
    """others: projects placed in the area that serve none of its goals."""

    area: FocusArea
    goals: list[GoalRow]
    others: list[Serving]

    @property
    def is_served(self) -> bool:
        return bool(self.others) or any(row.projects for row in self.goals)

    @property
    def differs(self) -> bool:
        """The strategy says another number of goals than are registered."""
        return self.area.goal_count is not None and self.area.goal_count != len(self.goals)


@dataclass(frozen=True)
class Choice:
    strategy: Strategy
    time: str
    """past, now or ahead"""


@dataclass(frozen=True)
class StrategyPage:
    choices: list[Choice]
    shown: Choice | None
    areas: list[AreaRow]
    aimless: list[Serving]
    sees_all: bool
    """False for somebody who sees some of the region's projects only: then a goal without one may well have one."""

    @cached_property
    def unserved_goals(self) -> list[GoalRow]:
        return [row for area in self.areas for row in area.goals if not row.projects]

    @cached_property
    def unserved_areas(self) -> list[AreaRow]:
        return [area for area in self.areas if not area.is_served]

    @property
    def counts_differ(self) -> bool:
        """The strategy says another number of focus areas than are registered."""
        return bool(self.shown) and self.shown.strategy.area_count not in (None, len(self.areas))  # type: ignore[union-attr]

    @cached_property
    def differing_areas(self) -> list[AreaRow]:
        return [area for area in self.areas if area.differs]

    @property
    def has_gaps(self) -> bool:
        return bool(self.unserved_goals or self.unserved_areas or self.counts_differ or self.differing_areas or self.aimless)


def time_of(strategy: Strategy, year: int) -> str:
    if strategy.valid_to is not None and strategy.valid_to < year:
        return "past"
    return "ahead" if strategy.valid_from is not None and strategy.valid_from > year else "now"


def chosen(choices: list[Choice], number: int | None) -> Choice | None:
    """By its number; without one the strategy that holds, then the next, then the last. 404 for a number that none has here."""
    if number is not None:
        found = next((each for each in choices if each.strategy.pk == number), None)
        if found is None:
            raise Http404
        return found
    return next((each for time in ("now", "ahead", "past") for each in choices if each.time == time), None)


def strategy_page(user: User, region: Region, today: dt.date, number: int | None) -> StrategyPage:
    """Five queries whatever the number: strategies, areas, goals, which project serves which, projects."""
    choices = [Choice(each, time_of(each, today.year)) for each in strategies_of(region)]
    sees_all = region.pk in regions_by_reach(user, Reach.REGION)
    shown = chosen(choices, number)
    if shown is None:
        return StrategyPage([], None, [], [], sees_all)
    projects = sorted(strategy_projects(user, region), key=lambda each: place(each.name, region.language))
    aims, goals = projects_by_goal(shown.strategy), defaultdict(list)
    for goal in goals_of(shown.strategy):
        goals[goal.area_id].append(goal)
    areas = [area_row(area, goals[area.pk], projects, aims, region) for area in areas_of(shown.strategy)]
    aiming = set().union(*aims.values())
    aimless = [each for each in projects if each.pk not in aiming and Stage(each.stage) not in OVER and shown.time != "past"]
    return StrategyPage(choices, shown, areas, served_by(aimless, region), sees_all)


def area_row(area: FocusArea, goals: list[Goal], projects: list[StrategyProject], aims: dict[int, set[int]], region: Region) -> AreaRow:
    rows = [GoalRow(goal, served_by((each for each in projects if each.pk in aims.get(goal.pk, ())), region)) for goal in goals]
    inside = set().union(*(aims.get(goal.pk, set()) for goal in goals))
    return AreaRow(area, rows, served_by((each for each in projects if each.area == area.pk and each.pk not in inside), region))


def served_by(projects: Iterable[StrategyProject], region: Region) -> list[Serving]:
    return [serving(each, reverse("project", args=[region.slug, each.reference])) for each in projects]


def serving(project: StrategyProject, url: str) -> Serving:
    return Serving(project.name, project.language, url, str(STAGE_LABELS[Stage(project.stage)]), status_mark(project.status))
