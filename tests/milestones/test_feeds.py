"""Addresses for calendars: what they tell, read by another library than the one that wrote it; and when they stop."""

import datetime as dt
import re

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from milestones.actions import feeds
from milestones.models import CalendarFeed, DecisionPoint, Milestone, Task
from milestones.views.feeds import address
from portfolio.access.roles import Role
from portfolio.models import RoleGrant
from projects.models import ProjectRole
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def project():
    project = projects.project(name="Digital kompetanse; trinn 2, «Nå»")
    Milestone.objects.create(project=project, position=1, text="Levert", planned_on=TODAY, forecast_on=TODAY + dt.timedelta(days=9))
    Milestone.objects.create(project=project, position=2, text="For lenge siden", planned_on=TODAY - dt.timedelta(days=500))
    Milestone.objects.create(project=project, position=3, text="I 2030", planned_on=dt.date(2030, 2, 1), precision="month")
    DecisionPoint.objects.create(project=project, position=1, number=2, question="Videre?\r\nX-EVIL: 1" + "x" * 200, planned_on=TODAY)
    Task.objects.create(project=project, position=1, text="Sende brev", owner="Prosjektgruppa", due_on=TODAY)
    Task.objects.create(project=project, position=2, text="Uten dag")
    return project


@pytest.fixture
def person(project):
    return portfolio.person_with(Role.COORDINATOR, project.region, language="nb")


def issue(person, project=None):
    return feeds.issue(user=person, project=project, at=timezone.now())


def fetch(feed, **headers):
    """As a calendar does: without a session, by the address alone."""
    return Client().get(re.sub("^https?://[^/]+", "", address(feed)), **headers)


def events(answer):
    """By an independent reader: title, first day and the day after the last."""
    found = vobject.readOne(answer.content.decode())
    return {each.summary.value: (each.dtstart.value, each.dtend.value) for each in found.contents.get("vevent", [])}


def test_another_reader_finds_titles_and_dates_and_nothing_else(project, person):
    answer = fetch(issue(person, project))
    day, name = dt.timedelta(days=1), project.name
    assert (answer.status_code, answer["Content-Type"], answer.cookies.output()) == (200, "text/calendar; charset=utf-8", "")
    assert events(answer) == {
        f"Levert – {name}": (TODAY + 9 * day, TODAY + 10 * day),
        f"I 2030 – {name}": (dt.date(2030, 2, 1), dt.date(2030, 3, 1)),
        "BP 2: Videre?\nX-EVIL: 1" + "x" * 200 + f" – {name}": (TODAY, TODAY + day),
        f"Sende brev – {name}": (TODAY, TODAY + day),
    }
    text = answer.content.decode()
    assert (max(len(line.encode()) for line in text.split("\r\n")) <= 75, "\r\nX-EVIL" in text, "Prosjektgruppa" in text) == (True, False, False)
    kinds = {key for each in vobject.readOne(text).vevent_list for key in each.contents}
    assert kinds == {"uid", "dtstamp", "dtstart", "dtend", "summary", "transp"}


def test_what_has_not_changed_is_not_sent_again_and_keeps_its_name(project, person):
    feed = issue(person, project)
    first, second = fetch(feed), fetch(feed)
    assert (first.content, fetch(feed, HTTP_IF_NONE_MATCH=first["ETag"]).status_code) == (second.content, 304)
    uids = sorted(re.findall(r"UID:(\S+)", first.content.decode()))
    task = Task.objects.get(text="Sende brev")
    task.due_on = TODAY + dt.timedelta(days=3)
    task.save()
    third = fetch(feed, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (third.status_code, sorted(re.findall(r"UID:(\S+)", third.content.decode()))) == (200, uids)


def test_a_person_follows_the_projects_they_have_a_part_in_and_else_all_they_see(project, person):
    other = projects.project(project.region, name="Annet")
    Milestone.objects.create(project=other, position=1, text="M", planned_on=TODAY)
    feed = issue(person)
    assert len(events(fetch(feed))) == 5
    ProjectRole.objects.create(project=other, position=1, role="manager", user=person)
    assert list(events(fetch(feed))) == ["M – Annet"]


def end_role(feed):
    RoleGrant.objects.filter(user=feed.user).update(valid_to=TODAY - dt.timedelta(days=1))


def stop(feed):
    feeds.stop(user=feed.user, number=feed.pk, at=timezone.now())


def make_anew(feed):
    issue(feed.user, feed.project)


def leave(feed):
    feed.user.is_active = False
    feed.user.save()


@pytest.mark.parametrize("how", [end_role, leave, stop, make_anew])
@pytest.mark.parametrize("of_all", [True, False])
def test_an_address_stops_with_its_owners_access(project, person, how, of_all):
    feed = issue(person, None if of_all else project)
    assert fetch(feed).status_code == 200
    RoleGrant.objects.filter(user=person).update(valid_from=TODAY - dt.timedelta(days=9))
    how(feed)
    answers = [fetch(feed), Client().get("/me/calendar/" + "x" * 43 + ".ics")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers}) == 1, "the same page whatever the reason"


def test_nothing_stored_opens_it(project, person):
    feed = issue(person, project)
    token = address(feed).rpartition("/")[2].removesuffix(".ics")
    stored = str(CalendarFeed.objects.values().get())
    assert (len(token), token in stored, person.calendar_feeds.get().token_sha256 in stored) == (43, False, True)


# ---- the page ------------------------------------------------------------------
@pytest.fixture
def client(client, person):
    client.force_login(person)
    return client


def test_a_person_makes_replaces_and_stops_an_address(client, project, person):
    page = client.get(reverse("calendar"), {"project": project.pk}).content.decode()
    assert f'value="{project.pk}" selected' in page
    sent = {"do": "issue", "project": project.pk, "key": re.search(r'name="key" value="([^"]+)"', page)[1]}
    assert [client.post(reverse("calendar"), sent).status_code for _ in range(2)] == [303, 303]
    first = CalendarFeed.objects.get()
    assert address(first) in client.get(reverse("calendar")).content.decode()
    client.post(reverse("calendar"), {"do": "issue", "project": project.pk})
    second = CalendarFeed.objects.get(revoked_at=None)
    assert (second.pk != first.pk, fetch(first).status_code, fetch(second).status_code) == (True, 404, 200)
    client.post(reverse("calendar"), {"do": "stop", "feed": second.pk})
    assert (fetch(second).status_code, CalendarFeed.objects.filter(revoked_at=None).count()) == (404, 0)


def test_nobody_stops_or_makes_what_is_not_theirs(client, project):
    theirs = issue(portfolio.person_with(Role.COORDINATOR, project.region), project)
    assert client.post(reverse("calendar"), {"do": "stop", "feed": theirs.pk}).status_code == 303
    assert fetch(theirs).status_code == 200
    assert client.post(reverse("calendar"), {"do": "issue", "project": projects.project().pk}).status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_fetching_asks_as_often_for_any_number_of_rows(project, person, rows, django_assert_num_queries):
    for number in range(rows):
        Milestone.objects.create(project=project, position=5 + number, text="M", planned_on=TODAY)
    of_one, of_all = issue(person, project), issue(person)
    with django_assert_num_queries(3):
        fetch(of_one)
    with django_assert_num_queries(4):
        fetch(of_all)
