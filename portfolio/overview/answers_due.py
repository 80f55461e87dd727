"""Offers that wait for an answer of somebody's own municipality."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse

from portfolio.access.grants import own_municipalities, speaks_for
from portfolio.models import User
from projects.models import Answer, Invitee
from projects.offering import Choice, State, last_day_of


@dataclass(frozen=True)
class AnswerDue:
    """last_day: on which one can answer. url: where; of the municipality's own page, where the answer goes by the link of a mail."""

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
    answers = speaks_for(user)
    return [AnswerDue(row, last_day_of(at, row.offer.project.region.time_zone), url_of(row, answers, own)) for row in rows if (at := row.offer.closes_at)]


def url_of(invitee: Invitee, answers: Collection[tuple[int, int]], own: Mapping[int, str]) -> str:
    region = invitee.offer.project.region
    if (region.pk, invitee.organisation_id) in answers:
        return reverse("municipality-answer", args=[region.slug, invitee.organisation_id, invitee.pk])
    return own[invitee.organisation_id]
