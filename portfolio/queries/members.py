"""Who holds a role in a region, who is invited, and whether it has an administrator."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from portfolio.access.grants import current
from portfolio.access.roles import Role
from portfolio.access.tokens import hash_of
from portfolio.models import Delivery, Invitation, MailQueue, Region, RoleGrant, User


@dataclass(frozen=True)
class Members:
    now: list[RoleGrant]
    later: list[RoleGrant]
    """Those that begin another day."""
    ended: list[RoleGrant]


def grants_in(region: Region, on: dt.date) -> Members:
    """Every role in the region, by name of the person."""
    now: list[RoleGrant] = []
    later: list[RoleGrant] = []
    ended: list[RoleGrant] = []
    for grant in RoleGrant.objects.filter(region=region).select_related("user", "organisation").order_by("user__name", "user", "role", "-valid_from"):
        (later if grant.valid_from > on else ended if grant.valid_to and grant.valid_to < on else now).append(grant)
    return Members(now, later, ended)


def open_invitations(region: Region) -> list[Invitation]:
    """Neither accepted nor withdrawn, each with its newest mail as ``newest``."""
    found = list(
        Invitation.objects.filter(region=region, accepted_at=None, withdrawn_at=None).select_related("invited_by", "organisation").order_by("-invited_at")
    )
    newest = {delivery.invitation_id: delivery for delivery in Delivery.objects.filter(invitation__in=found).order_by("asked_at", "pk")}
    for invitation in found:
        invitation.newest = newest.get(invitation.pk)  # type: ignore[attr-defined]
    return found


def open_invitation(token: str, at: dt.datetime) -> Invitation | None:
    """The one whose newest link has this token."""
    found = Invitation.objects.filter(token_sha256=hash_of(token), accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    return found.select_related("region", "organisation", "invited_by").first()


def account_of(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def known_here(region: Region, email: str) -> User | None:
    """The person with this address if they hold or held a role in the region: of others nothing is said."""
    return User.objects.filter(email__iexact=email, is_active=True, grants__region=region).first()


def administrators(region: Region, on: dt.date) -> QuerySet[RoleGrant]:
    """Roles as administrator that hold on the day, of people who may sign in."""
    return RoleGrant.objects.filter(current(on), region=region, role=Role.ADMIN, user__is_active=True)


def administered(region: Region, on: dt.date) -> int:
    """2 when an administrator's role holds without an end, 1 when one holds that has an end, 0 when none does."""
    ends = administrators(region, on).values_list("valid_to", flat=True)
    return max((2 if end is None else 1 for end in ends), default=0)


def deliveries_of(region: Region, state: str = "", kind: str = "") -> QuerySet[Delivery]:
    """The region's mails, the newest first."""
    chosen = {name: value for name, value in (("state", state), ("kind", kind)) if value}
    return Delivery.objects.filter(region=region, **chosen).order_by("-asked_at", "-pk")


def stopped_queue(region: Region) -> MailQueue | None:
    """When the region's mails stand still because the mail server refuses them."""
    return MailQueue.objects.filter(region=region, stopped_at__isnull=False).first()
