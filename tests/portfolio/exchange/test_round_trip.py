"""Out and in again: the same bytes, and a second time nothing at all."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from milestones.models import Baseline, Checklist, ChecklistAnswer, Condition, Decision, StatusReport
from portfolio.exchange.exporting import export
from portfolio.exchange.importing import import_files
from portfolio.models import Body, Organisation
from projects.models import Participation, Project, Strategy
from projects.queries import named
from tests.factories import dossiers, portfolio
from tests.factories import offers as make
from tests.factories.dossiers import everything

pytestmark = pytest.mark.django_db
DEMO = sorted((settings.BASE_DIR / "portfolio" / "data" / "demo").glob("*.json"))


def projects_away() -> None:
    """As a new installation: register, regions and templates, but no project and nothing that projects have added."""
    Project.objects.update(follows=None)
    Baseline.objects.all().delete()
    Condition.objects.all().delete()
    Decision.objects.filter(replaces__isnull=False).delete()
    for model in (Decision, StatusReport, ChecklistAnswer, Checklist, Project, Strategy, Body):
        model.objects.all().delete()
    Organisation.objects.exclude(region=None).delete()


def test_a_file_in_this_form_comes_out_as_it_went_in(tmp_path):
    dossiers.ground()
    path = dossiers.write(tmp_path, dossiers.complete())
    import_files([path])
    assert export(named("felles-arkiv")) == path.read_text("utf-8")


def test_the_least_dossier(tmp_path):
    dossiers.ground()
    path = dossiers.write(tmp_path, dossiers.least())
    (outcome,) = import_files([path])
    assert (outcome.is_new, outcome.added, outcome.changed, outcome.removed) == (True, 1, 0, 0)
    assert export(outcome.project) == path.read_text("utf-8")


def test_a_second_import_writes_nothing(tmp_path):
    dossiers.ground()
    path = dossiers.write(tmp_path, dossiers.complete())
    import_files([path])
    before = everything()
    (outcome,) = import_files([path])
    assert (outcome.is_new, outcome.added, outcome.changed, outcome.removed) == (False, 0, 0, 0)
    assert everything() == before


def test_a_late_joiner_goes_out_and_comes_back(tmp_path):
    """On terms that stay here: where they were not sent it comes without them. A file from before these fields were told says none of them."""
    dossiers.ground()
    older = dossiers.write(tmp_path, dossiers.complete())
    (outcome,) = import_files([older])
    terms = make.version(make.offer(outcome.project), number=2)
    joined = Participation.objects.filter(joining_fee_minor=500_000)
    joined.update(joins_on_terms=terms)
    first = tmp_path / "first.json"
    first.write_text(export(outcome.project), "utf-8")
    row = dossiers.complete()["participants"][0] | {"joins_on_terms": {"offer": 1, "version": 2}}
    assert json.loads(first.read_text("utf-8"))["participants"][0] == row
    (again,) = import_files([first])
    assert (again.added, again.changed, again.removed, joined.get().joins_on_terms) == (0, 0, 0, terms)
    joined.update(joins_on_terms=None)
    import_files([first])
    assert (joined.get().joins_on_terms, export(outcome.project)) == (terms, first.read_text("utf-8"))
    make.version(terms.offer, number=3)
    joined.update(joins_on_terms=None)
    terms.delete()
    import_files([first])
    assert (joined.get().joins_on_terms, export(outcome.project)) == (None, older.read_text("utf-8"))
    dossier = dossiers.complete()
    for each in dossier["participants"]:
        each.pop("notice_on", None), each.pop("joining_fee_minor", None)
    import_files([dossiers.write(tmp_path, dossier)])
    assert set(Participation.objects.values_list("notice_on", "joining_fee_minor", "joins_on_terms")) == {(None, None, None)}


def test_export_import_into_an_empty_database_export(tmp_path):
    dossiers.ground()
    import_files([dossiers.write(tmp_path, dossiers.complete())])
    first = tmp_path / "first.json"
    first.write_text(export(named("felles-arkiv")), "utf-8")
    other = tmp_path / "other.json"
    other.write_text(export(named("forprosjekt")), "utf-8")
    projects_away()
    assert Project.objects.count() == 0
    import_files([first, other])
    assert export(named("felles-arkiv")) == first.read_text("utf-8")


def test_another_order_of_keys_and_spelled_out_defaults_are_the_same_dossier(tmp_path):
    dossiers.ground()
    dossier = dossiers.complete()
    import_files([dossiers.write(tmp_path, dossier)])
    before, text = everything(), export(named("felles-arkiv"))
    dossier["decision_points"][0]["precision"] = "day"
    dossier["participants"][1]["certainty"] = "stated"
    dossier["commitments"][1]["is_reimbursed"] = False
    dossier["participants"].reverse()
    dossier["bodies"].reverse()
    import_files([dossiers.write(tmp_path, dict(reversed(dossier.items())))])
    assert everything() == before
    assert export(named("felles-arkiv")) == text


def test_what_a_form_has_stored_leaves_in_a_form_that_comes_back(tmp_path):
    dossiers.ground()
    (outcome,) = import_files([dossiers.write(tmp_path, dossiers.complete())])
    project = outcome.project
    project.chapters.filter(key="background").update(text="a\r\nb\rc\x0bd\x1be")
    project.resource_rows.update(title="to\r\nlinjer")
    project.chapters.create(key="empty", text=" \r\n ")
    first = export(project)
    path = tmp_path / "edited.json"
    path.write_text(first, "utf-8")
    (outcome,) = import_files([path])
    assert export(outcome.project) == first
    assert list(outcome.project.chapters.order_by("key").values_list("key", "text")) == [
        ("appendix", "Sist"),
        ("background", "a\nb\ncde"),
        ("situation", "No:\n\t- éin\n\t- to"),
    ]
    assert outcome.project.resource_rows.get().title == "to linjer"


def test_the_demo_comes_out_as_it_went_in():
    call_command("register", "load", stdout=StringIO())
    files = {path: json.loads(path.read_text("utf-8")) for path in DEMO}
    dossiers_of_it = {path: dossier for path, dossier in files.items() if dossier.get("format") == "samverk-dossier"}
    for slug in {dossier["region"] for dossier in dossiers_of_it.values()}:
        portfolio.region(slug)
    import_files(list(dossiers_of_it))
    before = everything()
    for path, dossier in dossiers_of_it.items():
        assert export(named(dossier["project"]["reference"])) == path.read_text("utf-8")
    import_files(list(dossiers_of_it))
    assert everything() == before
    assert Project.objects.count() == 4
