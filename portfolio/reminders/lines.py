"""The lines of a mail of reminders, made anew from the deadlines as they stand when it leaves."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from milestones.reminding import is_obsolete
from portfolio.models import DeadlineKind, Delivery, Region, Reminder
from portfolio.reminders import telling
from portfolio.reminders.sources import SOURCES, Due
from projects.actions.links import is_alive, token_in
from projects.models import AnswerLink


@dataclass(frozen=True)
class Line:
    due: Due
    what: str
    when: str
    url: str
    is_past: bool = False

    @property
    def subject(self) -> str:
        return (_("%(what)s – was due %(when)s") if self.is_past else _("%(what)s – %(when)s")) % {"what": self.what, "when": self.when}


@dataclass(frozen=True)
class Read:
    """What some mails are made of, read together: as many queries for a batch as for one."""

    rows: dict[int, list[Reminder]]
    dues: dict[tuple[str, int], Due]


def read(deliveries: Collection[Delivery]) -> Read:
    """Their reminders that still are to leave, the most urgent first, and the deadlines as they stand; one query for each kind."""
    rows: dict[int, list[Reminder]] = defaultdict(list)
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in Reminder.objects.filter(delivery__in=deliveries, state=Reminder.State.POSTED).order_by("due_on", "pk"):
        rows[row.delivery_id or 0].append(row)
        wanted[row.kind].add(int(row.object_key))
    return Read(rows, {(kind, pk): due for kind, pks in wanted.items() for pk, due in SOURCES[kind].named(pks).items()})


def lines_of(delivery: Delivery, today: dt.date, known: Read | None = None) -> list[Line]:
    """What is met, moved or over is left out and its reminder says so."""
    known = known or read([delivery])
    found = []
    for row in known.rows.get(delivery.pk, []):
        due = known.dues.get((row.kind, int(row.object_key)))
        if due is None or due.due != row.due_on:
            leave_out(row, _("The deadline is met, moved or gone."))
        elif is_obsolete(row.due_on, row.step, today):
            leave_out(row, _("It was late: the mails stood still, and the day has passed."))
        else:
            found.append(Line(due, telling.what(due.kind, due.title), telling.when(due.due, today), url_of(delivery.region, due), due.due < today))
    return found


def leave_out(row: Reminder, why: str) -> None:
    Reminder.objects.filter(pk=row.pk, state=Reminder.State.POSTED).update(state=Reminder.State.CANCELLED, why=why)


def url_of(region: Region, due: Due) -> str:
    """The page on which the deadline is seen to."""
    source = SOURCES[due.kind]
    below = [] if due.number is None else [due.number, due.pk] if source.by_itself else [due.number]
    return reverse(source.tab, args=[region.slug, due.pk if due.project is None else due.reference, *below])


def page_of(delivery: Delivery, lines: list[Line]) -> str:
    """One link: to the deadline's page, or for several to one's own page; a contact who has none comes to the first one's, or to answer an offer."""
    if delivery.recipient_id is None and (address := answer_page(lines)):
        return address
    return lines[0].url if len(lines) == 1 or delivery.recipient_id is None else reverse("me")


OF_A_PARTY = (DeadlineKind.OFFER, DeadlineKind.LOCAL_MEETING, DeadlineKind.OWN_DECISION, DeadlineKind.SIGNATURE, DeadlineKind.EXTRACT)


def answer_page(lines: list[Line]) -> str:
    """By the party's valid link, made in this moment; "" where none of the lines is about an offer, or its link was taken back or opens nothing."""
    offered = [line.due.pk for line in lines if line.due.kind in OF_A_PARTY]
    found = AnswerLink.objects.filter(invitee__in=offered, revoked_at__isnull=True).select_related("invitee__offer") if offered else ()
    link = next((each for each in found if is_alive(each.invitee.offer, each.invitee)), None)
    return reverse("answer-link", args=[token_in(link)]) if link else ""
