"""A project's decision points as far as they are prepared and decided."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q

from milestones.gates import CLOSING, Asked, Gate, Missing, Outcome, Sitting, missing
from milestones.models import ChecklistAnswer, ChecklistItem, Condition, Decision, DecisionPoint
from portfolio.lib.periods import last_day
from portfolio.models import Meeting
from portfolio.statements import Part, Together, given, given_text
from projects.models import Mandate, Project


@dataclass(frozen=True)
class Question:
    """An item of the checklist with its answer; answer is None while there is none."""

    item: ChecklistItem
    answer: ChecklistAnswer | None = None

    @property
    def asked(self) -> Asked:
        return Asked(self.item.text, self.answer.reply, self.answer.comment) if self.answer else Asked(self.item.text)


@dataclass(frozen=True)
class Taken:
    """A decision with its conditions."""

    row: Decision
    conditions: list[Condition] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.row.outcome)


@dataclass(frozen=True)
class Point:
    """decisions: those that hold, by day; one that was corrected is not among them."""

    row: DecisionPoint
    country: str
    needs_mandate: bool = False
    questions: list[Question] = field(default_factory=list)
    decisions: list[Taken] = field(default_factory=list)

    @property
    def decided(self) -> Taken | None:
        """The latest, whatever it said."""
        return self.decisions[-1] if self.decisions else None

    @property
    def is_closed(self) -> bool:
        return self.decided is not None and self.decided.outcome in CLOSING

    @property
    def ends(self) -> dt.date | None:
        return self.row.planned_on and last_day(self.row.planned_on, self.row.precision)

    @cached_property
    def sitting(self) -> Sitting | None:
        meeting = self.row.meeting
        return Sitting(meeting.date, meeting.body.name, meeting.body.papers_days, meeting.is_cancelled) if meeting else None

    @property
    def papers_due(self) -> dt.date | None:
        return self.sitting.papers_due(self.country) if self.sitting else None

    @property
    def mandate_due(self) -> dt.date | None:
        return self.sitting.mandate_due(self.country) if self.sitting else None

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """Nothing once it is decided."""
        row = self.row
        if self.is_closed:
            return ()
        asked = tuple(question.asked for question in self.questions)
        body = row.body.name if row.body else ""
        return missing(Gate(body, row.planned_on, self.sitting, row.basis, row.mandate_version, self.needs_mandate, asked))


BODY = ("name", "papers_days", "region_id")
OF_PROJECT = Together(
    points=Part(
        lambda: DecisionPoint.objects.filter(project=given("project")), along=("body", "meeting", "meeting__body"), only={"body": BODY, "meeting__body": BODY}
    ),
    decisions=Part(
        lambda: Decision.objects.filter(project=given("project"), replaced_by__isnull=True),
        along=("body",),
        only={"": ("number", "point_id", "body_id", "met_on", "outcome", "minutes", "replaces_id", "project_id"), "body": BODY},
        order=("met_on", "number"),
    ),
    conditions=Part(lambda: Condition.objects.filter(decision__project=given("project"), decision__replaced_by__isnull=True)),
    items=Part(lambda: ChecklistItem.objects.filter(checklist__region=given("region"), checklist__kind=given_text("kind"))),
    answers=Part(lambda: ChecklistAnswer.objects.filter(point__project=given("project")), order=("pk",)),
    mandates=Part(lambda: Mandate.objects.filter(project=given("project")), only={"": ("title",)}, order=("pk",)),
)


def points(project: Project) -> list[Point]:
    """In their order; one query."""
    found = OF_PROJECT.rows(project=project.pk, region=project.region_id, kind=project.kind)
    conditions, decisions, answers = grouped(found["conditions"], "decision_id"), grouped(found["decisions"], "point_id"), grouped(found["answers"], "point_id")
    return [
        Point(
            row,
            project.region.country,
            bool(found["mandates"]),
            questions(found["items"], answers[row.pk]),
            [Taken(decision, conditions[decision.pk]) for decision in decisions[row.pk]],
        )
        for row in found["points"]
    ]


def grouped(rows: Iterable[Any], by: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found


def questions(items: Iterable[ChecklistItem], answers: Iterable[ChecklistAnswer]) -> list[Question]:
    """What is asked today, and what is no longer asked but was answered."""
    said = {answer.item_id: answer for answer in answers}
    return [Question(item, said.get(item.pk)) for item in items if not item.is_retired or item.pk in said]


def point(project: Project, number: int) -> Point | None:
    """By its key."""
    return next((each for each in points(project) if each.row.pk == number), None)


RECENT = dt.timedelta(weeks=4)


def meetings_for(row: DecisionPoint, region: int, on: dt.date) -> list[Meeting]:
    """Those of its body from four weeks before the day on, of every body while none is named; and the one that it has.

    A meeting that was just held is there because decisions are recorded after it.
    """
    coming = Q(date__gte=on - RECENT, is_cancelled=False, body__region=region)
    mine = coming & Q(body=row.body_id) if row.body_id else coming
    return list(Meeting.objects.filter(mine | Q(pk=row.meeting_id)).select_related("body").order_by("date", "body__name")[:60])
