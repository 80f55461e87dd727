"""A party joins a project late, gives notice, or takes that back: acts of the office, each of its own, after it has looked at what they change.

What was decided and invoiced on the older participants stays: a new allocation takes its place when a body has decided it.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.access.permissions import P
from portfolio.actions import rows
from portfolio.actions.rows import Refused, sign
from portfolio.models import Organisation, User
from portfolio.outbox import changed
from portfolio.templatetags.portfolio_format import day
from projects.actions.locking import lock
from projects.models import Invitee, OfferVersion, Participation, Project
from projects.offering import DAY, State

Place = Participation
UNDECIDED = (State.OPEN.value, State.CLOSED.value)


# ---- when one may ----------------------------------------------------------------
def why_not_join(project: Project, organisation: Organisation) -> str:
    """A sentence that says what to do instead; "" where it may join late."""
    if Invitee.objects.filter(offer__project=project, organisation=organisation, withdrawn_at__isnull=True, offer__state__in=UNDECIDED).exists():
        return _("It has an offer that is not concluded. Let it answer that, or enter its answer there.")
    if Place.objects.filter(project=project, organisation=organisation, state=Place.State.ACTIVE, valid_to__isnull=True).exists():
        return _("It takes part already.")
    return ""


def why_not_from(project: Project, organisation: Organisation, on: dt.date) -> str:
    """As above, of the day from which it would take part."""
    last = Place.objects.filter(project=project, organisation=organisation).aggregate(last=Max("valid_to"))["last"]
    if last and on <= last:
        return _("It takes part until %(day)s. Write a day after that.") % {"day": day(last)}
    if project.starts_on and on < project.starts_on:
        return _("The project starts %(day)s. Write that day or a later one.") % {"day": day(project.starts_on)}
    if project.ends_on and on > project.ends_on:
        return _("The project ends %(day)s. Write a day before that.") % {"day": day(project.ends_on)}
    return ""


def why_not_leave(place: Participation, on: dt.date, *, may_precede: bool = False) -> str:
    """may_precede: its own body has said no, perhaps before its first day."""
    if place.state != Place.State.ACTIVE:
        return _("Only somebody who takes part can leave.")
    if precedes(place, on) and not may_precede:
        return _("It takes part from %(day)s. Write a day on or after that.") % {"day": day(place.valid_from)}
    if place.project.ends_on and on > place.project.ends_on:
        return _("The project ends %(day)s. Write that day or an earlier one.") % {"day": day(place.project.ends_on)}
    return ""


def precedes(place: Participation, on: dt.date) -> bool:
    """Whoever goes before its first day never takes part."""
    return place.valid_from is not None and on < place.valid_from


def why_not_pass(place: Participation, on: dt.date) -> str:
    """Of the place of somebody that was merged into another, which would take it from the day after."""
    successor = place.organisation.successor
    if successor is None:
        return _("The register knows nobody that it was merged into.")
    return why_not_join(place.project, successor) or why_not_from(place.project, successor, on + DAY)


# ---- acts ------------------------------------------------------------------------
@transaction.atomic
def join_late(*, project: Project, organisation: Organisation, on: dt.date, fee: int, terms: OfferVersion | None, reason: str, by: User) -> Participation:
    """From this day, on these terms. fee: minor units, 0 for none. Raises Refused."""
    held = held_by_the_office(project, by)
    if why := why_not_join(held, organisation) or why_not_from(held, organisation, on):
        raise Refused(why)
    place = placed(held, organisation, on)
    place.joining_fee_minor, place.joins_on_terms = fee or None, terms
    return stored(place, by, reason, timezone.now())


def placed(project: Project, organisation: Organisation, on: dt.date) -> Participation:
    """The place that is open (it was invited, or has declined), else one of its own."""
    found = Place.objects.filter(project=project, organisation=organisation, valid_to__isnull=True).first()
    place = found or Place(project=project, organisation=organisation)
    place.state, place.valid_from = Place.State.ACTIVE, on
    return place


@transaction.atomic
def leave(*, place: Participation, notice_on: dt.date, on: dt.date, takes_over: bool, reason: str, by: User, may_precede: bool = False) -> Participation:
    """It takes part, and pays, until this day; by a no of its own body before its first day it never does. Raises Refused.

    takes_over: what it was merged into takes its place from the day after.
    """
    held = held_by_the_office(place.project, by)
    row = Place.objects.select_related("organisation__successor").get(pk=place.pk)
    row.project = held
    if why := why_not_leave(row, on, may_precede=may_precede) or (why_not_pass(row, on) if takes_over else ""):
        raise Refused(why)
    at = timezone.now()
    if precedes(row, on):
        row.state, row.valid_from, row.joining_fee_minor, row.joins_on_terms = Place.State.DECLINED, None, None, None
        return stored(row, by, reason, at)
    row.notice_on, row.valid_to = notice_on, on
    stored(row, by, reason, at)
    if takes_over and row.organisation.successor:
        stored(placed(held, row.organisation.successor, on + DAY), by, reason, at)
    return row


@transaction.atomic
def take_back(*, place: Participation, by: User) -> Any:
    """The newest deed with this place, and what it did to another's. Raises Refused where somebody has changed it since; the line of history."""
    held_by_the_office(place.project, by)
    entry = rows.latest(Place, place.pk)
    if entry is None or not is_a_step(entry):
        raise Refused(_("There is nothing to take back here."))
    deed = [entry, *Place.history.filter(project=place.project_id, history_date=entry.history_date).exclude(id=entry.id)]
    deed.sort(key=lambda line: line.history_type == "+")  # whoever came in the place of another goes with the other's notice
    return rows.revert(entry=deed[0], by=by, along=deed[1:])


def is_a_step(entry: Any) -> bool:
    """A person let it join late, leave or stay out; what an offer's conclusion did belongs to that offer."""
    if (entry.history_change_reason or "").startswith(":") or entry.history_type == "-":
        return False
    before = Place.history.filter(id=entry.id, history_id__lt=entry.history_id).order_by("-history_id").first()
    has_joined = entry.state == Place.State.ACTIVE and entry.valid_from is not None and (before is None or before.state != Place.State.ACTIVE)
    has_given_notice = entry.notice_on is not None and (before is None or (before.notice_on, before.valid_to) != (entry.notice_on, entry.valid_to))
    stays_out = entry.state == Place.State.DECLINED and before is not None and before.state == Place.State.ACTIVE
    return has_joined or has_given_notice or stays_out


def held_by_the_office(project: Project, by: User) -> Project:
    held = lock(project, by)
    if P.OFFER_SEND not in held.allowed:
        raise PermissionDenied
    return held


def stored(place: Participation, by: User, reason: str, at: dt.datetime) -> Participation:
    sign(place, by, reason, at)
    place.save()
    changed()
    return place
