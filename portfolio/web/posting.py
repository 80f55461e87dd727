"""What a form carries besides its fields: the digest of what was shown, and a key by which it acts once."""

import datetime as dt
import enum
import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.actions.submissions import remember
from portfolio.lib.differences import Piece, differences
from portfolio.models import Organisation, Submission, User
from portfolio.statements import Statement, given, given_key
from portfolio.templatetags.portfolio_format import day
from portfolio.web.fields import named

LONG = 60  # letters
OURS = ("csrfmiddlewaretoken", "kept", "shown", "key", "do")


class SeeOther(HttpResponseRedirect):
    status_code = 303


def digest(values: Mapping[str, Any]) -> str:
    """Of everything that a form shows of a row; two people who saw the same have the same."""
    return hashlib.sha256(json.dumps(sorted((name, str(value if value is not None else "")) for name, value in values.items())).encode()).hexdigest()[:32]


def key_of(data: Mapping[str, Any] | None) -> uuid.UUID:
    """The key that the form came with; a form without one gets a new one, so it is never mistaken for another."""
    try:
        return uuid.UUID(str(data["key"])) if data else uuid.uuid4()
    except (KeyError, ValueError):
        return uuid.uuid4()


DONE = Statement(lambda: Submission.objects.filter(key=given_key("key"), user=given("user")).order_by())


def done_before(key: uuid.UUID, user: User) -> Submission | None:
    return next(iter(DONE.rows(key=key, user=user.pk)), None)


def note(key: uuid.UUID, user: User, result: str) -> None:
    remember(key=key, user=user, result=result, at=timezone.now())


# ---- two texts side by side ----------------------------------------------------
class Change(enum.Enum):
    """Who has changed a field since the form was opened. Where that is not known, it counts as both."""

    NONE, THEIRS, MINE, BOTH = "none", "theirs", "mine", "both"


@dataclass(frozen=True)
class Pair:
    label: str
    theirs: str
    mine: str
    change: Change = Change.BOTH

    @property
    def differs(self) -> bool:
        return self.theirs != self.mine

    @property
    def is_theirs(self) -> bool:
        return self.change is Change.THEIRS

    @property
    def is_mine(self) -> bool:
        return self.change is Change.MINE and self.differs

    @property
    def pieces(self) -> list[Piece]:
        """Word by word, where there is more to read than one sees at a glance."""
        return differences(self.theirs, self.mine) if self.differs and max(len(self.theirs), len(self.mine)) > LONG else []


def both_texts(
    data: Any, *, pairs: list[Pair], shown: str, key: uuid.UUID, do: str, last: Any, back: str, sent: list[tuple[str, str]] | None = None
) -> dict[str, Any]:
    """What editing/_both.html shows.

    data: what was posted. shown: the digest of what stands. do: what the button sends. last: the latest line of history. sent: what is sent again, when
    that is not all that was posted.
    """
    by, at = (last.history_user, last.history_date) if last else (None, None)
    joins = any(pair.is_theirs for pair in pairs) and not any(pair.differs and pair.change is Change.BOTH for pair in pairs)
    return {
        "pairs": pairs,
        "typed": typed(data) if sent is None else sent,
        "shown": shown,
        "key": key,
        "do": do,
        "by": by,
        "at": at,
        "back": back,
        "joins": joins,
    }


def worded(field: Any, value: Any) -> str:
    """A value as a person reads it, whether it is stored (a number of a row) or cleaned (the row)."""
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ModelChoiceField):
        rows: Any = field.queryset
        value = rows.model._default_manager.filter(pk=value).first() if isinstance(value, int) else value
        return field.label_from_instance(value) if value else "–"
    if isinstance(field, forms.MultipleChoiceField):
        names: Any = dict(field.choices)  # type: ignore[arg-type]
        return ", ".join(str(names.get(each, each)) for each in value) or "–"
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    if isinstance(field, forms.DateField):
        return day(value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return named(value) if isinstance(value, Organisation) else str(field.prepare_value(value))


def typed(data: Any) -> list[tuple[str, str]]:
    """Everything that was typed, to be sent again."""
    return [(name, value) for name, values in data.lists() if name not in OURS for value in values]
