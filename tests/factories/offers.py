"""Offers with the parties that they go to and what these answer, written straight into the tables: the deeds have tests of their own."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from portfolio.models import Organisation, User
from projects.models import Answer, AnswerLink, FormalDecision, Invitee, Offer, OfferVersion, Project
from projects.queries.offers import own_terms
from tests.factories import portfolio, projects

LAST_DAY = dt.timedelta(days=30)


def offer(project: Project | None = None, **fields: Any) -> Offer:
    """A draft; the next number of its project."""
    project = project or projects.project()
    number = 1 + Offer.objects.filter(project=project).count()
    return Offer.objects.create(project=project, **{"number": number, "title": "E-arkiv", "binding": "formal"} | fields)


def open_offer(project: Project | None = None, **fields: Any) -> Offer:
    """Sent yesterday, a month to go, version 1."""
    at = timezone.now() - dt.timedelta(days=1)
    made = offer(project, **{"state": "open", "opened_at": at, "closes_at": at + LAST_DAY} | fields)
    version(made)
    return made


def version(offer: Offer, number: int = 1, **fields: Any) -> OfferVersion:
    row = {"terms": {"offer": own_terms(offer)}, "terms_sha256": "a" * 64, "sent_at": timezone.now(), "sent_by": portfolio.user()} | fields
    return OfferVersion.objects.create(offer=offer, number=number, **row)


def invitee(offer: Offer, organisation: Organisation | None = None, **fields: Any) -> Invitee:
    row = {"function": "Kommundirektör", "address": "kontakt@horby.example", "language": "sv", "invited_at": timezone.now()}
    return Invitee.objects.create(offer=offer, organisation=organisation or portfolio.municipality(), **row | fields)


def link(invitee: Invitee, **fields: Any) -> AnswerLink:
    row = {"seed": "s", "token_sha256": uuid.uuid4().hex * 2, "to_address": invitee.address, "issued_at": timezone.now()}
    return AnswerLink.objects.create(invitee=invitee, **row | fields)


def answer(invitee: Invitee, choice: str = "joins", by: User | None = None, **fields: Any) -> Answer:
    row: dict[str, Any] = {"name": "Kim", "title": "Kommundirektör", "authority": "Delegation", "received_at": timezone.now(), "choice": choice}
    row |= {"level": "office", "by": by or portfolio.user(), "entered_because": "Brev"}
    if "version" not in fields:
        row["version"] = invitee.offer.versions.latest("number")
    return Answer.objects.create(invitee=invitee, **row | fields)


def decision(invitee: Invitee, **fields: Any) -> FormalDecision:
    row = {"ruling": "yes", "body": "KS", "decided_on": dt.date(2026, 9, 1)}
    return FormalDecision.objects.create(invitee=invitee, **row | fields)
