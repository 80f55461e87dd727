"""Days as an iCalendar file (RFC 5545): titles and dates, nothing else. Pure; the same days are the same bytes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from icalendar import Calendar, Event

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """From the first to the last day. uid: the same for as long as there is the thing; changed_at: when it last changed."""

    uid: str
    title: str
    first: dt.date
    last: dt.date
    changed_at: dt.datetime


def written(name: str, entries: Sequence[Entry]) -> bytes:
    """Whole days that leave one free, in order of time."""
    found = Calendar()
    found.add("prodid", "-//Samverk//plan//")
    found.add("version", "2.0")
    found.add("x-wr-calname", name)
    for entry in sorted(entries, key=lambda entry: (entry.first, entry.last, entry.uid)):
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", entry.changed_at.astimezone(dt.UTC).replace(microsecond=0))
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + DAY)
        event.add("summary", entry.title)
        event.add("transp", "TRANSPARENT")
        found.add_component(event)
    return found.to_ical()
