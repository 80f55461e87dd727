"""Decision points when dates move: what is decided stays, and a point that leaves its meeting's day takes the body's meeting of the new day, or none."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from milestones.gates import Outcome
from milestones.models import DecisionPoint, Milestone
from portfolio.access.roles import Role
from portfolio.models import Meeting
from projects.models import Project
from tests.factories import decisions as make
from tests.factories import portfolio, projects
from tests.factories.at_once import at_once

pytestmark = pytest.mark.django_db
FIRST, DAY, THEN = dt.date(2026, 9, 1), dt.date(2026, 10, 1), dt.date(2026, 10, 8)


@pytest.fixture
def project() -> Project:
    project = projects.project()
    Milestone.objects.create(project=project, position=1, text="Utlyst", planned_on=FIRST)
    return project


@pytest.fixture
def point(project: Project) -> DecisionPoint:
    """Hangs on a meeting."""
    body = portfolio.body(project.region)
    return make.point(project, body=body, planned_on=DAY, meeting=body.meetings.create(date=DAY))


def signed_in(project: Project) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region, language="en-gb"))
    return client


@pytest.fixture
def client(project: Project) -> Client:
    return signed_in(project)


def url(name: str, project: Project, *more: Any) -> str:
    return reverse(name, args=[project.region.slug, project.reference, *more])


def asked(row: Any, to: dt.date) -> dict[str, str]:
    kind = "decision" if isinstance(row, DecisionPoint) else "milestone"
    return {"date": f"{kind}-{row.pk}-last", "to": to.isoformat(), "reach": "after", "pace": "calendar"}


def looked_through(client: Client, row: Any, to: dt.date) -> tuple[str, dict[str, str]]:
    """The page, and what a browser would send after reading it."""
    page = client.get(url("plan-move", row.project), asked(row, to)).content.decode()
    seen, key = (re.search(f'name="{name}" value="([^"]+)"', page)[1] for name in ("seen", "key"))
    return page, asked(row, to) | {"seen": seen, "key": key, "reason": "Leverandøren er sen"}


def stands(point: DecisionPoint) -> tuple[dt.date | None, Meeting | None]:
    point.refresh_from_db()
    return point.planned_on, point.meeting


# ---- decided -----------------------------------------------------------------
def test_what_is_decided_stays_and_the_preview_says_why(client, project, point):
    make.decision(point, met_on=FIRST)
    page, sent = looked_through(client, Milestone.objects.get(), FIRST + dt.timedelta(days=7))
    assert ("Locked.</strong> It has been decided." in page, f'value="decision-{point.pk}-last"' in page) == (True, False)
    assert client.post(url("plan-move", project), sent).status_code == 303
    assert stands(point) == (DAY, point.meeting)
    answer = client.get(url("plan-move", project), asked(point, THEN))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["date"])


@pytest.mark.parametrize("outcome", [Outcome.POSTPONE, Outcome.SEND_BACK])
def test_a_question_that_is_taken_up_again_moves(client, project, point, outcome):
    make.decision(point, outcome, met_on=FIRST)
    _, sent = looked_through(client, point, THEN)
    assert client.post(url("plan-move", project), sent).status_code == 303
    assert stands(point) == (THEN, None)


def test_a_move_is_not_taken_back_over_what_was_decided_since(client, project, point):
    _, sent = looked_through(client, Milestone.objects.get(), FIRST + dt.timedelta(days=7))
    client.post(url("plan-move", project), sent)
    undo = re.search(r'action="([^"]+/move/undo/[^"]+)"', client.get(url("plan", project)).content.decode())[1]
    make.decision(point, met_on=FIRST)
    client.post(undo)
    assert "A body has decided since on “Skal vi gå videre?”" in client.get(url("plan", project)).content.decode()
    assert (stands(point), Milestone.objects.get().planned_on) == ((THEN, None), FIRST + dt.timedelta(days=7))


# ---- meetings ----------------------------------------------------------------
def undone(client: Client, project: Project) -> None:
    client.post(re.search(r'action="([^"]+/move/undo/[^"]+)"', client.get(url("plan", project)).content.decode())[1])


@pytest.mark.parametrize("moves", ["itself", "along"])
@pytest.mark.parametrize(("there", "told"), [
    ("none", "It leaves the meeting of 1\xa0October\xa02026. On the new day the body has none"),
    ("theirs", "It leaves the meeting of 1\xa0October\xa02026. On the new day the body has none"),
    ("cancelled", "It leaves the meeting of 1\xa0October\xa02026. On the new day the body has none"),
    ("its", "It moves from the meeting of 1\xa0October\xa02026 to the body&#x27;s meeting on the new day."),
])  # fmt: skip
def test_it_takes_the_bodys_meeting_of_the_new_day_or_none_and_undoing_brings_its_own_back(client, project, point, moves, there, told):
    before, body = point.meeting, portfolio.body(project.region) if there == "theirs" else point.body
    other = body.meetings.create(date=THEN, is_cancelled=there == "cancelled") if there != "none" else None
    row, to = (point, THEN) if moves == "itself" else (Milestone.objects.get(), FIRST + (THEN - DAY))
    page, sent = looked_through(client, row, to)
    assert (page.count(told), stands(point)) == (1, (DAY, before))
    assert client.post(url("plan-move", project), sent).status_code == 303
    assert stands(point) == (THEN, other if there == "its" else None)
    undone(client, project)
    assert stands(point) == (DAY, before)


def test_a_point_whose_meeting_has_moved_comes_back_to_it(client, project, point):
    Meeting.objects.update(date=THEN)
    page, sent = looked_through(client, point, THEN)
    assert ("It leaves" in page, "It moves from" in page, client.post(url("plan-move", project), sent).status_code) == (False, False, 303)
    assert stands(point) == (THEN, Meeting.objects.get())


def test_a_meeting_that_came_since_the_preview_is_looked_through_first(client, project, point):
    _, sent = looked_through(client, point, THEN)
    meeting = point.body.meetings.create(date=THEN)
    answer = client.post(url("plan-move", project), sent)
    assert (answer.status_code, "It moves from" in answer.content.decode(), stands(point)[0]) == (409, True, DAY)
    again = sent | {"seen": answer.context["seen"]}
    assert (client.post(url("plan-move", project), again).status_code, stands(point)) == (303, (THEN, meeting))


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_asks_the_same_of_the_database_for_any_number_of_meetings(client, project, point, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        body = portfolio.body(project.region)
        make.point(project, body=body, planned_on=THEN, meeting=body.meetings.create(date=dt.date(2026, 11, number)))
    with django_assert_num_queries(9):
        client.get(url("plan-move", project), asked(point, THEN))


# ---- two at once -------------------------------------------------------------
def edit_of(client: Client, row: Milestone) -> tuple[str, dict[str, str]]:
    address = url("edit-row", row.project, "milestones", row.pk)
    page = client.get(address)
    shown, key = (re.search(f'name="{name}" value="([^"]*)"', page.content.decode())[1] for name in ("shown", "key"))
    return address, {"text": "Utlyst", "planned_on": "2026-09-20", "precision": "day", "reason": "Sommerferie", "shown": shown, "key": key}


@pytest.mark.embedded
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["move", "edit"])
def test_of_two_who_change_the_same_date_at_once_one_wins_and_the_other_sees_it(project, point, other):
    """A whole ripple or nothing of it; whoever comes second gets 409 with what stands now, and nothing that was typed is lost."""
    row, clients, meeting = Milestone.objects.get(), [signed_in(project) for _ in range(2)], point.meeting
    sent = [(url("plan-move", project), looked_through(clients[0], row, dt.date(2026, 9, 8))[1])]
    sent.append(edit_of(clients[1], row) if other == "edit" else (url("plan-move", project), looked_through(clients[1], row, dt.date(2026, 9, 11))[1]))
    answers = at_once([lambda place=place: clients[place].post(*sent[place]) for place in range(2)])
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    first_won = answers[0].status_code == 303
    days = 7 if first_won else 10
    ends = {"move": (FIRST + dt.timedelta(days=days), DAY + dt.timedelta(days=days)), "edit": (dt.date(2026, 9, 20), DAY)}
    row.refresh_from_db()
    assert (row.planned_on, stands(point)[0]) == ends["move" if first_won else other]
    assert point.meeting == (meeting if other == "edit" and not first_won else None)
    assert [model.history.filter(history_type="~").count() for model in (Milestone, DecisionPoint)] == [1, int(first_won or other == "move")]
    lost = answers[int(first_won)].content.decode()
    assert ("Leverandøren er sen" if other == "move" or not first_won else "Sommerferie") in lost
