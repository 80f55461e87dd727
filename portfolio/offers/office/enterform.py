"""An answer that reached the office by another way than the link."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portfolio.models import Organisation
from portfolio.offers.answering.forms import AnswerForm
from portfolio.web.fields import DayField, LineField
from projects.actions.answers import Said
from projects.offering import Choice

CHOICES = (
    (Choice.JOINS.value, _("Yes, it joins")),
    (Choice.JOINS_IF.value, _("Yes, but only if …")),
    (Choice.DECLINES.value, _("No, not this time")),
    (Choice.NEEDS_TIME.value, _("Not decided yet")),
)

ROOM = 50
"""So many letters of how the office knows are left for the day on which a late answer came in."""


class EnterForm(AnswerForm):
    """Nothing is chosen beforehand here either."""

    choice = forms.ChoiceField(label=_("The answer"), choices=CHOICES, widget=forms.RadioSelect, error_messages={"required": _("Choose what was answered.")})
    needs_until = DayField(label=_("The case comes up on"), required=False, help_text=_("Only where it is not decided yet."))
    body = LineField(label=_("Decided by"), required=False, max_length=200, help_text=_("For example: the executive board."))
    name = LineField(label=_("Who answered"), max_length=120, error_messages={"required": _("Write the name of whoever answered.")})
    title = LineField(label=_("Title of whoever answered"), max_length=120, error_messages={"required": _("Write the title of whoever answered.")})
    authority = LineField(
        label=_("On whose behalf"),
        max_length=300,
        help_text=_("For example: the municipal director, by delegation; or the executive board."),
        error_messages={"required": _("Write on whose behalf it was answered.")},
    )
    because = LineField(
        label=_("How the office knows"),
        max_length=300,
        help_text=_("For example: letter of 12 September, registered as KS 2015/214; or telephone call with the director."),
        error_messages={"required": _("Write how the office knows: it stands beside the answer.")},
    )
    arrived_on = DayField(
        label=_("The day on which it came in"),
        is_fact=True,
        help_text=_("It stands beside the answer for whoever decides whether it counts."),
        error_messages={"required": _("Write the day on which it came in.")},
    )
    field_order: Sequence[str] = (
        "choice",
        "least_participants",
        "least_inhabitants",
        "most_fee",
        "companions",
        "needs_until",
        "body",
        "reason",
        "decision",
        "name",
        "title",
        "authority",
        "because",
        "arrived_on",
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, others: Sequence[Organisation] = (), since: dt.date | None = None) -> None:
        """since: the day on which an offer was sent that takes no answers in time any more; only then the day of arrival is asked for."""
        super().__init__(data, others=others)
        self.since = since
        if since is None:
            del self.fields["arrived_on"]
        else:
            self.fields["because"].validators.append(MaxLengthValidator(300 - ROOM))
        self.fields["most_fee"].label = _("It pays at most")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        until: dt.date | None = cleaned.get("needs_until")
        waits = cleaned.get("choice") == Choice.NEEDS_TIME
        if waits and until is None and "needs_until" not in self.errors:
            self.add_error("needs_until", _("Write the day of the meeting."))
        if "choice" in cleaned and not waits and until is not None:
            self.add_error("needs_until", _("Leave the day empty, or choose “not decided yet”."))
        if waits and until is not None and until < timezone.localdate():
            self.add_error("needs_until", _("Write a day that lies ahead."))
        arrived: dt.date | None = cleaned.get("arrived_on")
        if arrived and self.since and arrived < self.since:
            self.add_error("arrived_on", _("The offer was sent later than that."))
        return cleaned

    def said(self) -> Said:
        given = self.cleaned_data
        words = {"reason": given["reason"], "decision": given["decision"], "body": given["body"], "needs_until": given["needs_until"]}
        return Said(Choice(given["choice"]), *self.who(), **words, conditions=tuple(self.conditions()))
