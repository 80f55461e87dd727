"""What stands beside a row that is edited: the decision that answered a question, and the decision points that follow a meeting when it moves."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones.actions.moving import refuse_if_decided
from milestones.models import Decision, DecisionPoint
from milestones.queries.decisions import answered_by, asked_at, decisions_of
from portfolio.actions import rows
from portfolio.models import Meeting, User
from portfolio.web.daysoff import day_off
from projects.actions.locking import lock
from projects.models import Project
from projects.models.project import Precision

MOVES_ALONG = gettext_lazy("Its decision points move along")


def answer_to(row: Any) -> Decision | None:
    """For a decision point that a body has answered for good."""
    return answered_by(row) if isinstance(row, DecisionPoint) and row.pk else None


def why_it_stays(row: Any) -> str:
    """Why a row cannot be removed, where there is more to say than that something builds on it."""
    if isinstance(row, DecisionPoint) and (decisions := decisions_of(row)):
        numbers = ", ".join(str(each.number) for each in decisions)
        return _("Recorded decisions answer it (%(numbers)s), so it stays. What is wrong in a decision is corrected on the decision's own page.") % {
            "numbers": numbers
        }
    if isinstance(row, Meeting) and DecisionPoint.objects.filter(meeting=row).exists():
        return _("Decision points hang on this meeting, so it stays. Tick that it is cancelled, or choose another meeting for each of them first.")
    return ""


def remark_on(entry: Any, country: str) -> str:
    """What there is to say of the day of a meeting or a decision point that was saved."""
    if entry.history_type == "-" or entry.instance_type not in (Meeting, DecisionPoint):
        return ""
    on = entry.date if entry.instance_type is Meeting else entry.planned_on if entry.precision == Precision.DAY else None
    return day_off(on, country) if on else ""


# ---- a meeting and its points ------------------------------------------------
def points_at(row: Any) -> list[DecisionPoint]:
    """The open ones of a meeting that is stored."""
    return asked_at(row) if isinstance(row, Meeting) and row.pk else []


def points_told(points: Sequence[DecisionPoint]) -> str:
    """Which move when the meeting does, and which stay since their dates are confirmed."""
    following, staying = listed(each for each in points if not each.is_confirmed), listed(each for each in points if each.is_confirmed)
    told = [_("To the meeting's new day: %(points)s.") % {"points": following}] if following else []
    return " ".join(told + ([_("Confirmed, so the date stays: %(points)s.") % {"points": staying}] if staying else []))


def listed(points: Any) -> str:
    return "; ".join(f"{each.question} ({each.project.name})" for each in points)


def moved(meeting: Meeting, before: dict[str, Any], points: Sequence[DecisionPoint]) -> list[DecisionPoint]:
    """Those that follow the meeting to another day or body, as they are to be stored; none when it stays."""
    if (meeting.date, meeting.body_id) == (before["date"], before["body"]):
        return []
    following = [each for each in points if not each.is_confirmed]
    for each in following:
        each.planned_on, each.precision, each.body = meeting.date, Precision.DAY, meeting.body
    return following


def hold_projects(model: Any, number: int | None, user: User) -> None:
    """Of the points of a meeting, before its region is held: whoever records a decision holds first the project, then the region."""
    if model is Meeting and number:
        pks = DecisionPoint.objects.filter(meeting=number).order_by().values("project")
        for project in Project.objects.filter(pk__in=pks).order_by("pk"):
            lock(project, user)


def revert(*, entry: Any, by: User) -> Any:
    """As rows.revert; a meeting takes its points back with it, and what a body has decided on since stays."""
    along: list[Any] = []
    if entry.instance_type is Meeting:
        along = list(DecisionPoint.history.filter(meeting=entry.id, history_date=entry.history_date, history_type="~"))
    refuse_if_decided([entry, *along])
    return rows.revert(entry=entry, by=by, along=along)
