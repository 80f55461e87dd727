"""A changed file changes the rows that differ, and no others."""

from datetime import date

import pytest

from costsharing.models import BudgetLine
from milestones.models import DecisionPoint, Milestone, Risk, RiskMeasure
from portfolio.exchange.exporting import export
from portfolio.exchange.importing import import_files
from projects.models import Participation, Project, ProjectGoal
from projects.queries import named
from tests.factories import dossiers

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(tmp_path):
    """Imports the complete dossier but for what never changes, changed as told; the file must come out as it went in. Gives (added, changed, removed)."""

    def run(edit=lambda dossier: None):
        dossier = dossiers.changeable()
        edit(dossier)
        path = dossiers.write(tmp_path, dossier)
        (outcome,) = import_files([path])
        assert export(named("felles-arkiv")) == path.read_text("utf-8")
        return outcome.added, outcome.changed, outcome.removed

    dossiers.ground()
    run()
    return run


def keys(model) -> dict[str, int]:
    return {str(row): row.pk for row in model.objects.all()}


def test_one_field_is_one_row_of_history(change):
    assert change(lambda dossier: dossier["risks"][0].update(cause="Noko anna")) == (0, 1, 0)
    assert list(Risk.history.order_by("history_id").values_list("history_type", "cause", "history_change_reason")) == [
        ("+", "Mange prosjekt", "dossier"),
        ("+", "", "dossier"),
        ("~", "Noko anna", "dossier"),
    ]


def test_a_field_left_out_becomes_empty(change):
    assert change(lambda dossier: [dossier["project"].pop(key) for key in ("summary", "follows", "focus_area", "ends_on")]) == (0, 1, 0)
    project = Project.objects.get(reference="felles-arkiv")
    assert (project.summary, project.follows, project.focus_area, project.ends_on) == ("", None, None, None)


def test_rows_that_move_keep_their_identity(change):
    before = keys(Risk), keys(Milestone), keys(ProjectGoal), keys(RiskMeasure)
    assert change(lambda dossier: [dossier[key].reverse() for key in ("risks", "milestones", "goals")] + [dossier["risks"][1]["measures"].reverse()]) == (
        0,
        5,
        0,
    )
    assert (keys(Risk), keys(Milestone), keys(ProjectGoal), keys(RiskMeasure)) == before


def test_numbers_may_be_swapped(change):
    before = keys(DecisionPoint)
    assert change(lambda dossier: [dossier["decision_points"][0].update(number=2), dossier["decision_points"][1].update(number=1)]) == (0, 2, 0)
    assert keys(DecisionPoint) == before


def test_a_row_put_first_moves_the_others_and_takes_none(change):
    before = keys(DecisionPoint)
    assert change(lambda dossier: dossier["decision_points"].insert(0, {"question": "Starte"})) == (1, 3, 0)
    assert {name: pk for name, pk in keys(DecisionPoint).items() if name != "Starte"} == before


def test_a_row_taken_away_leaves_the_others_alone(change):
    assert change(lambda dossier: dossier["decision_points"].pop(0) and dossier["bodies"].pop(0) and dossier.pop("checklist")) == (0, 0, 3)
    assert change(lambda dossier: None) == (3, 0, 0)


def test_what_hangs_below_goes_along_and_is_remembered(change):
    assert change(lambda dossier: dossier["risks"].pop(0)) == (0, 0, 7)
    assert [(row.text, row.history_change_reason) for row in RiskMeasure.history.filter(history_type="-").order_by("text")] == [
        ("Frikjøp", "dossier"),
        ("Plan", "dossier"),
    ]


def test_a_milestone_that_loses_its_phase_is_remembered(change):
    def edit(dossier):
        dossier["phases"].pop(1)
        del dossier["milestones"][0]["phase"]
        del dossier["budget"]["lines"][0]["phase"]

    assert change(edit) == (0, 2, 1)
    assert list(BudgetLine.history.filter(history_type="~").values_list("text", "phase")) == [("Prosjektleiing", None)]
    assert list(Milestone.history.filter(history_type="~").values_list("text", "phase")) == [("Kart ferdig", None)]


def test_phases_are_named_by_their_new_places(change):
    def edit(dossier):
        dossier["phases"].reverse()
        dossier["milestones"][0]["phase"] = 1
        dossier["tasks"][0]["phase"] = 2
        dossier["budget"]["lines"][0]["phase"] = 1

    assert change(edit) == (0, 1, 0)


def test_a_participation_ends_and_another_begins_on_the_same_municipality(change):
    def edit(dossier):
        dossier["participants"][2].update(valid_from="2017-06-01", state="active")
        dossier["participants"][1]["valid_to"] = "2016-06-30"
        dossier["participants"].insert(2, {"country": "NO", "code": "4640", "state": "observer", "valid_from": "2016-07-01"})

    assert change(edit) == (2, 1, 1)


def test_the_open_end_may_wander(change):
    """Of two participations of one municipality the other one becomes the open one."""
    party = {"country": "NO", "code": "4640"}
    one, two = {"valid_from": "2014-01-01"}, {"valid_from": "2016-01-01"}

    def participants(first, second):
        return lambda dossier: dossier.update(participants=[party | {"state": "active"} | first, party | {"state": "active"} | second])

    change(participants(one | {"valid_to": "2015-12-31"}, two))
    before = {row.valid_from: row.pk for row in Participation.objects.all()}
    assert change(participants(one, two | {"valid_to": "2018-12-31"})) == (0, 2, 0)
    assert {row.valid_from: row.pk for row in Participation.objects.all()} == before
    assert dict(Participation.objects.values_list("valid_from", "valid_to")) == {date(2014, 1, 1): None, date(2016, 1, 1): date(2018, 12, 31)}


def test_amounts_by_year(change):
    assert change(lambda dossier: dossier["budget"]["lines"][0].update(amounts={"2015": 1, "2016": 40000001})) == (1, 1, 1)


def test_parts_taken_away_whole(change):
    def edit(dossier):
        for key in ("budget", "mandate", "chapters", "participants", "roles", "bodies", "decision_points", "checklist"):
            del dossier[key]

    added, changed, removed = change(edit)
    assert (added, changed) == (0, 1)
    assert removed == 30
    assert change() == (30, 1, 0)
