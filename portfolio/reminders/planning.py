"""Writes which reminders are to leave, a day and a half ahead. Run again it changes nothing: a key is one row. What is stored and has no reason any
more is cancelled; a date that moves has other keys, so it reminds anew.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy, override

from milestones.reminding import CATCH_UP
from portfolio.models import Region, Reminder
from portfolio.reminders.schedule import Told, schedule

AHEAD = dt.timedelta(hours=36)
BATCH = 500
State = Reminder.State
WAITS = (State.PLANNED, State.PAUSED)
MOVED = dt.timedelta(days=7)
"""So much later than it is written down a notice may leave, when the region's slot or the person's wish has changed meanwhile."""
GONE = gettext_lazy("The deadline is met, moved or gone, or somebody else answers for it now.")
PASSED = gettext_lazy("It was paused until its day had passed, or until a newer reminder took its place.")


@dataclass(frozen=True)
class Stored:
    pk: int
    state: str
    due_at: dt.datetime
    language: str
    is_the_programs: bool
    """Cancelled by the program before it was a mail: its reason may come back."""


def plan(now: dt.datetime, regions: Collection[Region] | None = None, last: dt.datetime | None = None) -> int:
    """How many rows were written or changed. last: when it was done before; what should have left since is made up for, what a deadline that is new
    would have had earlier is not. Two at once do no harm.
    """
    chosen = list(Region.objects.all()) if regions is None else list(regions)
    stored = stored_of(chosen, now - CATCH_UP)
    found = schedule(chosen, now, now - CATCH_UP, until(stored.values(), now))
    leaving = {told.notice.name for told in found.told}
    since = last or now
    fresh = {told.notice.name: told for told in found.told if told.notice.at >= since}
    done = insert(told for name, told in fresh.items() if name not in stored and told.notice.at <= now + AHEAD)
    for name, row in stored.items():
        if row.state in WAITS and name not in found.names:
            done += cancel([row.pk], row.language, GONE)
        elif row.state == State.PAUSED and row.due_at <= now and name not in leaving:
            done += cancel([row.pk], row.language, PASSED)
        elif row.state in WAITS and name in fresh and fresh[name].notice.at > now and fresh[name].at != row.due_at:
            done += Reminder.objects.filter(pk=row.pk, state__in=WAITS).update(due_at=fresh[name].at)
        elif row.is_the_programs and name in fresh:
            done += Reminder.objects.filter(pk=row.pk, state=State.CANCELLED).update(state=State.PLANNED, why="", due_at=fresh[name].at)
    return done


def until(stored: Iterable[Stored], now: dt.datetime) -> dt.datetime:
    """As far as is planned, or as what a person has paused or let go on before its time: that too stays only as long as its reason."""
    farthest = max((row.due_at for row in stored if row.state in WAITS), default=now)
    return now + AHEAD if farthest <= now + AHEAD else farthest + MOVED


def stored_of(regions: Collection[Region], since: dt.datetime) -> dict[str, Stored]:
    wanted = Reminder.objects.filter(Q(due_at__gte=since) | Q(state__in=WAITS), region__in=regions).order_by()
    rows = wanted.values_list("key", "pk", "state", "due_at", "region__language", "by", "delivery")
    return {
        key: Stored(pk, state, due_at, language, state == State.CANCELLED and by is None and delivery is None)
        for key, pk, state, due_at, language, by, delivery in rows
    }


def insert(wanted: Iterable[Told]) -> int:
    rows = [row_of(told) for told in wanted]
    for first in range(0, len(rows), BATCH):
        Reminder.objects.bulk_create(rows[first : first + BATCH], ignore_conflicts=True)
    return len(rows)


def row_of(told: Told) -> Reminder:
    notice, due = told.notice, told.due
    number = int(notice.to[1:])
    return Reminder(
        key=notice.name,
        region_id=due.region,
        kind=due.kind,
        object_key=str(due.pk),
        title=due.title[:300],
        about=due.about[:200],
        due_on=due.due,
        step=notice.step,
        user_id=number if notice.to[0] == "u" else None,
        contact_id=number if notice.to[0] == "c" else None,
        due_at=told.at,
    )


def cancel(pks: Collection[int], language: str, why: object) -> int:
    """In the region's language, and by nobody, whoever may have paused it. What has become a mail meanwhile is that mail's."""
    with override(language), transaction.atomic():
        return Reminder.objects.filter(pk__in=pks, state__in=WAITS).update(state=State.CANCELLED, why=str(why)[:300], by=None)
