"""An offer from draft to conclusion, and where each party stands with it. Pure."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

DAY = dt.timedelta(days=1)


class State(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CONCLUDED = "concluded"


STEPS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.OPEN}),
    State.OPEN: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN, State.CONCLUDED}),  # open once more: the day is moved
    State.CONCLUDED: frozenset(),
}


class Binding(StrEnum):
    """What an answer is: a letter of intent, or a decision that binds."""

    INTENT = "intent"
    FORMAL = "formal"


class Choice(StrEnum):
    JOINS = "joins"
    JOINS_IF = "joins_if"
    DECLINES = "declines"
    NEEDS_TIME = "needs_time"


WILLING = frozenset({Choice.JOINS, Choice.JOINS_IF})


class Silence(StrEnum):
    """What no answer comes to. That silence joins cannot be chosen: nobody owes money for not having answered."""

    DECLINES = "declines"
    ASKED_AGAIN = "asked_again"


class Ruling(StrEnum):
    """What a party's own body decided."""

    YES = "yes"
    YES_IF = "yes_if"
    NO = "no"
    POSTPONED = "postponed"


AGREED = frozenset({Ruling.YES, Ruling.YES_IF})


class Lag(StrEnum):
    """A body has decided since the offer was concluded, and its party's place in the project does not follow yet."""

    STILL_IN = "still_in"  # decided no, still takes part
    NOT_IN = "not_in"  # decided yes, does not take part yet


class Outcome(StrEnum):
    STARTS = "starts"
    DOES_NOT_START = "does_not_start"


def fingerprint(content: Any) -> str:
    """SHA-256 of what JSON can say, whatever order its fields came in: the same terms have the same."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def may_step(now: State, then: State) -> bool:
    return then in STEPS[now]


# ---- days and instants -------------------------------------------------------
def closing_of(last_day: dt.date, zone: str) -> dt.datetime:
    """The first instant, in UTC, at which an answer is late: the midnight that ends the last day where the region is. zone: of the IANA."""
    return dt.datetime.combine(last_day + DAY, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)


def last_day_of(closes_at: dt.datetime, zone: str) -> dt.date:
    """The last day on which one can answer, as pages and mails say it."""
    return (closes_at - dt.timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()


def takes_answers(state: State, closes_at: dt.datetime | None, now: dt.datetime) -> bool:
    """The day that was promised ends it, whether or not somebody has closed it by then."""
    return state is State.OPEN and closes_at is not None and now < closes_at


def may_close(closes_at: dt.datetime, now: dt.datetime, unanswered: int) -> bool:
    """Not while somebody still has time: the day was promised to each."""
    return now >= closes_at or not unanswered


# ---- where a party stands ------------------------------------------------------
class Place(StrEnum):
    """In the order in which a party comes along; a no and a wait stand beside the way."""

    INVITED = "invited"
    ACKNOWLEDGED = "acknowledged"  # a person has sent something: a question
    PREPARING = "preparing"
    SAID_YES = "said_yes"
    SAID_YES_IF = "said_yes_if"
    SAID_NO = "said_no"
    POSTPONED = "postponed"
    DECIDED = "decided"
    DECIDED_IF = "decided_if"
    DECIDED_NO = "decided_no"
    SIGNED = "signed"
    EVIDENCED = "evidenced"
    CONFIRMED = "confirmed"


class Wait(StrEnum):
    """What is waited for from a party, each with reminders of its own; the last one is the office's to do."""

    ANSWER = "answer"
    LOCAL_MEETING = "local_meeting"
    DECISION = "decision"
    SIGNATURE = "signature"  # decided but unsigned
    EXTRACT = "extract"  # signed, or nothing to sign, but no extract of the minutes
    CONFIRMATION = "confirmation"


@dataclass(frozen=True)
class Standing:
    """What is known of one party. said, answered_version: of the answer that holds; ruled: of its own body's decision."""

    said: Choice | None = None
    answered_version: int | None = None
    has_asked: bool = False
    ruled: Ruling | None = None
    is_signed: bool = False
    has_extract: bool = False
    is_confirmed: bool = False

    @property
    def contradicts(self) -> bool:
        """What was answered and what was decided do not go together: a person must ask."""
        if self.said is None or self.ruled is None:
            return False
        return (self.said in WILLING and self.ruled is Ruling.NO) or (self.said is Choice.DECLINES and self.ruled in AGREED)


SAID = {Choice.JOINS: Place.SAID_YES, Choice.JOINS_IF: Place.SAID_YES_IF, Choice.DECLINES: Place.SAID_NO, Choice.NEEDS_TIME: Place.PREPARING}
RULED = {Ruling.YES: Place.DECIDED, Ruling.YES_IF: Place.DECIDED_IF, Ruling.NO: Place.DECIDED_NO, Ruling.POSTPONED: Place.POSTPONED}


def place(party: Standing) -> Place:
    """A decision of its body says more than an answer, evidence more than a decision."""
    if party.ruled in AGREED:
        for reached, name in ((party.is_confirmed, Place.CONFIRMED), (party.has_extract, Place.EVIDENCED), (party.is_signed, Place.SIGNED)):
            if reached:
                return name
    if party.ruled:
        return RULED[party.ruled]
    if party.said:
        return SAID[party.said]
    return Place.ACKNOWLEDGED if party.has_asked else Place.INVITED


def wait(party: Standing, binding: Binding, asks_signature: bool) -> Wait | None:
    """The next thing that is waited for; None where nothing is: it is confirmed, or it has said no."""
    if party.ruled is Ruling.POSTPONED or (party.ruled is None and party.said is Choice.NEEDS_TIME):
        return Wait.LOCAL_MEETING
    if party.ruled in AGREED:
        return next(after_decision(party, asks_signature), None)
    if party.ruled is Ruling.NO or party.said is Choice.DECLINES:
        return None
    if party.said is None:
        return Wait.ANSWER
    return Wait.DECISION if binding is Binding.FORMAL else None


def after_decision(party: Standing, asks_signature: bool) -> Iterator[Wait]:
    if party.is_confirmed:
        return
    if asks_signature and not party.is_signed:
        yield Wait.SIGNATURE
    if not party.has_extract:
        yield Wait.EXTRACT
    yield Wait.CONFIRMATION


def is_on_older(party: Standing, version: int) -> bool:
    """Answered on terms that have changed since."""
    return party.answered_version is not None and party.answered_version < version


def is_willing(party: Standing) -> bool:
    """Counts for the coalition: its body's word before its contact's."""
    if party.ruled in (Ruling.YES, Ruling.YES_IF, Ruling.NO):
        return party.ruled is not Ruling.NO
    return party.said in WILLING


def is_silent(party: Standing) -> bool:
    """Has neither joined nor declined; whoever needs more time than there was is silent in the end."""
    return party.ruled in (None, Ruling.POSTPONED) and party.said in (None, Choice.NEEDS_TIME)
