"""Decision points as a project's pages list them: what was decided, or what is missing and when the papers are due."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from milestones.gates import Outcome
from milestones.models import Decision, DecisionPoint
from milestones.queries.gates import Point, Taken
from milestones.wording.gates import conditions_text, missing_text, outcome_word
from portfolio.overview.marks import Mark

SHOWN = 2
"""So much of what is missing stands in the list; the rest on the point's own page."""
TAKEN_UP_AGAIN = {Outcome.POSTPONE: "pause", Outcome.SEND_BACK: "half"}


@dataclass(frozen=True)
class DecisionRow:
    """told: what the decision says, or what is missing, a sentence each. decision: None while none is recorded."""

    point: DecisionPoint
    status: Mark
    decision: Decision | None
    told: list[str]
    papers_due: dt.date | None

    @property
    def body(self) -> str:
        return self.point.body.name if self.point.body else ""


def decision_rows(points: Sequence[Point], today: dt.date) -> list[DecisionRow]:
    """The next one says how many days are left; papers that are due count only until the decision."""
    ahead = [point.ends for point in points if not point.is_closed and point.ends and point.ends >= today]
    first = min(ahead, default=None)
    return [row_of(point, first, today) for point in points]


def row_of(point: Point, first: dt.date | None, today: dt.date) -> DecisionRow:
    taken = point.decided
    if taken and point.is_closed:
        return DecisionRow(point.row, Mark("done", "info", pgettext("decision point", "Decided")), taken.row, told_of(taken, today), None)
    told = [*(told_of(taken, today) if taken else []), *lacking(point)]
    return DecisionRow(point.row, mark_of(point, first, today), taken.row if taken else None, told, point.papers_due)


def mark_of(point: Point, first: dt.date | None, today: dt.date) -> Mark:
    """A question that the body takes up again says so until it has a new day."""
    taken, ends = point.decided, point.ends
    if taken and (ends is None or ends <= taken.row.met_on):
        return Mark(TAKEN_UP_AGAIN[taken.outcome], "watch", outcome_word(taken.outcome))
    if ends is None:
        return Mark("none", "", _("No date"))
    if ends < today:
        return Mark("watch", "watch", _("Day has passed, no decision recorded"))
    if ends == first:
        days = (ends - today).days
        return Mark("now", "info", ngettext("In %(days)s day", "In %(days)s days", days) % {"days": days} if days else _("Today"))
    return Mark("none", "", _("To come"))


def told_of(taken: Taken, today: dt.date) -> list[str]:
    return [sentence for sentence in (f"{outcome_word(taken.outcome)}.", conditions_text(taken.conditions, today)) if sentence]


def lacking(point: Point) -> list[str]:
    found = [missing_text(each) for each in point.missing]
    rest = len(found) - SHOWN
    return found[:SHOWN] + ([ngettext("One thing more.", "%(n)s things more.", rest) % {"n": rest}] if rest > 0 else [])
