"""What one person owes, and what they will be told."""

import datetime as dt
from dataclasses import dataclass

from milestones.reminding import CATCH_UP
from portfolio.access.grants import regions_of
from portfolio.lib import bounds
from portfolio.models import Region, Reminder, User
from portfolio.reminders import telling
from portfolio.reminders.lines import url_of
from portfolio.reminders.recipients import People
from portfolio.reminders.schedule import Told, schedule
from portfolio.reminders.sources import ALL, Due

AHEAD = dt.timedelta(days=90)
PREVIEW = dt.timedelta(days=14)
NEWEST = 20
State = Reminder.State


@dataclass(frozen=True)
class Owed:
    due: Due
    region: Region
    today: dt.date

    @property
    def kind(self) -> str:
        return telling.kind_word(self.due.kind)

    @property
    def when(self) -> str:
        return telling.when(self.due.due, self.today)

    @property
    def is_late(self) -> bool:
        return self.due.due < self.today

    @property
    def url(self) -> str:
        return url_of(self.region, self.due)


def owed_by(user: User, today: dt.date) -> list[Owed]:
    """The open deadlines of the next three months, and all that are late, that the person is the first to answer for, in order of time."""
    regions = {region.pk: region for region in regions_of(user)}
    people, name = People(regions.keys(), today), f"u{user.pk}"
    found = []
    for source in ALL:
        for due in source.between(regions.keys(), bounds.FIRST, today + AHEAD):
            rungs = people.owed(due, source.owes)
            if rungs and name in rungs[0] and (source.policy.before or due.due < today):  # what is only told of afterwards is owed by then
                found.append(Owed(due, regions[due.region], today))
    return sorted(found, key=lambda owed: (owed.due.due, owed.due.kind, owed.due.pk))


def coming(user: User, now: dt.datetime) -> list[Told]:
    """The reminders to the person in the next 14 days that nobody has stopped; of those whose slot has passed the ones that wait."""
    name = f"u{user.pk}"
    planned = schedule(regions_of(user), now, now - CATCH_UP, now + PREVIEW).told
    own = [told for told in planned if told.notice.to == name]
    stored = dict(Reminder.objects.filter(user=user, key__in=[told.notice.name for told in own]).values_list("key", "state"))
    return [told for told in own if stored.get(told.notice.name, "" if told.notice.at <= now else State.PLANNED) == State.PLANNED]


def sent_to(user: User) -> list[Reminder]:
    """The newest that became mails, with those; of regions where the person still holds a role."""
    rows = Reminder.objects.filter(user=user, state=State.POSTED, region__in=regions_of(user))
    return list(rows.select_related("delivery", "region").order_by("-due_at", "-pk")[:NEWEST])
