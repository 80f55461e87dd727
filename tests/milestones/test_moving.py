"""A date is moved in the browser's way: looked through, saved once, refused when the plan is another by now, and undone as one deed."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from milestones.models import DecisionPoint, Milestone, Phase, Task
from portfolio.access.roles import Role
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    project = projects.project()
    row = {"project": project, "position": 1}
    phase = Phase.objects.create(**row, number=1, name="Forberedelse", starts_on=dt.date(2026, 6, 1), ends_on=dt.date(2026, 9, 15))
    Milestone.objects.create(**row, text="Utlyst", phase=phase, planned_on=dt.date(2026, 9, 15))
    Milestone.objects.create(project=project, position=2, text="Levert", planned_on=dt.date(2026, 12, 1), forecast_on=dt.date(2026, 12, 8))
    Task.objects.create(**row, text="Sende brev", due_on=dt.date(2026, 9, 30))
    DecisionPoint.objects.create(**row, number=1, question="Videre?", planned_on=dt.date(2026, 10, 1), is_confirmed=True)
    return project


@pytest.fixture
def client(client, project):
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region, language="en-gb"))
    return client


def url(name, project, *more):
    return reverse(name, args=[project.region.slug, project.reference, *more])


def asked(project, to="2026-09-22", **more):
    return {"date": f"milestone-{Milestone.objects.get(text='Utlyst').pk}-last", "to": to, "reach": "after", "pace": "calendar", **more}


def looked_through(client, project, **more):
    """What a browser would send after looking: all that was asked for, with the digest and the key of the preview."""
    page = client.get(url("plan-move", project), asked(project, **more)).content.decode()
    seen, key = (re.search(f'name="{name}" value="([^"]+)"', page)[1] for name in ("seen", "key"))
    return asked(project, **more) | {"seen": seen, "key": key, "reason": "Leverandøren er sen"}


def dates(project):
    found = [row for model in (Phase, Milestone, Task, DecisionPoint) for row in model.objects.filter(project=project)]
    ends = [getattr(row, "forecast_on", None) or getattr(row, name) for row in found for name in ("ends_on", "due_on", "planned_on") if hasattr(row, name)]
    return [f"{day:%d.%m}" for day in ends]


BEFORE, AFTER = ["15.09", "15.09", "08.12", "30.09", "01.10"], ["22.09", "22.09", "15.12", "07.10", "01.10"]


def test_looking_through_changes_nothing_and_tells_what_moves_and_what_is_locked(client, project):
    page = client.get(url("plan-move", project), asked(project)).content.decode()
    assert [text in page for text in ("4 rows move", "Move all 4", "22\u00a0September\u00a02026", "Locked.", "Its date is confirmed.")] == [True] * 5
    assert (dates(project), Milestone.history.count()) == (BEFORE, 2)


def test_all_of_it_moves_once_with_one_reason_and_is_undone_as_one(client, project):
    sent = looked_through(client, project)
    answers = [client.post(url("plan-move", project), sent) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, url("plan", project))] * 2
    assert dates(project) == AFTER
    lines = [line for model in (Phase, Milestone, Task) for line in model.history.filter(history_type="~")]
    assert ({line.history_change_reason for line in lines}, len({line.history_date for line in lines}), len(lines)) == ({"Leverandøren er sen"}, 1, 4)
    planned = Milestone.objects.get(text="Levert").planned_on
    assert planned == dt.date(2026, 12, 1), "what was planned stays beside the forecast"
    undo = re.search(r'action="([^"]+/move/undo/[^"]+)"', client.get(url("plan", project)).content.decode())[1]
    assert client.post(undo).status_code == 303
    assert dates(project) == BEFORE
    client.post(undo)
    assert "was changed again" in client.get(url("plan", project)).content.decode()


def test_a_plan_that_somebody_moved_meanwhile_is_shown_anew(client, project):
    sent = looked_through(client, project)
    Task.objects.update(due_on=dt.date(2026, 10, 2))
    answer = client.post(url("plan-move", project), sent)
    page = answer.content.decode()
    assert (answer.status_code, "Somebody has changed the plan" in page, "9\u00a0October\u00a02026" in page, "Leverandøren er sen" in page) == (
        409,
        True,
        True,
        True,
    )
    assert dates(project)[1] == "15.09"
    again = sent | {"seen": re.search('name="seen" value="([^"]+)"', page)[1]}
    assert (client.post(url("plan-move", project), again).status_code, dates(project)[3]) == (303, "09.10")


def test_a_confirmed_date_is_unlocked_by_a_tick_and_a_reason(client, project):
    point = DecisionPoint.objects.get()
    sent = looked_through(client, project) | {"date": f"decision-{point.pk}-last", "to": "2026-10-08"}
    answer = client.post(url("plan-move", project), sent)
    assert (answer.status_code, "Tick this to move a confirmed date" in answer.content.decode(), dates(project)) == (422, True, BEFORE)
    assert client.post(url("plan-move", project), sent | {"unlock": "on"}).status_code == 303
    point.refresh_from_db()
    assert (point.planned_on, point.is_confirmed) == (dt.date(2026, 10, 8), False)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"to": "snart"}, "Write the day as"),
        ({"to": "2026-09-15"}, "That is the day it has"),
        ({"to": "0001-01-01"}, "Write a day from 1900"),
        ({"to": "1950-01-01"}, "Write a year from 1990"),
        ({"date": "x-1-last"}, "Choose one"),
    ],
)
def test_what_cannot_be_moved_says_what_to_do(client, project, fault, said):
    answer = client.get(url("plan-move", project), asked(project) | fault)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    answer = client.post(url("plan-move", project), asked(project) | fault | {"key": str(uuid.uuid4()), "reason": "x"})
    assert (answer.status_code, said in answer.content.decode(), dates(project)) == (409, True, BEFORE)


def test_a_reason_is_needed(client, project):
    answer = client.post(url("plan-move", project), looked_through(client, project) | {"reason": " "})
    assert (answer.status_code, "Say in a few words why" in answer.content.decode(), dates(project)) == (422, True, BEFORE)


def test_a_confirmed_date_stays_in_its_own_form_too(client, project):
    point = DecisionPoint.objects.get()
    address = url("edit-row", project, "decision-points", point.pk)
    page = client.get(address).content.decode()
    shown, key = (re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("shown", "key"))
    sent = {"number": 1, "question": "Videre?", "planned_on": "2026-10-09", "precision": "day", "is_confirmed": "on", "reason": "x", "shown": shown, "key": key}
    answer = client.post(address, sent)
    assert (answer.status_code, "This date is confirmed" in answer.content.decode()) == (422, True)
    del sent["is_confirmed"]
    assert "Say in a few words why" in client.post(address, sent | {"reason": ""}).content.decode()
    assert client.post(address, sent).status_code == 303
    point.refresh_from_db()
    assert (point.planned_on, point.is_confirmed) == (dt.date(2026, 10, 9), False)


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_asks_the_same_of_the_database_for_any_number_of_rows(client, project, rows, django_assert_num_queries):
    for number in range(3, 3 + rows):
        Milestone.objects.create(project=project, position=number, text="M", planned_on=dt.date(2026, 11, number))
    with django_assert_num_queries(9):
        client.get(url("plan-move", project), asked(project))
