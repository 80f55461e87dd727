from functools import cache
from typing import Any

from django.db import models
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords


class History(HistoryManager):
    """The library makes a class of the manager whenever a history is touched; one class serves them all."""

    @classmethod
    @cache
    def from_queryset(cls, *args: Any, **options: Any) -> Any:
        return super().from_queryset(*args, **options)


class Recorded(models.Model):
    """What a decision rests on: every change keeps its row in the history."""

    history = HistoricalRecords(inherit=True, history_manager=History)

    class Meta:
        abstract = True


def period_check(name: str, first: str = "valid_from", last: str = "valid_to") -> models.CheckConstraint:
    """A period ends on or after the day it begins; either end may be open."""
    unknown = models.Q(**{f"{first}__isnull": True}) | models.Q(**{f"{last}__isnull": True})
    return models.CheckConstraint(condition=unknown | models.Q(**{f"{first}__lte": models.F(last)}), name=name)
