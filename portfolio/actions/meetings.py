"""A body's meetings, many at once."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from portfolio.actions import rows
from portfolio.models import Body, Document, Meeting, MeetingDocument, User


@transaction.atomic
def plan(*, body: Body, days: Sequence[dt.date], starts_at: dt.time | None, place: str, by: User) -> list[Meeting]:
    """A meeting on each of the days, all or none. The caller holds the region's lock and has seen that the body has none on these days."""
    made = [Meeting(body=body, date=day, starts_at=starts_at, place=place) for day in days]
    for meeting in made:
        rows.save(row=meeting, by=by)
    return made


def keep_pack(*, meeting: Meeting, document: Document) -> None:
    """Lists the file among the meeting's own. The same content asked for twice is one file, and stands there once."""
    MeetingDocument.objects.get_or_create(meeting=meeting, document=document)
