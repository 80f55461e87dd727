"""A kind of record that has a history to read."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Field, Model
from django.utils.functional import Promise

from milestones.models import Risk
from portfolio.access.permissions import P
from portfolio.history import words


@dataclass(frozen=True)
class Kind:
    """path: the columns that lead from a row to its project or region; ("pk",) for the project or region itself."""

    slug: str
    model: type[Model]
    many: str | Promise
    path: tuple[str, ...]
    names: tuple[str, ...] = ()
    """The columns that name a row in a sentence."""
    tab: str = ""
    needs: P | None = None
    """Beside what the page itself needs."""
    is_amount: bool = False
    tells: tuple[str, ...] = ()
    """The columns that are told of where it is not all of them."""
    hidden: tuple[str, ...] = ()
    """Those that this reader is not told of."""

    @property
    def the(self) -> Any:
        """An amount is told of as the line that it stands on."""
        model: Any = self.model._meta.get_field("line").related_model if self.is_amount else self.model
        return words.THE.get(model, self.many)

    @property
    def history(self) -> Any:
        return self.model.history  # type: ignore[attr-defined]

    @cached_property
    def columns(self) -> list["Field[Any, Any]"]:
        """What a person may have changed: everything but the row's number, its owner and its place in the list."""
        if self.tells:
            return [self.model._meta.get_field(name) for name in self.tells]  # type: ignore[misc]
        left_out = {"position", "project", "region", *self.hidden} | ({"key"} - set(self.names))
        left_out |= {self.path[0]} if self.path[0] in ("line", "allocation", "decision") else set()  # no row goes to another; a measure may go to another risk
        return [column for column in self.model._meta.concrete_fields if not column.primary_key and column.name not in left_out]

    @property
    def is_secret(self) -> bool:
        """Some of its rows are confidential, by the risk that they are or belong to."""
        return self.model is Risk or self.path[0] == "risk"
