"""Sessions as Django keeps them in the database. Every page of a signed-in person reads one, so it is read by a statement that is written once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from portfolio.statements import Statement, given_moment, given_text

CURRENT = Statement(
    lambda: Session.objects.filter(session_key=given_text("key"), expire_date__gt=given_moment("now")).order_by().values_list("session_data", flat=True)
)


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        found = CURRENT.rows(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None  # what the visitor sent is no session, so the next one gets a key of its own
            return {}
        return self.decode(found[0])
