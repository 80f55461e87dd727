"""One form for every kind of record, made from its line in the table and its model."""

from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from milestones.models import DecisionPoint
from portfolio.editing import basis, words
from portfolio.editing.along import MOVES_ALONG, answer_to, points_at, points_told
from portfolio.editing.checks import CHECKS
from portfolio.editing.holders import Holder
from portfolio.editing.record import Record
from portfolio.lib import bounds
from portfolio.lib.texts import one_line
from portfolio.models import Document, Organisation, User
from portfolio.queries.register import parties_for
from portfolio.web.fields import (
    CONSEQUENCES,
    LIKELIHOODS,
    PARTY_FIELDS,
    ClockField,
    DayField,
    HoursField,
    LineField,
    LinesField,
    MailField,
    MoneyField,
    Numbered,
    NumberField,
    OrganisationNumberField,
    PartyField,
    ScoreField,
    Titled,
    YearField,
    years_of,
)
from projects.models import Project, TemplateChapter

NOTHING = "–"
"""What a list of choices says of none."""
SCORES = ("probability", "impact", "probability_after", "impact_after")
FACTS = ("status_on", "reached_on", "done_on", "reviewed_on", "measured_on")
"""Days of what has been; every other day may be a plan."""
YEARS = ("valid_from", "valid_to")
"""Of a strategy; of other records these are days."""


def stands(value: Any) -> bool:
    """Something stood there: an amount of 0 does, a box that was not ticked does not."""
    return value not in (None, "") and value is not False


def field_for(column: Any, **options: Any) -> Any:
    """The field of a column; what its words say is to be done, not what is wrong."""
    hint = words.HINTS.get(f"{column.model._meta.model_name}.{column.name}", words.HINTS.get(column.name, ""))
    options |= {"label": capfirst(words.LABELS.get(column.name, column.verbose_name)), "help_text": hint}
    plain: dict[str, Any] = {"label": options["label"], "help_text": options["help_text"], "required": not column.blank}
    if column.name.endswith("_minor"):
        return MoneyField(**plain, error_messages={"required": words.REQUIRED})
    if column.name.endswith("_minutes"):
        return HoursField(**plain, error_messages={"required": words.REQUIRED})
    if column.name.endswith("_hundredths"):
        return NumberField(**plain, error_messages={"required": words.NUMBER})
    if column.name == "organisation_number":
        return OrganisationNumberField(**plain, max_length=column.max_length)
    if column.name in SCORES:
        return ScoreField(CONSEQUENCES if column.name.startswith("impact") else LIKELIHOODS, **plain, error_messages={"required": words.CHOOSE})
    if column.name in PARTY_FIELDS:
        return PartyField(**plain, error_messages={"required": _("Write the name or the number.")})
    if column.name == "chapter":
        return forms.ChoiceField(**plain)
    if isinstance(column, models.TimeField):
        return ClockField(**plain, error_messages={"invalid": words.CLOCK})
    if isinstance(column, models.EmailField):
        return MailField(**plain, max_length=column.max_length, error_messages={"required": words.MAIL, "invalid": words.MAIL})
    if isinstance(column, models.DateField):
        return DayField(**plain, is_fact=column.name in FACTS, error_messages={"invalid": words.DAY, "required": words.DAY})
    if isinstance(column, models.ForeignKey):
        kind = {"goal": Numbered, "template": Titled}.get(column.name)
        chosen: dict[str, Any] = {"form_class": kind} if kind else {}
        return column.formfield(**options, **chosen, error_messages={"required": words.CHOOSE, "invalid_choice": words.CHOOSE})
    if column.choices:
        return column.formfield(**options, error_messages={"required": words.CHOOSE, "invalid_choice": words.CHOOSE})
    if isinstance(column, models.TextField):
        return LinesField(**plain, max_length=column.max_length, error_messages={"required": words.REQUIRED})
    if isinstance(column, models.SlugField):
        return column.formfield(**options, error_messages={"required": words.REQUIRED, "invalid": words.HINTS["reference"]})
    if isinstance(column, models.CharField):
        return LineField(**plain, max_length=column.max_length, error_messages={"required": words.REQUIRED})
    if isinstance(column, models.IntegerField) and column.name in YEARS:
        return YearField(**plain, error_messages={"required": words.WHOLE, "invalid": words.WHOLE})
    if isinstance(column, models.IntegerField):
        return column.formfield(**options, error_messages={"required": words.WHOLE, "invalid": words.WHOLE})
    return column.formfield(**options)


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """Bound to a row of one project or region: what may be chosen is its own and its region's, nothing else."""

    def __init__(self, *args: Any, record: Record, holder: Holder, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.record, self.holder, self.by = record, holder, by
        self.before = {name: self.initial.get(name) for name in record.fields}
        self.amounts_before: dict[int, int] = {}
        self.offered: list[Document] = []
        self.points: list[DecisionPoint] = []
        for name, choices in holder.choices(by, self.before).items():
            if name in self.fields:
                self.fields[name].queryset = choices  # type: ignore[attr-defined]
        if (follows := self.before.get("follows")) and not self.fields["follows"].queryset.filter(pk=follows).exists():  # type: ignore[attr-defined]
            del self.fields["follows"], self.before["follows"]  # stays as it is: the person may not know of that project
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label:
                field.empty_label = NOTHING
            elif isinstance(field, forms.ChoiceField):
                field.choices = [(value, label if value else NOTHING) for value, label in field.choices]  # type: ignore[union-attr, misc]
        for name in self.party_fields():
            self.fields[name].candidates = parties_for(holder.region, self.before[name])  # type: ignore[attr-defined]
        if record.kinds:
            kind: Any = self.fields["kind"]
            kind.choices = [(value, label) for value, label in kind.choices if value in ("", *record.kinds)]
        if "chapter" in self.fields:
            self.fields["chapter"].choices = chapters(holder.of, self.before["chapter"])  # type: ignore[attr-defined]
        if record.amounts:
            self.add_years()
        if record.parties:
            self.add_parties()
        if record.model is DecisionPoint:
            self.add_basis()
        if points := points_at(self.instance):
            self.points = points
            self.fields["moves_points"] = forms.BooleanField(label=MOVES_ALONG, required=False, initial=True, help_text=escape(points_told(points)))
        if record.asks_why:
            self.fields["reason"] = LineField(label=_("Why"), max_length=100, error_messages={"required": words.WHY})
        elif record.weighty and self.instance.pk:
            self.fields["reason"] = LineField(label=_("Why"), max_length=100, required=False, help_text=_("Needed when money or a date changes or is removed."))

    def add_parties(self) -> None:
        """Those that take part, and whoever is ticked already."""
        ticked = list(self.instance.parties.values_list("organisation", flat=True)) if self.instance.pk else []
        takes_part = Q(participations__project=self.holder.of, participations__state__in=("invited", "active"))
        found = Organisation.objects.filter(takes_part | Q(pk__in=ticked)).distinct()
        choices = [(str(each.pk), each.name) for each in found.order_by("name", "pk")]
        self.before["parties"] = self.initial["parties"] = [pk for pk, _name in choices if int(pk) in ticked]
        if choices:
            self.fields["parties"] = forms.MultipleChoiceField(
                label=_("Whom it hits"),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": words.CHOOSE, "invalid_list": words.CHOOSE},
                help_text=_("Tick none when it hits all that take part alike."),
            )

    def add_basis(self) -> None:
        """A new decision point begins with the mandate as it is now; the files that were made of it can be ticked."""
        if self.instance.pk is None:
            self.initial = {**self.initial, **basis.begins_with(self.holder.of)}
        hint = self.fields["mandate_version"].help_text
        self.fields["mandate_version"].help_text = " ".join(filter(None, (str(hint), basis.mandate_now(self.holder.of))))
        self.offered = [] if answer_to(self.instance) else basis.files_offered(self.holder.of)
        if self.offered:
            self.before["files"] = []
            self.fields["files"] = forms.MultipleChoiceField(
                label=basis.LABEL,
                choices=basis.choices_of(self.offered),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": words.CHOOSE, "invalid_list": words.CHOOSE},
                help_text=basis.HINT,
            )
            self.order_fields([*list(self.fields)[: list(self.fields).index("basis") + 1], "files"])

    def parties(self) -> set[int]:
        """The parties as they would be stored."""
        return {int(pk) for pk in self.cleaned_data.get("parties", [])}

    def party_fields(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, PartyField)]

    # ---- amounts, a year in each column --------------------------------------
    def add_years(self) -> None:
        self.amounts_before = dict(self.instance.amounts.values_list("year", "minor")) if self.instance.pk else {}
        table: Any = self.record.amounts
        project = self.holder.of
        used = set(table.objects.filter(line__project=project).values_list("year", flat=True))
        for year in sorted(used | years_of(project.starts_on, project.ends_on, timezone.localdate())):
            self.fields[f"amount_{year}"] = MoneyField(label=str(year), required=False, initial=self.amounts_before.get(year))
        first, last = bounds.MONEY_YEARS
        self.fields["other_year"] = forms.IntegerField(label=_("Another year"), required=False, min_value=first, max_value=last)
        self.fields["other_amount"] = MoneyField(label=_("Amount that year"), required=False)

    def year_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("amount_")]

    def plain_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith(("amount_", "other_")) and name not in ("reason", "moves_points")]

    def blocks(self) -> list[list[forms.BoundField]]:
        """The plain fields as they stand below one another; the two of a score side by side."""
        found: list[list[forms.BoundField]] = []
        for field in self.plain_fields():
            beside = field.name.startswith("impact") and found and found[-1][0].name == field.name.replace("impact", "probability")
            if beside:
                found[-1].append(field)
            else:
                found.append([field])
        return found

    def amounts(self) -> dict[int, int]:
        """The amounts as they would be stored."""
        found = {int(name[7:]): value for name, value in self.cleaned_data.items() if name.startswith("amount_") and value is not None}
        if self.cleaned_data.get("other_year") and self.cleaned_data.get("other_amount") is not None:
            found[self.cleaned_data["other_year"]] = self.cleaned_data["other_amount"]
        return found

    # ---- what the row must hold to ----------------------------------------------
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("files") and "basis" in cleaned:
            cleaned["basis"] = basis.with_files(cleaned["basis"], self.holder.of, self.offered, cleaned["files"])
        if self.record.amounts and bool(cleaned.get("other_year")) != (cleaned.get("other_amount") is not None) and "other_amount" not in self.errors:
            self.add_error("other_amount", _("Write both the year and the amount, or neither."))
        if "reason" in self.fields and not cleaned.get("reason") and self.changes_something_weighty():
            self.add_error("reason", words.REASON)
        for name, advice in CHECKS[self.record.model](self.instance, cleaned) if self.record.model in CHECKS else ():
            if name not in self.errors:
                self.add_error(name, advice)
        return cleaned

    def changes_something_weighty(self) -> bool:
        """Filling in what was empty needs no reason; changing what stood there does."""
        if "amounts" in self.record.weighty and self.amounts_before and self.amounts() != self.amounts_before:
            return True
        stood = {name: self.before[name] for name in self.record.weighty if stands(self.before.get(name))}
        return any(self.cleaned_data.get(name) != value for name, value in stood.items())

    def misses_reason_to_remove(self) -> bool:
        """A row that holds money or a date goes with a reason; nothing else is asked of what is removed."""
        holds = self.record.asks_why or bool(self.amounts_before) or any(stands(self.before.get(name)) for name in self.record.weighty)
        if not holds or one_line(self.data.get("reason", "")).strip():
            return False
        self.full_clean()
        self.errors.clear()
        self.add_error("reason", words.REASON)
        return True

    def _update_errors(self, errors: ValidationError) -> None:
        """The model knows of a broken rule only its name; validate_unique says it in words, at its field."""
        errors.error_dict.pop(NON_FIELD_ERRORS, None)
        super()._update_errors(errors)  # type: ignore[misc]

    def validate_unique(self) -> None:
        """Every rule of the table, also those that hold between the form's columns and others."""
        faulty = set(self.errors)
        for _model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                if constraint.name.endswith("position_once"):
                    continue
                try:
                    constraint.validate(type(self.instance), self.instance, exclude=faulty)
                except ValidationError:
                    name, advice = words.RULES[constraint.name]
                    self.add_error(name if name in self.fields else None, advice)


@cache
def form_class(record: Record) -> type[RowForm]:
    made: Any = forms.modelform_factory(record.model, form=RowForm, fields=record.fields, formfield_callback=field_for)
    return made


def form_of(record: Record, holder: Holder, row: Any, by: User, data: Any = None) -> RowForm:
    return form_class(record)(data, record=record, holder=holder, by=by, instance=row)


def chapters(project: Project, kept: str | None) -> list[tuple[str, Any]]:
    language = (get_language() or "en")[:2]
    found = TemplateChapter.objects.filter(template__mandates__project=project).values_list("key", f"title_{language}")
    choices: list[tuple[str, Any]] = [("", gettext_lazy("none")), *found]
    return choices if not kept or kept in dict(choices) else [*choices, (kept, kept)]
