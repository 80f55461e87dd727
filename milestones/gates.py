"""What a decision point lacks before its body can decide, and what is due before its meeting. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portfolio.lib import workdays

FREEZE_DAYS = 2
"""Working days between a mandate that stands still and papers that leave: the file is made and read through meanwhile."""


class Outcome(StrEnum):
    CONTINUE = "continue"
    CHANGES = "changes"
    SEND_BACK = "send_back"
    POSTPONE = "postpone"
    STOP = "stop"


CLOSING = frozenset({Outcome.CONTINUE, Outcome.CHANGES, Outcome.STOP})
"""The question is answered; after the others the body takes it up again."""
GOING_ON = frozenset({Outcome.CONTINUE, Outcome.CHANGES})


def approves(outcome: str, mandate_version: str) -> bool:
    """Whoever lets a project go on approves the version of the mandate that the question named."""
    return bool(mandate_version) and outcome in GOING_ON


class Reply(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_RELEVANT = "not_relevant"


class Gap(StrEnum):
    """date: none is planned. cancelled: the meeting is. moved: date or body are no longer the meeting's. papers: the body has not agreed when they are due.

    answers: questions of the checklist without an answer. no: those answered with no.
    """

    BODY = "body"
    DATE = "date"
    CANCELLED = "cancelled"
    MOVED = "moved"
    PAPERS = "papers"
    BASIS = "basis"
    MANDATE = "mandate"
    ANSWERS = "answers"
    NO = "no"


@dataclass(frozen=True)
class Sitting:
    """A body's meeting. papers_days: working days before it that papers are due; None while nothing is agreed."""

    day: dt.date
    body: str
    papers_days: int | None
    is_cancelled: bool = False

    def papers_due(self, country: str) -> dt.date | None:
        return None if self.papers_days is None else workdays.back(self.day, self.papers_days, country)

    def mandate_due(self, country: str) -> dt.date | None:
        """When the mandate must stand still."""
        return None if self.papers_days is None else workdays.back(self.day, self.papers_days + FREEZE_DAYS, country)


@dataclass(frozen=True)
class Asked:
    """A question of the checklist and its answer, "" while there is none."""

    text: str
    reply: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Gate:
    """A decision point as far as it is prepared. needs_mandate: the project has one, so that the decision should say which version it rests on."""

    body: str = ""
    planned_on: dt.date | None = None
    sitting: Sitting | None = None
    basis: str = ""
    mandate_version: str = ""
    needs_mandate: bool = False
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Missing:
    """about: the questions that it is about."""

    gap: Gap
    about: tuple[str, ...] = ()


def missing(gate: Gate) -> tuple[Missing, ...]:
    """In the order in which one sees to it."""
    return tuple(found(gate))


def found(gate: Gate) -> Iterable[Missing]:
    if not gate.body:
        yield Missing(Gap.BODY)
    if gate.planned_on is None:
        yield Missing(Gap.DATE)
    if gate.sitting:
        yield from at_meeting(gate, gate.sitting)
    if not gate.basis.strip():
        yield Missing(Gap.BASIS)
    if gate.needs_mandate and not gate.mandate_version:
        yield Missing(Gap.MANDATE)
    if refused := tuple(each.text for each in gate.asked if each.reply == Reply.NO):
        yield Missing(Gap.NO, refused)
    if unanswered := tuple(each.text for each in gate.asked if not each.reply):
        yield Missing(Gap.ANSWERS, unanswered)


def at_meeting(gate: Gate, sitting: Sitting) -> Iterable[Missing]:
    if sitting.is_cancelled:
        yield Missing(Gap.CANCELLED)
    elif (sitting.day, sitting.body) != (gate.planned_on, gate.body):
        yield Missing(Gap.MOVED)
    if sitting.papers_days is None:
        yield Missing(Gap.PAPERS)
