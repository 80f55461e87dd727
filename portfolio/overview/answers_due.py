"""Offers that wait for an answer of somebody's own municipality."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse

from portfolio.access.grants import own_municipalities
from portfolio.models import User
from projects.models import Answer, Invitee
from projects.offering import Choice, State, last_day_of


@dataclass(frozen=True)
class AnswerDue:
    """last_day: on which one can answer. url: of the municipality's own page."""

    invitee: Invitee
    last_day: dt.date
    url: str


def answers_due(user: User, now: dt.datetime) -> list[AnswerDue]:
    """By their last day; one query, and none for whoever speaks for no municipality."""
    own = {organisation.pk: reverse("municipality", args=[region.slug, organisation.pk]) for region, organisation in own_municipalities(user)}
    if not own:
        return []
    said = Answer.objects.filter(invitee=OuterRef("pk"), is_late=False, replaced_by__isnull=True).exclude(choice=Choice.NEEDS_TIME)
    waiting = Invitee.objects.filter(~Exists(said), organisation__in=own, withdrawn_at__isnull=True, offer__state=State.OPEN, offer__closes_at__gt=now)
    rows = waiting.select_related("organisation", "offer__project__region").order_by("offer__closes_at", "pk")
    return [AnswerDue(row, last_day_of(at, row.offer.project.region.time_zone), own[row.organisation_id]) for row in rows if (at := row.offer.closes_at)]
