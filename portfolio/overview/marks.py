"""A symbol, its tone and a word: how a status looks wherever it stands."""

from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from costsharing.models import FundingLine
from projects.models import Project

Status = Project.Status
Grant = FundingLine.Grant
LOOKS = {
    Status.DRAFT: ("draft", ""),
    Status.NOT_STARTED: ("none", ""),
    Status.ON_TRACK: ("good", "good"),
    Status.WATCH: ("watch", "watch"),
    Status.OFF_PLAN: ("bad", "bad"),
    Status.ON_HOLD: ("pause", ""),
    Status.CLOSED: ("done", "info"),
}

GRANTS = {Grant.SOUGHT: ("half", ""), Grant.GRANTED: ("good", "good"), Grant.REFUSED: ("no", "bad")}


@dataclass(frozen=True)
class Mark:
    symbol: str
    tone: str
    word: str

    @property
    def html(self) -> SafeString:
        return mark_safe(status_html(self))  # noqa: S308 escaped there


def status_mark(status: str) -> Mark:
    return Mark(*LOOKS[Status(status)], str(Status(status).label))


def grant_mark(state: str) -> Mark | None:
    """What became of a grant that was sought; None for what is none, or not said."""
    return Mark(*GRANTS[Grant(state)], str(Grant(state).label)) if state else None


def status_html(mark: Mark) -> str:
    """components/status.html, for rows that Python writes."""
    tone = f' data-s="{mark.tone}"' if mark.tone else ""
    return f'<span class="st"{tone}><svg aria-hidden="true"><use href="#s-{mark.symbol}"/></svg>{escape(mark.word)}</span>'
