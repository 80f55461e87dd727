"""What a person does with a reminder: pause it, let it go on, stop it with a reason. One that is only foreseen is written down first."""

import datetime as dt

from django.utils.translation import gettext as _

from milestones.reminding import CATCH_UP
from portfolio.models import Region, Reminder, User
from portfolio.reminders.planning import WAITS, row_of
from portfolio.reminders.schedule import Told, schedule

PREVIEW = dt.timedelta(days=14)
State = Reminder.State


class TooLate(Exception):
    """It is a mail by now, or has been stopped, or its deadline is gone."""


def foreseen(region: Region, now: dt.datetime) -> list[Told]:
    """What will leave in the next 14 days if nothing changes."""
    return schedule([region], now, now - CATCH_UP, now + PREVIEW).told


def take(region: Region, key: str, now: dt.datetime) -> Reminder:
    """The row of that key, written when it is foreseen only. Raises TooLate. The caller holds the region."""
    found = Reminder.objects.select_for_update(of=("self",)).filter(region=region, key=key).first()
    if found is None:
        told = next((told for told in foreseen(region, now) if told.notice.name == key), None)
        if told is None:
            raise TooLate
        found = row_of(told)
        found.save()
    return found


def pause(*, region: Region, key: str, by: User, now: dt.datetime) -> Reminder:
    return change(region, key, by, now, State.PLANNED, State.PAUSED, _("Paused."))


def go_on(*, region: Region, key: str, now: dt.datetime) -> Reminder:
    """As if nobody had touched it: what the program cancels later may come back."""
    return change(region, key, None, now, State.PAUSED, State.PLANNED, "")


def stop(*, region: Region, key: str, by: User, now: dt.datetime, why: str) -> Reminder:
    """For good: this one reminder, not those that follow."""
    row = take(region, key, now)
    if row.state not in WAITS:
        raise TooLate
    return stamped(row, State.CANCELLED, by, why)


def again(*, region: Region, key: str, now: dt.datetime) -> Reminder:
    """One that a person has stopped, as long as its slot lies ahead. Where its reason is gone the planner cancels it."""
    row = take(region, key, now)
    if row.state != State.CANCELLED or row.by is None or row.delivery is not None or row.due_at <= now:
        raise TooLate
    return stamped(row, State.PLANNED, None, "")


def change(region: Region, key: str, by: User | None, now: dt.datetime, before: str, after: str, why: str) -> Reminder:
    row = take(region, key, now)
    if row.state != before:
        raise TooLate
    return stamped(row, after, by, why)


def stamped(row: Reminder, state: str, by: User | None, why: str) -> Reminder:
    row.state, row.by, row.why = state, by, why[:300]
    row.save(update_fields=["state", "by", "why"])
    return row
