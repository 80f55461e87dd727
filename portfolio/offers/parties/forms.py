"""What the office writes of a party: the decision of its body, another contact, and why a link ends."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from milestones.forms.decisions import WRITE_DAY, MinutesField
from portfolio.models import Contact
from portfolio.templatetags.portfolio_format import day
from portfolio.web.fields import DayField, LineField, LinesField, MailField, no_day_of_a_decision
from projects.actions.formal import Ruled
from projects.models import FormalDecision, Invitee
from projects.models.answer import RULING_LABELS
from projects.offering import Ruling

FINAL_AFTER = dt.timedelta(weeks=3)
"""Sweden: a municipal decision can be appealed within three weeks from the announcement (kommunallagen 13:5)."""
IN_ORDER = (
    ("approved_on", "decided_on"),
    ("announced_on", "approved_on"),
    ("announced_on", "decided_on"),
    ("final_on", "announced_on"),
    ("final_on", "decided_on"),
    ("signed_on", "decided_on"),
)
OF_SWEDEN = ("approved_on", "announced_on", "final_on")


class RuledForm(forms.Form):
    """old: the decision that is changed or corrected, None for a new one. A correction says why."""

    ruling = forms.ChoiceField(
        label=_("What was decided"),
        choices=[(each.value, capfirst(label)) for each, label in RULING_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the body decided.")},
    )
    body = LineField(
        label=_("Deciding body"),
        max_length=200,
        help_text=_("As the minutes name it: the executive board, the council."),
        error_messages={"required": _("Write which body decided.")},
    )
    decided_on = DayField(label=_("Day of the decision"), error_messages={"required": _("Write the day of the decision."), "invalid": WRITE_DAY})
    paragraph = LineField(label=_("Paragraph"), max_length=40, required=False, help_text=_("As the minutes number it: § 9."))
    case_number = LineField(label=_("Case number"), max_length=60, required=False, help_text=_("The party's own."))
    conditions = LinesField(label=_("Conditions"), max_length=4000, required=False, help_text=_("As the minutes have them."))
    approved_on = DayField(label=_("Minutes approved"), required=False, is_fact=True, error_messages={"invalid": WRITE_DAY})
    announced_on = DayField(label=_("Announced"), required=False, is_fact=True, error_messages={"invalid": WRITE_DAY})
    final_on = DayField(
        label=_("Final"),
        required=False,
        help_text=_("Three weeks after the announcement, if nobody has appealed. It is not filled in by itself."),
        error_messages={"invalid": WRITE_DAY},
    )
    signed_on = DayField(
        label=_("Agreement signed"), required=False, is_fact=True, help_text=_("Leave it empty until it is."), error_messages={"invalid": WRITE_DAY}
    )
    file = MinutesField(required=False, help_text=_("As PDF, at most 4 MB. It may also be added later; a yes is confirmed only with it."))
    received_on = DayField(label=_("Extract received"), required=False, is_fact=True, error_messages={"invalid": WRITE_DAY})
    reason = LinesField(
        label=_("Why the decision is corrected"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what was wrong in the decision that this one replaces.")},
    )  # fmt: skip

    def __init__(self, *args: Any, invitee: Invitee, asks_signature: bool, old: FormalDecision | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.old = old
        self.fields["file"].label = _("Extract of the minutes")
        self.fields["received_on"].help_text = _("Left empty it is the day on which you add the file.")
        if invitee.organisation.country != "SE":
            for name in OF_SWEDEN:
                del self.fields[name]
        elif old and old.announced_on and not old.final_on:
            final = {"announced": day(old.announced_on), "final": day(old.announced_on + FINAL_AFTER)}
            self.fields["final_on"].help_text = _("Announced %(announced)s: final %(final)s, if nobody has appealed. It is not filled in by itself.") % final
        if not asks_signature and not (old and old.signed_on):
            del self.fields["signed_on"]
        if old and old.extract:
            self.fields["file"].help_text = _("As PDF, at most 4 MB. The extract that is there stays unless you choose another.")
        if old is None or old.confirmed_at is None:
            del self.fields["reason"]

    def clean_decided_on(self) -> dt.date:
        found: dt.date = self.cleaned_data["decided_on"]
        if wrong := no_day_of_a_decision(found):
            raise wrong
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for later, earlier in IN_ORDER:
            if later not in self.errors and (one := cleaned.get(later)) and (other := cleaned.get(earlier)) and one < other:
                self.add_error(later, _("This comes after “%(label)s”: write a day that is not before it.") % {"label": self.fields[earlier].label})
        if cleaned.get("ruling") == Ruling.YES_IF and not cleaned.get("conditions") and "conditions" not in self.errors:
            self.add_error("conditions", _("Write what the yes hangs on, or choose yes."))
        if cleaned.get("received_on") and not cleaned.get("file") and not (self.old and self.old.extract) and "file" not in self.errors:
            self.add_error("file", _("Choose the file of the extract, or leave out the day on which it came."))
        return cleaned

    def said(self, kept: tuple[str, str], today: dt.date) -> Ruled:
        """kept: path and SHA-256 of the file, empty for none. What the form does not ask for stays as it is."""
        given = dict(self.cleaned_data)
        names = ("body", "decided_on", "paragraph", "case_number", "conditions", *OF_SWEDEN, "signed_on", "received_on")
        values: dict[str, Any] = {name: given[name] if name in self.fields else getattr(self.old, name, None) for name in names}
        if kept[0] and not values["received_on"]:
            values["received_on"] = today
        return Ruled(Ruling(given["ruling"]), **values, extract=kept[0], extract_sha256=kept[1])


def initial_of(decision: FormalDecision) -> dict[str, Any]:
    names = ("ruling", "body", "decided_on", "paragraph", "case_number", "conditions", *OF_SWEDEN, "signed_on", "received_on")
    return {name: getattr(decision, name) for name in names}


# ---- contact and link ------------------------------------------------------------
OTHER = "other"
WHY = {"required": _("Say in a few words why.")}


class ContactForm(forms.Form):
    """One of the organisation's contacts in the region's register, or somebody who is added there. Nobody is chosen beforehand."""

    who = forms.ChoiceField(label=_("New contact"), widget=forms.RadioSelect, error_messages={"required": _("Choose who answers for the party from now on.")})
    function = LineField(label=_("Function"), max_length=120, required=False, help_text=_("For example: municipal director."))
    name = LineField(label=_("Name"), max_length=120, required=False)
    mail = MailField(label=_("Mail address"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    note = LinesField(
        label=_("Why, and what the next contact should know"),
        max_length=4000,
        help_text=_("Stays with the party. It is not sent."),
        error_messages={"required": _("Write why the contact is replaced, and what goes over to the next one.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, invitee: Invitee, contacts: Sequence[Contact]) -> None:
        super().__init__(data, initial={"language": invitee.language})
        self.contacts = {str(each.pk): each for each in contacts}
        names = [(key, ", ".join(filter(None, (each.name, each.function, each.mail)))) for key, each in self.contacts.items()]
        self.fields["who"].choices = [*names, (OTHER, _("Somebody else, who is added to the register"))]  # type: ignore[attr-defined]
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        self.taken = invitee.address.casefold()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("who") != OTHER:
            return cleaned
        for name, words in (("function", _("Write the function.")), ("mail", _("Write the mail address."))):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, words)
        if (mail := cleaned.get("mail", "").casefold()) and (mail == self.taken or any(mail == each.mail.casefold() for each in self.contacts.values())):
            self.add_error("mail", _("This address is known already: choose that contact, or write another address."))
        return cleaned

    def contact(self, invitee: Invitee) -> Contact:
        """The one that is chosen, or one that is not stored yet."""
        given = self.cleaned_data
        if given["who"] != OTHER:
            return self.contacts[given["who"]]
        row = {name: given[name] for name in ("function", "name", "mail", "language")}
        return Contact(region=invitee.offer.project.region, organisation=invitee.organisation, kind=Contact.Kind.CONTACT, **row)


class WhyForm(forms.Form):
    """prefix tells the two of a page apart."""

    why = LineField(label=_("Why"), max_length=300, error_messages=WHY)
