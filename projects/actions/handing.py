"""A contact leaves: the offers that hang on it go to another in one act. The history stays with the municipality."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from portfolio.access.permissions import P
from portfolio.actions.locking import lock_region
from portfolio.actions.rows import Refused, sign
from portfolio.models import Contact, User
from portfolio.outbox import changed
from projects.actions.links import replace_contact
from projects.queries.handing import invitees_of


class Moved(Exception):
    """What hangs on the contact, or who could take over, has changed since it was looked at."""


@transaction.atomic
def hand_over(*, contact: Contact, to: Contact, last_day: dt.date, shown: Collection[int], by: User, at: dt.datetime) -> int:
    """Every offer under way goes to the other, with a link of its own where one still opens something; how many such links.

    The contact ends on last_day. shown: the keys of the invitees that were looked at. Raises Moved, and Refused for a day before the contact began.
    """
    rows = list(invitees_of(contact).select_related("offer__project").order_by("offer__project", "offer", "pk"))  # held in this order, as everywhere
    if {row.pk for row in rows} != set(shown):
        raise Moved
    sent = sum(replace_contact(invitee=row, contact=to, by=by, at=at) is not None for row in rows)
    lock_region(contact.region, by, P.REGISTER_EDIT)
    held = Contact.objects.select_for_update().get(pk=contact.pk)
    other = Contact.objects.filter(pk=to.pk, region=held.region_id, organisation=held.organisation_id).exclude(pk=held.pk).first()
    if other is None or other.mail != to.mail or not other.is_reachable:
        raise Moved
    if held.valid_from and last_day < held.valid_from:
        raise Refused(_("The contact began after that day."))
    held.valid_to = last_day
    sign(held, by, "", at)
    held.save()
    changed()
    return sent
