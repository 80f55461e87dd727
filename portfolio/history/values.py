"""Values as people write them: dates as precisely as they are known, money with its unit, choices and rows by their words."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from costsharing.models import RuleVersion
from costsharing.queries.rules import people_known
from costsharing.wording import rule_sentence
from portfolio.editing.words import LABELS
from portfolio.history import words
from portfolio.history.events import Event
from portfolio.history.lines import Deed
from portfolio.lib.texts import one_line
from portfolio.models import Meeting, Region, User
from portfolio.templatetags.portfolio_format import amount, clock, day, moment, money, number, own_name
from projects.access import visible_to
from projects.models import Chapter, Goal, MandateTemplate, Project, TemplateChapter

PRECISION = {"planned_on": "precision", "starts_on": "dates_precision", "ends_on": "dates_precision", "dated_on": "dated_precision"}
TOLD_BY_DATE = set(PRECISION.values())
"""How precisely a date is known shows in the way it is written."""
WITH: dict[Any, str] = {Goal: "area", RuleVersion: "rule", Meeting: "body"}
"""Rows that are named by another one too."""
Names = dict[tuple[Any, Any], str]


@dataclass(frozen=True)
class Value:
    """is_own: somebody's words, in the language of the project and not of the page."""

    text: str
    is_own: bool = False
    is_long: bool = False


@dataclass(frozen=True)
class Speech:
    """What words for values need: the region's currency, the names of the rows that are pointed to, and of those that rules name by code."""

    currency: str
    names: Names
    codes: Mapping[str, str] = field(default_factory=dict)

    def value(self, column: Any, line: Any) -> Value | None:
        """None for nothing."""
        value = getattr(line, column.attname)
        if value in (None, ""):
            return None
        if isinstance(column, models.ForeignKey):
            return Value(self.names.get((column.related_model, value), str(words.GONE)), column.related_model is not MandateTemplate)
        if isinstance(value, bool):
            return Value(str(words.YES if value else words.NO))
        if column.choices:
            return Value(own_name(value) if column.name == "language" else str(dict(column.flatchoices).get(value, value)))
        if column.name == "closes_at":  # the first instant that is too late: what was promised is the day before it
            return Value(day(timezone.localtime(value - dt.timedelta(microseconds=1)).date()))
        if isinstance(column, models.DateTimeField):
            return Value(moment(timezone.localtime(value)))
        if isinstance(column, models.DateField):
            return Value(day(value, getattr(line, PRECISION.get(column.name, ""), "day")))
        if isinstance(column, models.TimeField):
            return Value(clock(value))
        if column.name.endswith("minor"):
            return Value(money(value, self.currency))
        if column.name.endswith("minutes"):
            return Value(_("%(n)s hours") % {"n": amount(value * 100 // 60)})
        if isinstance(value, dict):
            return Value(rule_sentence(value, self.codes, self.currency), is_long=True)
        if isinstance(value, int):
            return Value(str(value) if column.name in ("year", "number", "first_year") or column.name.startswith("valid_") else number(value))
        if (column.name, column.model) == ("key", Chapter) or column.name == "chapter":
            return Value(self.names.get((TemplateChapter, value), value))
        return Value(value, True, isinstance(column, models.TextField) or len(value) > 60)


def label(column: Any) -> str:
    return str(words.LABELS.get(column.name) or LABELS.get(column.name, column.verbose_name))


def foreign(deeds: Iterable[Deed]) -> Iterator[tuple[Any, Any]]:
    """Every row that a line, or the one before it, points to."""
    for deed in deeds:
        if isinstance(deed.kind, Event):
            continue
        named = [deed.kind.model._meta.get_field(name) for name in deed.kind.names]
        for column in {*named, *deed.kind.columns}:
            if isinstance(column, models.ForeignKey):
                values = {getattr(line, column.attname) for line in (deed.line, deed.before) if line}
                yield from ((column.related_model, value) for value in values if value is not None)
        yield from foreign(deed.below)


def names_of(deeds: list[Deed], user: User, project: Project | None) -> Names:
    """One query for each kind of row that is pointed to, and one more where some are gone; one for the titles of chapters."""
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for model, pk in foreign(deeds):
        wanted[model].add(pk)
    found: Names = {}
    for model, keys in wanted.items():
        found |= {(model, row.pk): named(row) for row in rows(model, keys, user)}
        gone = {key for key in keys if (model, key) not in found}
        if gone and model is Project:
            found |= {(model, key): str(words.UNKNOWN_PROJECT) for key in gone}
        elif gone and hasattr(model, "history"):
            found |= {(model, line.id): named(line.instance) for line in model.history.filter(id__in=gone).order_by("history_id")}
    if project and any(hasattr(deed.line, "chapter") or deed.kind.model is Chapter for deed in deeds):
        found |= {(TemplateChapter, key): title for key, title in titles(project)}
    return found


def codes_in(deeds: list[Deed], region: Region, today: dt.date) -> dict[str, str]:
    """Whom the rules among the deeds name by code; no query when there is none."""
    lines = [line for deed in deeds for line in (deed.line, deed.before) if line is not None]
    told = [line.definition for line in lines if isinstance(getattr(line, "definition", None), dict)]
    return people_known(region, told, today) if told else {}


def rows(model: Any, keys: set[Any], user: User) -> Iterable[Any]:
    if model is Project:
        return visible_to(user).filter(pk__in=keys)
    found = model._default_manager.filter(pk__in=keys)
    return found.select_related(WITH[model]) if model in WITH else found


def named(row: Any) -> str:
    if isinstance(row, MandateTemplate):
        return getattr(row, f"title_{(get_language() or 'en')[:2]}", row.title_en)
    if type(row) in WITH and not row._meta.get_field(WITH[type(row)]).is_cached(row):  # of one that is gone
        return cut(str(getattr(row, "text", "") or getattr(row, "first_year", "") or row.date))
    return cut(f"{row} {row.text}" if isinstance(row, Goal) else str(row))


def cut(text: str, length: int = 80) -> str:
    """As far as there is room, at a word."""
    text = one_line(text).strip()
    return text if len(text) <= length else (text[:length].rsplit(" ", 1)[0] or text[:length]) + " …"


def titles(project: Project) -> Iterable[tuple[str, str]]:
    language = (get_language() or "en")[:2]
    return TemplateChapter.objects.filter(template__mandates__project=project).values_list("key", f"title_{language}")
