"""A project's first page: where it stands, what comes next, what may go wrong."""

import datetime as dt
from dataclasses import dataclass

from django.utils.safestring import SafeString

from costsharing.queries.budgets import Cost, cost_of
from milestones.models import DecisionPoint
from milestones.queries.deadlines import Deadline
from milestones.queries.gates import points
from milestones.queries.outlooks import risks as risks_of
from milestones.queries.plans import Plan, plan
from portfolio.access.permissions import P
from portfolio.models import User
from portfolio.overview.decision_rows import DecisionRow, decision_rows
from portfolio.overview.late import with_late
from portfolio.overview.marks import Mark, status_mark
from portfolio.overview.plan_page import timeline
from portfolio.overview.portfolio_page import nearest
from portfolio.overview.reports.page import ReportLine, latest_line
from portfolio.overview.risks_page import Matrix, RiskRow, Told, matrix, risk_rows
from projects.lifecycle import PATH, Stage
from projects.models import OpenPoint, Project, ProjectGoal
from projects.models.project import STAGE_LABELS
from projects.queries import Standing, kin, standing, terms


@dataclass(frozen=True)
class Step:
    label: str
    state: str
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def symbol(self) -> str:
        return {"done": "good", "now": "now"}.get(self.state, "none")


@dataclass(frozen=True)
class ProjectPage(Told):
    row: Standing
    kin: list[Project]
    status: Mark
    steps: list[Step]
    cost: Cost
    this_year: int | None
    year: int
    deadline: Deadline | None
    is_passed: bool
    plan: Plan
    timeline: SafeString
    decisions: list[DecisionRow]
    risks: list[RiskRow]
    matrix: Matrix
    open_points: list[OpenPoint]
    goals: list[ProjectGoal]
    report: ReportLine | None


def steps(project: Project) -> list[Step]:
    """The path that projects go; one that was stopped has left it, and a closed one ends it."""
    stage = Stage(project.stage)
    if stage is Stage.STOPPED:
        return [Step(str(STAGE_LABELS[stage]), "now")]
    path = [*PATH[:-1], stage] if stage is Stage.CLOSED else list(PATH)
    here = path.index(stage)
    found = []
    for place, each in enumerate(path):
        first = project.starts_on if each is Stage.RUNNING else None
        last = project.ends_on if each is Stage.CLOSING else None
        found.append(Step(str(STAGE_LABELS[each]), "done" if place < here else "now" if place == here else "later", first, last))
    return found


def deadline_of(row: DecisionPoint) -> Deadline:
    assert row.planned_on
    return Deadline(row.planned_on, row.precision, row.question, True, row.number, row.body.name if row.body else "")


def project_page(user: User, project: Project, today: dt.date) -> ProjectPage:
    row, its = standing(project, today), terms(project, "open_points", "goals")
    cost, its_plan, gates = cost_of(project), with_late(plan(project), project, today), points(project)
    dates = [deadline_of(point.row) for point in gates if point.row.planned_on and not point.is_closed]
    deadline, is_passed = nearest(sorted(dates, key=lambda date: date.ends), today)
    seen = risk_rows(risks_of(project, confidential=P.RISK_CONFIDENTIAL_VIEW in project.allowed), today=today)
    return ProjectPage(
        row=row,
        kin=kin(user, project) if row.has_kin else [],
        status=status_mark(project.status),
        steps=steps(project),
        cost=cost,
        this_year=cost.by_year.get(today.year),
        year=today.year,
        deadline=deadline,
        is_passed=is_passed,
        plan=its_plan,
        timeline=timeline(its_plan, project, today, gates),
        decisions=decision_rows(gates, today),
        risks=seen,
        matrix=matrix(seen),
        open_points=its.open_points,
        goals=its.goals,
        report=latest_line(project),
    )
