"""Which of a project's dates comes next, and which have passed without what they were for."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.queries.deadlines import Deadline

LATE, AHEAD, PASSED = 0, 1, 2


class Next(NamedTuple):
    """Sorts as it matters: what is late, what is to come, what has passed without anybody knowing how it went."""

    state: int
    ends: dt.date
    deadline: Deadline


class Dates(NamedTuple):
    next: Next | None
    late: int  # milestones whose day has passed and that are not reached
    undecided: int  # decision points whose day has passed and that no body has answered


def look(dates: Sequence[Deadline], today: dt.date) -> Dates:
    """The dates in order of time. What is late comes first, then what lies ahead, then the last that has passed."""
    late: list[tuple[dt.date, Deadline]] = []
    undecided: list[tuple[dt.date, Deadline]] = []
    ahead: Next | None = None
    for each in dates:
        ends = each.ends
        if ends >= today:
            ahead = Next(AHEAD, ends, each)
            break
        (undecided if each.is_decision else late).append((ends, each))
    first = Next(LATE, *late[0]) if late else ahead or (Next(PASSED, *undecided[-1]) if undecided else None)
    return Dates(first, len(late), len(undecided))


def what(deadline: Deadline) -> str:
    return _("Decision point %(number)s") % {"number": deadline.number} if deadline.is_decision and deadline.number else deadline.text


def is_own_words(deadline: Deadline) -> bool:
    """The document's words, so in the project's language."""
    return not (deadline.is_decision and deadline.number)


def how_late(days: int) -> str:
    """7 days over; from two months on in months, from two years on in years."""
    if days < 60:
        return ngettext("%(n)s day over", "%(n)s days over", days) % {"n": days}
    if days < 730:
        return ngettext("%(n)s month over", "%(n)s months over", days // 30) % {"n": days // 30}
    return ngettext("%(n)s year over", "%(n)s years over", days // 365) % {"n": days // 365}


def said(found: Next, today: dt.date) -> str:
    """What a date that has passed says of itself; nothing for one that lies ahead."""
    if found.state == LATE:
        return how_late((today - found.ends).days)
    return _("no decision recorded") if found.state == PASSED else ""
