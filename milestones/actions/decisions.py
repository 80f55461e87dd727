"""What a body has decided is recorded once; what was wrong is corrected by a new record that names the old."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation

from milestones.actions.baselines import freeze
from milestones.gates import CLOSING, Outcome, approves
from milestones.models import Condition, Decision, DecisionPoint
from milestones.queries.gates import Point, points
from milestones.queries.plans import plan
from milestones.wording.approvals import frozen_because
from portfolio.actions.rows import sign
from portfolio.models import Body, Region, User
from portfolio.outbox import changed
from projects.models import Project


@dataclass(frozen=True)
class Asked:
    """A condition. done_on: when it was met, where a correction takes that along."""

    text: str
    due_on: dt.date
    done_on: dt.date | None = None
    done_note: str = ""


@dataclass(frozen=True)
class Said:
    """What a body said. minutes: path and SHA-256 of the file, both empty for none."""

    body: Body
    met_on: dt.date
    outcome: Outcome
    text: str
    paragraph: str = ""
    case_number: str = ""
    dissent: str = ""
    minutes: str = ""
    minutes_sha256: str = ""
    conditions: Sequence[Asked] = field(default_factory=tuple)


@transaction.atomic
def record(*, point: DecisionPoint, said: Said, by: User, freezes_plan: bool = False) -> tuple[Decision, bool]:
    """The decision, and whether it is new. Recorded before, by whomever and whatever it said, it is the first one that is given back.

    A question that was sent back or postponed can be decided again at another meeting.
    freezes_plan: the plan becomes the baseline if the decision approves a version of the mandate and something in the plan has a date.
    """
    project = held(point.project_id)
    prepared = next(each for each in points(project) if each.row.pk == point.pk)
    if first := recorded_before(prepared, said.met_on):
        return first, False
    its = prepared.row
    decision = Decision(
        project=project,
        point=its,
        point_number=its.number,
        question=its.question,
        basis=its.basis,
        mandate_version=its.mandate_version,
        mandate_dated_on=its.mandate_dated_on,
        checklist=[{"text": each.asked.text, "reply": each.asked.reply, "comment": each.asked.comment} for each in prepared.questions],
    )
    made = store(decision, said, by)
    if freezes_plan and approves(made.outcome, made.mandate_version) and plan(project).has_dates:
        with translation.override(project.language):
            reason = frozen_because(made)
        freeze(project=project, by=by, reason=reason, decision=made)
    return made, True


def recorded_before(prepared: Point, met_on: dt.date) -> Decision | None:
    """The one that answered the question, or the one of the same day."""
    holding = [each.row for each in prepared.decisions if each.outcome in CLOSING]
    same_day = Decision.objects.filter(point=prepared.row, met_on=met_on, replaces__isnull=True)
    return holding[0] if holding else same_day.order_by("number").first()


@transaction.atomic
def correct(*, decision: Decision, said: Said, reason: str, by: User) -> tuple[Decision, bool]:
    """The correction, and whether it is new: one that is corrected already gives its first correction back.

    The minutes of the old one go along unless others are sent.
    """
    project = held(decision.project_id)
    if first := Decision.objects.filter(replaces=decision).first():
        return first, False
    kept = ("point", "point_number", "question", "basis", "mandate_version", "mandate_dated_on", "checklist")
    copy = Decision(project=project, replaces=decision, reason=reason, **{name: getattr(decision, name) for name in kept})
    if not said.minutes:
        said = replace(said, minutes=decision.minutes, minutes_sha256=decision.minutes_sha256)
        if decision.minutes:
            copy.minutes_added_at = decision.minutes_added_at or decision.recorded_at
            copy.minutes_added_by = decision.minutes_added_by or decision.recorded_by
    return store(copy, said, by), True


def held(project: int) -> Project:
    """One at a time in a project."""
    return Project.objects.select_for_update(of=("self",)).select_related("region").get(pk=project)


def store(decision: Decision, said: Said, by: User) -> Decision:
    """With the next number of its region."""
    region = Region.objects.select_for_update(no_key=True).get(pk=decision.project.region_id)
    decision.region, decision.number = region, 1 + (Decision.objects.filter(region=region).aggregate(last=Max("number"))["last"] or 0)
    for name in ("body", "met_on", "outcome", "text", "paragraph", "case_number", "dissent", "minutes", "minutes_sha256"):
        setattr(decision, name, getattr(said, name))
    decision.recorded_at, decision.recorded_by = timezone.now(), by
    decision.save(force_insert=True)
    for position, each in enumerate(said.conditions, 1):
        names = {"text": each.text, "due_on": each.due_on, "done_on": each.done_on, "done_note": each.done_note}
        condition = Condition(decision=decision, position=position, **names)
        sign(condition, by, "", decision.recorded_at)
        condition.save()
    changed()
    return decision


@transaction.atomic
def meet(*, conditions: Sequence[Condition], by: User) -> list[Any]:
    """Stores when conditions were met, or that they are not; those that are as they were get no line of history."""
    at, stored_anew = timezone.now(), []
    for condition in conditions:
        stored = Condition.objects.get(pk=condition.pk)
        if (stored.done_on, stored.done_note) != (condition.done_on, condition.done_note):
            sign(condition, by, "", at)
            condition.save(update_fields=["done_on", "done_note"])
            stored_anew.append(condition)
    changed()
    return stored_anew


@transaction.atomic
def add_minutes(*, decision: Decision, path: str, sha256: str, by: User) -> bool:
    """To a decision that has none; False when it has some already."""
    added = {"minutes_added_at": timezone.now(), "minutes_added_by": by}
    return bool(Decision.objects.filter(pk=decision.pk, minutes="").update(minutes=path, minutes_sha256=sha256, **added))
