"""The lines of a mail of reminders, made anew from the deadlines as they stand when it leaves."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from milestones.reminding import is_obsolete
from portfolio.models import Delivery, Region, Reminder
from portfolio.reminders import telling
from portfolio.reminders.sources import SOURCES, Due


@dataclass(frozen=True)
class Line:
    due: Due
    what: str
    when: str
    url: str

    @property
    def subject(self) -> str:
        return _("%(what)s – %(when)s") % {"what": self.what, "when": self.when}


def lines_of(delivery: Delivery, today: dt.date) -> list[Line]:
    """The most urgent first. What is met, moved or over is left out and its reminder says so; one query for each kind."""
    rows = list(delivery.reminders.filter(state=Reminder.State.POSTED).order_by("due_on", "pk"))
    wanted: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        wanted[row.kind].append(int(row.object_key))
    open_ones = {(kind, pk): due for kind, pks in wanted.items() for pk, due in SOURCES[kind].named(pks).items()}
    found = []
    for row in rows:
        due = open_ones.get((row.kind, int(row.object_key)))
        if due is None or due.due != row.due_on:
            leave_out(row, _("The deadline is met, moved or gone."))
        elif is_obsolete(row.due_on, row.step, today):
            leave_out(row, _("It was late: the mails stood still, and the day has passed."))
        else:
            found.append(Line(due, telling.what(due.kind, due.title), telling.when(due.due, today), url_of(delivery.region, due)))
    return found


def leave_out(row: Reminder, why: str) -> None:
    Reminder.objects.filter(pk=row.pk, state=Reminder.State.POSTED).update(state=Reminder.State.CANCELLED, why=why)


def url_of(region: Region, due: Due) -> str:
    """The page on which the deadline is seen to."""
    tab = SOURCES[due.kind].tab
    return reverse(tab, args=[region.slug, due.pk if due.project is None else due.reference])


def page_of(delivery: Delivery, lines: list[Line]) -> str:
    """One link: to the deadline's page, or for several to one's own page; a contact who has none comes to the first one's."""
    return lines[0].url if len(lines) == 1 or delivery.recipient_id is None else reverse("me")
