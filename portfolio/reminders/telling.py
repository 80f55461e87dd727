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
        return _("since yesterday")
    if days > 0:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    return ngettext("since %(n)s day", "since %(n)s days", -days) % {"n": -days}


def kind_word(kind: str) -> str:
    label = str(DeadlineKind(kind).label)
    return label[:1].upper() + label[1:]


def what(kind: str, title: str) -> str:
    """The kind and its words, which are in the project's language; nothing is said of a confidential one."""
    return f"{kind_word(kind)}: {title}" if title else kind_word(kind)


def digest_subject(count: int, region: str) -> str:
    return ngettext("%(n)s deadline in %(region)s", "%(n)s deadlines in %(region)s", count) % {"n": count, "region": region}


def which(step: int) -> str:
    """Which reminder of its deadline it is."""
    if step > 0:
        return _("reminder %(n)s after the day") % {"n": step}
    return _("on the day") if step == 0 else ngettext("%(n)s day before", "%(n)s days before", -step) % {"n": -step}
