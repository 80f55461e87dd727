"""Tries are made, changed, marked and thrown away; each deed has its row of history and can be undone. The caller holds the project's lock."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from costsharing.models import Scenario, ScenarioParticipant
from portfolio.actions import rows
from portfolio.models import Organisation, User


@transaction.atomic
def save(*, scenario: Scenario, ticked: Collection[Organisation], by: User) -> Any:
    """Returns its line of history. Ticks are kept while the scenario does not use them, so that choosing back and forth loses nothing."""
    stored = {tick.organisation_id: tick for tick in scenario.chosen.all()} if scenario.pk else {}
    wanted = {each.pk for each in ticked}
    new = [ScenarioParticipant(scenario=scenario, organisation=each) for each in ticked if each.pk not in stored]
    return rows.save(row=scenario, by=by, below=new, gone=[tick for pk, tick in stored.items() if pk not in wanted])


@transaction.atomic
def mark(*, scenario: Scenario, field: str, by: User) -> Any:
    """``field``: is_baseline or is_shown. One of a year has the mark; who has it already loses it."""
    if getattr(scenario, field):
        setattr(scenario, field, False)
        return rows.save(row=scenario, by=by)
    for other in Scenario.objects.filter(project=scenario.project_id, year=scenario.year, **{field: True}):
        setattr(other, field, False)
        rows.save(row=other, by=by)
    setattr(scenario, field, True)
    return rows.save(row=scenario, by=by)


def remove(*, scenario: Scenario, by: User) -> Any:
    return rows.remove(row=scenario, by=by)


def free_name(wanted: str, project_id: int, year: int) -> str:
    """The name, with a number behind it when another try of the year has it."""
    taken = set(Scenario.objects.filter(project=project_id, year=year).values_list("name", flat=True))
    name, number = wanted[:120], 2
    while name in taken:
        name = f"{wanted[:112]} ({number})"
        number += 1
    return name
