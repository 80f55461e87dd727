"""What a contact types: an answer, what it hangs on, and who answers on whose behalf. Nothing is chosen beforehand."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portfolio.models import Organisation
from portfolio.templatetags.portfolio_format import number, unit
from portfolio.web.fields import DayField, LineField, LinesField, MoneyField
from portfolio.web.whole import WholeField
from projects.actions.answers import Hangs, Said
from projects.offering import Choice

INHABITANTS = "population"


class WhoForm(forms.Form):
    """Who answers: typed each time, since a link says who was asked and not who sits there."""

    name = LineField(label=_("Your name"), max_length=120, error_messages={"required": _("Write your name.")})
    title = LineField(label=_("Your title"), max_length=120, error_messages={"required": _("Write your title.")})
    authority = LineField(
        label=_("On whose behalf do you answer?"),
        max_length=300,
        help_text=_("For example: the municipal director, by delegation; or the executive board."),
        error_messages={"required": _("Write on whose behalf you answer.")},
    )

    def who(self) -> tuple[str, str, str]:
        given = self.cleaned_data
        return given["name"], given["title"], given["authority"]


def unfilled() -> forms.TextInput:
    """The page keeps in sight what holds something: a style knows that it does where there is a text to show while it does not. Text, since of a number
    field that holds 700 000 some browsers send nothing at all.
    """
    return forms.TextInput(attrs={"placeholder": " ", "inputmode": "numeric", "autocomplete": "off"})


class AnswerForm(WhoForm):
    """others: whoever else is asked; inhabitants: of all of them together with the party, where it is known; currency: of the fee."""

    choice = forms.ChoiceField(
        label=_("Your answer"),
        choices=[(each.value, each.value) for each in (Choice.JOINS, Choice.JOINS_IF, Choice.DECLINES)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three answers."), "invalid_choice": _("Choose one of the three answers.")},
    )
    least_participants = WholeField(label=_("At least so many municipalities join"), required=False, validators=[MinValueValidator(2)], widget=unfilled())
    least_inhabitants = WholeField(
        label=_("They have at least so many inhabitants"), required=False, validators=[MaxValueValidator(100_000_000)], widget=unfilled()
    )
    most_fee = MoneyField(label=_("We pay at most"), required=False)
    companions = forms.ModelMultipleChoiceField(Organisation.objects.none(), label=_("These join too"), required=False, widget=forms.CheckboxSelectMultiple)
    reason = LinesField(label=_("Reason or comment"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    decision = LineField(
        label=_("Formal decision, if there is one"), required=False, max_length=300, help_text=_("Body, date and paragraph. It can be added later.")
    )
    field_order: Sequence[str] = (
        "choice",
        "least_participants",
        "least_inhabitants",
        "most_fee",
        "companions",
        "reason",
        "decision",
        "name",
        "title",
        "authority",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        others: Sequence[Organisation] = (),
        inhabitants: int | None = None,
        currency: str = "",
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        if currency:
            self.fields["most_fee"].help_text = _("In %(unit)s.") % {"unit": unit(currency)}
        self.asked, self.inhabitants = len(others) + 1, inhabitants
        self.fields["most_fee"].widget.attrs["placeholder"] = " "
        self.fields["companions"].queryset = Organisation.objects.filter(pk__in=[each.pk for each in others]).order_by("name")  # type: ignore[attr-defined]

    def conditions(self) -> list[Hangs]:
        given = self.cleaned_data
        numbers = (("participants", "least_participants", ""), ("figure", "least_inhabitants", INHABITANTS), ("fee", "most_fee", ""))
        found = [Hangs(kind, given[name], figure) for kind, name, figure in numbers if given.get(name) is not None]
        return [*found, *(Hangs("with", organisation=each) for each in given.get("companions", ()))]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_if = cleaned.get("choice") == Choice.JOINS_IF
        if is_if and not self.conditions() and not {"least_participants", "least_inhabitants", "most_fee", "companions"} & set(self.errors):
            self.add_error("choice", _("Say what your yes hangs on, or choose one of the other answers."))
        if "choice" in cleaned and not is_if and self.conditions():
            self.add_error("choice", _("You have written conditions. Choose “yes, but only if”, or take them away."))
        if (fee := cleaned.get("most_fee")) is not None and fee <= 0:
            self.add_error("most_fee", _("Write an amount above 0. If nothing may be paid, the answer is no."))
        self.within(cleaned)
        return cleaned

    def within(self, cleaned: Mapping[str, Any]) -> None:
        """What can never hold is no condition."""
        if (cleaned.get("least_participants") or 0) > self.asked:
            self.add_error("least_participants", _("The offer goes to %(most)s. Write that number or a lower one.") % {"most": number(self.asked)})
        if self.inhabitants is not None and (cleaned.get("least_inhabitants") or 0) > self.inhabitants:
            most = {"most": number(self.inhabitants)}
            self.add_error("least_inhabitants", _("All who are asked have %(most)s inhabitants together. Write that number or a lower one.") % most)

    def said(self) -> Said:
        given = self.cleaned_data
        return Said(Choice(given["choice"]), *self.who(), reason=given["reason"], decision=given["decision"], conditions=tuple(self.conditions()))


class LaterForm(WhoForm):
    """Not decided yet: when, and by whom. Its fields have names of their own, since both forms stand on one page."""

    needs_until = DayField(label=_("The case comes up on"), error_messages={"required": _("Write the day of the meeting.")})
    body = LineField(
        label=_("Decided by"), max_length=200, help_text=_("For example: the executive board."), error_messages={"required": _("Write who decides.")}
    )
    field_order = ("needs_until", "body", "name", "title", "authority")

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, prefix="later", initial=initial)

    def clean_needs_until(self) -> dt.date:
        day: dt.date = self.cleaned_data["needs_until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Write a day that lies ahead."), code="past")
        return day

    def said(self) -> Said:
        given = self.cleaned_data
        return Said(Choice.NEEDS_TIME, *self.who(), needs_until=given["needs_until"], body=given["body"])


class AgainForm(forms.Form):
    """Where a new link is wanted."""

    address = forms.EmailField(
        label=_("Your mail address"),
        error_messages={"required": _("Write your mail address."), "invalid": _("Write a whole mail address, like name@municipality.se.")},
    )


class AskForm(forms.Form):
    """Whose name only the office sees."""

    text = LinesField(
        label=_("Your question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("All who are invited read it with its answer, word for word. They are not told who asked."),
        error_messages={"required": _("Write your question.")},
    )
    name = LineField(label=_("Your name"), max_length=120, error_messages={"required": _("Write your name.")}, help_text=_("Only the office sees it."))


class PassOnForm(forms.Form):
    """To whom the link goes."""

    name = LineField(label=_("Your colleague’s name"), max_length=120, error_messages={"required": _("Write the name of your colleague.")})
    address = forms.EmailField(
        label=_("Your colleague’s mail address"),
        max_length=254,
        error_messages={"required": _("Write a mail address."), "invalid": _("Write a whole mail address, like name@municipality.se.")},
    )


class CodeForm(forms.Form):
    """What was sent to the registered address."""

    code = LineField(
        label=_("The code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 10}),
        error_messages={"required": _("Write the six figures of the mail.")},
    )
