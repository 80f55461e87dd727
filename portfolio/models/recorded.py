from django.db import models
from simple_history.models import HistoricalRecords


class Recorded(models.Model):
    """What a decision rests on: every change keeps its row in the history."""

    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True


def period_check(name: str, first: str = "valid_from", last: str = "valid_to") -> models.CheckConstraint:
    """A period ends on or after the day it begins; either end may be open."""
    unknown = models.Q(**{f"{first}__isnull": True}) | models.Q(**{f"{last}__isnull": True})
    return models.CheckConstraint(condition=unknown | models.Q(**{f"{first}__lte": models.F(last)}), name=name)
