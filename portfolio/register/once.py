"""A form that is posted twice acts once: its key, and what it led to the first time."""

import uuid
from collections.abc import Mapping
from typing import Any

from portfolio.models import Submission, User


def key_of(data: Mapping[str, Any] | None) -> uuid.UUID:
    """The key that the form came with; a form without one gets a new one, so it is never mistaken for another."""
    try:
        return uuid.UUID(str(data["key"])) if data else uuid.uuid4()
    except (KeyError, ValueError):
        return uuid.uuid4()


def done_before(key: uuid.UUID, user: User) -> Submission | None:
    return Submission.objects.filter(key=key, user=user).first()
