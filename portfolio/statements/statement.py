"""A query that is written once and run with other values each time."""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigIntegerField, DateField, DateTimeField, DurationField, Expression, Field, QuerySet, TextField, UUIDField

Row = TypeVar("Row")


class Given(Expression):
    """A value that is given by its name when the statement runs; until then its place is kept among the parameters."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)

    def value(self, values: dict[str, Any], connection: Any) -> Any:
        return self.output_field.get_db_prep_value(values[self.name], connection)


def given(name: str) -> Given:
    return Given(name, BigIntegerField())


def given_day(name: str) -> Given:
    return Given(name, DateField())


def given_moment(name: str) -> Given:
    return Given(name, DateTimeField())


def given_text(name: str) -> Given:
    return Given(name, TextField())


def given_span(name: str) -> Given:
    return Given(name, DurationField())


def given_key(name: str) -> Given:
    return Given(name, UUIDField())


class Statement(Generic[Row]):
    """make builds the query with given(…) where each run has another value. Rows are what the query makes of them: objects or tuples.

    Nothing in the query may depend on when or in which language it is built, and it prefetches nothing.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, Row]]) -> None:
        self.make = make

    @cached_property
    def query(self) -> QuerySet[Any, Row]:
        return self.make()

    @cached_property
    def compiled(self) -> tuple[Any, str, tuple[Any, ...], dict[int, Any]]:
        """With what makes Python's values of each column's."""
        compiler = self.query.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        return compiler, sql, tuple(parameters), compiler.get_converters([column for column, *_ in compiler.select])

    def rows(self, **values: Any) -> list[Row]:
        compiler, sql, parameters, converters = self.compiled
        ready = copy(compiler)  # of its own: several threads run one statement, each on its connection
        ready.connection = connections[DEFAULT_DB_ALIAS]
        filled = tuple([each.value(values, ready.connection) if isinstance(each, Given) else each for each in parameters])
        ready.as_sql = lambda *_args, **_options: (sql, filled)
        ready.get_converters = lambda *_args: converters
        found = self.query.all()
        found.query.get_compiler = lambda *_args, **_options: ready  # type: ignore[method-assign]
        return list(found)
