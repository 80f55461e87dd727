"""Whatever a project was before, after an import it is what the file says."""

from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.exchange.exporting import export
from portfolio.exchange.importing import import_files
from projects.queries import named
from tests.factories import dossiers

SHUFFLED = (
    "goals",
    "objectives",
    "deliverables",
    "roles",
    "commitments",
    "phases",
    "milestones",
    "tasks",
    "decision_points",
    "risks",
    "benefits",
    "open_points",
)


@st.composite
def versions(draw: Any) -> dict[str, Any]:
    """What may change of the dossier, with rows taken away, put twice, in another order, with other numbers, days and ends; sound, as exported."""
    dossier: Any = dossiers.changeable()
    for section in SHUFFLED:
        again = [] if section in ("goals", "decision_points") else deepcopy(draw(st.lists(st.sampled_from(dossier[section]), max_size=1)))
        dossier[section] = draw(st.permutations([*dossier[section], *again]))[draw(st.integers(0, 2)) :]
    numbers = draw(st.permutations(range(1, 4)))
    points = [point | {"number": number} for point, number in zip(dossier["decision_points"], numbers, strict=False)]
    dossier["decision_points"] = [{key: point[key] for key in DECISION_POINT if key in point} for point in points]
    ends = draw(st.sampled_from([("2015-12-31", None), (None, "2018-12-31"), ("2015-06-30", "2016-12-31")]))
    for row, end in zip(dossier["participants"], ends, strict=False):
        row.pop("valid_to", None)
        if end:
            row["valid_to"] = end
    dossier["participants"] = [{key: row[key] for key in PARTICIPANT if key in row} for row in dossier["participants"]][draw(st.integers(0, 2)) :]
    dossier["budget"]["lines"][0]["amounts"] = draw(st.dictionaries(st.sampled_from(["2015", "2016", "2017"]), st.integers(0, 2), min_size=1).map(sort))
    return sound(dossier)


DECISION_POINT = ("number", "question", "body", "planned_on", "precision", "answers")
PARTICIPANT = ("country", "code", "kind", "name", "state", "certainty", "valid_from", "valid_to", "note")


def sort(amounts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(amounts.items()))


def sound(dossier: Any) -> dict[str, Any]:
    """Without what the shuffling has left dangling."""
    for row in dossier["milestones"] + dossier["tasks"] + dossier["budget"]["lines"]:
        if row.get("phase", 0) > len(dossier["phases"]):
            del row["phase"]
    answered = {answer["item"] for point in dossier["decision_points"] for answer in point.get("answers", [])}
    if not answered:
        del dossier["checklist"]
    named_bodies = {row["body"] for row in dossier["roles"] + dossier["decision_points"] if "body" in row}
    dossier["bodies"] = [body for body in dossier["bodies"] if body["name"] in named_bodies]
    referred = {(goal["area"], goal["number"]) for goal in dossier["goals"]}
    for area in dossier["strategies"][0]["areas"]:
        area["goals"] = [goal for goal in area.get("goals", []) if (area["name"], goal["number"]) in referred]
    focus = dossier["project"]["focus_area"]["area"]
    dossier["strategies"][0]["areas"] = [without_empty(area) for area in dossier["strategies"][0]["areas"] if area["goals"] or area["name"] == focus]
    return without_empty(dossier)


def without_empty(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value != []}


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=versions(), after=versions())
def test_after_an_import_the_project_is_what_the_file_says(tmp_path, before, after):
    point = transaction.savepoint()
    try:
        dossiers.ground()
        for dossier in (before, after):
            path = dossiers.write(tmp_path, dossier)
            import_files([path])
            assert export(named("felles-arkiv")) == path.read_text("utf-8")
        (again,) = import_files([path])
        assert (again.added, again.changed, again.removed) == (0, 0, 0)
    finally:
        transaction.savepoint_rollback(point)
