"""What a decision point may rest on: the mandate as it is headed now, and the files that were made of it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones.wording.approvals import version_name
from portfolio.access.permissions import P
from portfolio.lib import formats
from portfolio.models import Document
from portfolio.templatetags.portfolio_format import day
from projects.models import Project
from projects.models.project import Precision
from projects.queries import mandate_files

LABEL = gettext_lazy("Files of the mandate")
HINT = gettext_lazy("Those that you tick are added to the basis with their address, where they are not there already.")


def begins_with(project: Project) -> dict[str, Any]:
    """A new point rests on the mandate as it is now; its day only where it is known."""
    mandate = getattr(project, "mandate", None)
    if mandate is None:
        return {}
    return {"mandate_version": mandate.version_label, "mandate_dated_on": mandate.dated_on if mandate.dated_precision == Precision.DAY else None}


def mandate_now(project: Project) -> str:
    """As a help text has it; nothing without a mandate."""
    mandate = getattr(project, "mandate", None)
    if mandate is None:
        return ""
    version = version_name(mandate.version_label, mandate.dated_on, mandate.dated_precision)
    return escape(_("The mandate is now %(version)s.") % {"version": version})


def files_offered(project: Project) -> list[Document]:
    """Issued ones, newest first, for those who may read drafts."""
    return list(mandate_files(project).filter(state=Document.State.READY)) if P.DRAFT_VIEW in project.allowed else []


def choices_of(files: Iterable[Document]) -> list[tuple[str, str]]:
    return [(str(file.pk), f"{file.title}, {day(issued_on(file))}") for file in files]


def issued_on(file: Document) -> Any:
    return timezone.localtime(file.requested_at).date()


def with_files(basis: str, project: Project, files: Sequence[Document], chosen: Iterable[str]) -> str:
    """A line for each that was ticked, in the project's language; what stands there already stands there once."""
    ticked, lines = set(chosen), basis.rstrip().split("\n") if basis.strip() else []
    for file in files:
        address = settings.SITE_URL + reverse("mandate-file", args=[project.region.slug, project.reference, file.pk])
        if str(file.pk) in ticked and address not in basis.split():
            lines.append(f"{file.title}, {formats.day(issued_on(file), project.language)}: {address}")
    return "\n".join(lines)
