"""Whom a risk hits is ticked on its form, in one deed with the rest of it; a copy begins anew."""

import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from milestones.models import FollowUp, Risk, RiskMeasure, RiskParty
from portfolio.access.roles import Role
from projects.models import Project
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    project = projects.project()
    for name, state in (("Nes", "active"), ("Hol", "invited"), ("Gol", "declined")):
        projects.participation(project, portfolio.municipality(name), state=state)
    return project


@pytest.fixture
def client(project: Project) -> Client:
    found = Client()
    found.force_login(portfolio.person_with(Role.COORDINATOR, project.region, language="en-gb"))
    return found


def url(project: Project, name: str, *more: Any) -> str:
    return reverse(name, args=[project.region.slug, project.reference, *more])


def form(page: HttpResponse, **changed: Any) -> dict[str, Any]:
    values = {field.html_name: field.value() for field in page.context["form"]}
    plain = {name: "" if value is None else value for name, value in values.items() if value is not False}
    return plain | {"shown": page.context["shown"], "key": str(uuid.uuid4()), "do": "save"} | changed


def hit(risk: Risk) -> list[str]:
    return [each.organisation.name for each in RiskParty.objects.filter(risk=risk)]


def test_ticks_are_saved_changed_and_taken_back_with_the_risk(project, client):
    page = client.get(url(project, "edit-new", "risks"))
    choices = {label: value for value, label in page.context["form"].fields["parties"].choices}
    assert sorted(choices) == ["Hol", "Nes"], "those that take part, or may"
    sent = form(page, text="Frafall", kind="risk", certainty="stated", status="open", parties=[choices["Nes"]])
    assert client.post(url(project, "edit-new", "risks"), sent).status_code == 303
    risk = Risk.objects.get()
    address = url(project, "edit-row", "risks", risk.pk)
    opened = client.get(address)
    assert (hit(risk), opened.context["form"]["parties"].value()) == (["Nes"], [choices["Nes"]])
    response = client.post(address, form(opened, text="Frafall og forsinkelse", parties=[choices["Hol"]]))
    assert (response.status_code, hit(risk)) == (303, ["Hol"])
    shown = client.get(response["Location"])
    client.post(next(message.extra_tags for message in shown.context["messages"]))
    risk.refresh_from_db()
    assert (risk.text, hit(risk)) == ("Frafall", ["Nes"])
    late = client.post(address, form(opened, shown="older", parties=[choices["Hol"]]))
    assert (late.status_code, [(pair.theirs, pair.mine) for pair in late.context["pairs"] if pair.label == "Whom it hits"]) == (409, [("Nes", "Hol")])


def test_what_is_ticked_stays_possible_and_others_are_refused(project, client):
    risk = Risk.objects.create(project=project, position=1, text="x")
    RiskParty.objects.create(risk=risk, organisation=(left := portfolio.municipality("Ål")))
    page = client.get(url(project, "edit-row", "risks", risk.pk))
    assert "Ål" in dict(map(reversed, page.context["form"].fields["parties"].choices))
    answer = client.post(url(project, "edit-row", "risks", risk.pk), form(page, parties=[str(left.pk), "999999"]))
    assert (answer.status_code, answer.context["form"].errors) == (422, {"parties": ["Choose one of the list."]})


def test_a_copied_risk_begins_open_with_its_measures_to_do(project, client):
    other = projects.project(project.region)
    risk = Risk.objects.create(project=other, position=1, text="x", status="closed", closed_because="over", in_portfolio=True, owner="Kari", strategy="reduce")
    RiskMeasure.objects.create(risk=risk, position=1, text="y", done_on="2026-01-01")
    assert client.post(url(project, "edit-copy", "risks"), {"from": other.pk, "rows": [risk.pk], "key": str(uuid.uuid4())}).status_code == 303
    made = Risk.objects.get(project=project)
    assert (made.status, made.closed_because, made.in_portfolio, made.owner, made.strategy) == ("open", "", False, "Kari", "reduce")
    assert [measure.done_on for measure in made.measures.all()] == [None]


def test_a_region_says_how_often_it_looks_again(project, client):
    address = reverse("register-edit-rows", args=[project.region.slug, "follow-up"])
    page = client.get(address)
    assert client.post(address, form(page, report_months="3", high_months="2")).status_code == 303
    assert FollowUp.objects.values_list("report_months", "high_months", "medium_months", "low_months").get() == (3, 2, 3, 6)
    wrong = client.post(address, form(client.get(address), low_months="25"))
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["low_months"])


def test_scores_are_chosen_by_the_words_of_the_matrix_and_stand_two_and_two(project, client):
    form = client.get(url(project, "edit-new", "risks")).context["form"]
    assert [label for _value, label in form.fields["probability"].choices] == ["–", "1 – Very low", "2 – Low", "3 – Medium", "4 – High", "5 – Very high"]
    assert [label for _value, label in form.fields["impact_after"].choices][4:] == ["4 – Large", "5 – Very large"]
    beside = [[field.name for field in block] for block in form.blocks() if len(block) > 1]
    assert beside == [["probability", "impact"], ["probability_after", "impact_after"]]
