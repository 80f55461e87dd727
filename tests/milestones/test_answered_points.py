"""A question that a body has answered stays as it was asked; and decision points follow a meeting that moves."""

import datetime as dt
import re
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from milestones.actions.baselines import freeze
from milestones.actions.decisions import Asked
from milestones.gates import Outcome
from milestones.models import DecisionPoint, Milestone
from portfolio.access.roles import Role
from portfolio.models import Meeting
from projects.models import Project
from tests.factories import decisions as make
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db
DAY, THEN = dt.date(2026, 10, 1), dt.date(2026, 10, 8)


@pytest.fixture
def project() -> Project:
    return projects.project()


@pytest.fixture
def point(project: Project) -> DecisionPoint:
    body = portfolio.body(project.region)
    return make.point(project, body=body, planned_on=DAY, meeting=body.meetings.create(date=DAY), basis="Notat\n")


@pytest.fixture
def client(project: Project) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region, language="en-gb"))
    return client


def url(name: str, project: Project, *more: Any) -> str:
    return reverse(name, args=[project.region.slug, project.reference, *more])


def sent_by(client: Client, address: str, **changed: str) -> HttpResponse:
    """What a browser sends of a form of a row, with some of it changed."""
    form = client.get(address).context["form"]
    values = {field.html_name: field.value() for field in form}
    sent = {name: "on" if value is True else str(value) for name, value in values.items() if value not in (None, False)}
    page = client.get(address).content.decode()
    shown, key = (re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("shown", "key"))
    return client.post(address, {**sent, "shown": shown, "key": key, "do": "save", "reason": "Ny dag", **changed})


def said(client: Client, answer: HttpResponse) -> list[str]:
    return [str(each) for each in client.get(answer["Location"]).context["messages"]]


def undo(client: Client, answer: HttpResponse) -> HttpResponse:
    page = client.get(answer["Location"])
    return client.post(next(message.extra_tags for message in page.context["messages"]))


def stands(point: DecisionPoint) -> tuple[dt.date | None, Meeting | None]:
    point.refresh_from_db()
    return point.planned_on, point.meeting


# ---- answered ----------------------------------------------------------------
CHANGES = {"number": "9", "question": "Et annet?", "planned_on": THEN.isoformat(), "precision": "month", "basis": "Ny", "mandate_version": "2"}


def test_what_a_decision_answered_is_not_rewritten_and_says_so_at_each_field(client, project, point):
    address, before = url("edit-row", project, "decision-points", point.pk), DecisionPoint.objects.values().get()
    made = make.decision(point)
    assert f'href="{url("decision", project, made.number)}"' in client.get(address).content.decode()
    answer = sent_by(client, address, **CHANGES, body=str(portfolio.body(project.region).pk))
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, sorted([*CHANGES, "body"]))
    told = f"Decision {made.number} has answered this. Put back what stood here; if the decision is wrong, correct that."
    assert answer.context["form"].errors["question"] == [told]
    assert DecisionPoint.objects.values().get() == before
    assert sent_by(client, address, is_confirmed="on").status_code == 303


def test_a_question_that_is_taken_up_again_is_rewritten(client, project, point):
    make.decision(point, Outcome.POSTPONE)
    assert sent_by(client, url("edit-row", project, "decision-points", point.pk), question="Et annet?").status_code == 303


@pytest.mark.parametrize("page", ["decision-meeting", "decision-checklist"])
def test_an_answered_point_has_no_meeting_to_choose(client, project, point, page):
    way, other = url("decision-meeting", project, point.pk), point.body.meetings.create(date=THEN)
    assert way in client.get(url("decision-point", project, point.pk)).content.decode()
    made = make.decision(point)
    assert way not in client.get(url("decision-point", project, point.pk)).content.decode()
    for ask in (client.get, client.post):
        answer = ask(url(page, project, point.pk), {"meeting": other.pk, "reason": "x"})
        assert (answer.status_code, answer["Location"]) == (303, url("decision", project, made.number))
        assert said(client, answer) == [f"Decision {made.number} has answered this question, so its meeting and its basis stay as they were."]
    assert stands(point) == (DAY, Meeting.objects.get(date=DAY))


def test_an_edit_is_not_taken_back_under_a_decision(client, project, point):
    answer = sent_by(client, url("edit-row", project, "decision-points", point.pk), question="Et annet?")
    make.decision(point)
    assert said(client, undo(client, answer)) == ["A body has decided since on “Et annet?”, so this cannot be undone here."]
    point.refresh_from_db()
    assert point.question == "Et annet?"


def test_removing_what_is_decided_says_what_can_be_done(client, project, point):
    number = make.decision(point).number
    answer = sent_by(client, url("edit-row", project, "decision-points", point.pk), do="remove")
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (
        422,
        [f"Recorded decisions answer it ({number}), so it stays. What is wrong in a decision is corrected on the decision's own page."],
    )


def test_undoing_a_move_names_the_row_that_was_changed_since(client, project, point):
    row = Milestone.objects.create(project=project, position=1, text="Utlyst", planned_on=DAY)
    asked = {"date": f"milestone-{row.pk}-last", "to": THEN.isoformat(), "reach": "after", "pace": "calendar"}
    page = client.get(url("plan-move", project), asked).content.decode()
    seen = re.search('name="seen" value="([^"]+)"', page)[1]
    client.post(url("plan-move", project), asked | {"seen": seen, "reason": "Sen"})
    back = re.search(r'action="([^"]+/move/undo/[^"]+)"', client.get(url("plan", project)).content.decode())[1]
    sent_by(client, url("edit-row", project, "decision-points", point.pk), question="Et annet?")
    client.get(url("plan", project))
    told = said(client, client.post(back))
    assert [re.sub(r"again .*?, so", "again …, so", each) for each in told] == [
        "“Et annet?” was changed again …, so all cannot be undone together. Move the rows one by one, or move the date back."
    ]


# ---- a meeting that moves ----------------------------------------------------
def meeting_address(point: DecisionPoint) -> str:
    return reverse("register-edit-row", args=[point.project.region.slug, "meetings", point.meeting_id])


def test_a_meeting_takes_its_open_points_along_and_back(client, project, point):
    confirmed = make.point(project, question="<i>Låst?", body=point.body, planned_on=DAY, meeting=point.meeting, is_confirmed=True)
    done = make.point(project, question="Svart?", body=point.body, planned_on=DAY, meeting=point.meeting)
    make.decision(done)
    page = client.get(meeting_address(point)).content.decode()
    told = ("To the meeting&#x27;s new day: Skal vi gå videre? (", "so the date stays: &lt;i&gt;Låst? (", "Svart?")
    assert [words in page for words in told] == [True, True, False]
    answer = sent_by(client, meeting_address(point), date=THEN.isoformat())
    assert (answer.status_code, [stands(each)[0] for each in (point, confirmed, done)]) == (303, [THEN, DAY, DAY])
    assert DecisionPoint.history.filter(id=point.pk).first().history_change_reason == "Ny dag"
    undo(client, answer)
    assert (stands(point), Meeting.objects.get().date) == ((DAY, Meeting.objects.get()), DAY)


def test_whoever_unticks_it_leaves_them(client, project, point):
    assert sent_by(client, meeting_address(point), date=THEN.isoformat(), moves_points="").status_code == 303
    assert (stands(point)[0], Meeting.objects.get().date) == (DAY, THEN)


def test_a_meeting_is_not_taken_back_over_what_was_decided_since(client, project, point):
    answer = sent_by(client, meeting_address(point), date=THEN.isoformat())
    make.decision(point)
    assert said(client, undo(client, answer)) == ["A body has decided since on “Skal vi gå videre?”, so this cannot be undone here."]
    assert (stands(point)[0], Meeting.objects.get().date) == (THEN, THEN)


def test_a_meeting_that_points_hang_on_is_cancelled_not_removed(client, project, point):
    answer = sent_by(client, meeting_address(point), do="remove")
    assert answer.context["form"].non_field_errors() == [
        "Decision points hang on this meeting, so it stays. Tick that it is cancelled, or choose another meeting for each of them first."
    ]


# ---- days off ----------------------------------------------------------------
HOLIDAY = "17\xa0May\xa02027 is a public holiday, or an eve when offices are closed."


def test_a_meeting_on_a_public_holiday_is_saved_with_a_remark(client, project, point):
    assert said(client, sent_by(client, meeting_address(point), date="2027-05-17")) == ["Saved.", HOLIDAY]
    key = re.search('name="key" value="([^"]*)"', client.get(bulk := reverse("register-meetings", args=[project.region.slug, point.body_id])).content.decode())[
        1
    ]
    answer = client.post(bulk, {"days": "2027-05-22, 2027-05-18, 2027-12-24", "key": key})
    eve = "24\xa0December\xa02027 is a public holiday, or an eve when offices are closed."
    assert said(client, answer)[0] == f"22\xa0May\xa02027 is a Saturday or a Sunday. {eve}"


def test_moving_a_decision_point_to_a_public_holiday_says_so_before_and_a_month_says_nothing(client, project, point):
    asked = {"date": f"decision-{point.pk}-last", "to": "2027-05-17", "reach": "after", "pace": "calendar"}
    assert client.get(url("plan-move", project), asked).content.decode().count(HOLIDAY) == 1
    address = url("edit-row", project, "decision-points", point.pk)
    assert said(client, sent_by(client, address, planned_on="2027-05-17")) == ["Saved.", HOLIDAY]
    assert said(client, sent_by(client, address, planned_on="2027-05-01", precision="month")) == ["Saved."]


# ---- how the pages read ------------------------------------------------------
def test_a_decision_prints_its_conditions_and_no_form(client, project, point):
    made = make.decision(point, Outcome.CHANGES, Asked("Avklar midler", DAY))
    page = client.get(url("decision", project, made.number)).content.decode()
    forms = re.findall(r'<form[^>]*action="([^"]+)"', page.replace('<form class="screen"', "<!").replace('<form class="gap screen"', "<!"))
    assert [each for each in forms if f"/decisions/{made.number}/" in each] == []
    assert re.findall(r'<div class="on-paper"><ol class="rows"><li><span lang="nb">(.*?)</span>', page) == ["Avklar midler"]


def test_what_would_move_is_gone_to_when_it_is_looked_through(client, project, point):
    asked = {"date": f"decision-{point.pk}-last", "to": THEN.isoformat(), "reach": "after", "pace": "calendar"}
    page = client.get(url("plan-move", project), asked)
    here = '<h2 id="ripple" class="sechead" tabindex="-1" autofocus>'
    assert ('<form method="get" action="#ripple"' in page.content.decode(), here in page.content.decode()) == (True, True)
    again = client.post(url("plan-move", project), asked | {"seen": page.context["seen"]})
    assert (again.status_code, here in again.content.decode()) == (422, False)


@pytest.mark.parametrize(("is_frozen", "head"), [(True, "In the baseline"), (False, "Planned")])
def test_the_table_of_slips_says_what_it_compares_with(client, project, point, is_frozen, head):
    if is_frozen:
        freeze(project=project, by=portfolio.user(), reason="Vedtak")
        DecisionPoint.objects.update(planned_on=THEN)
    else:
        Milestone.objects.create(project=project, position=1, text="Utlyst", planned_on=DAY, reached_on=THEN)
    page = client.get(url("plan", project)).content.decode()
    assert re.findall(r'What has moved</th><th scope="col" role="columnheader" class="r">(.*?)</th>', page) == [head]


def test_a_list_gives_a_number_and_a_date_no_more_room_than_they_need(client, project, point):
    made = make.decision(point)
    page = client.get(reverse("decisions", args=[project.region.slug])).content.decode()
    assert page.count(f'<th scope="row" role="rowheader" class="num"><a href="{url("decision", project, made.number)}">') == 1
    style = (settings.BASE_DIR / "static/css/samverk.css").read_text(encoding="utf-8")
    screen, paper = style.split("@layer s.print {")
    assert screen.count(".t.cards tbody th:is(.r, .num) { min-width: 0; }") == 1
    assert paper.count(".t .r .sub, .t .wide .st { white-space: normal; }") == 1


@pytest.mark.parametrize(("language", "told"), [("en-gb", "Postponed."), ("sv", "Uppskjutet."), ("nb", "Utsatt.")])
def test_an_outcome_is_told_as_a_fact(project, point, language, told):
    make.decision(point, Outcome.POSTPONE)
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region, language=language))
    assert [row.told[0] for row in client.get(url("plan", project)).context["page"].decisions] == [told]
