"""The files made of a project's mandate, and the sources that its facts come from."""

from dataclasses import dataclass

from milestones.queries.approvals import Approval, approval
from portfolio.access.permissions import P
from portfolio.models import Document
from projects.models import Project, SourceNote
from projects.queries import mandate_files, source_notes


@dataclass(frozen=True)
class DocumentsPage:
    has_mandate: bool
    latest: Document | None
    issued: list[Document]
    source_notes: list[SourceNote]
    approval: Approval


def documents_page(project: Project) -> DocumentsPage:
    """Files of texts that no body has approved are for those who may read drafts."""
    files = list(mandate_files(project)) if P.DRAFT_VIEW in project.allowed else []
    issued = [file for file in files if file.state == Document.State.READY]
    return DocumentsPage(hasattr(project, "mandate"), files[0] if files else None, issued, list(source_notes(project)), approval(project))
