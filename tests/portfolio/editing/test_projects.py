"""A project begins, goes from stage to stage, takes over rows, and gets its chapters."""

import datetime as dt
import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from costsharing.models import FundingLine, LentHours
from milestones.models import Milestone, Risk
from portfolio.access.roles import Role
from portfolio.editing.beginning import proposed
from portfolio.models import Document
from projects.models import Chapter, Deliverable, MandateDocument, Participation, Project, ProjectRole
from tests.factories import portfolio, projects
from tests.factories.full import mandate, project_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return project_with(2)


@pytest.fixture
def client(project: Project) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region))
    return client


def new(project: Project, **fields: str) -> dict[str, str]:
    template = project.mandate.template
    return {"name": "Velferdsteknologi på Åsen", "kind": "pre_study", "language": "nb", "template": str(template.pk), "key": str(uuid.uuid4())} | fields


def test_the_reference_comes_from_the_name():
    assert proposed("E-arkiv i Skåne & Øst: æ") == "e-arkiv-i-skane-ost-ae"
    assert proposed("日本") == "project"


def test_a_reference_that_is_taken_gets_the_next_number_of_its_region(client, project):
    for reference in ("e-arkiv", "e-arkiv-2", "e-arkiv-20", "E-ARKIV-3"):
        projects.project(project.region, reference=reference)
    projects.project(reference="e-arkiv-3")
    made = [client.post(f"/{project.region.slug}/new/", new(project, name="E-arkiv"))["Location"] for _ in range(2)]
    assert made == [f"/{project.region.slug}/projects/{reference}/" for reference in ("e-arkiv-3", "e-arkiv-4")]
    asked = new(project, name="Annet", reference="e-arkiv-2")
    assert client.post(f"/{project.region.slug}/new/", asked).status_code == 422


def test_the_choices_begin_with_a_dash_as_in_every_other_form(client, project):
    page = client.get(f"/{project.region.slug}/new/").content.decode()
    assert re.findall(r'<option value=""[^>]*>([^<]*)<', page) == ["–", "–", "–"]


def test_a_project_from_nothing_is_made_once(client, project):
    address, sent = f"/{project.region.slug}/new/", new(project)
    answers = [client.post(address, sent) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {f"/{project.region.slug}/projects/velferdsteknologi-pa-asen/"}
    made = Project.objects.get(reference="velferdsteknologi-pa-asen")
    assert (made.stage, made.status, made.mandate.title, made.history.count()) == ("idea", "draft", made.name, 1)
    assert client.get(answers[0]["Location"]).status_code == 200


def test_making_a_project_is_not_undone_by_a_guessed_address(client, project):
    for slug, row in (("project", project), ("mandate", project.mandate)):
        line = row.history.get(history_type="+")
        Document.objects.exists() or MandateDocument.objects.create(mandate=project.mandate, document=document(project))
        answer = client.post(f"{project.get_absolute_url()}edit/{slug}/undo/{line.history_id}/", follow=True)
        assert "Too much hangs on it" in answer.content.decode()
    assert MandateDocument.objects.filter(mandate__project=project).count() == 1


def document(project: Project) -> Document:
    now = timezone.now()
    return Document.objects.create(region=project.region, kind="mandate", title="Mandat", language="nb", content={}, content_sha256="a" * 64, requested_at=now)


def test_a_reference_that_is_taken_or_misspelt_is_said_at_its_field(client, project):
    for written in (project.reference, "Æ og Ø"):
        answer = client.post(f"/{project.region.slug}/new/", new(project, reference=written))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reference"])
        assert f'value="{written}"' in answer.content.decode()


def test_a_follow_up_takes_over_what_one_ticks(client, project):
    Risk.objects.filter(project=project).update(is_confidential=True)
    sent = new(project) | {"take": ["deliverables", "risks", "participants", "phases", "milestones", "budget-lines", "decision-points"]}
    answer = client.post(project.get_absolute_url() + "edit/follow-up/", sent)
    assert answer.status_code == 303
    made = Project.objects.get(reference="velferdsteknologi-pa-asen")
    assert (made.follows, Deliverable.objects.filter(project=made).count(), made.resource_rows.count()) == (project, 2, 0)
    assert list(Risk.objects.filter(project=made).values_list("is_confidential", "measures__text")) == [(True, "Et tiltak")] * 2
    assert set(made.participations.values_list("organisation")) == set(project.participations.values_list("organisation"))
    assert list(Milestone.objects.filter(project=made).values_list("phase", "position")) == [(None, 1), (None, 2)], (
        "phases of the other project are not this one's"
    )
    assert list(made.budgetline_rows.values_list("amounts__minor", flat=True)) == [100_00, 100_00]
    assert list(made.decisionpoint_rows.values_list("number", flat=True)) == [1, 2]


def test_a_follow_up_takes_over_plans_and_no_facts(client, project):
    day = dt.date(2026, 1, 1)
    project.milestone_rows.update(reached_on=day, forecast_on=day)
    project.openpoint_rows.update(done_on=day)
    LentHours.objects.filter(project=project).update(promised_minutes=600, delivered_minutes=600)
    project.participations.update(state="active", valid_from=day)
    FundingLine.objects.filter(project=project).update(kind="grant", grant_state="granted", grant_terms="Egenandel", apply_by=day)
    sent = new(project) | {"take": ["milestones", "open-points", "lent-hours", "participants", "funding-lines"]}
    assert client.post(project.get_absolute_url() + "edit/follow-up/", sent).status_code == 303
    made = Project.objects.get(reference="velferdsteknologi-pa-asen")
    assert set(made.milestone_rows.values_list("reached_on", "forecast_on")) == {(None, None)}
    assert set(made.openpoint_rows.values_list("done_on")) == {(None,)}
    assert set(LentHours.objects.filter(project=made).values_list("promised_minutes", "delivered_minutes")) == {(600, 0)}
    assert set(made.participations.values_list("state", "valid_from")) == {("invited", None)}
    assert set(made.fundingline_rows.values_list("grant_state", "grant_terms", "apply_by")) == {("to_seek", "Egenandel", None)}


def test_rows_are_copied_from_a_project_that_one_may_see(client, project):
    source, address = project_with(3, project.region), project.get_absolute_url() + "edit/deliverables/copy/"
    rows = list(Deliverable.objects.filter(project=source))
    page = client.get(address, {"from": source.pk})
    assert [row.pk for row in page.context["rows"]] == [row.pk for row in rows]
    sent = {"from": source.pk, "rows": [rows[0].pk, rows[2].pk], "key": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(address, sent).status_code == 303
    assert list(project.deliverable_rows.values_list("position", flat=True)) == [1, 2, 3, 4]
    hidden = project_with(1)
    for posted in ({"from": hidden.pk, "rows": [hidden.deliverable_rows.get().pk]}, {"from": source.pk}):
        assert client.post(address, posted).status_code == 422
    assert project.deliverable_rows.count() == 4


def test_a_confidential_risk_is_not_copied_by_who_may_not_read_it_there(project):
    """A manager here who is a contact there."""
    home = projects.project(portfolio.region())
    place = portfolio.municipality()
    manager = portfolio.person_with(Role.MANAGER, home.region)
    portfolio.grant(manager, home.region, Role.CONTACT, organisation=place)
    projects.role(home, "manager", user=manager)
    projects.participation(project, place)
    secret, plain = Risk.objects.filter(project=project)
    Risk.objects.filter(pk=secret.pk).update(is_confidential=True)
    client = Client()
    client.force_login(manager)
    address = home.get_absolute_url() + "edit/risks/copy/"
    assert [row.pk for row in client.get(address, {"from": project.pk}).context["rows"]] == [plain.pk]
    client.post(address, {"from": project.pk, "rows": [secret.pk, plain.pk]})
    assert list(home.risk_rows.values_list("text", flat=True)) == [plain.text]


# ---- stages ------------------------------------------------------------------
def test_a_stage_changes_by_allowed_steps_and_says_what_is_missing(client, project):
    idea = projects.project(project.region, stage="idea")
    address = idea.get_absolute_url() + "edit/stage/"
    answer = client.post(address, {"stage": "running", "reason": "snarvei"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["stage"])
    answer = client.post(address, {"stage": "mandate", "reason": "klar"})
    assert answer.context["form"].errors == {"stage": ["Say in one sentence what the project is."]}
    Project.objects.filter(pk=idea.pk).update(summary="Et prosjekt.")
    assert list(client.post(address, {"stage": "mandate"}).context["form"].errors) == ["reason"]
    assert client.post(address, {"stage": "mandate", "reason": "klar"}).status_code == 303
    answer = client.post(address, {"stage": "running", "reason": "i gang"})
    assert len(answer.context["form"].errors["stage"]) == 4
    mandate(idea)
    Project.objects.filter(pk=idea.pk).update(starts_on="2026-01-01")
    ProjectRole.objects.create(project=idea, role="manager", holder="NN", position=1)
    Participation.objects.create(project=idea, organisation=portfolio.municipality(), state="active")
    assert client.post(address, {"stage": "running", "reason": "i gang"}).status_code == 303
    idea.refresh_from_db()
    assert (idea.stage, [line.history_change_reason for line in idea.history.all()][:2]) == ("running", ["i gang", "klar"])


def test_a_project_does_not_close_with_nothing_said_of_what_is_unfinished(client, project):
    """One with a milestone not reached, an open point and a decision ahead: told of, and only its status and its end keep it back."""
    project = project_with(1, project.region)
    Project.objects.filter(pk=project.pk).update(status="not_started")
    project.decisionpoint_rows.update(planned_on=timezone.localdate() + dt.timedelta(days=1))
    project.milestone_rows.update(reached_on=None)
    project.openpoint_rows.update(done_on=None)
    address = project.get_absolute_url() + "edit/stage/"
    counts = project.openpoint_rows.count(), project.milestone_rows.count(), project.decisionpoint_rows.count()
    assert counts == (1, 1, 1)
    rest = ["1 open point is not done.", "1 milestone is not reached.", "1 decision point has no decision."]
    page = client.get(address)
    assert [tuple(step) for step in page.context["steps"]] == [
        ("Mandate", [], []),
        ("Closing", [], ["Its status still says “Not started”.", *rest]),
        ("Stopped", [], []),
    ]
    body = page.content.decode()
    assert [sentence in body for sentence in ("Do this first:", "Unfinished; it may go there all the same:", *rest)] == [False, True, True, True, True]
    assert client.post(address, {"stage": "closing", "reason": "ferdig"}).status_code == 303
    assert [tuple(step) for step in client.get(address).context["steps"]] == [
        ("Carrying out", [], ["Its status still says “Not started”."]),
        ("In service", ["Set its status: it still says “Not started”."], rest),
        ("Closed", ["Set its status to “Closed”: it still says “Not started”."], rest),
    ]
    assert client.post(address, {"stage": "closed", "reason": "ferdig"}).status_code == 422
    Project.objects.filter(pk=project.pk).update(status="closed")
    assert client.post(address, {"stage": "closed", "reason": "ferdig"}).status_code == 303


def test_two_who_change_the_stage_do_not_do_it_twice(client, project):
    address = project.get_absolute_url() + "edit/stage/"
    page = client.get(address)
    sent = {"stage": "mandate", "reason": "tilbake", "shown": page.context["shown"]}
    assert client.post(address, sent).status_code == 303
    assert client.post(address, sent).status_code == 409


# ---- chapters ----------------------------------------------------------------
def test_a_chapter_is_previewed_saved_and_undone(client, project):
    address = project.get_absolute_url() + "edit/chapters/all/"
    page = client.get(address)
    sent = {"text": "Første **viktige** ord\r\n\r\n- punkt <script>", "shown": page.context["shown"], "key": str(page.context["key"])}
    preview = client.post(address, sent | {"do": "preview"})
    assert (preview.status_code, "<strong>viktige</strong>" in preview.content.decode()) == (200, True)
    assert "<li>punkt &lt;script&gt;</li>" in preview.content.decode()
    assert Chapter.objects.get(project=project).text == "Bakgrunn."
    answer = client.post(address, sent)
    assert answer.status_code == 303
    assert Chapter.objects.get(project=project).text == "Første **viktige** ord\n\n- punkt <script>"
    undo = next(message.extra_tags for message in client.get(answer["Location"]).context["messages"])
    assert client.post(address, sent | {"key": str(uuid.uuid4()), "text": "Annet"}).status_code == 409
    client.post(undo)
    assert Chapter.objects.get(project=project).text == "Bakgrunn."


def test_a_chapter_has_a_bound_and_what_was_typed_stays_in_the_form(client, project):
    address = project.get_absolute_url() + "edit/chapters/all/"
    shown = client.get(address).context["shown"]
    answer = client.post(address, {"text": "å" * 100_001, "shown": shown})
    said = "Write at most 100000 characters, or put the rest in an appendix: the text has 100001."
    assert (answer.status_code, answer.context["form"].errors) == (422, {"text": [said]})
    body = answer.content.decode()
    assert ("å" * 100_001 in body, "maxlength" in body) == (True, False)
    assert client.post(address, {"text": "å" * 100_000, "shown": shown}).status_code == 303


def test_a_chapter_that_nobody_has_written_begins_empty(client, project):
    Chapter.objects.filter(project=project).delete()
    address = project.get_absolute_url() + "edit/chapters/all/"
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "Nå", "shown": ""}).status_code == 303
    assert client.post(address, {"text": "Også nå", "shown": ""}).status_code == 409
    assert client.get(project.get_absolute_url() + "edit/chapters/ingen/").status_code == 404
