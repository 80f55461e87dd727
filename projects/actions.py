"""Everything that writes about projects, except the import of dossiers."""

from collections.abc import Iterable

from django.db import transaction

from portfolio.lib.templatefile import Template
from portfolio.models import User
from projects.models import MandateTemplate, ProjectRole, TemplateChapter


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
    return role
