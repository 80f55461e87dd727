"""What nobody can need any more goes, and nothing else."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from portfolio.actions.housekeeping import sweep
from portfolio.celery import app
from portfolio.models import Submission, User
from portfolio.tasks import sweep_away
from tests.factories import portfolio

NOW = timezone.now()
DAY = dt.timedelta(days=1)


def signed_in(person: User, expires: dt.datetime) -> str:
    client = Client()
    client.force_login(person)
    key = client.session.session_key
    assert key
    Session.objects.filter(pk=key).update(expire_date=expires)
    UserSession.objects.get_or_create(session_key=key, defaults={"user": person, "ip": "127.0.0.1", "user_agent": "x"})
    return key


@pytest.mark.django_db
def test_ended_sessions_and_old_keys_go_and_all_else_stays() -> None:
    person = portfolio.user()
    signed_in(person, NOW - dt.timedelta(seconds=1))
    alive = signed_in(person, NOW + dt.timedelta(seconds=1))
    for age in (29, 30, 31):
        Submission.objects.create(user=person, at=NOW - age * DAY, result=f"/{age}/")
    assert sweep(now=NOW, submissions_kept=30 * DAY) == {"sessions": 1, "session notes": 1, "submissions": 1}
    assert list(Session.objects.values_list("pk", flat=True)) == [alive]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [alive]
    assert sorted(Submission.objects.values_list("result", flat=True)) == ["/29/", "/30/"]
    assert sweep(now=NOW, submissions_kept=30 * DAY) == {"sessions": 0, "session notes": 0, "submissions": 0}


@pytest.mark.django_db
def test_the_schedule_has_it_done_with_the_age_of_the_settings(settings) -> None:
    person = portfolio.user()
    Submission.objects.create(user=person, at=timezone.now() - settings.SUBMISSIONS_KEPT - DAY, result="/")
    sweep_away()
    assert Submission.objects.count() == 0
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
