"""A rule begins with a name and one of the rules that cooperations have."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from costsharing.forms.ruleform import YEARS
from costsharing.models import Rule
from costsharing.presets import PRESETS
from portfolio.models import Region
from portfolio.web.fields import LineField, LinesField


def name_field(**options: Any) -> LineField:
    return LineField(label=_("Name"), max_length=120, error_messages={"required": _("Write what the rule is called.")}, **options)


def is_taken(region: Region, name: str, but: int | None = None) -> bool:
    others = Rule.objects.filter(region=region, name=name)
    return (others if but is None else others.exclude(pk=but)).exists()


class NewRuleForm(forms.Form):
    def __init__(self, data: Any, *, region: Region, year: int) -> None:
        super().__init__(data, initial={"preset": "halves", "first_year": year})
        self.region = region
        wrong = dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Write a year from %(first)s to %(last)s.") % {"first": YEARS[0], "last": YEARS[1]}
        )
        self.fields["preset"] = forms.ChoiceField(
            label=_("Begin from"),
            choices=[(preset.slug, preset.name) for preset in PRESETS.values()],
            help_text=_("Everything in it can be changed afterwards."),
        )
        self.fields["name"] = name_field()
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Leave it empty to call it what it begins from.")
        self.fields["first_year"] = forms.IntegerField(label=_("Holds from the year"), min_value=YEARS[0], max_value=YEARS[1], error_messages=wrong)

    def called(self, name: str) -> str:
        """The name that was written, or the given one; empty when the region has a rule of that name, which the form then says."""
        wanted: str = self.cleaned_data["name"] or name
        if is_taken(self.region, wanted):
            self.add_error("name", _("The region has a rule of this name. Write another."))
            return ""
        return wanted


class RuleForm(forms.Form):
    """before: what is shown of the rule."""

    def __init__(self, data: Any, *, rule: Rule) -> None:
        self.instance = rule
        self.before: dict[str, Any] = {"name": rule.name, "note": rule.note}
        super().__init__(data, initial=self.before)
        self.fields["name"] = name_field()
        self.fields["note"] = LinesField(label=_("Note"), required=False, max_length=2000)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if is_taken(self.instance.region, name, self.instance.pk):
            raise forms.ValidationError(_("The region has a rule of this name. Write another."))
        return name

    def row(self) -> Rule:
        self.instance.name, self.instance.note = self.cleaned_data["name"], self.cleaned_data["note"]
        return self.instance
