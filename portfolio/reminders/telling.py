"""What a reminder says: of what, of which project, and how long is left."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.models import DeadlineKind


def when(due: dt.date, today: dt.date) -> str:
    days = (due - today).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days == -1:
        return _("yesterday")
    if days > 0:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    return ngettext("%(n)s day ago", "%(n)s days ago", -days) % {"n": -days}


def ago(minutes: int) -> str:
    """In the largest unit that is full: 59 minutes, 23 hours, 5 days."""
    if minutes < 60:
        return ngettext("one minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    if minutes < 24 * 60:
        return ngettext("one hour ago", "%(n)s hours ago", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s day ago", "%(n)s days ago", minutes // 1440) % {"n": minutes // 1440}


def kind_word(kind: str) -> str:
    label = _("mail that did not arrive") if kind == DeadlineKind.UNDELIVERED else str(DeadlineKind(kind).label)
    return label[:1].upper() + label[1:]


def what(kind: str, title: str) -> str:
    """The kind and its words, which are in the project's language; nothing is said of a confidential one."""
    return f"{kind_word(kind)}: {title}" if title else kind_word(kind)


def digest_subject(count: int, region: str) -> str:
    return ngettext("%(n)s deadline in %(region)s", "%(n)s deadlines in %(region)s", count) % {"n": count, "region": region}


def which(step: int, days: int) -> str:
    """Which reminder of its deadline it is. days: how many are left when it leaves, which may be more than the step's on a closed day."""
    if step > 0:
        return _("reminder %(n)s after the day") % {"n": step}
    return _("on the day") if days == 0 else ngettext("%(n)s day before", "%(n)s days before", days) % {"n": days}


def afterwards(times: int, every: int) -> str:
    """What a rule does when the day has passed."""
    if not times or not every:
        return "–"
    if every == 1:
        return ngettext("on the next day", "on each of %(n)s days", times) % {"n": times}
    return ngettext("once, after %(every)s days", "%(n)s times, every %(every)s days", times) % {"n": times, "every": every}
