"""Everything that writes about people."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession

from portfolio import outbox
from portfolio.models import User


def choose_language(*, user: User, language: str) -> User:
    user.language = language
    user.save(update_fields=["language"])
    return user


def choose_reminders(*, user: User, wish: str) -> User:
    """What is planned already follows: reminders are planned anew."""
    user.reminders_as = wish
    user.save(update_fields=["reminders_as"])
    outbox.changed()
    return user


def end_sessions(sessions: Iterable[UserSession]) -> None:
    """Whoever uses one of these sessions has to sign in again at the next request."""
    for session in sessions:
        session.end()
