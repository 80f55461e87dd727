"""Asking for a mandate's file: its content is frozen now, the file is made later."""

import datetime as dt

from django.db import transaction

from portfolio.documents.mandate import content_of
from portfolio.models import Document, User
from projects.actions import request_mandate_document
from projects.models import Project


@transaction.atomic
def request_mandate(*, project: Project, by: User | None, now: dt.datetime) -> Document:
    """The order for a file of the mandate as it stands. Raises NoMandate."""
    content = content_of(project)
    return request_mandate_document(project=project, content=content.as_json(), content_sha256=content.sha256, title=content.title, by=by, at=now)
