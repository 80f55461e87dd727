"""Questions about an offer: what a party reads, what the office reads, and who is told."""

import datetime as dt

from django.db.models import Q, QuerySet

from portfolio.access.grants import current
from portfolio.access.roles import Role
from portfolio.models import Region, RoleGrant, User
from projects.models import Invitee, Offer, OfferQuestion, PassingOn


def read_by(invitee: Invitee) -> QuerySet[OfferQuestion]:
    """What has been answered, whoever asked, and what the party itself waits for."""
    return OfferQuestion.objects.filter(Q(invitee=invitee) | ~Q(answer=""), offer=invitee.offer_id).order_by("asked_at", "pk")


def waiting(offer: Offer) -> QuerySet[OfferQuestion]:
    return OfferQuestion.objects.filter(offer=offer, answer="").select_related("invitee__organisation").order_by("asked_at", "pk")


def passings(offer: Offer) -> QuerySet[PassingOn]:
    """Links that somebody wants sent to another house; those whose link has ended meanwhile ask for nothing any more."""
    asked = PassingOn.objects.filter(link__invitee__offer=offer, link__revoked_at__isnull=True, settled_at__isnull=True)
    return asked.select_related("link__invitee__organisation").order_by("asked_at", "pk")


def earlier_answers(offer: Offer) -> dict[int, list[OfferQuestion]]:
    """By question, what its answer said before, the oldest first: lines of the history."""
    found: dict[int, list[OfferQuestion]] = {}
    for line in OfferQuestion.history.filter(offer=offer.pk).exclude(answer="").order_by("history_date", "history_id"):
        lines = found.setdefault(line.id, [])
        if not lines or lines[-1].answer != line.answer:
            lines.append(line)
    return {pk: lines[:-1] for pk, lines in found.items()}


def office_of(region: Region, on: dt.date) -> list[User]:
    """The coordinators; where there is none, those who run the region."""
    held = RoleGrant.objects.filter(current(on), region=region, user__is_active=True, role__in=(Role.COORDINATOR, Role.ADMIN))
    people: dict[str, dict[int, User]] = {Role.COORDINATOR: {}, Role.ADMIN: {}}
    for grant in held.select_related("user").order_by("user"):
        people[grant.role][grant.user_id] = grant.user
    return list((people[Role.COORDINATOR] or people[Role.ADMIN]).values())
