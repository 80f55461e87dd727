"""A symbol, its tone and a word: how a status looks wherever it stands."""

import datetime as dt
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from costsharing.models import FundingLine
from costsharing.queries.budgets import Line
from portfolio.templatetags.portfolio_format import day
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

GRANTS = {Grant.TO_SEEK: ("none", ""), Grant.SOUGHT: ("half", ""), Grant.GRANTED: ("good", "good"), Grant.REFUSED: ("no", "bad")}


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


def grant_mark(line: Line, today: dt.date) -> Mark | None:
    """What has become of a grant, or by when it is to be applied for; None for what is none, or not said."""
    if until := line.open_until:
        is_late = until < today
        word = _("Apply by %(day)s, which has passed") if is_late else _("Apply by %(day)s")
        unbroken = format_html('<span class="nb">{}</span>', day(until))  # 2026-10-31 would be parted at its hyphens
        return Mark("watch" if is_late else "open", "watch" if is_late else "", format_html(word % {"day": "{}"}, unbroken))
    return Mark(*GRANTS[Grant(line.grant_state)], str(Grant(line.grant_state).label)) if line.grant_state else None


def status_html(mark: Mark) -> str:
    """components/status.html, for rows that Python writes."""
    tone = f' data-s="{mark.tone}"' if mark.tone else ""
    return f'<span class="st"{tone}><svg aria-hidden="true"><use href="#s-{mark.symbol}"/></svg>{conditional_escape(mark.word)}</span>'
