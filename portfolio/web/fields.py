"""Fields that take what people type, and say what to do when they cannot."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portfolio.lib import bounds
from portfolio.lib.money import LARGEST, NotAnAmount, minor_of, written
from portfolio.lib.pasted import cleaned
from portfolio.lib.peppol import digits_of
from portfolio.lib.texts import one_line
from portfolio.models import Organisation

MOST_HOURS = 100_000
CHOSEN = "party:"
MOST_LETTERS = 100_000
TOO_LONG = _("Write at most %(limit_value)s characters, or put the rest in an appendix: the text has %(show_value)s.")
CODED = re.compile(r"(?P<name>.*?)\s*\(?(?P<code>\d{2,4})\)?")


SPAN = {"first": bounds.FIRST_YEAR, "last": bounds.LAST_YEAR}
WRITE_YEAR = _("Write a year from %(first)s to %(last)s.")
BEYOND = _("Write a day from %(first)s to %(last)s. Leave it empty when no day is set.")
REQUIRED_BEYOND = _("Write a day from %(first)s to %(last)s.")


def bounds_said() -> str:
    """Of a day that may be left out and lies beyond what a plan can mean."""
    return str(BEYOND) % SPAN


def year_said() -> str:
    """Of a year that is not of this age."""
    first, last = bounds.MONEY_YEARS
    return str(WRITE_YEAR) % {"first": first, "last": last}


def no_day_of_a_decision(day: dt.date) -> forms.ValidationError | None:
    """Why a body cannot have decided on the day."""
    if day > timezone.localdate():
        return forms.ValidationError(_("That day is still to come. Record the decision once it is made."), code="future")
    if not bounds.is_of_this_age(day.year):
        return forms.ValidationError(_("Write a day from %(first)s on."), code="early", params={"first": bounds.MONEY_YEARS[0]})
    return None


class LineField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "").strip()


class LinesField(forms.CharField):
    """A browser sends CRLF; what is stored is LF, so that files and comparisons agree. What comes from Word becomes plain text.

    Where no column sets a bound MOST_LETTERS does: some forty pages. The browser is not told, since it would cut what is pasted without a word.
    """

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if self.max_length is None:
            self.validators.append(MaxLengthValidator(MOST_LETTERS, TOO_LONG))

    def to_python(self, value: Any) -> str:
        return cleaned(super().to_python(value) or "")


class DayField(forms.DateField):
    """A day that somebody can mean. is_fact: something that has been, so not a day that is still to come."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, *, is_fact: bool = False, **options: Any) -> None:
        options["input_formats"] = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y%m%d"]
        super().__init__(**options)
        self.is_fact = is_fact

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if not bounds.holds(value):
            raise forms.ValidationError(REQUIRED_BEYOND if self.required else BEYOND, code="bounds", params=SPAN)
        if self.is_fact and value > timezone.localdate():
            raise forms.ValidationError(_("That day is still to come. Write the day when it happened, or leave it empty until then."), code="future")


class YearField(forms.IntegerField):
    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not bounds.FIRST_YEAR <= value <= bounds.LAST_YEAR:
            raise forms.ValidationError(WRITE_YEAR, code="bounds", params=SPAN)


class ClockField(forms.TimeField):
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **options)


class MailField(forms.EmailField):
    widget = forms.EmailInput(attrs={"autocomplete": "off"})


AMOUNT_ADVICE: dict[str, Any] = {
    "amount": _("Write an amount in figures, like 62 826 or 62 826,50."),
    "two-ways": _("This can be read in two ways. Write thousands with a space like 1 234, or at most two decimals like 1,23."),
    "large": _("This is more than fits. Write at most 10 000 000 000 000."),
}
"""By the code of NotAnAmount."""


class MoneyField(forms.CharField):
    """Kronor as people write them, kept as whole öre or øre."""

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        try:
            return minor_of(value or "")
        except NotAnAmount as wrong:
            raise forms.ValidationError(AMOUNT_ADVICE[wrong.code], code=wrong.code) from None

    def prepare_value(self, value: Any) -> str:
        return written(value) if isinstance(value, int) else value or ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((self.to_python(data)) != initial)


class HoursField(MoneyField):
    """Hours as people write them, 250 or 7,5, kept as whole minutes."""

    def to_python(self, value: Any) -> Any:
        try:
            hundredths = minor_of(value or "")
        except NotAnAmount as wrong:
            if wrong.code == "two-ways":
                raise forms.ValidationError(AMOUNT_ADVICE[wrong.code], code=wrong.code) from None
            hundredths = LARGEST if wrong.code == "large" else -1
        if hundredths is not None and hundredths > MOST_HOURS * 100:
            raise forms.ValidationError(_("This is more than fits. Write at most 100 000 hours."), code="large")
        if hundredths is not None and (hundredths < 0 or hundredths * 60 % 100):
            raise forms.ValidationError(_("Write hours in figures, like 250 or 7,5, in whole minutes."), code="invalid")
        return None if hundredths is None else hundredths * 60 // 100

    def prepare_value(self, value: Any) -> str:
        return hours_text(value) if isinstance(value, int) else value or ""


class NumberField(MoneyField):
    """A value as people write it, 40 or 62,5, kept as whole hundredths."""

    def to_python(self, value: Any) -> Any:
        try:
            return minor_of(value or "")
        except NotAnAmount:
            raise forms.ValidationError(_("Write a number, like 40 or 62,5."), code="invalid") from None


def hours_text(minutes: int) -> str:
    """250, 7,5 or, where two decimals are not exact, the nearest: 7,33."""
    return written((minutes * 100 + 30) // 60)


class OrganisationNumberField(LineField):
    """Its digits only; whether they fit is checked with the country of the organisation."""

    def to_python(self, value: Any) -> str:
        return digits_of(super().to_python(value))


LIKELIHOODS = (_("Very low"), _("Low"), pgettext_lazy("likelihood", "Medium"), _("High"), _("Very high"))
CONSEQUENCES = (_("Very small"), _("Small"), pgettext_lazy("consequence", "Medium"), _("Large"), _("Very large"))
"""1 to 5 as the matrix of the risks says them."""


class ScoreField(forms.TypedChoiceField):
    """1 to 5 with its word, or open."""

    def __init__(self, words: Sequence[Any], **options: Any) -> None:
        def choices() -> list[tuple[Any, str]]:
            return [("", "–"), *((n, f"{n} – {word}") for n, word in enumerate(words, 1))]

        super().__init__(choices=choices, coerce=int, empty_value=None, **options)


class Titled(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A template by its title in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        return getattr(obj, f"title_{(get_language() or 'en')[:2]}", obj.title_en)


class Numbered(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A goal by its number and its words."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} {obj.text}"[:120]


PARTY_FIELDS = ("organisation", "parent", "office")
"""The columns that take a party by its name or number."""


class PartyInput(forms.TextInput):
    """A line to type in; under it, when what was typed fits several or comes near some, a choice among those."""

    template_name = "editing/_party.html"
    proposed: tuple[Organisation, ...] = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        choices = [(f"{CHOSEN}{each.pk}", named(each), "" if each.code else each.get_kind_display()) for each in self.proposed]
        return {**super().get_context(name, value, attrs), "choices": choices}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What is chosen goes before what is typed."""
        return data.get(f"{name}_chosen") or super().value_from_datadict(data, files, name)


class PartyField(forms.CharField):
    """A municipality, county or other party, by what one types (its name, its number or both) or chooses among those that fit."""

    widget = PartyInput(attrs={"autocomplete": "off", "list": "parties"})
    candidates: QuerySet[Organisation]

    def prepare_value(self, value: Any) -> Any:
        key = value if isinstance(value, int) else chosen_key(value)
        if key is None:
            return value
        found = self.candidates.filter(pk=key).first()
        return named(found) if found else ""

    def clean(self, value: Any) -> Any:
        text = one_line(super().clean(value) or "").strip()
        if not text:
            return None
        key = chosen_key(text)
        found = matches(self.candidates, text) if key is None else list(self.candidates.filter(pk=key))
        if len(found) == 1:
            return found[0]
        near = found or search(self.candidates, text)
        self.widget.proposed = tuple(near[:6])
        if found:
            raise forms.ValidationError(_("Several are called that. Choose one of them."), code="several")
        if near:
            raise forms.ValidationError(_("None is called that. Choose one of those that come near, or write another name."), code="near")
        raise forms.ValidationError(_("No party is called that. Write the name or the number of a municipality."), code="none")


def chosen_key(value: Any) -> int | None:
    """The number of the row that was chosen, or nothing for typed words."""
    text = str(value or "")
    number = text.removeprefix(CHOSEN)
    return int(number) if text.startswith(CHOSEN) and number.isascii() and number.isdecimal() and len(number) < 10 else None


def named(organisation: Organisation) -> str:
    return f"{organisation.name} ({organisation.code})" if organisation.code else organisation.name


def matches(candidates: QuerySet[Organisation], text: str) -> list[Organisation]:
    """Those that are exactly what was typed."""
    by_name = list(candidates.filter(name__iexact=text)[:10])
    coded = CODED.fullmatch(text)
    if by_name or not coded:
        return by_name
    found = candidates.filter(code=coded["code"])
    return list((found.filter(name__iexact=coded["name"]) if coded["name"] else found)[:10])


def search(candidates: QuerySet[Organisation], text: str) -> list[Organisation]:
    """Those that begin with what was typed, then those that hold it."""
    first = list(candidates.filter(Q(name__istartswith=text) | Q(code__startswith=text)).order_by("name")[:12])
    return first + list(candidates.filter(name__icontains=text).exclude(pk__in=[each.pk for each in first]).order_by("name")[: 12 - len(first)])


def years_of(first: dt.date | None, last: dt.date | None, today: dt.date) -> set[int]:
    """The years of the project, or this one and the two that follow."""
    start = (first or today).year
    end = (last or first or today).year if first or last else start + 2
    return set(range(start, min(end, start + 9) + 1))
