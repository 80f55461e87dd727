"""The rows of a plan as the ripple knows them, where each date is kept, and the meetings that decision points hang on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Value, When

from milestones.models import DecisionPoint, Milestone, Phase, Task
from milestones.queries.decisions import open_points
from milestones.ripple import Kind, Step
from portfolio.models import Meeting
from projects.models import Project

MODELS: dict[Kind, Any] = {Kind.PHASE: Phase, Kind.MILESTONE: Milestone, Kind.TASK: Task, Kind.DECISION: DecisionPoint}
RECORDS = {Kind.PHASE: "phases", Kind.MILESTONE: "milestones", Kind.TASK: "tasks", Kind.DECISION: "decision-points"}
"""What the pages that edit call each kind."""


def rows_of(project: Project) -> list[Any]:
    """Phases, milestones, tasks and decision points, each in their own order; four queries. A point knows its meeting, and whether it is decided."""
    points = DecisionPoint.objects.filter(project=project.pk).select_related("meeting__body")
    of = {DecisionPoint: points.annotate(is_decided=Case(When(open_points(), then=Value(False)), default=Value(True)))}
    return [row for model in MODELS.values() for row in of.get(model, model.objects.filter(project=project.pk))]


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
        is_done=bool(getattr(row, "reached_on", None) or getattr(row, "done_on", None) or getattr(row, "is_decided", False)),
    )


@dataclass(frozen=True)
class Sittings:
    """The meetings that decision points of a plan hang on, by the point's key, and all that their bodies hold, by body and day."""

    now: dict[int, Meeting] = field(default_factory=dict)
    held: dict[tuple[int, dt.date], Meeting] = field(default_factory=dict)

    def after(self, step: Step) -> Meeting | None:
        """Which meeting a point hangs on once it stands as the step has it: its own, another of the same body on that day, or none."""
        now = self.now.get(step.pk)
        if now is None or step.last is None or step.precision != "day":
            return None
        return now if step.last == now.date else self.held.get((now.body_id, step.last))

    @property
    def seen(self) -> dict[str, Any]:
        """What a preview rests on."""
        hung = {f"meeting-of-{point}": (meeting.pk, meeting.date, meeting.body_id) for point, meeting in self.now.items()}
        return hung | {f"meeting-{body}-{day}": meeting.pk for (body, day), meeting in self.held.items()}


def sittings_of(rows: Sequence[Any]) -> Sittings:
    """Of a project's rows. One query where a point hangs on a meeting, else none; cancelled ones are not offered."""
    now = {row.pk: row.meeting for row in rows if isinstance(row, DecisionPoint) and row.meeting}
    if not now:
        return Sittings()
    held = Meeting.objects.filter(body__in={each.body_id for each in now.values()}, is_cancelled=False).select_related("body")
    return Sittings(now, {(each.body_id, each.date): each for each in held})
