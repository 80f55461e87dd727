"""The region's own settings."""

import datetime as dt
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones.reminding import CLOSES, OPENS
from portfolio.models import Region
from portfolio.queries.register import parties_for
from portfolio.register.member_forms import CHOOSE
from portfolio.web.fields import ClockField, LineField, LinesField, PartyField


def time_zones() -> list[str]:
    """Those of Europe, and of the islands that Nordic regions may lie on."""
    return sorted(zone for zone in available_timezones() if zone.startswith(("Europe/", "Arctic/", "Atlantic/")))


class SettingsForm(forms.Form):
    """before: what is shown of the region."""

    name = LineField(label=gettext_lazy("Name"), max_length=120, error_messages={"required": gettext_lazy("Write the region's name.")})
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, error_messages=CHOOSE, help_text=gettext_lazy("Of new projects."))
    other_languages = forms.MultipleChoiceField(
        label=gettext_lazy("Other languages"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE["invalid_choice"]},
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), error_messages=CHOOSE)
    reminders_at = ClockField(
        label=gettext_lazy("Reminders leave at"),
        help_text=gettext_lazy("On working days, between 07:00 and 17:00."),
        error_messages={"invalid": gettext_lazy("Write the time as 09:30."), "required": gettext_lazy("Write the time as 09:30.")},
    )
    rests_in_july = forms.BooleanField(label=gettext_lazy("No reminders in July"), required=False)
    reply_to = forms.EmailField(
        label=gettext_lazy("Address for replies"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Whoever answers a mail of the region writes to this address. Mails leave from the installation's own."),
        error_messages={"invalid": gettext_lazy("Write a mail address, as kontoret@kommun.example.")},
    )
    answers_need_code = forms.BooleanField(
        label=gettext_lazy("Answers to offers need a code"),
        required=False,
        help_text=gettext_lazy(
            "Six figures that are sent to the registered address when somebody answers by a link. Whoever has only the link cannot answer then."
        ),
    )
    letterhead = LinesField(
        label=gettext_lazy("Letterhead"), required=False, max_length=500, help_text=gettext_lazy("Name and address of the office, a line for each.")
    )
    office = PartyField(label=gettext_lazy("Coordinating office"), required=False, help_text=gettext_lazy("Write the name or the number."))

    def __init__(self, data: Any, *, region: Region) -> None:
        self.instance = region
        self.before: dict[str, Any] = {
            "name": region.name,
            "language": region.language,
            "other_languages": region.other_languages.split(),
            "time_zone": region.time_zone,
            "reminders_at": region.reminders_at,
            "rests_in_july": region.rests_in_july,
            "reply_to": region.reply_to,
            "answers_need_code": region.answers_need_code,
            "letterhead": region.letterhead,
            "office": region.office_id,
        }
        super().__init__(data, initial=self.before)
        zones = sorted({*time_zones(), region.time_zone})
        self.fields["time_zone"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]
        self.fields["office"].candidates = parties_for(region, region.office_id)  # type: ignore[attr-defined]

    def clean_other_languages(self) -> list[str]:
        """The first language is not among the others."""
        return [code for code in self.cleaned_data["other_languages"] if code != self.cleaned_data.get("language")]

    def clean_reminders_at(self) -> dt.time:
        time: dt.time = self.cleaned_data["reminders_at"]
        if not OPENS <= time < CLOSES:
            raise forms.ValidationError(_("Write a time from 07:00, before 17:00."))
        return time

    def row(self) -> Region:
        for name in self.before:
            setattr(self.instance, name, self.cleaned_data[name])
        self.instance.other_languages = " ".join(self.cleaned_data["other_languages"])
        return self.instance


class LogoForm(forms.Form):
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=gettext_lazy("PNG or JPEG, at most 2 MB and 5 000 pixels wide or high. It is printed above the title of the mandate."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Choose another."),
            "invalid": gettext_lazy("Choose a file."),
            "missing": gettext_lazy("Choose a file."),
            "max_length": gettext_lazy("The file's name is too long. Give it a shorter one."),
        },
    )
