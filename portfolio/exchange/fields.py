"""How one field of a row stands in a dossier and on its model; every kind of field reads and writes both ways."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import CharField, Field, Model

from milestones.models import Risk
from portfolio.exchange.known import Known
from portfolio.lib.texts import many_lines, one_line
from portfolio.models import Organisation
from projects.models.project import Certainty, Precision

Row = dict[str, Any]
Columns = dict[str, Any]
Places = Mapping[str, Mapping[int, int]]
"""By section: where in it the row of a primary key stands, from 1."""
UNSAID = (Certainty.STATED, Precision.DAY, Risk.Status.OPEN)  # the defaults that a dossier leaves out


class Kind(Protocol):
    @property
    def related(self) -> tuple[str, ...]:
        """What to fetch along with the row in order to write the field."""

    def read(self, model: type[Model], row: Row, known: Known) -> Columns: ...

    def write(self, instance: Any, places: Places) -> Row: ...


@dataclass(frozen=True)
class Value:
    """A text, number, choice, day or yes/no, by the same name in the file and on the model."""

    name: str
    related = ()

    def read(self, model: type[Model], row: Row, known: Known) -> Columns:
        field = field_of(model, self.name)
        if self.name in row:
            return {self.name: field.to_python(row[self.name])}
        default = field.get_default()
        return {self.name: getattr(default, "value", default)}

    def write(self, instance: Any, places: Places) -> Row:
        field, value = field_of(type(instance), self.name), getattr(instance, self.name)
        if value is None or value is False or value == "" or (field.default in UNSAID and value == field.default):
            return {}
        if isinstance(value, dt.date):
            return {self.name: value.isoformat()}
        if isinstance(value, str):
            text = one_line(value) if isinstance(field, CharField) else many_lines(value)
            return {self.name: text} if text else {}
        return {self.name: value}


def plain(*names: str) -> tuple[Value, ...]:
    return tuple(map(Value, names))


def field_of(model: type[Model], name: str) -> "Field[Any, Any]":
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field


# ---- references ------------------------------------------------------------
@dataclass(frozen=True)
class BodyByName:
    related = ("body",)

    def read(self, model: type[Model], row: Row, known: Known) -> Columns:
        return {"body_id": known.bodies[row["body"]] if "body" in row else None}

    def write(self, instance: Any, places: Places) -> Row:
        return {"body": one_line(instance.body.name)} if instance.body else {}


@dataclass(frozen=True)
class Party:
    """A municipality or county by country and code, another organisation by country, kind and name; inline when the row is the party's own."""

    inline: bool = False
    related = ("organisation",)

    def named(self, row: Row) -> Row | None:
        return row if self.inline else row.get("organisation")

    def read(self, model: type[Model], row: Row, known: Known) -> Columns:
        named = self.named(row)
        return {"organisation_id": known.parties[party_key(named)] if named else None}

    def write(self, instance: Any, places: Places) -> Row:
        if not instance.organisation:
            return {}
        named = name_of(instance.organisation)
        return named if self.inline else {"organisation": named}


def party_key(named: Row) -> tuple[str, ...]:
    return tuple(named[key] for key in ("country", "code", "kind", "name") if key in named)


def name_of(organisation: Organisation) -> Row:
    if organisation.kind in (Organisation.Kind.MUNICIPALITY, Organisation.Kind.COUNTY):
        return {"country": organisation.country, "code": organisation.code}
    return {"country": organisation.country, "kind": organisation.kind, "name": one_line(organisation.name)}


@dataclass(frozen=True)
class ByPlace:
    """A row of another part of the file, by its place there from 1."""

    name: str
    section: str
    related = ()

    def read(self, model: type[Model], row: Row, known: Known) -> Columns:
        return {f"{self.name}_id": known.rows[self.section][row[self.name] - 1] if self.name in row else None}

    def write(self, instance: Any, places: Places) -> Row:
        key = getattr(instance, f"{self.name}_id")
        return {self.name: places[self.section][key]} if key else {}


@dataclass(frozen=True)
class GoalByNumber:
    related = ("goal__area__strategy",)

    def read(self, model: type[Model], row: Row, known: Known) -> Columns:
        return {"goal_id": known.goals[row["strategy"], row["area"], row["number"]]}

    def write(self, instance: Any, places: Places) -> Row:
        area = instance.goal.area
        return {"strategy": area.strategy.key, "area": one_line(area.name), "number": instance.goal.number}


@dataclass(frozen=True)
class FocusAreaByName:
    related = ("focus_area__strategy",)

    def read(self, model: type[Model], row: Row, known: Known) -> Columns:
        focus = row.get("focus_area")
        return {"focus_area_id": known.areas[focus["strategy"], focus["area"]] if focus else None}

    def write(self, instance: Any, places: Places) -> Row:
        area = instance.focus_area
        return {"focus_area": {"strategy": area.strategy.key, "area": one_line(area.name)}} if area else {}


@dataclass(frozen=True)
class FollowsByReference:
    related = ("follows",)

    def read(self, model: type[Model], row: Row, known: Known) -> Columns:
        return {"follows_id": known.projects[row["follows"]] if "follows" in row else None}

    def write(self, instance: Any, places: Places) -> Row:
        return {"follows": instance.follows.reference} if instance.follows else {}


@dataclass(frozen=True)
class TemplateByKey:
    related = ("template",)

    def read(self, model: type[Model], row: Row, known: Known) -> Columns:
        return {"template_id": known.templates[row["template"]]}

    def write(self, instance: Any, places: Places) -> Row:
        return {"template": instance.template.key}


@dataclass(frozen=True)
class TermsByNumber:
    """A version that was sent; offers stay where they were sent, so elsewhere it is left out."""

    related = ("joins_on_terms__offer",)

    def read(self, model: type[Model], row: Row, known: Known) -> Columns:
        named = row.get("joins_on_terms")
        return {"joins_on_terms_id": known.versions.get((named["offer"], named["version"])) if named else None}

    def write(self, instance: Any, places: Places) -> Row:
        terms = instance.joins_on_terms
        return {"joins_on_terms": {"offer": terms.offer.number, "version": terms.number}} if terms else {}
