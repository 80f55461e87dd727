"""Offers that are out: how many were asked and how many have answered, for pages that only mention them."""

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portfolio.statements import Statement, given
from projects.models import Answer, FormalDecision, Invitee, Offer, Project
from projects.offering import Choice, Ruling, State

SOON = dt.timedelta(days=14)
HOLDS = Answer.objects.filter(invitee=OuterRef("pk"), is_late=False, replaced_by__isnull=True).exclude(choice=Choice.NEEDS_TIME.value)
DECIDED = FormalDecision.objects.filter(invitee=OuterRef("pk"), replaced_by__isnull=True).exclude(ruling=Ruling.POSTPONED.value)
ASKED = Invitee.objects.filter(offer=OuterRef("pk"), withdrawn_at__isnull=True).order_by()


class Underway(NamedTuple):
    """closes_at: the first instant that is too late. answered: by a contact or by the body's own decision; whoever needs more time has not."""

    number: int
    title: str
    closes_at: dt.datetime
    asked: int
    answered: int
    reference: str
    project: str
    language: str


def counted(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.values("offer").annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def underway(offers: QuerySet[Offer]) -> QuerySet[Offer, tuple[Any, ...]]:
    names = {"reference": F("project__reference"), "named": F("project__name"), "language": F("project__language")}
    found = offers.filter(state=State.OPEN.value).order_by("closes_at", "pk")
    answered = counted(ASKED.filter(Exists(HOLDS) | Exists(DECIDED)))
    return found.annotate(asked=counted(ASKED), answered=answered, **names).values_list(
        "number", "title", "closes_at", "asked", "answered", "reference", "named", "language"
    )


OF_PROJECT = Statement(lambda: underway(Offer.objects.filter(project=given("project"))))


def open_offer(project: Project) -> Underway | None:
    """A project has one at a time; one query."""
    return next((Underway._make(row) for row in OF_PROJECT.rows(project=project.pk)), None)
