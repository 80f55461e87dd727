"""Where a party stands with an offer, and what is waited for from it, in words."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.templatetags.portfolio_format import day
from projects.offering import Lag, Place, Wait

PLACES = {
    Place.INVITED: gettext_lazy("has not answered"),
    Place.ACKNOWLEDGED: gettext_lazy("has asked, and not answered"),
    Place.PREPARING: gettext_lazy("needs more time"),
    Place.SAID_YES: gettext_lazy("says yes"),
    Place.SAID_YES_IF: gettext_lazy("says yes, with conditions"),
    Place.SAID_NO: gettext_lazy("says no"),
    Place.POSTPONED: gettext_lazy("has postponed its decision"),
    Place.DECIDED: gettext_lazy("has decided to join"),
    Place.DECIDED_IF: gettext_lazy("has decided to join, with conditions"),
    Place.DECIDED_NO: gettext_lazy("has decided not to join"),
    Place.SIGNED: gettext_lazy("has decided and signed"),
    Place.EVIDENCED: gettext_lazy("the extract has come"),
    Place.CONFIRMED: gettext_lazy("confirmed"),
}
LOOKS = {
    Place.INVITED: ("none", ""),
    Place.ACKNOWLEDGED: ("open", ""),
    Place.PREPARING: ("pause", ""),
    Place.SAID_YES: ("good", "info"),
    Place.SAID_YES_IF: ("half", "info"),
    Place.SAID_NO: ("no", ""),
    Place.POSTPONED: ("pause", ""),
    Place.DECIDED_NO: ("no", ""),
}
"""Symbol and tone; whoever has decided to join has the sign of what is done."""
DONE = ("done", "info")

LAGS = {
    Lag.STILL_IN: gettext_lazy("decided no, still takes part"),
    Lag.NOT_IN: gettext_lazy("decided yes, does not take part yet"),
}
"""Since the offer was concluded."""


def wait_words(wait: Wait | None, on: dt.date | None) -> str:
    """on: the last day for answers, or the day of the party's own meeting; None where nobody has said it."""
    if wait is Wait.ANSWER:
        return _("Its answer, until %(day)s.") % {"day": day(on)} if on else _("Its answer.")
    if wait is Wait.LOCAL_MEETING:
        return _("Its own meeting, %(day)s.") % {"day": day(on)} if on else _("Its own meeting, on a day that is not set.")
    words = {
        Wait.DECISION: _("The formal decision of its own body."),
        Wait.SIGNATURE: _("The signed agreement: decided but unsigned."),
        Wait.EXTRACT: _("The extract of the minutes."),
        Wait.CONFIRMATION: _("The office: look at the extract and confirm the decision."),
    }
    return words[wait] if wait else _("Nothing.")
