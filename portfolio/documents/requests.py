"""Asking for a file: its content is frozen now, the file is made later."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from costsharing.queries.allocations import Explained
from portfolio.actions.meetings import keep_pack
from portfolio.documents.mandate import content_of
from portfolio.documents.packing import pack_of, title_of
from portfolio.documents.why import sheet_of
from portfolio.models import Document, Meeting, User
from portfolio.outbox import ask_for
from projects.actions import request_mandate_document
from projects.models import Project


@transaction.atomic
def request_mandate(*, project: Project, by: User | None, now: dt.datetime) -> Document:
    """The order for a file of the mandate as it stands. Raises NoMandate."""
    content = content_of(project)
    return request_mandate_document(project=project, content=content.as_json(), content_sha256=content.sha256, title=content.title, by=by, at=now)


@transaction.atomic
def request_why(*, project: Project, found: Explained, by: User | None, now: dt.datetime) -> Document:
    """The order for the sheet in the language that is active. What it says never changes, so neither does the order."""
    sheet = sheet_of(project, found)
    return ask_for(
        region=project.region,
        kind=Document.Kind.WHY,
        title=sheet.title[:300],
        language=sheet.language,
        content=sheet.as_json(),
        content_sha256=sheet.sha256,
        by=by,
        at=now,
    )


@transaction.atomic
def request_pack(*, meeting: Meeting, by: User | None, now: dt.datetime) -> Document:
    """The order for a pack as things stand on the day; asked for again while nothing has changed, it is the same."""
    pack = pack_of(meeting, timezone.localdate(now))
    document = ask_for(
        region=meeting.body.region,
        kind=Document.Kind.PACK,
        title=title_of(meeting)[:300],
        language=pack.language,
        content=pack.as_json(),
        content_sha256=pack.sha256,
        by=by,
        at=now,
    )
    keep_pack(meeting=meeting, document=document)
    return document


def packs_of(meeting: Meeting) -> QuerySet[Document]:
    """The newest first, without the frozen content."""
    return Document.objects.filter(of_meetings__meeting=meeting).defer("content")


def why_file(project: Project, found: Explained) -> Document | None:
    """The order for the sheet in the language that is active, if anybody has asked for it."""
    digest = sheet_of(project, found).sha256
    return Document.objects.filter(region=project.region, kind=Document.Kind.WHY, content_sha256=digest).defer("content").first()
