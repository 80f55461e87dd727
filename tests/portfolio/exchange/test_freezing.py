"""What was decided, reported and frozen elsewhere is taken over as it was, once, and never changes."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from milestones.models import Baseline, BaselineRow, ChecklistItem, Condition, Decision, StatusReport
from portfolio.exchange.exporting import export
from portfolio.exchange.faults import Refused
from portfolio.exchange.importing import import_files
from projects.models import Project
from projects.queries import named
from tests.factories import decisions, dossiers, portfolio
from tests.factories.dossiers import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return dossiers.ground()


@pytest.fixture
def take(tmp_path):
    """Imports the dossier and gives how many rows were (added, changed, removed), or the faults."""

    def run(dossier, by=None):
        try:
            (outcome,) = import_files([dossiers.write(tmp_path, dossier)], by=by)
        except Refused as refused:
            return [str(fault).split(": ", 1)[1] for fault in refused.faults]
        return outcome.added, outcome.changed, outcome.removed

    return run


def exported():
    return json.loads(export(named("felles-arkiv")))


def numbers():
    return list(Decision.objects.filter(project__reference="felles-arkiv").order_by("number").values_list("number", "replaces__number"))


def test_who_takes_it_over_is_who_recorded_it_here_and_the_day_is_kept(region, take):
    by = portfolio.user()
    take(dossiers.complete(), by=by)
    assert [model.objects.filter(imported_at=None).count() for model in (Decision, StatusReport, Baseline)] == [0, 0, 0]
    assert set(Decision.objects.values_list("recorded_by", flat=True)) == {by.pk}
    assert set(StatusReport.objects.values_list("begun_by", "sent_by")) == {(by.pk, by.pk)}
    assert set(Baseline.objects.values_list("frozen_by", flat=True)) == {by.pk}
    assert [timezone.localtime(each.recorded_at).strftime("%Y-%m-%d %H:%M") for each in Decision.objects.order_by("number")] == [
        "2015-11-02 12:00",
        "2015-11-05 12:00",
    ]


def test_from_the_command_line_it_is_nobody(region, take):
    take(dossiers.complete())
    assert set(Decision.objects.values_list("recorded_by", flat=True)) == {None}
    assert set(Baseline.objects.values_list("frozen_by", flat=True)) == {None}


def test_what_is_taken_over_is_frozen(region, take):
    take(dossiers.complete())
    for model, change in ((Decision, {"text": "x"}), (Decision, {"imported_at": None}), (StatusReport, {"summary": "x"}), (Baseline, {"reason": "x"})):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Condition.objects.update(text="x")


def test_a_free_number_is_kept_and_another_gets_the_regions_next(region, take):
    point = decisions.point(Project.objects.get(reference="forprosjekt"))
    for _each in range(7):
        met_on = decisions.MET + dt.timedelta(days=_each)
        decisions.decision(point, outcome="postpone", met_on=met_on)
    take(dossiers.complete())
    assert numbers() == [(8, None), (9, 8)]  # 7 was taken, 9 was not
    assert [(row["number"], row.get("replaces")) for row in exported()["decisions"]] == [(8, None), (9, 8)]
    assert take(dossiers.complete()) == (0, 0, 0)


def test_those_after_a_new_number_keep_their_order(region, take):
    point = decisions.point(Project.objects.get(reference="forprosjekt"))
    now = timezone.now()
    for number in (7, 20):
        words = {"question": "x", "text": "x", "outcome": "postpone", "met_on": decisions.MET + dt.timedelta(days=number)}
        own = {"region": region, "project": point.project, "point": point, "body": point.body, "recorded_at": now, "imported_at": now}
        Decision.objects.create(number=number, **words, **own)
    take(dossiers.complete())
    assert numbers() == [(21, None), (22, 21)]
    assert list(Baseline.objects.order_by("number").values_list("decision__number", flat=True)) == [None, 22]
    assert take(dossiers.complete()) == (0, 0, 0)


def test_a_file_without_them_leaves_them_alone(region, take):
    take(dossiers.complete())
    before = everything()
    assert take(dossiers.changeable()) == (0, 0, 0)
    assert everything() == before


def test_what_the_file_tells_otherwise_is_a_fault_at_its_place(region, take):
    take(dossiers.complete())
    before = everything()
    dossier = dossiers.complete()
    dossier["decisions"][0]["text"] = "Noko anna"
    dossier["reports"][1]["summary"] = "Noko anna"
    dossier["baselines"][1]["rows"][0]["ends_on"] = "2016-03-02"
    assert take(dossier) == [
        "decisions[0].met_on: is the day of another decision here on the same question, and what is recorded never changes",
        "reports[1].number: is the number of another one here, and what is frozen never changes",
    ]
    dossier["decisions"] = dossiers.complete()["decisions"]
    assert take(dossier)[1:] == ["baselines[1].number: is the number of another one here, and what is frozen never changes"]
    dossier = dossiers.complete()
    dossier["decisions"][1]["reason"] = "Noko anna"
    assert take(dossier) == ["decisions[1].replaces: is replaced by another decision here, and what is recorded never changes"]
    dossier = dossiers.complete()
    dossier["decisions"][0]["conditions"].pop()
    assert len(take(dossier)) == 1
    assert everything() == before


def test_when_a_condition_was_met_may_change(region, take):
    take(dossiers.complete())
    dossier = dossiers.complete()
    dossier["decisions"][0]["conditions"][1].update(done_on="2016-01-31", done_note="levert")
    assert take(dossier) == (0, 1, 0)
    assert exported()["decisions"] == dossier["decisions"]
    assert [row.history_change_reason for row in Condition.history.filter(text="Rapport")] == ["dossier", "dossier"]


def test_a_number_that_a_draft_has_is_taken(region, take):
    take(dossiers.changeable())
    project = Project.objects.get(reference="felles-arkiv")
    day = dt.date(2016, 5, 1)
    StatusReport.objects.create(project=project, number=3, period_from=day, period_to=day, begun_by=portfolio.user())
    assert "reports" not in exported()
    assert take(dossiers.complete()) == ["reports[1].number: is the number of another one here, and what is frozen never changes"]


def test_an_old_file_brings_back_a_row_that_the_baseline_has_lost(region, take):
    take(dossiers.complete())
    dossier = exported()
    Project.objects.get(reference="felles-arkiv").milestone_rows.get(text="Kart ferdig").delete()
    assert "row" not in exported()["baselines"][1]["rows"][2]
    assert take(dossier) == (1, 0, 0)
    assert BaselineRow.objects.count() == 5


def test_a_decided_question_cannot_be_left_out(region, take):
    take(dossiers.complete())
    dossier = dossiers.changeable()
    dossier["decision_points"].pop(0)
    dossier["bodies"].pop(0)
    del dossier["checklist"]
    assert take(dossier) == ["leaves something out that is still in use"]


# ---- the checklist -------------------------------------------------------------
def asked(region):
    return list(ChecklistItem.objects.filter(checklist__region=region).order_by("position").values_list("text", "is_retired"))


def test_a_region_with_its_own_questions_keeps_them(region, take):
    decisions.checklist(region, "Heng budsjettet i hop?", "Vårt eige?")
    take(dossiers.complete())
    assert asked(region) == [("Heng budsjettet i hop?", False), ("Vårt eige?", False), ("Er deltakarane høyrde?", True), ("Er alt klart?", True)]
    assert take(dossiers.complete()) == (0, 0, 0)
    assert [row["text"] for row in exported()["checklist"]] == [text for text, _retired in asked(region)]


def test_an_unanswered_question_of_the_file_is_not_forced_on_a_region(region, take):
    decisions.checklist(region, "Vårt eige?")
    take(dossiers.complete())
    assert asked(region) == [("Vårt eige?", False), ("Er deltakarane høyrde?", True), ("Er alt klart?", True)]


def test_questions_of_a_kind_that_the_project_once_was_go_along(region, take):
    take(dossiers.complete())
    Project.objects.filter(reference="felles-arkiv").update(kind="pre_study")
    dossier = exported()
    assert dossier["checklist"] == [{"text": "Er deltakarane høyrde?", "is_retired": True}, {"text": "Er alt klart?", "is_retired": True}]
    assert take(dossier)[1:] == (0, 0)
    assert exported() == dossier


def test_a_list_that_nothing_answers_stays(region, take):
    decisions.checklist(region, "Vårt eige?")
    take(dossiers.least() | {"project": dossiers.least()["project"] | {"reference": "felles-arkiv", "kind": "main_project"}})
    assert "checklist" not in exported()
