"""Forms about people's roles in a region."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.access.roles import Role
from portfolio.forms import MAIL_WANTED
from portfolio.models import Region, RoleGrant
from portfolio.models.person import ROLE_LABELS
from portfolio.queries.register import parties_for
from portfolio.web.fields import DayField, LineField, PartyField

CHOOSE = {"required": gettext_lazy("Choose one of the list."), "invalid_choice": gettext_lazy("Choose one of the list.")}
DAY = {"required": gettext_lazy("Write the day as 2026-10-31 or 31.10.2026."), "invalid": gettext_lazy("Write the day as 2026-10-31 or 31.10.2026.")}


def roles() -> list[tuple[str, Any]]:
    return [("", ""), *((role.value, capfirst(str(label))) for role, label in ROLE_LABELS.items())]


def role_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Role"), choices=roles, error_messages=CHOOSE)


def party_field() -> PartyField:
    return PartyField(label=_("Municipality"), required=False, help_text=_("For a municipal contact: write the name or the number."))


class WithRole(forms.Form):
    """A municipal contact is one for a municipality; nobody else is."""

    def check_municipality(self, cleaned: dict[str, Any]) -> None:
        role, organisation = cleaned.get("role"), cleaned.get("organisation")
        if role == Role.CONTACT and organisation is None and "organisation" not in self.errors:
            self.add_error("organisation", _("Write which municipality the person is a contact for."))
        elif role and role != Role.CONTACT and organisation is not None:
            self.add_error("organisation", _("Leave this empty: only a municipal contact belongs to one municipality."))


class NewMemberForm(WithRole):
    def __init__(self, data: Any, *, region: Region) -> None:
        super().__init__(data, initial={"language": region.language})
        self.fields["email"] = forms.EmailField(label=_("Mail address"), error_messages=MAIL_WANTED, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
        self.fields["name"] = LineField(label=_("Name"), max_length=120, error_messages={"required": _("Write the person's name.")})
        self.fields["role"], self.fields["organisation"] = role_field(), party_field()
        self.fields["language"] = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES, error_messages=CHOOSE)
        self.fields["organisation"].candidates = parties_for(region)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.check_municipality(cleaned)
        if "email" in cleaned:
            cleaned["email"] = cleaned["email"].lower()
        return cleaned


class GrantForm(WithRole):
    """A role as it stands. before: what is shown of it."""

    def __init__(self, data: Any, *, grant: RoleGrant) -> None:
        self.instance = grant
        self.before = {"role": grant.role, "organisation": grant.organisation_id, "valid_from": grant.valid_from, "valid_to": grant.valid_to}
        super().__init__(data, initial=self.before)
        self.fields["role"], self.fields["organisation"] = role_field(), party_field()
        self.fields["valid_from"] = DayField(label=_("From"), error_messages=DAY)
        self.fields["valid_to"] = DayField(label=_("To"), required=False, error_messages=DAY, help_text=_("The last day; empty when no end is known."))
        self.fields["reason"] = LineField(label=_("Why"), max_length=100, error_messages={"required": _("Say in a few words why the role changes.")})
        self.fields["organisation"].candidates = parties_for(grant.region, grant.organisation_id)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.check_municipality(cleaned)
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Choose a day on or after the first one."))
        elif not self.errors and last is None and self.twin(cleaned):
            self.add_error("valid_to", _("The person holds this role already, without an end. Correct that row instead."))
        return cleaned

    def twin(self, cleaned: dict[str, Any]) -> bool:
        open_ones = RoleGrant.objects.filter(region=self.instance.region, user=self.instance.user, valid_to__isnull=True).exclude(pk=self.instance.pk)
        return open_ones.filter(role=cleaned["role"], organisation=cleaned["organisation"]).exists()

    def row(self) -> RoleGrant:
        """As it is to be stored."""
        for name in self.before:
            setattr(self.instance, name, self.cleaned_data[name])
        return self.instance
