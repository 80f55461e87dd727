"""What is said of a day on which municipal offices are closed. Nothing is refused for it: a body meets when it meets."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from portfolio.lib.workdays import closed, is_workday
from portfolio.templatetags.portfolio_format import day


def day_off(on: dt.date, country: str) -> str:
    """A sentence, or nothing for a working day. country: as workdays has it."""
    if is_workday(on, country):
        return ""
    if on in closed(on.year, country):
        return _("%(day)s is a public holiday, or an eve when offices are closed.") % {"day": day(on)}
    return _("%(day)s is a Saturday or a Sunday.") % {"day": day(on)}


def days_off(days: Iterable[dt.date], country: str) -> str:
    return " ".join(filter(None, (day_off(each, country) for each in days)))
