"""What the database knows of a dossier: references, shared rows, several files at once. All files or none."""

from pathlib import Path
from typing import Any

import pytest

from portfolio.exchange.faults import Refused
from portfolio.exchange.importing import import_files
from portfolio.models import Body, Document, FormerCode, Organisation
from projects.models import Goal, MandateDocument, MandateTemplate, Project, Strategy
from tests.factories import dossiers, portfolio
from tests.factories.dossiers import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return dossiers.ground()


def refused(*paths: Path) -> list[str]:
    """The lines, without the folder; nothing may have been written."""
    before = everything()
    with pytest.raises(Refused) as caught:
        import_files(paths)
    assert everything() == before
    return [str(fault).rpartition("/")[2] for fault in caught.value.faults]


def other(reference: str, follows: str | None = None) -> dict[str, Any]:
    dossier = dossiers.least()
    dossier["project"] |= {"reference": reference} | ({"follows": follows} if follows else {})
    return dossier


def test_what_is_not_known_is_named(tmp_path, region):
    dossier = dossiers.complete()
    dossier["project"]["follows"] = "ukjend"
    dossier["participants"][2]["code"] = "9999"
    dossier["commitments"][0]["organisation"] = {"country": "SE", "code": "4647"}
    dossier["mandate"]["template"] = "other"
    assert refused(dossiers.write(tmp_path, dossier)) == [
        "dossier.json: participants[2].code: is not a municipality or county of the register",
        "dossier.json: commitments[0].organisation.code: is not a municipality or county of the register",
        "dossier.json: mandate.template: is not a template; there are plp",
        "dossier.json: project.follows: is not a project of the region",
    ]


def test_an_unknown_region(tmp_path):
    assert refused(dossiers.write(tmp_path, dossiers.least())) == ["dossier.json: region: is not a region of this installation"]


def test_a_former_number_tells_todays(tmp_path, region):
    FormerCode.objects.create(organisation=Organisation.objects.get(code="4640"), code="1420", first_year=1964, last_year=2019, share_millionths=1_000_000)
    dossier = dossiers.least() | {"participants": [{"country": "NO", "code": "1420", "state": "active"}]}
    assert refused(dossiers.write(tmp_path, dossier)) == ["dossier.json: participants[0].code: is a former number; today it is 4640 Sogndal"]


def test_shared_rows_with_other_content(tmp_path, region):
    import_files([dossiers.write(tmp_path, dossiers.complete())])
    dossier = dossiers.complete()
    dossier["bodies"][0]["kind"] = "council"
    dossier["strategies"][0] |= {"name": "Ein annan", "valid_to": 2019}
    del dossier["strategies"][0]["areas"][0]["description"]
    dossier["strategies"][0]["areas"][1]["goal_count"] = 5
    dossier["strategies"][0]["areas"][1]["goals"][0]["text"] = "Noko anna"
    assert refused(dossiers.write(tmp_path, dossier)) == [
        "dossier.json: bodies[0].kind: is not what the region has: “directors_committee”",
        "dossier.json: strategies[0].name: is not what the region has: “Digitaliseringsstrategi”",
        "dossier.json: strategies[0].valid_to: is not what the region has: “2018”",
        "dossier.json: strategies[0].areas[0].description: is not what the region has: “Leiing og IKT”",
        "dossier.json: strategies[0].areas[1].goal_count: is not what the region has: there it is empty",
        "dossier.json: strategies[0].areas[1].goals[0].text: is not what the region has: “Endring”",
    ]


def test_shared_rows_are_added_once_and_each_project_exports_its_own(tmp_path, region):
    import_files([dossiers.write(tmp_path, dossiers.complete())])
    second = dossiers.least()
    second["strategies"] = [dict(dossiers.complete()["strategies"][0], areas=[{"name": "Drift", "goals": [{"number": 9, "text": "Ny"}]}])]
    second["goals"] = [{"strategy": "digital-2016", "area": "Drift", "number": 9}]
    import_files([dossiers.write(tmp_path, second, "second.json")])
    assert (Strategy.objects.count(), Goal.objects.count(), Body.objects.count()) == (1, 4, 2)
    (outcome,) = import_files([dossiers.write(tmp_path, dossiers.complete())])
    assert (outcome.added, outcome.changed, outcome.removed) == (0, 0, 0)


def test_another_region_has_its_own(tmp_path, region):
    import_files([dossiers.write(tmp_path, dossiers.complete())])
    portfolio.region("fjell")
    dossier = dossiers.complete() | {"region": "fjell"}
    dossier["bodies"][0]["kind"] = "council"
    del dossier["project"]["follows"]
    import_files([dossiers.write(tmp_path, dossier)])
    assert set(Body.objects.values_list("region__slug", "name", "kind")) == {
        ("fjordane", "Rådmannsutvalet", "directors_committee"),
        ("fjordane", "Styringsgruppa", "steering_group"),
        ("fjell", "Rådmannsutvalet", "council"),
        ("fjell", "Styringsgruppa", "steering_group"),
    }
    assert Project.objects.filter(reference="felles-arkiv").count() == 2


def test_one_wrong_file_keeps_all_out(tmp_path, region):
    wrong = other("b")
    wrong["participants"] = [{"country": "NO", "code": "0000", "state": "active"}]
    files = [dossiers.write(tmp_path, dossier, f"{name}.json") for name, dossier in {"a": other("a"), "b": wrong, "c": other("c", "b")}.items()]
    assert refused(*files) == ["b.json: participants[0].code: is not a municipality or county of the register"]


def test_faults_of_several_files_and_files_that_are_not_there(tmp_path, region):
    (tmp_path / "empty.json").touch()
    assert refused(tmp_path / "none.json", tmp_path / "empty.json", tmp_path) == [
        "none.json: cannot be read: No such file or directory",
        "empty.json: is not JSON at line 1, column 1",
        f"{tmp_path.name}: cannot be read: Is a directory",
    ]


def test_a_name_that_no_file_can_have(region):
    assert refused(Path("a\0b")) == ["a\0b: cannot be read: embedded null byte"]


def test_the_same_project_twice(tmp_path, region):
    first, second = (dossiers.write(tmp_path, other("a"), name) for name in ("first.json", "second.json"))
    with pytest.raises(Refused) as caught:
        import_files([first, second])
    assert [str(fault) for fault in caught.value.faults] == [f"{second}: project.reference: is the project of {first} too"]


def test_files_may_stand_in_any_order_and_the_followed_one_comes_first(tmp_path, region):
    files = [dossiers.write(tmp_path, other(name, follows), f"{name}.json") for name, follows in (("c", "b"), ("b", "a"), ("a", None))]
    assert [outcome.project.reference for outcome in import_files(files)] == ["a", "b", "c"]
    assert dict(Project.objects.values_list("reference", "follows__reference")) == {"a": None, "b": "a", "c": "b", "forprosjekt": None}
    assert Project.history.count() == 4


def test_projects_do_not_follow_each_other_in_a_circle(tmp_path, region):
    files = [dossiers.write(tmp_path, other(name, follows), f"{name}.json") for name, follows in (("a", "b"), ("b", "a"))]
    assert sorted(refused(*files)) == ["a.json: project.follows: goes in a circle", "b.json: project.follows: goes in a circle"]


def test_a_circle_with_what_is_stored(tmp_path, region):
    import_files([dossiers.write(tmp_path, other("a")), dossiers.write(tmp_path, other("b", "a"), "b.json")])
    import_files([dossiers.write(tmp_path, other("c", "b"))])
    assert refused(dossiers.write(tmp_path, other("a", "c"))) == ["dossier.json: project.follows: goes in a circle: that project follows this one"]


def test_a_mandate_of_which_files_were_issued_is_not_removed(tmp_path, region):
    (outcome,) = import_files([dossiers.write(tmp_path, dossiers.complete())])
    document = Document.objects.create(
        region=region, kind="mandate", title="x", language="nb", content={}, content_sha256="0" * 64, requested_at="2016-01-01T00:00:00Z"
    )
    MandateDocument.objects.create(mandate=outcome.project.mandate, document=document)
    dossier = dossiers.complete()
    del dossier["mandate"]
    assert refused(dossiers.write(tmp_path, dossier)) == ["dossier.json: mandate: is missing, but files have been issued from the project's mandate"]


def test_what_nobody_foresaw_is_a_fault_too(tmp_path, region, monkeypatch):
    """The check is taken away, so that the database has to say no."""
    monkeypatch.setattr("portfolio.exchange.coherence.faults_of", lambda dossier: iter(()))
    dossier = dossiers.complete()
    dossier["phases"][1]["ends_on"] = "2016-02-01"
    (line,) = refused(dossiers.write(tmp_path, dossier))
    assert line.startswith("dossier.json: does not fit the database: ") and "phase_period" in line


def test_every_row_knows_who_and_why(tmp_path, region):
    by = portfolio.user()
    (outcome,) = import_files([dossiers.write(tmp_path, dossiers.changeable())], by=by)
    dossier = dossiers.least()
    dossier["project"]["reference"] = "felles-arkiv"
    import_files([dossiers.write(tmp_path, dossier)], by=by)
    assert outcome.project.history.count() == 2
    written = dossiers.history_since_ground()
    assert {(row.history_user, row.history_change_reason) for row in written} == {(by, "dossier")}
    assert len([row for row in written if row.history_type == "-"]) == 64


def test_an_organisation_of_the_region_is_added_once(tmp_path, region):
    import_files([dossiers.write(tmp_path, dossiers.complete())])
    assert list(Organisation.objects.exclude(region=None).values_list("region__slug", "country", "kind", "name", "code")) == [
        ("fjordane", "NO", "company", "Vestland IKT AS", "")
    ]


def test_a_missing_template_table_is_said_plainly(tmp_path, region):
    MandateTemplate.objects.all().delete()
    assert refused(dossiers.write(tmp_path, dossiers.complete())) == ["dossier.json: mandate.template: is not a template; there are –"]


def test_roles_keep_the_person_who_signs_in(tmp_path, region):
    (outcome,) = import_files([dossiers.write(tmp_path, dossiers.complete())])
    manager, owner = outcome.project.projectrole_rows.get(role="manager"), portfolio.user()
    outcome.project.projectrole_rows.create(role="expert", position=99, user=owner)
    manager.user = owner
    manager.save()
    dossier = dossiers.complete()
    dossier["roles"][3]["duty"] = "Leier"
    import_files([dossiers.write(tmp_path, dossier)])
    manager.refresh_from_db()
    assert (manager.user, manager.duty) == (owner, "Leier")
    assert outcome.project.projectrole_rows.filter(role="expert").count() == 0
