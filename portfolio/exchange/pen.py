"""Every write of an import goes through here: with its row of history, and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from portfolio.models import User

REASON = "dossier"


@dataclass
class Pen:
    by: User | None
    added: int = 0
    changed: int = 0
    removed: int = 0

    def add(self, model: type[Model], instances: Sequence[Model]) -> None:
        if instances:
            if hasattr(model, "history"):
                bulk_create_with_history(instances, model, default_user=self.by, default_change_reason=REASON)
            else:  # what never changes has no history
                model._default_manager.bulk_create(instances)
            self.added += len(instances)

    def change(self, model: type[Model], instances: Sequence[Model], columns: Sequence[str], parked: dict[str, Any]) -> None:
        """Values that are unique may wander between the rows: meanwhile they are parked out of each other's way."""
        if len(instances) > 1 and parked:
            model._default_manager.filter(pk__in=[instance.pk for instance in instances]).update(**parked)
        if instances:
            bulk_update_with_history(instances, model, columns, default_user=self.by, default_change_reason=REASON)
            self.changed += len(instances)

    def remove(self, instances: Sequence[Any]) -> None:
        for instance in instances:
            instance._history_user = self.by
            instance._change_reason = REASON
            instance.delete()
        self.removed += len(instances)


def moved_beyond(top: int) -> dict[str, Any]:
    return {"position": F("position") + top}
