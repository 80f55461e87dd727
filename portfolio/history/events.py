"""What never changes keeps no history of its own: its stamps tell who recorded it, and when."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Field, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones.gates import Outcome
from milestones.models import Baseline, Decision
from milestones.wording.gates import outcome_word
from portfolio.exchange.pen import REASON as DOSSIER
from portfolio.history.kind import Kind
from portfolio.models import User

Own = Callable[[str], SafeString]
EVERY = Q()


@dataclass(frozen=True)
class Event(Kind):
    """at, by: the columns that say when and by whom. which: of which rows it is told. pattern: takes the row, and gives the sentence with its parts."""

    at: str = ""
    by: str = ""
    taken: str = ""
    """The column that says when it was taken over from a dossier: the deed here is then of that moment, and of nobody of here."""
    reason: str = "reason"
    """The column that says why; "" where that is not for everybody who reads the sentence."""
    along: tuple[str, ...] = ()
    """What the sentence names besides, read with the rows."""
    which: Q = EVERY
    tell: Callable[[Any, Own], tuple[str, dict[str, Any]]] = lambda row, own: ("", {})

    @property
    def columns(self) -> list["Field[Any, Any]"]:
        return []


@dataclass(frozen=True)
class Stamped:
    """As a line of history has it."""

    row: Any
    history_id: int
    history_date: dt.datetime
    history_user: User | None
    history_change_reason: str
    history_type: str = "+"

    @property
    def id(self) -> int:
        return self.history_id


def stamped(kind: Event, owner: int) -> QuerySet[Any]:
    """The rows of the project, with the names that lines of history have."""
    rows = kind.model._default_manager.filter(kind.which, **{"__".join(kind.path): owner, f"{kind.at}__isnull": False})
    at = Coalesce(kind.taken, kind.at) if kind.taken else F(kind.at)
    return rows.annotate(history_date=at, history_id=F("pk"), history_user=F(kind.by)).order_by()


def lines(kind: Event, which: Q) -> list[Stamped]:
    """which: by history_id."""
    rows = kind.model._default_manager.annotate(history_id=F("pk")).filter(which).select_related(kind.by, *kind.along)
    return [line_of(kind, row) for row in rows]


def line_of(kind: Event, row: Any) -> Stamped:
    if taken := getattr(row, kind.taken) if kind.taken else None:
        return Stamped(row, row.pk, taken, None, DOSSIER)
    return Stamped(row, row.pk, getattr(row, kind.at), getattr(row, kind.by), getattr(row, kind.reason, "") if kind.reason else "")


# ---- in words ----------------------------------------------------------------
def decided(row: Decision, own: Own) -> tuple[str, dict[str, Any]]:
    parts = {"number": row.number, "question": own(row.question), "outcome": outcome_word(Outcome(row.outcome))}
    if row.replaces:
        return _("%(who)s replaced decision %(old)s by decision %(number)s on “%(question)s”: %(outcome)s."), parts | {"old": row.replaces.number}
    return _("%(who)s recorded decision %(number)s on “%(question)s”: %(outcome)s."), parts


def minuted(row: Decision, own: Own) -> tuple[str, dict[str, Any]]:
    return _("%(who)s added the minutes to decision %(number)s on “%(question)s”."), {"number": row.number, "question": own(row.question)}


def frozen(row: Baseline, own: Own) -> tuple[str, dict[str, Any]]:
    return _("%(who)s froze the plan as baseline %(number)s."), {"number": row.number}


ADDED_LATER = Q(minutes_added_at__gt=F("recorded_at"))
"""A correction carries the minutes of the old decision along; they were added then."""
TAKEN = "imported_at"
EVENTS = [
    Event(
        "decisions",
        Decision,
        gettext_lazy("Recorded decisions"),
        ("project",),
        tab="plan",
        at="recorded_at",
        by="recorded_by",
        taken=TAKEN,
        along=("replaces",),
        tell=decided,
    ),
    Event(
        "minutes", Decision, gettext_lazy("Minutes"), ("project",), tab="plan", at="minutes_added_at", by="minutes_added_by", which=ADDED_LATER, tell=minuted
    ),
    Event("baselines", Baseline, gettext_lazy("Baselines"), ("project",), tab="plan", at="frozen_at", by="frozen_by", taken=TAKEN, tell=frozen),
]
