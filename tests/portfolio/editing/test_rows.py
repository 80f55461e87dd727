"""Every kind of record is added, changed, removed and brought back by its form; everything that a form may get wrong is said at a field."""

import re
import uuid
from typing import Any

import pytest
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from costsharing.models import BudgetLine
from milestones.models import DecisionPoint, Milestone, Phase, Risk, RiskMeasure
from portfolio.access.roles import Role
from portfolio.editing.forms import form_of
from portfolio.editing.holders import ProjectHolder
from portfolio.editing.posting import shown
from portfolio.editing.record import Record
from portfolio.editing.records import ALL, RECORDS
from portfolio.models import Organisation
from projects.models import OpenPoint, Project
from tests.factories import portfolio, projects
from tests.factories.full import project_with

pytestmark = pytest.mark.django_db
LISTS = [record for record in ALL if not record.is_single]


@pytest.fixture
def project() -> Project:
    project = project_with(3)
    project.region.refresh_from_db()
    return project


@pytest.fixture
def client(project: Project) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region))
    return client


def url(name: str, project: Project, *more: Any) -> str:
    return reverse(name, args=[project.region.slug, project.reference, *more])


def filled(record: Record, project: Project, row: Any = None) -> dict[str, str]:
    """What the browser would send of the form as it opens."""
    form = form_of(record, ProjectHolder(project), row or record.new(project), portfolio.person_with(Role.COORDINATOR, project.region))
    sent = {field.html_name: field.value() for field in form}
    sent = {
        name: "" if value is None else "on" if value is True else value if isinstance(value, list) else str(value)
        for name, value in sent.items()
        if value is not False
    }
    return {**sent, "shown": shown(form), "key": str(uuid.uuid4()), "do": "save"}


def undo(client: Client, response: HttpResponse) -> HttpResponse:
    """Presses the button on the next page."""
    page = client.get(response["Location"])
    return client.post(next(message.extra_tags for message in page.context["messages"]), follow=True)


def rows(record: Record, project: Project) -> list[dict[str, Any]]:
    return list(record.rows(project).order_by("pk").values())


@pytest.mark.parametrize("record", LISTS, ids=lambda record: record.slug)
def test_removing_is_undone_to_the_last_value(client, project, record):
    if record.model is DecisionPoint:  # those of the project have been decided on, so they stay
        DecisionPoint.objects.create(project=project, position=4, number=9, question="Og så?")
    before = rows(record, project)
    row = record.rows(project).last() if record.model is DecisionPoint else record.rows(project).first()
    response = client.post(url("edit-row", project, record.slug, row.pk), filled(record, project, row) | {"do": "remove", "reason": "Ikke aktuell"})
    assert (response.status_code, len(rows(record, project))) == (303, len(before) - 1)
    positions = [each["position"] for each in rows(record, project) if "position" in each]
    assert positions == sorted(positions)
    assert undo(client, response).status_code == 200
    assert rows(record, project) == before


@pytest.mark.parametrize("record", ALL, ids=lambda record: record.slug)
def test_what_a_form_shows_is_what_it_saves(client, project, record):
    """Sent as it opened, it changes nothing but the history."""
    before = rows(record, project)
    row = record.rows(project).first()
    address = url("edit-rows", project, record.slug) if record.is_single else url("edit-row", project, record.slug, row.pk)
    assert client.get(address).status_code == 200
    response = client.post(address, filled(record, project, row))
    assert response.status_code == 303, response.context["form"].errors
    assert rows(record, project) == before
    assert row.history.first().history_user.email.startswith("person")


@pytest.mark.parametrize("record", LISTS, ids=lambda record: record.slug)
def test_a_copy_is_added_last_and_taken_back(client, project, record):
    before = rows(record, project)
    row = record.rows(project).last()
    sent = filled(record, project, row) | {"number": "", "shown": ""} | FRESH.get(record.slug, lambda project: {})(project)
    response = client.post(url("edit-new", project, record.slug), sent)
    assert response.status_code == 303, response.context["form"].errors
    added = record.rows(project).order_by("pk").last()
    assert len(rows(record, project)) == len(before) + 1
    if record.is_ordered:
        assert added.position == 1 + max(each["position"] for each in before if each.get("risk_id") == getattr(added, "risk_id", None))
    undo(client, response)
    assert rows(record, project) == before


@pytest.mark.parametrize(("field", "day"), [("ends_on", "9999-12-31"), ("starts_on", "1899-12-31"), ("status_on", "2199-12-31")])
def test_a_day_that_a_project_cannot_mean_is_said_at_its_field(client, project, field, day):
    sent = filled(RECORDS["project"], project, project) | {field: day, "reason": "Prøve"}
    answer = client.post(url("edit-rows", project, "project"), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def other_goal(project: Project) -> dict[str, str]:
    goal = project.projectgoal_rows.first().goal
    return {"goal": str(type(goal).objects.create(area=goal.area, number=99, text="Et nytt mål").pk)}


FRESH: dict[str, Any] = {
    "goals": other_goal,
    "lent-hours": lambda project: {"year": "2027"},
    "risk-reviews": lambda project: {"reviewed_on": "2019-01-01"},
    "benefit-owners": lambda project: {"organisation": portfolio.municipality("Eidskog").name},
    "measurements": lambda project: {"measured_on": "2019-01-01"},
    "participants": lambda project: {"organisation": portfolio.municipality("Nes").name},
}


def test_rows_move_and_keep_their_numbers(client, project):
    first, second, third = Milestone.objects.filter(project=project)
    for row, to in ((third, "up"), (third, "up"), (third, "up"), (second, "up")):
        assert client.post(url("edit-move", project, "milestones", row.pk), {"to": to}).status_code == 303
    found = list(Milestone.objects.filter(project=project).values_list("pk", "position"))
    assert found == [(third.pk, 1), (second.pk, 2), (first.pk, 3)]


def test_moving_a_row_that_somebody_has_removed_is_a_conflict(client, project):
    row = Milestone.objects.filter(project=project).first()
    number, address = row.pk, url("edit-move", project, "milestones", row.pk)
    row.delete()
    response = client.post(address, {"to": "up"})
    assert (response.status_code, url("edit-rows", project, "milestones") in response.content.decode()) == (409, True)
    assert client.post(url("edit-move", project, "milestones", number + 1000), {"to": "up"}).status_code == 404


def test_a_party_whose_name_fits_several_is_chosen_among_them(client, project):
    """Of one name are the municipality of two countries, and a company of the region that has no number."""
    first, second = portfolio.municipality("Heim"), portfolio.municipality("Heim")
    company = Organisation.objects.create(country="NO", kind="company", name="Heim", region=project.region)
    data = {"organisation": "heim", "state": "invited", "certainty": "stated"}
    page = client.post(url("edit-new", project, "participants"), data)
    assert (page.status_code, "Several are called that. Choose one of them." in page.content.decode()) == (422, True)
    choices = re.findall(r'name="organisation_chosen" value="([^"]+)"', page.content.decode())
    assert sorted(choices) == sorted(f"party:{each.pk}" for each in (first, second, company))
    saved = client.post(url("edit-new", project, "participants"), data | {"organisation_chosen": f"party:{company.pk}"})
    assert (saved.status_code, project.participations.filter(organisation=company).count()) == (303, 1)


def test_a_party_that_is_no_candidate_cannot_be_chosen(client, project):
    theirs = Organisation.objects.create(country="NO", kind="company", name="Deres", region=portfolio.region())
    data = {"organisation": "", "organisation_chosen": f"party:{theirs.pk}", "state": "invited", "certainty": "stated"}
    page = client.post(url("edit-new", project, "participants"), data)
    assert (page.status_code, page.content.decode().count("No party is called that."), "Deres" in page.content.decode()) == (422, 2, False)


def test_a_phase_that_goes_leaves_its_milestones_and_comes_back_to_them(client, project):
    phase = Phase.objects.filter(project=project).first()
    milestone = phase.milestones.get()
    record = RECORDS["phases"]
    response = client.post(url("edit-row", project, "phases", phase.pk), filled(record, project, phase) | {"do": "remove", "reason": "Ikke aktuell"})
    milestone.refresh_from_db()
    assert milestone.phase is None
    undo(client, response)
    milestone.refresh_from_db()
    assert milestone.phase_id == phase.pk


def test_a_risk_goes_and_comes_back_with_its_measures(client, project):
    risk = Risk.objects.filter(project=project).first()
    response = client.post(url("edit-row", project, "risks", risk.pk), filled(RECORDS["risks"], project, risk) | {"do": "remove"})
    assert not RiskMeasure.objects.filter(risk=risk.pk).exists()
    undo(client, response)
    assert RiskMeasure.objects.get(risk=risk.pk).text == "Et tiltak"


def test_what_somebody_changed_since_is_not_undone(client, project):
    row = OpenPoint.objects.filter(project=project).first()
    record = RECORDS["open-points"]
    address = url("edit-row", project, record.slug, row.pk)
    first = client.post(address, filled(record, project, row) | {"text": "Mitt"})
    row.refresh_from_db()
    row.text = "Deres"
    row.save()
    page = undo(client, first)
    assert "Somebody has changed this since" in page.content.decode()
    row.refresh_from_db()
    assert row.text == "Deres"


# ---- wrong input -------------------------------------------------------------
@pytest.mark.parametrize(("slug", "asks"), [("milestones", True), ("budget-lines", True), ("risks", False), ("open-points", False)])
def test_what_held_money_or_a_date_is_removed_with_a_reason(client, project, slug, asks):
    record = RECORDS[slug]
    row, count = record.rows(project).first(), record.rows(project).count()
    address, sent = url("edit-row", project, slug, row.pk), filled(record, project, row) | {"do": "remove", "text": "Skrevet om"}
    response = client.post(address, sent)
    assert (response.status_code, record.rows(project).count()) == ((422, count) if asks else (303, count - 1))
    if asks:
        form = response.context["form"]
        assert (list(form.errors), form["text"].value()) == (["reason"], "Skrevet om"), "what was typed is there still"
        assert client.post(address, sent | {"reason": "Falt bort"}).status_code == 303
        assert record.model.history.filter(id=row.pk, history_type="-").get().history_change_reason == "Falt bort"


def test_a_copied_row_says_so_and_undoing_names_what_was_undone(client, project):
    row = Milestone.objects.filter(project=project).first()
    other = projects.project(project.region)
    client.post(url("edit-copy", other, "milestones"), {"from": project.pk, "rows": [row.pk], "key": str(uuid.uuid4())})
    copied = Milestone.objects.get(project=other)
    assert [line.history_change_reason for line in copied.history.all()] == [":copied"]
    client.get(url("edit-rows", other, "milestones"))  # which says that it is copied
    sent = filled(RECORDS["milestones"], other, copied) | {"planned_on": "2030-01-01", "reason": "Utsatt"}
    undo(client, client.post(url("edit-row", other, "milestones", copied.pk), sent))
    assert [line.history_change_reason for line in copied.history.all()] == [":undone Utsatt", "Utsatt", ":copied"]


def test_a_reason_is_asked_for_when_a_date_changes_and_kept(client, project):
    row = DecisionPoint.objects.filter(project=project).first()
    record = RECORDS["decision-points"]
    address = url("edit-row", project, record.slug, row.pk)
    sent = filled(record, project, row) | {"planned_on": "24.12.2027", "question": "Skal vi, eller ikke?"}
    response = client.post(address, sent)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["reason"]
    assert 'value="Skal vi, eller ikke?"' in response.content.decode()
    assert client.post(address, sent | {"reason": "Møtet er flyttet"}).status_code == 303
    row.refresh_from_db()
    line = row.history.first()
    assert (row.planned_on.isoformat(), line.history_change_reason, line.history_type) == ("2027-12-24", "Møtet er flyttet", "~")


def test_lines_are_stored_with_one_kind_of_break(client, project):
    response = client.post(url("edit-new", project, "open-points"), {"text": "Første\r\nandre\x07", "kind": "clarify"})
    assert response.status_code == 303
    assert OpenPoint.objects.latest("pk").text == "Første\nandre"


WRONG = [
    ("phases", {"name": "Fase", "starts_on": "2026-05-01", "ends_on": "2026-04-01"}, ["ends_on"]),
    ("decision-points", {"question": "?", "number": "1", "precision": "day"}, ["number"]),
    ("risks", {"text": "R", "kind": "risk", "certainty": "stated", "status": "open", "probability": "3"}, ["impact"]),
    ("risks", {"text": "R", "kind": "risk", "certainty": "stated", "status": "open", "probability_after": "3", "impact_after": "2"}, ["impact_after"]),
    ("commitments", {"title": "T", "side": "one", "certainty": "stated"}, ["organisation"]),
    ("commitments", {"title": "T", "side": "each", "certainty": "stated", "least": "5"}, ["unit"]),
    ("commitments", {"title": "T", "side": "each", "certainty": "stated", "least": "5", "most": "3", "unit": "hours"}, ["most"]),
    ("milestones", {"text": "M", "precision": "day", "planned_on": "i morgen"}, ["planned_on"]),
    ("milestones", {"text": "x" * 301, "precision": "day"}, ["text"]),
    ("milestones", {"text": "M", "precision": "day", "planned_on": "9999-12-31"}, ["planned_on"]),
    ("milestones", {"text": "M", "precision": "day", "planned_on": "0001-01-01"}, ["planned_on"]),
    ("milestones", {"text": "M", "precision": "day", "reached_on": "2199-12-31"}, ["reached_on"]),
    ("phases", {"name": "Fase", "ends_on": "9999-12-31"}, ["ends_on"]),
    ("open-points", {"done_on": "2199-12-31"}, ["done_on", "kind", "text"]),
    ("open-points", {}, ["kind", "text"]),
    ("participants", {"organisation": "Ingensteds", "state": "active", "certainty": "stated"}, ["organisation"]),
    ("budget-lines", {"text": "L", "kind": "staff", "certainty": "stated", "amount_2026": "sekstito tusen"}, ["amount_2026"]),
    ("budget-lines", {"text": "L", "kind": "staff", "certainty": "stated", "amount_2026": "1,234", "amount_2027": "9" * 15}, ["amount_2026", "amount_2027"]),
    ("budget-lines", {"text": "L", "kind": "staff", "certainty": "stated", "other_year": "2031"}, ["other_amount"]),
    ("objectives", {"text": "\x00", "kind": "sub"}, ["text"]),
]


@pytest.mark.parametrize(("slug", "sent", "fields"), WRONG)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(client, project, slug, sent, fields):
    before = rows(RECORDS[slug], project)
    response = client.post(url("edit-new", project, slug), sent)
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, fields)
    assert rows(RECORDS[slug], project) == before
    text = response.content.decode()
    assert "is violated" not in text
    assert all(f'href="#id_{field}"' in text for field in fields)


def references(record: Record) -> list[str]:
    return [name for name in record.fields if isinstance(record.model._meta.get_field(name), models.ForeignKey) and name != "template"]


@pytest.mark.parametrize(("record", "name"), [(record, name) for record in ALL for name in references(record)], ids=str)
def test_nothing_of_another_region_can_be_chosen(client, project, record, name):
    foreign = project_with(1)
    column = record.model._meta.get_field(name)
    elsewhere = portfolio.person_with(Role.MANAGER, foreign.region)
    found = {"Organisation": lambda: portfolio.municipality("Annen", kind="unit", code="", region=foreign.region), "User": lambda: elsewhere}
    theirs = found.get(column.related_model.__name__, lambda: of_project(column.related_model, foreign))()
    row = record.rows(project).first()
    before = rows(record, project)
    for value in (str(theirs.pk), str(theirs)):
        sent = filled(record, project, row) | {name: value, "shown": "", "reason": "prøver"}
        address = url("edit-rows", project, record.slug) if record.is_single else url("edit-new", project, record.slug)
        response = client.post(address, sent)
        assert (response.status_code, name in response.context["form"].errors) == (422, True)
    assert rows(record, project) == before


def of_project(model: Any, foreign: Project) -> Any:
    if model is Project:
        return foreign
    path = {"FocusArea": "strategy__region", "Goal": "area__strategy__region", "Body": "region", "Rule": "region"}.get(model.__name__, "project")
    return model.objects.filter(**{path: foreign if path == "project" else foreign.region})[0]


def test_a_manager_is_not_told_of_projects_of_others(project):
    manager = portfolio.person_with(Role.MANAGER, project.region)
    projects.role(project, "manager", user=manager)
    client = Client()
    client.force_login(manager)
    other = projects.project(project.region, name="Et annet prosjekt")
    assert other.name not in client.get(url("edit-rows", project, "project")).content.decode()
    sent = filled(RECORDS["project"], project, project) | {"follows": str(other.pk)}
    assert list(client.post(url("edit-rows", project, "project"), sent).context["form"].errors) == ["follows"]
    Project.objects.filter(pk=project.pk).update(follows=other)
    page = client.get(url("edit-rows", project, "project"))
    assert other.name not in page.content.decode()
    sent = filled(RECORDS["project"], project, project) | {"shown": page.context["shown"], "name": "Nytt navn"}
    assert client.post(url("edit-rows", project, "project"), sent).status_code == 303
    project.refresh_from_db()
    assert (project.name, project.follows) == ("Nytt navn", other)


# ---- twice, and by two ----------------------------------------------------------
def test_a_form_sent_twice_acts_once(client, project):
    sent = filled(RECORDS["milestones"], project) | {"text": "Én gang", "precision": "day"}
    answers = [client.post(url("edit-new", project, "milestones"), sent) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, url("edit-rows", project, "milestones"))] * 2
    assert Milestone.objects.filter(text="Én gang").count() == 1


def test_the_second_editor_sees_both_texts_and_chooses(client, project):
    row = OpenPoint.objects.filter(project=project).first()
    record, address = RECORDS["open-points"], url("edit-row", project, "open-points", row.pk)
    mine, theirs = filled(record, project, row) | {"text": "Min\ntekst <b>"}, filled(record, project, row) | {"text": "Deres tekst"}
    assert client.post(address, theirs).status_code == 303
    page = client.post(address, mine)
    assert page.status_code == 409
    pair = page.context["pairs"][0]
    assert (pair.theirs, pair.mine, pair.differs) == ("Deres tekst", "Min\ntekst <b>", True)
    assert [each.differs for each in page.context["pairs"][1:]] == [False] * 4
    again = dict(page.context["typed"]) | {"shown": page.context["shown"], "key": str(page.context["key"]), "do": page.context["do"]}
    assert client.post(address, again).status_code == 303
    row.refresh_from_db()
    assert row.text == "Min\ntekst <b>"
    assert client.post(address, mine | {"key": str(uuid.uuid4())}).status_code == 409


def test_a_row_removed_meanwhile_can_be_added_again(client, project):
    row = OpenPoint.objects.filter(project=project).first()
    record, address = RECORDS["open-points"], url("edit-row", project, "open-points", row.pk)
    mine = filled(record, project, row) | {"text": "Det jeg skrev"}
    client.post(address, filled(record, project, row) | {"do": "remove"})
    page = client.post(address, mine)
    assert (page.status_code, page.context["is_gone"]) == (409, True)
    assert (page.context["pairs"][0].theirs, page.context["by"], page.context["at"]) == (
        row.text,
        page.wsgi_request.user,
        OpenPoint.history.first().history_date,
    )
    again = dict(page.context["typed"]) | {"shown": page.context["shown"], "key": str(page.context["key"]), "do": page.context["do"]}
    assert client.post(address, again).status_code == 303
    assert OpenPoint.objects.filter(project=project, text="Det jeg skrev").count() == 1


def test_a_line_of_money_that_was_removed_is_shown_with_its_amounts(client, project):
    record = RECORDS["budget-lines"]
    address = url("edit-new", project, "budget-lines")
    client.post(address, filled(record, project) | {"text": "Ny linje", "kind": "staff", "certainty": "stated", "amount_2026": "5 000"})
    row = BudgetLine.objects.get(project=project, text="Ny linje")
    address = url("edit-row", project, "budget-lines", row.pk)
    mine = filled(record, project, row) | {"amount_2026": "6 000", "reason": "Mer"}
    client.post(address, filled(record, project, row) | {"do": "remove", "reason": "Utgår"})
    pairs = {pair.label: (pair.theirs, pair.mine) for pair in client.post(address, mine).context["pairs"]}
    assert (pairs["2026"], pairs["What"]) == (("5 000", "6 000"), ("Ny linje", "Ny linje"))


def sent_again(page: HttpResponse) -> dict[str, str]:
    return dict(page.context["typed"]) | {"shown": page.context["shown"], "key": str(page.context["key"]), "do": page.context["do"]}


def test_what_only_one_of_two_has_changed_is_kept_of_each(client, project):
    """Saving mine over theirs wipes nothing that I never touched."""
    record, address = RECORDS["project"], url("edit-rows", project, "project")
    client.post(address, filled(record, project, project) | {"summary": "Felles"})
    project.refresh_from_db()
    mine, theirs = ({**filled(record, project, project), **said} for said in ({"summary": "Min"}, {"summary": "Deres", "case_number": "26/14"}))
    assert client.post(address, theirs).status_code == 303
    page = client.post(address, mine)
    changes = {pair.label: pair.change.value for pair in page.context["pairs"] if pair.change.value != "none"}
    assert (page.status_code, changes, page.context["joins"]) == (409, {"In one sentence": "both", "Case number": "theirs"}, False)
    assert client.post(address, sent_again(page)).status_code == 303
    project.refresh_from_db()
    assert (project.summary, project.case_number) == ("Min", "26/14")


def test_two_who_changed_different_fields_and_years_are_both_kept(client, project):
    record = RECORDS["budget-lines"]
    client.post(
        url("edit-new", project, "budget-lines"), filled(record, project) | {"text": "Ny linje", "kind": "staff", "certainty": "stated", "amount_2026": "5"}
    )
    row = BudgetLine.objects.get(project=project, text="Ny linje")
    address, opened = url("edit-row", project, "budget-lines", row.pk), filled(record, project, row)
    client.post(address, opened | {"amount_2026": "7", "other_year": "2031", "other_amount": "9", "certainty": "approximate", "reason": "Ny pris"})
    page = client.post(address, {**opened, "key": str(uuid.uuid4()), "note": "Min merknad", "amount_2027": "8", "reason": "Mer"})
    assert (page.status_code, page.context["joins"]) == (409, True)
    assert client.post(address, sent_again(page)).status_code == 303
    row.refresh_from_db()
    assert dict(row.amounts.values_list("year", "minor")) == {2026: 700, 2027: 800, 2031: 900}
    assert (row.note, row.certainty) == ("Min merknad", "approximate")


def test_what_was_changed_meanwhile_is_not_removed_unseen(client, project):
    row = OpenPoint.objects.filter(project=project).first()
    record, address = RECORDS["open-points"], url("edit-row", project, "open-points", row.pk)
    sent = filled(record, project, row) | {"do": "remove"}
    client.post(address, filled(record, project, row) | {"text": "Nyere"})
    page = client.post(address, sent)
    assert (page.status_code, OpenPoint.objects.filter(pk=row.pk).exists()) == (409, True)
