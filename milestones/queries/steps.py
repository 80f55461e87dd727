"""The rows of a plan as the ripple knows them, and where each date is kept."""

from typing import Any

from milestones.models import DecisionPoint, Milestone, Phase, Task
from milestones.ripple import Kind, Step
from projects.models import Project

MODELS: dict[Kind, Any] = {Kind.PHASE: Phase, Kind.MILESTONE: Milestone, Kind.TASK: Task, Kind.DECISION: DecisionPoint}
RECORDS = {Kind.PHASE: "phases", Kind.MILESTONE: "milestones", Kind.TASK: "tasks", Kind.DECISION: "decision-points"}
"""What the pages that edit call each kind."""


def rows_of(project: Project) -> list[Any]:
    """Phases, milestones, tasks and decision points, each in their own order; four queries."""
    return [row for model in MODELS.values() for row in model.objects.filter(project=project.pk)]


def columns(row: Any) -> tuple[str, str]:
    """Where a row keeps its first and its last date; a milestone's is the forecast once there is one."""
    if isinstance(row, Phase):
        return "starts_on", "ends_on"
    if isinstance(row, Task):
        return "starts_on", "due_on"
    return "", "forecast_on" if isinstance(row, Milestone) and row.forecast_on else "planned_on"


def kind_of(row: Any) -> Kind:
    return next(kind for kind, model in MODELS.items() if isinstance(row, model))


def step_of(row: Any) -> Step:
    first, last = columns(row)
    return Step(
        kind=kind_of(row),
        pk=row.pk,
        text=str(row),
        first=getattr(row, first) if first else None,
        last=getattr(row, last),
        precision=row.precision if last == "planned_on" else "day",
        phase=getattr(row, "phase_id", None),
        is_confirmed=row.is_confirmed,
        is_done=bool(getattr(row, "reached_on", None) or getattr(row, "done_on", None)),
    )
