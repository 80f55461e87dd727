"""What is said of a form that was sent, above the page that comes next."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portfolio.actions import rows
from portfolio.models import User
from portfolio.templatetags.portfolio_format import moment


def saved_already(request: HttpRequest, at: dt.datetime) -> None:
    messages.info(request, _("This was saved already, %(at)s.") % {"at": moment(at)})


def removed_already(request: HttpRequest) -> None:
    messages.info(request, _("It had been removed already."))


def take_back(request: HttpRequest, entry: Any, by: User, revert: Callable[..., Any] = rows.revert) -> None:
    """Undoes the deed of a line of history, or says what came after it. In a transaction that holds what the row belongs to."""
    try:
        revert(entry=entry, by=by)
    except rows.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Undone."))
