"""One part of a dossier: which model it is, and its fields in the order of the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from portfolio.exchange.faults import Path
from portfolio.exchange.fields import Columns, Kind, Places, Row
from portfolio.exchange.known import Known
from projects.models import Project


@dataclass(frozen=True, eq=False)
class Section:
    path: tuple[str, ...]
    model: type[Model]
    fields: tuple[Kind, ...]
    same_by: tuple[str, ...] = ()
    """The columns by which a row is still the same row when others have changed."""
    owner: str = "project"
    children: tuple["Section", ...] = ()
    is_single: bool = False
    is_mapping: bool = False
    """Two fields that stand as {"first": second}."""
    sorted_by: tuple[str, ...] = ()
    """For rows without an order of their own: the keys by which a file lists them."""
    parked: Mapping[str, Any] = field(default_factory=dict)
    """What a column that is unique holds while several rows swap their values."""
    only: Mapping[str, Any] = field(default_factory=dict)
    """Which of the stored rows the section is of."""
    signed: tuple[str, ...] = ()
    """Of what never changes: who did it, which a file does not say."""

    @property
    def owner_column(self) -> str:
        return f"{self.owner}_id"

    @property
    def is_ordered(self) -> bool:
        return any(column.name == "position" for column in self.model._meta.concrete_fields)

    @property
    def related(self) -> tuple[str, ...]:
        return tuple(name for each in self.fields for name in each.related)

    def of(self, project: Project) -> QuerySet[Any]:
        """The section's stored rows of a project, in their order."""
        mine = {"project": project} if self.owner == "project" else {f"{self.owner}__project": project}
        return self.model._default_manager.filter(**mine, **self.only).order_by(self.owner_column, "position" if self.is_ordered else "pk")

    def rows(self, holder: Row, at: Path = ()) -> list[tuple[Path, Row]]:
        """The section's rows in a dossier (or in the row that they belong to), with their paths."""
        found: Any = holder
        for key in self.path:
            found = found.get(key)
            if found is None:
                return []
        path = (*at, *self.path)
        if self.is_single:
            return [(path, found)]
        if self.is_mapping:
            first, second = (each.name for each in self.fields)  # type: ignore[attr-defined]
            return [((*path, key), {first: key, second: value}) for key, value in found.items()]
        return [((*path, place), row) for place, row in enumerate(found)]

    def read(self, row: Row, known: Known) -> Columns:
        return {column: value for each in self.fields for column, value in each.read(self.model, row, known).items()}

    def write(self, instance: Model, places: Places) -> Row:
        return {key: value for each in self.fields for key, value in each.write(instance, places).items()}
