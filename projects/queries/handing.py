"""What hangs on a contact of a municipality: offers that are under way, roles and reminders."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from portfolio.access.grants import current
from portfolio.access.roles import Role
from portfolio.models import Contact, Reminder, RoleGrant
from portfolio.queries import clock
from projects.models import Invitee
from projects.offering import State

UNDER_WAY = (State.OPEN, State.CLOSED)


@dataclass(frozen=True)
class Hanging:
    """invitees: of offers that are not concluded. grants: of the account with the same address. reminders: planned to the contact."""

    invitees: list[Invitee]
    grants: list[RoleGrant]
    reminders: int
    others: list[Contact]
    """Who could take over: those of the municipality that the region can write to today."""

    def __bool__(self) -> bool:
        return bool(self.invitees or self.grants or self.reminders)


def invitees_of(contact: Contact) -> QuerySet[Invitee]:
    """By the contact itself, or by its address where the offer was addressed by hand. has_passed: no more answers are taken."""
    same = Q(contact=contact) | Q(contact__isnull=True, address__iexact=contact.mail)
    its = Invitee.objects.filter(same, organisation=contact.organisation_id, offer__project__region=contact.region_id)
    has_passed = Q(offer__state=State.CLOSED) | Q(offer__closes_at__lte=clock.read())
    return its.filter(withdrawn_at__isnull=True, offer__state__in=[each.value for each in UNDER_WAY]).annotate(
        has_passed=ExpressionWrapper(has_passed, BooleanField())
    )


def hanging_on(contact: Contact, today: dt.date) -> Hanging:
    """Four queries."""
    invitees = invitees_of(contact).select_related("offer__project__region", "organisation").order_by("offer__project", "offer", "pk")
    grants = RoleGrant.objects.filter(current(today), region=contact.region_id, role=Role.CONTACT, organisation=contact.organisation_id)
    others = Contact.objects.filter(current(today), region=contact.region_id, organisation=contact.organisation_id).exclude(pk=contact.pk)
    return Hanging(
        list(invitees),
        list(grants.filter(user__email__iexact=contact.mail).select_related("user")),
        Reminder.objects.filter(contact=contact, state=Reminder.State.PLANNED).count(),
        [each for each in others.order_by("kind", "order", "pk") if each.is_reachable],
    )
