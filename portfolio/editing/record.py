"""What a kind of record is to the pages that edit it. The kinds stand in records.py (of a project) and register_records.py (of a region)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Model, QuerySet
from django.utils.functional import Promise

from portfolio.models import Region
from projects.models import Project


@dataclass(frozen=True)
class Record:
    slug: str
    model: type[Model]
    one: str | Promise
    many: str | Promise
    tab: str
    """The page that shows it: of the project; or of the region, or of the row that ``shown_by`` names."""
    fields: tuple[str, ...]
    weighty: tuple[str, ...] = ()
    """Money and dates: whoever changes one says why."""
    asks_why: bool = False
    """Whoever adds a row says why too."""
    owner: str = "project"
    """The path from the row to what it hangs on: "project", "region", or a column whose row does, as "risk" or "area__strategy"."""
    holder: str = "project"
    """At the end of that path: "project" or "region"."""
    is_single: bool = False
    amounts: type[Model] | None = None
    """The table of its amounts, one for each year."""
    parties: type[Model] | None = None
    """The table of the parties that are ticked on it, among those that take part in the project."""
    shown_by: str = ""
    """The column that the address of its page names: "pk" when each row has one of its own, "body_id" when its body's shows it."""
    list_tab: str = ""
    """The page with all of them, when ``tab`` is the page of one."""
    kinds: tuple[str, ...] = ()
    """What may be chosen as kind, when not everything that the column takes."""

    @property
    def is_ordered(self) -> bool:
        return any(column.name == "position" for column in self.model._meta.concrete_fields)

    @property
    def references(self) -> list[str]:
        """The columns that point to other rows."""
        return [column.name for column in self.model._meta.concrete_fields if isinstance(column, ForeignKey)]

    @property
    def can_be_copied(self) -> bool:
        """A row that hangs below another comes along with that."""
        return not self.is_single and self.owner == "project"

    def rows(self, of: Project | Region) -> QuerySet[Any]:
        return self.model._default_manager.filter(**{self.path: of.pk})

    def new(self, of: Project | Region, **given: Any) -> Any:
        return self.model(**{self.owner: of}, **given) if self.owner == self.holder else self.model(**given)

    def lines(self, of: Project | Region) -> QuerySet[Any]:
        """The lines of history of its rows, and of rows below a row of it, also those that are gone."""
        return lines_of(self.model, self.path.split("__"), of.pk)

    @property
    def path(self) -> str:
        return self.owner if self.owner in ("pk", self.holder) else f"{self.owner}__{self.holder}"


def lines_of(model: Any, path: list[str], pk: int) -> QuerySet[Any]:
    """Step by step: a row that is gone is known only by its history."""
    if path == ["pk"]:
        return model.history.filter(id=pk)
    if len(path) == 1:
        return model.history.filter(**{path[0]: pk})
    above = lines_of(model._meta.get_field(path[0]).related_model, path[1:], pk)
    return model.history.filter(**{f"{path[0]}_id__in": above.values("id")})
