"""How the fields of what never changes stand in a dossier: who has recorded it stays, the day goes along."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone

from milestones.models import BaselineRow
from milestones.riskmatrix import Level
from portfolio.exchange.fields import Columns, Places, Row
from portfolio.exchange.known import Known
from portfolio.lib.texts import many_lines, one_line

Of = BaselineRow.Kind
SECTION_OF = {Of.PHASE: "phases", Of.MILESTONE: "milestones", Of.DECISION: "decision_points", Of.TASK: "tasks"}

FACTS = {
    **dict.fromkeys(("on", "currency", "budget_minor", "budget_certainty")),
    "gaps": ("year", "minor"),
    "slips": ("text", "planned_on", "precision", "days"),
    "levels": tuple(level.value for level in Level),
    "red": ("text", "score"),
    "next": ("number", "question", "body", "on", "precision", "outcome"),
    "passed": ("number", "question", "body", "on", "precision", "outcome"),
    "gained": ("text", "unit", "value", "on"),
}


@dataclass(frozen=True)
class DayOf:
    """Of a moment only the day is told; taken over, it is that day's noon."""

    column: str
    name: str
    related = ()

    def read(self, model: type[Model], row: Row, known: Known) -> Columns:
        return {self.column: timezone.make_aware(dt.datetime.combine(dt.date.fromisoformat(row[self.name]), dt.time(12)))}

    def write(self, instance: Any, places: Places) -> Row:
        return {self.name: timezone.localdate(getattr(instance, self.column)).isoformat()}


@dataclass(frozen=True)
class DecisionByNumber:
    """The decision that this one corrects, or that a baseline was frozen with, by its number in the file."""

    name: str

    @property
    def related(self) -> tuple[str, ...]:
        return (self.name,)

    def read(self, model: type[Model], row: Row, known: Known) -> Columns:
        return {f"{self.name}_id": known.decisions[row[self.name]] if self.name in row else None}

    def write(self, instance: Any, places: Places) -> Row:
        decision = getattr(instance, self.name)
        return {self.name: decision.number} if decision else {}


@dataclass(frozen=True)
class ChecklistCopy:
    """Questions and answers as they stood when the body decided."""

    related = ()

    def read(self, model: type[Model], row: Row, known: Known) -> Columns:
        return {"checklist": [{"text": each["text"], "reply": each.get("reply", ""), "comment": each.get("comment", "")} for each in row.get("checklist", [])]}

    def write(self, instance: Any, places: Places) -> Row:
        found = [filled({key: one_line(each.get(key, "")) for key in ("text", "reply", "comment")}) for each in instance.checklist]
        return filled({"checklist": [each for each in found if "text" in each]})


@dataclass(frozen=True)
class RowByPlace:
    """The row that a baseline tells of, by its place in its own part of the file; nothing for one that is gone."""

    related = ()

    def read(self, model: type[Model], row: Row, known: Known) -> Columns:
        return {"row": known.rows[SECTION_OF[Of(row["kind"])]][row["row"] - 1] if "row" in row else None}

    def write(self, instance: Any, places: Places) -> Row:
        return filled({"row": places[SECTION_OF[Of(instance.kind)]].get(instance.row)})


@dataclass(frozen=True)
class Facts:
    """What the program knew when a report was sent: plain values; what is empty is left out, and is empty again when it is taken over."""

    related = ()

    def read(self, model: type[Model], row: Row, known: Known) -> Columns:
        facts = dict(row.get("facts", {}))
        if "gained" in facts:
            facts["gained"] = [{"unit": ""} | each for each in facts["gained"]]
        waits = {"number": None, "body": "", "outcome": ""}
        if "next" in facts:
            facts["next"] = waits | facts["next"]
        if "passed" in facts:
            facts["passed"] = [waits | each for each in facts["passed"]]
        return {"facts": facts}

    def write(self, instance: Any, places: Places) -> Row:
        return filled({"facts": said(instance.facts, FACTS)})


def filled(row: Row) -> Row:
    return {key: value for key, value in row.items() if value not in (None, "", [], {})}


def said(value: Any, keys: Any) -> Any:
    """In the order of the schema (databases keep none), without what is empty at any depth."""
    if isinstance(value, dict):
        inner = keys if isinstance(keys, dict) else dict.fromkeys(keys)
        return filled({key: said(value[key], inner[key]) for key in inner if key in value})
    if isinstance(value, list):
        return [said(each, keys) for each in value]
    return many_lines(value) if isinstance(value, str) else value
