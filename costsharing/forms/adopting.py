"""The decision that an allocation rests on, as it is typed; and what the person saw when typing it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from costsharing.actions.adopting import Reference, fingerprint
from costsharing.models import Allocation
from costsharing.queries.tried import Tried
from costsharing.stored import Stored, nets
from portfolio.lib.texts import one_line
from portfolio.models import Body, Region
from portfolio.web.fields import DayField, LineField, LinesField, no_day_of_a_decision

Nets = dict[str, tuple[str, int]]


class BodyField(forms.CharField):
    """A deciding body by what one types; the region's bodies are offered."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "list": "bodies"})
    region: Region

    def clean(self, value: Any) -> Any:
        text = one_line(super().clean(value) or "").strip()
        known = {body.name.casefold(): body for body in Body.objects.filter(region=self.region)}
        if text.casefold() in known:
            return known[text.casefold()]
        near = [body.name for name, body in known.items() if text.casefold() in name]
        if len(near) > 0:
            raise forms.ValidationError(_("No body is called just that. Do you mean %(names)s?"), code="near", params={"names": ", ".join(near[:6])})
        raise forms.ValidationError(_("No body of the region is called that. Choose one of those offered, or add it in the register."), code="none")


class DecisionForm(forms.Form):
    body = BodyField(label=_("Deciding body"), max_length=120, error_messages={"required": _("Write which body has decided.")})
    decided_on = DayField(
        label=_("Day of the decision"), error_messages={"required": _("Write the day of the decision."), "invalid": _("Write a day, like 2016-12-01.")}
    )
    paragraph = LineField(label=_("Paragraph"), max_length=40, required=False, help_text=_("As the minutes number it: § 9."))
    case_number = LineField(label=_("Case number"), max_length=60, required=False)
    text = LinesField(label=_("Text of the decision"), required=False, max_length=20_000)
    reason = LineField(
        label=_("Why it replaces"),
        max_length=300,
        help_text=_("Stands with both allocations, and in what the participants get."),
        error_messages={"required": _("Write why a new allocation replaces the one that binds now.")},
    )

    def __init__(self, *args: Any, region: Region, replaces: Allocation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].region = region  # type: ignore[attr-defined]
        if replaces is None:
            del self.fields["reason"]
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "ctl")

    def clean_decided_on(self) -> Any:
        day = self.cleaned_data["decided_on"]
        if wrong := no_day_of_a_decision(day):
            raise wrong
        return day

    @property
    def reference(self) -> Reference:
        said = self.cleaned_data
        return Reference(said["body"], said["decided_on"], said["paragraph"], said["case_number"], said["text"])


@dataclass(frozen=True)
class Seen:
    """What somebody had before their eyes: the case by its fingerprint, the allocation to be replaced by its number (0: none), and each one's net."""

    case: str
    replaces: int
    nets: Nets

    @classmethod
    def now(cls, tried: Tried, table: Stored | None, replaces: Allocation | None) -> "Seen":
        return cls(fingerprint(tried.basis.case), replaces.number if replaces else 0, nets(table) if table else {})

    @classmethod
    def posted(cls, data: Mapping[str, Any]) -> "Seen":
        """Anything that cannot be read was never seen."""
        try:
            told = json.loads(data.get("seen_nets", "{}"))
            found = {str(code): (str(name)[:200], int(minor)) for code, (name, minor) in list(told.items())[:2000] if abs(int(minor)) < 10**15}
        except (ValueError, TypeError, AttributeError):
            found = {}
        number = data.get("replaces", "")
        return cls(data.get("seen", ""), int(number) if number.isdecimal() and len(number) < 6 else 0, found)

    @property
    def nets_text(self) -> str:
        return json.dumps(self.nets, ensure_ascii=False, separators=(",", ":"))
