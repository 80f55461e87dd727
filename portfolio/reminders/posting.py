"""In its slot a reminder becomes a mail: one for each person, however many are due, unless the person wishes one for each."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby

from django.db import connection, transaction
from django.utils.translation import gettext_lazy, override

from milestones.reminding import Calendar, is_obsolete, local_day, may_leave
from portfolio.lib.texts import one_line
from portfolio.models import Delivery, Region, Reminder, User
from portfolio.outbox import SEND, ring
from portfolio.reminders import telling
from portfolio.reminders.schedule import calendars

State = Reminder.State
TRYING = dt.timedelta(days=7)
EACH_AT_MOST = 3
"""More than that become one mail, whatever the person wishes: so many wait after downtime only."""
PEOPLE = 100
"""At a time: nobody who writes meanwhile waits long."""
LATE = gettext_lazy("It was late: the mails stood still, and the day has passed.")
OVERTAKEN = gettext_lazy("It was late: the mails stood still, and a newer reminder takes its place.")


def post_due(now: dt.datetime) -> int:
    """How many mails were ordered. In the quiet hours, and on days on which a region sends nothing, its reminders wait."""
    waiting = Reminder.objects.filter(state=State.PLANNED, due_at__lte=now)
    regions = Region.objects.filter(pk__in=waiting.order_by().values("region").distinct())
    known = {pk: calendar for pk, calendar in calendars(regions).items() if may_leave(now, calendar)}
    made = 0
    while known and (people := list(waiting.filter(region__in=known).order_by().values_list("region", "user", "contact").distinct()[:PEOPLE])):
        made += post_to(people, known, now)
    return made


def post_to(people: Sequence[tuple[int, int | None, int | None]], known: dict[int, Calendar], now: dt.datetime) -> int:
    """The mails of these people, and their reminders as handed over, in one transaction."""
    with transaction.atomic():
        rows = Reminder.objects.filter(state=State.PLANNED, due_at__lte=now, region__in={region for region, *_ in people})
        rows = rows.filter(user__in={user for _, user, _ in people if user}) | rows.filter(contact__in={contact for *_, contact in people if contact})
        rows = rows.select_related("region", "user", "contact").order_by("region", "user", "contact", "due_at", "pk")
        if connection.features.has_select_for_update_of:
            rows = rows.select_for_update(of=("self",))
        mails: list[tuple[Delivery, list[Reminder]]] = []
        for _, own in groupby(rows, key=lambda row: (row.region_id, row.user_id, row.contact_id)):
            mails += mails_for(current(list(own), known, now), now)
        Delivery.objects.bulk_create([delivery for delivery, _ in mails])
        posted = [row for delivery, own in mails for row in handed_over(delivery, own)]
        Reminder.objects.bulk_update(posted, ["state", "delivery"], batch_size=200)
        if mails:
            transaction.on_commit(partial(ring, SEND))
    return len(mails)


def current(rows: list[Reminder], known: dict[int, Calendar], now: dt.datetime) -> list[Reminder]:
    """What still is worth telling of: of each deadline the last step, and no days left where none is. The others say why not."""
    last = {(row.kind, row.object_key): row for row in rows}
    kept = []
    for row in rows:
        if is_obsolete(row.due_on, row.step, local_day(now, known[row.region_id])):
            drop(row, LATE)
        elif last[row.kind, row.object_key] is not row:
            drop(row, OVERTAKEN)
        else:
            kept.append(row)
    return kept


def drop(row: Reminder, why: object) -> None:
    with override(row.region.language):
        Reminder.objects.filter(pk=row.pk, state=State.PLANNED).update(state=State.CANCELLED, why=str(why), by=None)


def mails_for(rows: list[Reminder], now: dt.datetime) -> Iterable[tuple[Delivery, list[Reminder]]]:
    if not rows:
        return []
    if rows[0].user and rows[0].user.reminders_as == User.Reminders.EACH and len(rows) <= EACH_AT_MOST:
        return [(mail_of([row], now), [row]) for row in rows]
    return [(mail_of(rows, now), rows)]


def mail_of(rows: list[Reminder], now: dt.datetime) -> Delivery:
    """Its words, and its subject once more, are written when it leaves."""
    first, region = rows[0], rows[0].region
    user, contact = first.user, first.contact
    language = (user.language if user else contact.language if contact else "") or region.language
    is_one = len(rows) == 1
    with override(language):
        subject = telling.what(first.kind, first.title) if is_one else telling.digest_subject(len(rows), region.name)
    return Delivery(
        key=f"{'reminder' if is_one else 'digest'}:{first.pk}:{now:%Y%m%d%H%M%S}",
        region=region,
        kind=Delivery.Kind.REMINDER if is_one else Delivery.Kind.DIGEST,
        recipient=user,
        to_name=one_line(user.name if user else (contact.name or contact.function) if contact else "")[:120],
        to_address=user.email if user else contact.mail if contact else "",
        language=language,
        subject=one_line(subject)[:300],
        asked_at=now,
        next_at=now,
        until=now + TRYING,
    )


def handed_over(delivery: Delivery, rows: list[Reminder]) -> Iterable[Reminder]:
    for row in rows:
        row.state, row.delivery = State.POSTED, delivery
        yield row
