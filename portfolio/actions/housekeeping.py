"""What is swept away when nobody can need it any more. Forms sent after the session had ended need none: what was typed is kept in the page alone."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from portfolio.models import Submission


@transaction.atomic
def sweep(*, now: dt.datetime, submissions_kept: dt.timedelta) -> dict[str, int]:
    """How many rows went, by kind: sessions that have ended, what told of them on people's pages, and keys of forms older than submissions_kept."""
    ended, _ = Session.objects.filter(expire_date__lt=now).delete()
    told, _ = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    posted, _ = Submission.objects.filter(at__lt=now - submissions_kept).delete()
    return {"sessions": ended, "session notes": told, "submissions": posted}
