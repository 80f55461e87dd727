"""Rows of several tables that belong to one thing, read by one statement."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import BooleanField, DateField, DateTimeField, DecimalField, F, Field, Func, JSONField, Model, QuerySet, TextField, Value

from portfolio.statements.statement import Statement

Row = TypeVar("Row", bound=Model)


class Packed(Func):
    """The values of a row as one JSON array, so that tables of any columns can stand in one union."""

    function = "JSON_ARRAY"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function="JSON_BUILD_ARRAY", template="%(function)s(%(expressions)s)::text", **context)


@dataclass(frozen=True)
class Part:
    """A table's rows. along: the foreign keys whose objects come with them, by path; only: the fields that are read of such an object.

    order: by which attributes the rows stand.
    """

    rows: Callable[[], QuerySet[Any, Any]]
    along: tuple[str, ...] = ()
    only: dict[str, tuple[str, ...]] | None = None
    order: tuple[str, ...] = ("position",)


@dataclass(frozen=True)
class Shape:
    """Where an object's values stand in the row, and what makes Python's values of JSON's."""

    path: str
    model: type[Model]
    names: tuple[str, ...]
    first: int
    converts: tuple[tuple[int, Callable[[Any], Any]], ...]

    @property
    def last(self) -> int:
        return self.first + len(self.names)

    def object(self, row: list[Any]) -> Model | None:
        if row[self.first] is None:  # the key stands first
            return None
        for place, convert in self.converts:
            row[place] = convert(row[place])
        return self.model.from_db("default", self.names, row[self.first : self.last])


class Together:
    """Each part's rows as objects of its model, by name; one statement however many parts there are."""

    def __init__(self, **parts: Part) -> None:
        self.parts = parts

    @cached_property
    def shapes(self) -> list[list[Shape]]:
        return [shapes(part) for part in self.parts.values()]

    @cached_property
    def statement(self) -> Statement[tuple[int, str]]:
        return Statement(self.union)

    def union(self) -> QuerySet[Any, tuple[int, str]]:
        tables = []
        for place, (part, its) in enumerate(zip(self.parts.values(), self.shapes, strict=True)):
            columns = [F(f"{shape.path}__{name}" if shape.path else name) for shape in its for name in shape.names]
            tables.append(part.rows().order_by().values_list(Value(place), Packed(*columns)))
        return tables[0].union(*tables[1:], all=True) if tables[1:] else tables[0]

    def rows(self, **values: Any) -> dict[str, list[Any]]:
        found: list[list[Any]] = [[] for _ in self.parts]
        for place, packed in self.statement.rows(**values):
            found[place].append(unpacked(self.shapes[place], json.loads(packed)))
        for rows, part in zip(found, self.parts.values(), strict=True):
            rows.sort(key=attrgetter(*part.order))
        return dict(zip(self.parts, found, strict=True))


def known(model: type[Row], rows: list[Row]) -> QuerySet[Row]:
    """Rows already read, as the query that a relation gives when it was prefetched."""
    found = model._default_manager.all()
    found._result_cache = rows
    return found


def unpacked(its: Sequence[Shape], row: list[Any]) -> Model | None:
    made: dict[str, Any] = {}
    for shape in its:
        made[shape.path] = one = shape.object(row)
        if shape.path:
            holder, _, name = shape.path.rpartition("__")
            if made[holder] is not None:
                setattr(made[holder], name, one)
    return made[""]


def shapes(part: Part) -> list[Shape]:
    """Of the row's own object, then of those that come along, each after the one that holds it."""
    made: list[Shape] = []
    for path in ("", *part.along):
        model: Any = part.rows().model
        for step in filter(None, path.split("__")):
            model = model._meta.get_field(step).related_model
        wanted = (part.only or {}).get(path)
        fields = [field for field in model._meta.concrete_fields if wanted is None or field.primary_key or field.attname in wanted]
        fields.sort(key=lambda field: not field.primary_key)
        first = made[-1].last if made else 0
        converts = [(place, conversion(field)) for place, field in enumerate(fields, first)]
        made.append(Shape(path, model, tuple(field.attname for field in fields), first, tuple((place, to) for place, to in converts if to)))
    return made


def conversion(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    """JSON holds dates as text, and SQLite holds truth as a number; what it cannot hold is refused when the statement is written."""
    if isinstance(field, (DateTimeField, DecimalField, JSONField)):
        raise TypeError(f"{field}: a moment, a decimal or a document is not read this way")
    return field.to_python if isinstance(field, (BooleanField, DateField)) else None
