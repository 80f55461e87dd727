"""One figure by hand: what, of whom, when, how many, and where it is said."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.models import FigureSource, KeyFigure, Organisation, Region
from portfolio.models.figure import SHARED
from portfolio.queries.figures import figures_for, names_of, own_sources
from portfolio.queries.register import members_of
from portfolio.templatetags.portfolio_format import number
from portfolio.web.fields import DayField, LineField

Kind = KeyFigure.Kind
CHOOSE, WHOLE = gettext_lazy("Choose one of the list."), gettext_lazy("Write a whole number, 0 or more.")
DAY = gettext_lazy("Write the day as 2026-10-31 or 31.10.2026.")
MOST = 10**15


class SourceChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: FigureSource) -> str:
        return f"{obj.publisher}: {obj.title}"[:120]


class SourcedForm(forms.Form):
    """What is counted, and a source that is chosen or written: both the form of one figure and that of a file begin with it."""

    kind = forms.ChoiceField(label=gettext_lazy("What is counted"), error_messages={"required": CHOOSE, "invalid_choice": CHOOSE})
    name = LineField(
        label=gettext_lazy("What, when it is something else"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "names"}),
    )
    source = SourceChoice(
        FigureSource.objects.none(),
        label=gettext_lazy("Source"),
        required=False,
        empty_label=gettext_lazy("a new source, written below"),
        error_messages={"invalid_choice": CHOOSE},
    )
    title = LineField(label=gettext_lazy("Title of the new source"), max_length=300, required=False)
    publisher = LineField(label=gettext_lazy("Who publishes it"), max_length=120, required=False)
    licence = LineField(
        label=gettext_lazy("On what terms it may be used"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("A licence like CC0 or NLOD, or who has allowed it."),
    )

    def __init__(self, *args: Any, region: Region, **options: Any) -> None:
        super().__init__(*args, **options)
        self.region = region
        self.names = names_of(region.pk)
        self.fields["kind"].choices = [("", "–"), *((kind.value, capfirst(str(kind.label))) for kind in Kind)]  # type: ignore[attr-defined]
        self.fields["source"].queryset = own_sources(region.pk)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Kind.OTHER and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write what is counted."))
        if cleaned.get("kind") != Kind.OTHER:
            cleaned["name"] = ""
        if not cleaned.get("source") and "source" not in self.errors:
            self.check_new_source(cleaned)
        return cleaned

    def check_new_source(self, cleaned: dict[str, Any]) -> None:
        for name in ("title", "publisher", "licence"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Write something here, or choose a source in the list."))
        mine = FigureSource.objects.filter(region=self.region, title=cleaned.get("title", ""), publisher=cleaned.get("publisher", ""))
        if cleaned.get("title") and mine.exists():
            self.add_error("title", _("This source is in the list already. Choose it there."))
        shared = FigureSource.objects.filter(SHARED, title__iexact=cleaned.get("title", ""), publisher__iexact=cleaned.get("publisher", ""))
        if cleaned.get("title") and shared.exists():
            self.add_error("title", _("This is a source of the register. What the region adds has a source of its own: write in its title how you have it."))

    def new_source(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "publisher", "licence")}


class FigureForm(SourcedForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Municipality or other member"),
        empty_label="–",
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    value = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=0, max_value=MOST, error_messages={"required": WHOLE, "invalid": WHOLE, "min_value": WHOLE}
    )
    date = DayField(label=gettext_lazy("On which day"), error_messages={"required": DAY, "invalid": DAY})
    basis = LineField(
        label=gettext_lazy("How it was counted"), max_length=40, required=False, help_text=gettext_lazy("Like full-time posts, or as counted on that day.")
    )
    field_order = ("organisation", "kind", "name", "value", "date", "basis", "source", "title", "publisher", "licence")

    def __init__(self, *args: Any, region: Region, **options: Any) -> None:
        super().__init__(*args, region=region, **options)
        members: QuerySet[Organisation] = members_of(region, on=timezone.localdate())
        self.fields["organisation"].queryset = members  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("date") and cleaned["date"] > timezone.localdate():
            self.add_error("date", _("That day has not been yet. Write the day of the count."))
        if not self.errors and cleaned["source"]:
            same = {each: cleaned[each] for each in ("organisation", "kind", "name", "date", "source")}
            if held := figures_for(self.region.pk).filter(**same).first():
                self.add_error(
                    "source",
                    _("This source says %(value)s for that day already. A correction has a source of its own: write it below.") % {"value": number(held.value)},
                )
        return cleaned
