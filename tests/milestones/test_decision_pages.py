"""The pages of decision points and decisions, by their forms."""

import datetime as dt
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from milestones.actions.decisions import Asked
from milestones.gates import Outcome
from milestones.models import ChecklistAnswer, Condition, Decision, DecisionPoint
from portfolio.access.roles import Role
from projects.models import Mandate, MandateTemplate, Project
from tests.factories import decisions as make
from tests.factories import portfolio, projects
from tests.factories.full import project_with

pytestmark = pytest.mark.django_db
LATER = dt.date(2026, 9, 1)
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def client_of(role: Role, project: Project) -> Client:
    client, user = Client(), portfolio.person_with(role, project.region)
    if role is Role.MANAGER:
        projects.role(project, "manager", user=user)
    client.force_login(user)
    return client


def url(name: str, project: Project, number: int) -> str:
    return reverse(name, args=[project.region.slug, project.reference, number])


def shown(response: Any) -> str:
    return str(re.search(r'name="shown" value="([^"]*)"', response.content.decode())[1])


def typed(point: DecisionPoint, **changes: str) -> dict[str, str]:
    sent = {"outcome": "continue", "text": "Prosjektet fortsetter.", "body": str(point.body_id), "met_on": "2026-03-02", "rows": "3", "do": "record"}
    return sent | {"key": str(uuid.uuid4())} | changes


@pytest.fixture
def point() -> DecisionPoint:
    return make.point(projects.project(case_number="26/14"))


@pytest.fixture
def coordinator(point: DecisionPoint) -> Client:
    return client_of(Role.COORDINATOR, point.project)


# ---- recording -------------------------------------------------------------------
def test_the_form_begins_with_what_is_known(point, coordinator):
    form = coordinator.get(url("decision-record", point.project, point.pk)).context["form"]
    assert (form.initial["body"], form.initial["met_on"], form.initial["case_number"]) == (point.body_id, make.MET, "26/14")
    assert (len(form.conditions), form["outcome"].value()) == (3, None)


def test_a_day_that_has_not_come_is_not_proposed(coordinator, point):
    DecisionPoint.objects.filter(pk=point.pk).update(planned_on=timezone.localdate() + dt.timedelta(days=1))
    assert coordinator.get(url("decision-record", point.project, point.pk)).context["form"].initial["met_on"] is None


def test_it_is_recorded_with_conditions_and_minutes(point, coordinator, files):
    sent = typed(point, paragraph="§ 9", dissent="Nes stemte mot.", condition_1="Avklar midler", due_1="01.09.2026", outcome="changes")
    minutes = SimpleUploadedFile("møtebok.pdf", PDF)
    response = coordinator.post(url("decision-record", point.project, point.pk), sent | {"minutes": minutes})
    made = Decision.objects.get()
    assert (response.status_code, response["Location"]) == (303, url("decision", point.project, 1))
    assert (made.outcome, made.paragraph, made.dissent, made.met_on) == ("changes", "§ 9", "Nes stemte mot.", make.MET)
    assert [(each.text, each.due_on) for each in made.conditions.all()] == [("Avklar midler", LATER)]
    assert (files / made.minutes).read_bytes() == PDF
    page = coordinator.get(response["Location"]).content.decode()
    for words in ("Continues with changes", "Prosjektet fortsetter.", "§ 9", "Nes stemte mot.", "Avklar midler", made.minutes_sha256):
        assert page.count(words) >= 1, words
    answer = coordinator.get(url("decision-minutes", point.project, 1))
    assert (answer.content, answer["Content-Type"], answer["X-Sha256"]) == (PDF, "application/pdf", made.minutes_sha256)
    assert answer["Content-Disposition"] == f'attachment; filename="{point.project.region.slug}-1.pdf"'


def test_the_same_form_sent_twice_is_one_decision(point, coordinator):
    sent = typed(point)
    answers = [coordinator.post(url("decision-record", point.project, point.pk), sent) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, url("decision", point.project, 1))] * 2
    assert Decision.objects.count() == 1


def test_another_form_that_says_the_same_leads_to_the_first(point, coordinator):
    answers = [coordinator.post(url("decision-record", point.project, point.pk), typed(point)) for _ in range(2)]
    assert ([answer.status_code for answer in answers], Decision.objects.count()) == ([303, 303], 1)


def test_whoever_comes_second_with_other_words_sees_the_first_and_keeps_what_was_written(point, coordinator):
    coordinator.post(url("decision-record", point.project, point.pk), typed(point))
    sent = typed(point, outcome="stop", text="Prosjektet stanses.")
    answer = coordinator.post(url("decision-record", point.project, point.pk), sent)
    assert (answer.status_code, answer.context["first"], answer.context["form"]["text"].value()) == (409, Decision.objects.get(), "Prosjektet stanses.")
    button = url("decision-correct", point.project, 1)
    assert f'formaction="{button}"' in answer.content.decode()
    refused = coordinator.post(button, sent | {"key": str(uuid.uuid4())})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert coordinator.post(button, sent | {"key": str(uuid.uuid4()), "reason": "Feil utfall"}).status_code == 303
    assert [(row.number, row.outcome, row.replaces_id and row.replaces.number) for row in Decision.objects.order_by("number")] == [
        (1, "continue", None), (2, "stop", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"outcome": ""}, ["outcome"]),
        ({"text": " "}, ["text"]),
        ({"body": ""}, ["body"]),
        ({"met_on": "i går"}, ["met_on"]),
        ({"met_on": "2999-01-01"}, ["met_on"]),
        ({"met_on": "1889-01-01"}, ["met_on"]),
        ({"condition_2": "Avklar midler"}, ["due_2"]),
        ({"due_3": "2026-09-01"}, ["condition_3"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(point, coordinator, changes, wrong):
    answer = coordinator.post(url("decision-record", point.project, point.pk), typed(point, **changes))
    assert (answer.status_code, list(answer.context["form"].errors), Decision.objects.count()) == (422, wrong, 0)
    assert answer.context["form"].data["paragraph" if "paragraph" in changes else "rows"] == "3"


@pytest.mark.parametrize(("content", "told"), [
    (b"<html>%%EOF", "This is not a PDF."), (b"%PDF-1.7 half", "The PDF is not whole."), (b"", "The file is empty."),
    (b"%PDF-1.7" + b" " * 4_000_000 + b"%%EOF", "The file is larger than 4 MB."),
])  # fmt: skip
def test_minutes_that_are_no_whole_pdf_are_refused(point, coordinator, content, told, files):
    answer = coordinator.post(url("decision-record", point.project, point.pk), typed(point) | {"minutes": SimpleUploadedFile("m.pdf", content)})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["minutes"])
    assert answer.context["form"].errors["minutes"][0].startswith(told)
    assert list(files.rglob("*")) == []


def test_another_regions_body_cannot_be_chosen(point, coordinator):
    theirs = portfolio.body(portfolio.region())
    answer = coordinator.post(url("decision-record", point.project, point.pk), typed(point, body=str(theirs.pk)))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["body"])


def test_room_for_more_conditions_keeps_what_is_typed(point, coordinator):
    answer = coordinator.post(url("decision-record", point.project, point.pk), typed(point, do="more", text="Halvt", condition_1="Avklar midler"))
    form = answer.context["form"]
    assert (answer.status_code, len(form.conditions), form["text"].value(), form["condition_1"].value()) == (200, 6, "Halvt", "Avklar midler")
    assert Decision.objects.count() == 0


def test_a_manager_prepares_but_does_not_record(point):
    client = client_of(Role.MANAGER, point.project)
    page = client.get(url("decision-point", point.project, point.pk)).content.decode()
    assert (url("decision-meeting", point.project, point.pk) in page, url("decision-record", point.project, point.pk) in page) == (True, False)
    assert client.post(url("decision-record", point.project, point.pk), typed(point)).status_code == 403


def test_a_decided_point_leads_to_its_decision(point, coordinator):
    make.decision(point)
    answer = coordinator.get(url("decision-record", point.project, point.pk))
    assert (answer.status_code, answer["Location"]) == (303, url("decision", point.project, 1))


# ---- afterwards --------------------------------------------------------------------
def test_a_correction_begins_with_what_it_corrects(point, coordinator):
    old = make.decision(point, Outcome.CHANGES, Asked("A", LATER), Asked("B", LATER))
    form = coordinator.get(url("decision-correct", point.project, 1)).context["form"]
    assert (form["outcome"].value(), form["text"].value(), form["condition_2"].value(), form["due_2"].value()) == ("changes", old.text, "B", LATER)
    coordinator.post(url("decision-correct", point.project, 1), typed(point, reason="Skrivefeil"))
    page = coordinator.get(url("decision", point.project, 1)).content.decode()
    assert (page.count("Skrivefeil"), url("decision-correct", point.project, 1) in page) == (1, False)
    assert coordinator.get(url("decision-correct", point.project, 1))["Location"] == url("decision", point.project, 2)


def test_stop_offers_the_stage_and_changes_nothing_by_itself(coordinator, point):
    Project.objects.filter(pk=point.project_id).update(stage="running")
    make.decision(point, Outcome.STOP)
    page = coordinator.get(url("decision", point.project, 1))
    assert page.context["offers_stop"]
    assert reverse("edit-stage", args=[point.project.region.slug, point.project.reference]) in page.content.decode()
    point.project.refresh_from_db()
    assert point.project.stage == "running"
    Project.objects.filter(pk=point.project_id).update(stage="stopped")
    assert not coordinator.get(url("decision", point.project, 1)).context["offers_stop"]


def test_a_condition_is_met_with_day_and_note(point, coordinator):
    made = make.decision(point, Outcome.CONTINUE, Asked("Avklar midler", LATER))
    condition = made.conditions.get()
    address = url("decision-conditions", point.project, 1)
    stamp = shown(coordinator.get(url("decision", point.project, 1)))
    sent = {f"done_{condition.pk}": "2026-05-01", f"note_{condition.pk}": "Vedtatt", "shown": stamp, "key": str(uuid.uuid4())}
    early = coordinator.post(address, sent | {f"done_{condition.pk}": "2026-03-01"})
    assert (early.status_code, list(early.context["form"].errors)) == (422, [f"done_{condition.pk}"])
    assert coordinator.post(address, sent).status_code == 303
    condition.refresh_from_db()
    assert (condition.done_on, condition.done_note) == (dt.date(2026, 5, 1), "Vedtatt")
    late = coordinator.post(address, sent | {"key": str(uuid.uuid4()), f"note_{condition.pk}": "Noe annet"})
    condition.refresh_from_db()
    assert (late.status_code, condition.done_note) == (409, "Vedtatt")


def test_minutes_may_come_later_and_once(point, coordinator):
    make.decision(point)
    address = url("decision-minutes-add", point.project, 1)
    assert coordinator.post(address, {"minutes": SimpleUploadedFile("m.pdf", b"nothing")}).status_code == 422
    for content in (PDF, PDF + b"%%EOF"):
        assert coordinator.post(address, {"minutes": SimpleUploadedFile("m.pdf", content)}).status_code == 303
    assert coordinator.get(url("decision-minutes", point.project, 1)).content == PDF


def test_minutes_that_are_not_what_was_kept_are_not_served(point, coordinator, files):
    make.decision(point)
    coordinator.post(url("decision-minutes-add", point.project, 1), {"minutes": SimpleUploadedFile("m.pdf", PDF)})
    path = files / Decision.objects.get().minutes
    path.chmod(0o640)
    path.write_bytes(PDF + b"x")
    assert coordinator.get(url("decision-minutes", point.project, 1)).status_code == 404


# ---- before ------------------------------------------------------------------------
def test_a_point_says_what_is_missing_in_words(point, coordinator):
    make.checklist(point.project.region, "Er det penger?")
    page = coordinator.get(url("decision-point", point.project, point.pk))
    assert page.context["missing"] == ["The basis is missing.", "Not answered: “Er det penger?”."]


def test_choosing_a_meeting_moves_the_day_with_a_reason_and_can_be_undone(point, coordinator):
    body = point.body
    body.papers_days = 5
    body.save()
    day = timezone.localdate() + dt.timedelta(days=60)
    meeting = body.meetings.create(date=day)
    address = url("decision-meeting", point.project, point.pk)
    sent = {"meeting": str(meeting.pk), "shown": shown(coordinator.get(address)), "key": str(uuid.uuid4())}
    refused = coordinator.post(address, sent)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    answer = coordinator.post(address, sent | {"reason": "Møteplan"}, follow=True)
    point.refresh_from_db()
    assert (point.planned_on, point.meeting) == (day, meeting)
    assert answer.context["point"].papers_due < day
    undo = next(message.extra_tags for message in answer.context["messages"])
    assert coordinator.post(undo).status_code == 303
    point.refresh_from_db()
    assert (point.planned_on, point.meeting) == (make.MET, None)
    moved = coordinator.post(address, sent | {"reason": "x", "key": str(uuid.uuid4()), "shown": "x"})
    assert moved.status_code == 409


def test_a_day_changed_by_hand_leaves_the_meeting(point, coordinator):
    meeting = point.body.meetings.create(date=make.MET)
    DecisionPoint.objects.filter(pk=point.pk).update(meeting=meeting)
    address = reverse("edit-row", args=[point.project.region.slug, point.project.reference, "decision-points", point.pk])
    page = coordinator.get(address)
    sent = {field.html_name: field.value() or "" for field in page.context["form"]} | {"shown": page.context["shown"], "key": str(uuid.uuid4())}
    for changes, kept in (({"question": "Ny tekst"}, meeting), ({"planned_on": "2026-04-01", "reason": "x"}, None)):
        page = coordinator.get(address)
        sent |= {"shown": page.context["shown"], "key": str(uuid.uuid4()), **changes}
        assert coordinator.post(address, sent).status_code == 303
        point.refresh_from_db()
        assert point.meeting == kept


def test_a_meeting_that_a_point_waits_for_is_not_removed(point, coordinator):
    meeting = point.body.meetings.create(date=dt.date(2030, 1, 8))
    DecisionPoint.objects.filter(pk=point.pk).update(meeting=meeting)
    address = reverse("register-edit-row", args=[point.project.region.slug, "meetings", meeting.pk])
    page = coordinator.get(address)
    answer = coordinator.post(address, {"do": "remove", "shown": page.context["shown"], "key": str(uuid.uuid4()), "reason": "x"})
    assert (answer.status_code, DecisionPoint.objects.get().meeting) == (422, meeting)


def test_the_checklist_is_answered_with_comments_and_two_editors_meet(point, coordinator):
    first, second = make.checklist(point.project.region, "Er det penger?", "Er folk hørt?")
    address = url("decision-checklist", point.project, point.pk)
    stamp = shown(coordinator.get(address))
    sent = {f"reply_{first.pk}": "no", f"comment_{first.pk}": "Ikke ennå", f"reply_{second.pk}": "yes", "shown": stamp, "key": str(uuid.uuid4())}
    assert coordinator.post(address, sent).status_code == 303
    assert list(ChecklistAnswer.objects.values_list("item", "reply", "comment")) == [(first.pk, "no", "Ikke ennå"), (second.pk, "yes", "")]
    late = coordinator.post(address, sent | {f"comment_{first.pk}": "Mitt", "key": str(uuid.uuid4())})
    assert (late.status_code, late.context["form"][f"comment_{first.pk}"].value()) == (409, "Mitt")
    assert late.content.decode().count("Ikke ennå") == 1
    wrong = coordinator.post(address, sent | {f"reply_{first.pk}": "kanskje", "key": str(uuid.uuid4())})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, [f"reply_{first.pk}"])


# ---- where they are listed -----------------------------------------------------------
def test_plan_and_project_say_outcome_conditions_and_what_is_missing(coordinator, point):
    project = point.project
    made = make.decision(point, Outcome.CHANGES, Asked("Avklar midler", LATER))
    Condition.objects.filter(decision=made).update(done_on=dt.date(2026, 5, 1))
    make.point(project, question="Skal vi avslutte?", planned_on=timezone.localdate() + dt.timedelta(days=19), basis="")
    for name in ("plan", "project"):
        rows = coordinator.get(reverse(name, args=[project.region.slug, project.reference])).context["page"].decisions
        assert [row.status.word for row in rows] == ["Decided", "In 19 days"]
        assert [row.told for row in rows] == [["Continues with changes.", "One condition, met 1\xa0May\xa02026."], ["The basis is missing."]]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_points_page_asks_as_often_whatever_it_shows(django_assert_num_queries, rows):
    project = project_with(rows)
    client = client_of(Role.COORDINATOR, project)
    point = DecisionPoint.objects.filter(project=project).first()
    with django_assert_num_queries(4 + 2):
        client.get(url("decision-point", project, point.pk))
    with django_assert_num_queries(4 + 4):
        client.get(url("decision", project, Decision.objects.filter(project=project).first().number))


def test_a_point_of_an_offer_speaks_of_it_and_leads_to_its_meeting(point):
    project, meeting = point.project, point.body.meetings.create(date=make.MET)
    template = MandateTemplate.objects.create(key="offer-x", title_sv="Erbjudande", title_nb="Tilbud", title_en="Offer")
    Mandate.objects.create(project=project, template=template, title="x")
    DecisionPoint.objects.filter(pk=point.pk).update(meeting=meeting, proposal="Vi går videre.", recommended="changes")
    pages = {role: client_of(role, project).get(url("decision-point", project, point.pk)).content.decode() for role in (Role.READER, Role.MANAGER)}
    assert ["Offer frozen by" in page for page in pages.values()] == [True, True]
    assert ["The version is missing: Offer." in page and "Vi går videre." in page for page in pages.values()] == [True, True]
    link = f'href="{reverse("meeting", args=[project.region.slug, meeting.pk])}"'
    assert {role: link in page for role, page in pages.items()} == {Role.READER: True, Role.MANAGER: False}
