"""What the pages read of status reports. What a report froze is left out where nobody shows it."""

from milestones.models import StatusReport
from projects.models import Project


def sent_reports(project: Project) -> list[StatusReport]:
    """The newest first."""
    return list(StatusReport.objects.filter(project=project, sent_at__isnull=False).defer("facts").order_by("-number"))


def latest_two(project: Project) -> list[StatusReport]:
    """The newest that was sent, and the one before it to hold it against."""
    return list(StatusReport.objects.filter(project=project, sent_at__isnull=False).defer("facts").order_by("-number")[:2])


def draft_of(project: Project) -> StatusReport | None:
    return StatusReport.objects.filter(project=project, sent_at__isnull=True).first()


def numbered(project: Project, number: int) -> list[StatusReport]:
    """The report and the one sent before it, if any; empty when there is none of that number."""
    found = list(StatusReport.objects.filter(project=project, number__lte=number).select_related("sent_by", "begun_by").order_by("-number")[:2])
    return found if found and found[0].number == number else []
