"""An UPDATE that is written once and run with other values each time."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

from portfolio.statements.statement import Given


class Change:
    """make gives the rows and what becomes of their columns, with given(…) where each run has another value. As with Statement nothing else may vary."""

    def __init__(self, make: Callable[[], tuple[QuerySet[Any, Any], dict[str, Any]]]) -> None:
        self.make = make

    @cached_property
    def compiled(self) -> tuple[str, tuple[Any, ...]]:
        rows, columns = self.make()
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(columns)
        sql, parameters = query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
        return sql, tuple(parameters)

    def run(self, **values: Any) -> int:
        """How many rows were changed."""
        connection = connections[DEFAULT_DB_ALIAS]
        sql, parameters = self.compiled
        filled = [each.value(values, connection) if isinstance(each, Given) else each for each in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            return int(cursor.rowcount)
