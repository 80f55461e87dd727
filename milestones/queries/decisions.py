"""Recorded decisions, of one project or of many."""

from typing import NamedTuple

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from milestones.gates import CLOSING
from milestones.models import Condition, Decision, DecisionPoint
from portfolio.models import Meeting
from projects.models import Project

HELD = ("project__region", "body", "point", "recorded_by", "minutes_added_by", "replaces", "replaced_by")


def decision(project: Project, number: int) -> Decision | None:
    """By its number in the region, with what it replaces and what replaced it."""
    return Decision.objects.filter(project=project, number=number).select_related(*HELD).first()


def decisions_of(point: DecisionPoint) -> list[Decision]:
    """Also those that were corrected, the newest first."""
    return list(Decision.objects.filter(point=point).select_related("body", "replaces", "replaced_by").order_by("-number"))


def conditions_of(row: Decision) -> list[Condition]:
    return list(row.conditions.order_by("position"))


def closing() -> QuerySet[Decision]:
    """The decisions that answer a question for good, and hold."""
    return Decision.objects.filter(outcome__in=[each.value for each in CLOSING], replaced_by__isnull=True)


def open_points() -> Q:
    """The decision points that no body has answered for good."""
    return ~Q(Exists(closing().filter(point=OuterRef("pk"))))


def answered_by(point: DecisionPoint) -> Decision | None:
    """None while the question is open."""
    return closing().filter(point=point.pk).order_by("number").first()


def asked_at(meeting: Meeting) -> list[DecisionPoint]:
    """What the meeting is to answer and has not answered in any way, with the projects and their mandates' templates; one query."""
    answered = Exists(held_at(meeting).filter(point=OuterRef("pk")))
    rows = DecisionPoint.objects.filter(open_points(), ~answered, meeting=meeting)
    return list(rows.select_related("project__mandate__template").order_by("project__name", "position"))


def held_at(meeting: Meeting) -> "QuerySet[Decision]":
    """What its body decided on its day, as it holds today."""
    return Decision.objects.filter(body=meeting.body_id, met_on=meeting.date, replaced_by__isnull=True)


def decided_at(meeting: Meeting) -> list[Decision]:
    """With the projects; one query."""
    return list(held_at(meeting).select_related("project").order_by("number"))


class Choice(NamedTuple):
    """A project, body and year that some decision has."""

    project: int
    project_name: str
    body: int
    body_name: str
    year: int


def choices_of(projects: QuerySet[Project]) -> list[Choice]:
    columns = ("project", "project__name", "body", "body__name", "met_on__year")
    return [Choice(*row) for row in Decision.objects.filter(project__in=projects).order_by().values_list(*columns).distinct()]


def register(projects: QuerySet[Project]) -> "QuerySet[Decision]":
    """The decisions of the projects by number, the newest first, each with ``asked``, ``left`` and ``next_due`` of its conditions; one query."""
    left = Q(conditions__done_on__isnull=True, conditions__isnull=False)
    rows = Decision.objects.filter(project__in=projects).select_related("project", "body", "recorded_by", "replaces", "replaced_by")
    counted = rows.annotate(asked=Count("conditions"), left=Count("conditions", filter=left), next_due=Min("conditions__due_on", filter=left))
    return counted.order_by("-number")
