"""Everything that writes about projects, except the import of dossiers."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from portfolio import outbox
from portfolio.lib.templatefile import Template
from portfolio.models import Document, User
from projects.models import MandateDocument, MandateTemplate, Project, ProjectRole, TemplateChapter


@transaction.atomic
def load_templates(templates: Iterable[Template]) -> int:
    """The templates as they stand in the file; how many were made or changed. The projects' own texts are not touched."""
    return sum(_load_template(template) for template in templates)


def _load_template(template: Template) -> bool:
    head = {"is_numbered": template.is_numbered} | _titles(template.titles)
    chapters = [
        {"key": chapter.key, "position": position, "tables": " ".join(chapter.tables)} | _titles(chapter.titles)
        for position, chapter in enumerate(template.chapters, 1)
    ]
    stored = MandateTemplate.objects.filter(key=template.key)
    if stored.values(*head).first() == head and list(TemplateChapter.objects.filter(template__in=stored).values(*chapters[0])) == chapters:
        return False
    row, _made = MandateTemplate.objects.update_or_create(key=template.key, defaults=head)
    row.chapters.all().delete()
    TemplateChapter.objects.bulk_create(TemplateChapter(template=row, **chapter) for chapter in chapters)
    return True


def _titles(titles: dict[str, str]) -> dict[str, str]:
    return {f"title_{language}": title for language, title in titles.items()}


def name_person(*, role: ProjectRole, user: User, by: User | None = None) -> ProjectRole:
    """Who holds a role that the mandate describes in words; the words stay."""
    if role.user_id != user.pk:
        role.user = user
        role._history_user = by  # type: ignore[attr-defined]
        role.save()
        outbox.changed()
    return role


@transaction.atomic
def request_mandate_document(*, project: Project, content: Mapping[str, Any], content_sha256: str, title: str, by: User | None, at: dt.datetime) -> Document:
    """An order for a file with this content, listed among the mandate's files; the same content is one file."""
    document = outbox.ask_for(
        region=project.region,
        kind=Document.Kind.MANDATE,
        title=title,
        language=project.language,
        content=content,
        content_sha256=content_sha256,
        by=by,
        at=at,
    )
    MandateDocument.objects.get_or_create(document=document, defaults={"mandate": project.mandate})
    return document
