"""The six lights: a symbol and a word each, and an arrow and a word against the report before."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from milestones.models import StatusReport
from milestones.reporting import Change, Subject, change
from portfolio.overview.marks import Mark

LOOKS = {"good": ("good", "good"), "watch": ("watch", "watch"), "bad": ("bad", "bad"), "": ("none", "")}


def light_mark(light: str) -> Mark:
    return Mark(*LOOKS[light], str(StatusReport.Light(light).label) if light else _("not said"))


def subject_name(subject: Subject) -> str:
    return capfirst(str(StatusReport._meta.get_field(subject.value).verbose_name))  # type: ignore[union-attr]


def change_word(found: Change) -> str:
    return {Change.BETTER: "↑\u00a0" + _("better"), Change.SAME: "→\u00a0" + _("unchanged"), Change.WORSE: "↓\u00a0" + _("worse"), Change.FIRST: ""}[found]


@dataclass(frozen=True)
class Light:
    """A subject of a report beside the same subject of the report before."""

    subject: Subject
    name: str
    mark: Mark
    comment: str
    change: str


def lights(report: StatusReport, before: StatusReport | None) -> list[Light]:
    return [light(each, report, before) for each in Subject]


def light(subject: Subject, report: StatusReport, before: StatusReport | None) -> Light:
    now = report.light(subject)
    way = change_word(change(before.light(subject) if before else "", now))
    return Light(subject, subject_name(subject), light_mark(now), report.comment(subject), way)


def beside(found: Sequence[StatusReport]) -> list[tuple[StatusReport, list[Light]]]:
    """The newest first; each with its lights against the one that follows here."""
    return [(report, lights(report, before)) for report, before in zip(found, [*found[1:], None], strict=False)]
