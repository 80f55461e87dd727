"""Status reports: begun from what is known, saved as drafts, sent once, and the same ever after."""

import datetime as dt
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from costsharing.models import BudgetAmount, BudgetLine, FundingAmount, FundingLine
from milestones.models import Decision, DecisionPoint, FollowUp, Milestone, Risk, RiskReview, StatusReport
from milestones.reporting import Subject
from portfolio.access.roles import Role
from projects.models import Project
from tests.factories import portfolio, projects
from tests.factories.full import project_with

ENTRY = 4
NOW = "2026-10-05 10:00+02:00"
pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    project = projects.project(status="draft", stage="running")
    Milestone.objects.create(project=project, position=1, text="Pilot", planned_on=dt.date(2026, 9, 1))
    DecisionPoint.objects.create(project=project, position=1, number=2, question="Skal vi videre?", planned_on=dt.date(2026, 12, 1))
    Risk.objects.create(project=project, position=1, text="For få folk", probability=5, impact=4)
    Risk.objects.create(project=project, position=2, text="Hemmelig", probability=5, impact=5, is_confidential=True)
    cost = BudgetLine.objects.create(project=project, position=1, text="Lønn", kind="staff")
    BudgetAmount.objects.create(line=cost, year=2026, minor=1_000_000_00)
    money = FundingLine.objects.create(project=project, position=1, text="Kommunene", kind="cash")
    FundingAmount.objects.create(line=money, year=2026, minor=900_000_00)
    return project


@pytest.fixture
def client(project: Project) -> Client:
    return signed_in(project, Role.COORDINATOR)


def signed_in(project: Project, role: Role, **more: Any) -> Client:
    found = Client()
    found.force_login(portfolio.person_with(role, project.region, language="en-gb", **more))
    return found


def url(project: Project, name: str, *more: int) -> str:
    return reverse(name, args=[project.region.slug, project.reference, *more])


def sent_form(page: HttpResponse, do: str, **changed: str) -> dict[str, str]:
    """What the browser would send of the draft as it opens."""
    form, context = page.context["form"], page.context
    values = {field.html_name: field.value() for field in form}
    plain = {name: "" if value is None else str(value) for name, value in values.items()}
    return plain | {"forecast_minor": form["forecast_minor"].value() or "", "shown": context["shown"], "key": str(context["key"]), "do": do} | changed


def whole(**changed: str) -> dict[str, str]:
    lights = {each.value: "good" for each in Subject}
    said = {
        "time": "watch",
        "time_comment": "Piloten er sen",
        "cost": "bad",
        "cost_comment": "Det mangler penger",
        "risk": "bad",
        "risk_comment": "For få folk",
    }
    return {"status": "watch", "summary": "Vi er i gang", **lights, **said, **changed}


def draft(client: Client, project: Project) -> HttpResponse:
    return client.post(url(project, "report-new"), follow=True)


def send(client: Client, project: Project, **changed: str) -> HttpResponse:
    return client.post(url(project, "report-draft"), sent_form(draft(client, project), "send", **whole(**changed)))


@time_machine.travel(NOW)
def test_a_draft_begins_with_what_the_program_knows(client, project):
    page = draft(client, project)
    values = {field.html_name: field.value() for field in page.context["form"]}
    assert (values["time"], values["cost"], values["risk"], values["quality"]) == ("bad", "watch", "bad", "")
    assert (values["period_from"], values["period_to"]) == (dt.date(2026, 9, 1), dt.date(2026, 9, 30))
    assert (values["forecast_minor"], values["next_decision"]) == ("1 000 000", "Skal vi videre?")
    told = page.content.decode().replace("\u00a0", " ")
    assert ("34 days later than planned" in told, "NOK 100,000 lacks funding in 2026" in told, "For få folk" in told, "Hemmelig" in told) == (
        True, True, True, False,
    )  # fmt: skip
    assert draft(client, project).redirect_chain == [(url(project, "report-draft"), 303)]
    assert StatusReport.objects.count() == 1, "the draft that there is"


@time_machine.travel(NOW)
def test_a_sent_report_sets_the_status_and_never_changes_with_the_data(client, project):
    response = send(client, project)
    address = url(project, "report", 1)
    assert (response.status_code, response["Location"]) == (303, address)
    project.refresh_from_db()
    assert (project.status, project.status_on) == ("watch", dt.date(2026, 10, 5))
    assert project.history.order_by("-history_id").first().history_change_reason == ":reported"
    client.get(address)  # the message of the sending is shown once
    before = main(client.get(address))
    assert ("Piloten er sen" in before, "NOK 100,000 lacks funding in 2026" in before, "34 days later than planned" in before) == (True, True, True)
    Milestone.objects.update(reached_on=dt.date(2026, 9, 30))
    RiskReview.objects.create(risk=Risk.objects.first(), reviewed_on=dt.date(2026, 10, 5), probability=1, impact=1)
    BudgetAmount.objects.update(minor=5)
    DecisionPoint.objects.all().delete()
    assert main(client.get(address)) == before
    assert "34 days" not in draft(client, project).content.decode(), "what has changed shows in the next one"


def main(page: HttpResponse) -> str:
    return page.content.decode().replace("\u00a0", " ").partition('aria-labelledby="report"')[2].partition("</main>")[0]


@time_machine.travel(NOW)
def test_what_lacks_is_said_at_its_field_and_nothing_is_sent(client, project):
    page = draft(client, project)
    response = client.post(url(project, "report-draft"), sent_form(page, "send", status="watch", time="bad", cost="good", risk="good", scope="good"))
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, ["benefit", "quality", "time_comment"])
    assert StatusReport.objects.get().sent_at is None
    wrong = client.post(url(project, "report-draft"), sent_form(page, "save", period_to="2026-08-01", forecast_minor="mye", time="x"))
    assert (wrong.status_code, sorted(wrong.context["form"].errors)) == (422, ["forecast_minor", "period_to", "time"])


@time_machine.travel(NOW)
def test_a_forecast_above_the_budget_is_seen_and_explained(client, project):
    BudgetAmount.objects.update(minor=900_000_00)
    page = draft(client, project)
    answer = client.post(url(project, "report-draft"), sent_form(page, "send", **whole(forecast_minor="900 001", cost="good", cost_comment="")))
    assert (answer.status_code, answer.context["form"].errors) == (422, {"cost_comment": ["The forecast is above the budget: say in a few words why."]})
    assert {row.subject: row.suggestion and row.suggestion.symbol for row in answer.context["page"].subjects}[Subject.COST] == "watch"
    assert client.post(url(project, "report-draft"), sent_form(page, "send", **whole(forecast_minor="900 001", cost="good"))).status_code == 303
    assert {field.html_name: field.value() for field in draft(client, project).context["form"]}["cost"] == "watch", "so long as the forecast stands"


@time_machine.travel(NOW)
def test_a_decision_whose_day_has_passed_is_told_and_makes_the_time_late(client, project):
    Milestone.objects.all().delete()
    missed = {"precision": "day", "project": project}
    DecisionPoint.objects.create(position=2, number=1, question="Skal vi begynne?", planned_on=dt.date(2026, 9, 15), **missed)
    taken = DecisionPoint.objects.create(position=3, number=3, question="Skal vi kjøpe?", planned_on=dt.date(2026, 11, 1), **missed)
    body, by = portfolio.body(project.region), portfolio.user()
    said = {"met_on": dt.date(2026, 9, 1), "recorded_at": dt.datetime(2026, 9, 1, tzinfo=dt.UTC), "recorded_by": by, "outcome": "continue"}
    Decision.objects.create(region=project.region, project=project, point=taken, number=1, body=body, question=taken.question, **said)
    page = draft(client, project)
    facts = page.context["page"].known.facts
    assert ([each.question for each in facts.passed], facts.next.question) == (["Skal vi begynne?"], "Skal vi videre?")
    assert page.context["form"]["time"].value() == "watch"
    assert "the day has passed, no decision recorded" in page.content.decode()


@time_machine.travel(NOW)
def test_the_next_decision_that_somebody_wrote_is_carried_on(client, project):
    send(client, project, next_decision="Styret velger leverandør")
    assert draft(client, project).context["form"]["next_decision"].value() == "Styret velger leverandør"
    client.post(url(project, "report-draft"), sent_form(draft(client, project), "send", **whole(next_decision="Skal vi videre?")))
    DecisionPoint.objects.update(question="Skal vi stoppe?")
    assert draft(client, project).context["form"]["next_decision"].value() == "Skal vi stoppe?", "what the program wrote it writes anew"


@time_machine.travel(NOW)
def test_a_risk_that_few_may_see_is_not_denied(client, project):
    Risk.objects.filter(is_confidential=False).delete()
    told = draft(client, project).content.decode()
    assert ("none scored among those that everybody may see" in told, "Hemmelig" in told) == (True, False)


@time_machine.travel(NOW)
def test_a_printed_report_says_which_one_it_is(client, project):
    draft(client, project)
    assert "SHA-256" not in client.get(url(project, "report", 1)).content.decode()
    send(client, project)
    printed = client.get(url(project, "report", 1))
    assert f'SHA-256: <code class="hash">{printed.context["page"].sha256}</code>' in printed.content.decode()
    assert printed.context["page"].sha256 == client.get(url(project, "report", 1)).context["page"].sha256


@time_machine.travel(NOW)
def test_a_form_sent_twice_is_one_report(client, project):
    form = sent_form(draft(client, project), "send", **whole())
    answers = [client.post(url(project, "report-draft"), form) for _ in range(2)]
    assert [each["Location"] for each in answers] == [url(project, "report", 1)] * 2
    late = client.post(url(project, "report-draft"), form | {"key": "x"})
    assert late["Location"] == url(project, "reports")
    assert StatusReport.objects.filter(sent_at__isnull=False).count() == StatusReport.objects.count() == 1


@time_machine.travel(NOW)
def test_two_who_write_the_same_draft_see_both_texts(client, project):
    page = draft(client, project)
    assert client.post(url(project, "report-draft"), sent_form(page, "save", summary="Først")).status_code == 303
    answer = client.post(url(project, "report-draft"), sent_form(page, "send", **whole(summary="Sist", key="y")))
    assert answer.status_code == 409
    [pair] = [each for each in answer.context["pairs"] if each.label == "In short"]
    assert (pair.theirs, pair.mine) == ("Først", "Sist")
    again = dict(answer.context["typed"]) | {"shown": answer.context["shown"], "key": str(answer.context["key"]), "do": "save"}
    assert client.post(url(project, "report-draft"), again).status_code == 303
    assert StatusReport.objects.get().summary == "Sist"


@time_machine.travel(NOW)
def test_the_next_one_begins_as_the_last_and_shows_which_way_each_light_has_gone(client, project):
    send(client, project)
    page = draft(client, project)
    values = {field.html_name: field.value() for field in page.context["form"]}
    assert (values["status"], values["cost"], values["cost_comment"], values["period_from"]) == ("watch", "bad", "Det mangler penger", dt.date(2026, 10, 1))
    client.post(url(project, "report-draft"), sent_form(page, "send", **whole(cost="watch", quality="bad", quality_comment="Feil")))
    [newest, _first] = client.get(url(project, "reports")).context["page"].lines
    assert [light.change for light in newest.lights] == [
        "→\u00a0unchanged",
        "↑\u00a0better",
        "↓\u00a0worse",
        "→\u00a0unchanged",
        "→\u00a0unchanged",
        "→\u00a0unchanged",
    ]


@time_machine.travel(NOW)
def test_a_draft_is_for_those_who_may_read_drafts(client, project):
    draft(client, project)
    reader, steering = signed_in(project, Role.READER), signed_in(project, Role.ADMIN)
    assert reader.get(url(project, "report", 1)).status_code == 404
    assert "Status report 1" not in reader.get(url(project, "reports")).content.decode()
    assert "A draft" in steering.get(url(project, "report", 1)).content.decode()
    assert reader.post(url(project, "report-new")).status_code == 403
    send(client, project)
    assert reader.get(url(project, "report", 1)).status_code == 200


@time_machine.travel(NOW)
def test_a_draft_is_thrown_away_and_what_is_sent_stays(client, project):
    send(client, project)
    page = draft(client, project)
    assert client.post(url(project, "report-draft"), sent_form(page, "discard"))["Location"] == url(project, "reports")
    assert [each.number for each in StatusReport.objects.all()] == [1]
    assert client.get(url(project, "report-draft"))["Location"] == url(project, "reports")


def test_the_list_says_when_a_status_is_out_of_date(client, project):
    address = reverse("portfolio", args=[project.region.slug])
    Project.objects.update(status_on=dt.date(2026, 8, 1))
    with time_machine.travel("2026-09-05 10:00+02:00"):
        assert "out of date" not in client.get(address).content.decode()
    with time_machine.travel("2026-09-06 10:00+02:00"):
        assert "out of date" in client.get(address).content.decode()
        FollowUp.objects.create(region=project.region, report_months=3)
        assert "out of date" not in client.get(address).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "asks"), [("reports", 2), ("report", 1), ("report-draft", 6)])
def test_each_page_asks_as_often_whatever_it_shows(rows, name, asks, django_assert_num_queries):
    project = project_with(rows)
    client = signed_in(project, Role.COORDINATOR)
    for number in range(rows):
        send(client, project)
        assert StatusReport.objects.filter(sent_at__isnull=False).count() == number + 1
    draft(client, project)
    client.get(url(project, "reports"))  # shows the messages of all that sending
    with django_assert_num_queries(ENTRY + asks):
        assert client.get(url(project, name, *((1,) if name == "report" else ()))).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_send_one_report(project):
    clients = [signed_in(project, Role.COORDINATOR) for _ in range(2)]
    forms = [sent_form(draft(client, project), "send", **whole()) for client in clients]
    barrier, answers = Barrier(2), {}

    def post(place: int) -> None:
        try:
            barrier.wait(30)
            answers[place] = clients[place].post(url(project, "report-draft"), forms[place])
        finally:
            connection.close()

    threads = [Thread(target=post, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer["Location"] for answer in answers.values()) == [url(project, "reports"), url(project, "report", 1)]
    report = StatusReport.objects.get()
    assert (report.sent_at is not None, Project.history.filter(history_change_reason=":reported").count()) == (True, 1)
