"""Where a party stands, as a symbol and a word, and what is to be said of it beside."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portfolio.models import Delivery
from portfolio.offers.board import Line
from portfolio.overview.marks import Mark
from portfolio.templatetags.portfolio_format import day
from projects.models import Answer
from projects.models.answer import CHOICE_LABELS
from projects.offering import Choice, Place, Wait, is_silent, is_willing
from projects.verdict import Doubt
from projects.wording.parties import PLACES

Fate = Delivery.State


class Group(StrEnum):
    """In this order they stand on the board."""

    JOINS = "joins"
    FAILS = "fails"
    SILENT = "silent"
    NO = "no"


GROUP_NAMES: dict[Group, Any] = {
    Group.JOINS: gettext_lazy("Joins now"),
    Group.FAILS: gettext_lazy("Yes, but the condition does not hold yet"),
    Group.SILENT: gettext_lazy("Has not answered"),
    Group.NO: gettext_lazy("No"),
}
FINAL_NAMES: dict[Group, Any] = {
    Group.JOINS: gettext_lazy("Joins"),
    Group.FAILS: gettext_lazy("Said yes and does not join"),
    Group.SILENT: gettext_lazy("Did not answer"),
    Group.NO: gettext_lazy("No"),
}
"""Once a person has concluded."""
STATES: dict[Place, tuple[str, str, Any]] = {
    Place.ACKNOWLEDGED: ("open", "", gettext_lazy("Has asked")),
    Place.PREPARING: ("pause", "", gettext_lazy("Needs more time")),
    Place.SAID_YES: ("good", "info", gettext_lazy("Yes")),
    Place.SAID_YES_IF: ("half", "info", gettext_lazy("Yes, if")),
    Place.SAID_NO: ("no", "", gettext_lazy("No")),
    Place.POSTPONED: ("pause", "", gettext_lazy("Postponed")),
    Place.DECIDED: ("done", "info", gettext_lazy("Yes, decided")),
    Place.DECIDED_IF: ("half", "info", gettext_lazy("Yes, if; decided")),
    Place.DECIDED_NO: ("no", "", gettext_lazy("No, decided")),
    Place.SIGNED: ("done", "info", gettext_lazy("Yes, signed")),
    Place.EVIDENCED: ("done", "info", gettext_lazy("Yes, extract received")),
    Place.CONFIRMED: ("done", "good", gettext_lazy("Yes, confirmed")),
}
MAILS: dict[str, tuple[str, str, Any]] = {
    Fate.WAITING: ("draft", "", gettext_lazy("On its way")),
    Fate.SENDING: ("draft", "", gettext_lazy("On its way")),
    Fate.SENT: ("none", "", gettext_lazy("Sent")),
    Fate.CANCELLED: ("watch", "watch", gettext_lazy("Not sent")),
    Fate.FAILED: ("bad", "bad", gettext_lazy("Did not arrive")),
    Fate.BOUNCED: ("bad", "bad", gettext_lazy("Came back")),
}
REFUSED = (Fate.FAILED, Fate.BOUNCED)
WAITS: dict[Wait, Any] = {
    Wait.DECISION: gettext_lazy("decision awaited"),
    Wait.SIGNATURE: gettext_lazy("decided but unsigned"),
    Wait.EXTRACT: gettext_lazy("no extract of the minutes yet"),
    Wait.CONFIRMATION: gettext_lazy("to be confirmed by the office"),
}


def group_of(line: Line) -> Group:
    if line.joins:
        return Group.JOINS
    if is_willing(line.standing):
        return Group.FAILS
    return Group.SILENT if is_silent(line.standing) else Group.NO


def state_of(line: Line) -> Mark:
    """Nobody has opened anything until a person has sent something: that a link was fetched says nothing. A mail's fate counts while it is all there is."""
    if line.place is Place.INVITED:
        symbol, tone, word = MAILS[line.mail.state] if line.mail else ("none", "", capfirst(PLACES[Place.INVITED]))  # on paper
    else:
        symbol, tone, word = STATES[line.place]
    return Mark(symbol, tone, str(word))


def is_refused(line: Line) -> bool:
    return line.mail is not None and line.mail.state in REFUSED


def remarks(line: Line, is_open: bool) -> Iterator[str]:
    """What whoever reads the board should not overlook. is_open: they may read who answered."""
    if line.answer and line.answer.level == Answer.Level.ACCOUNT:
        yield _("answered signed in, %(name)s") % {"name": line.answer.by.name} if is_open and line.answer.by else _("answered signed in")
    if line.is_older and line.answer:
        yield _("answered on version %(n)s") % {"n": line.answer.version.number}
    if line.standing.contradicts:
        yield _("answer and decision contradict each other: ask")
    if line.late:
        yield _("came too late: %(answer)s, %(day)s") % {
            "answer": CHOICE_LABELS[Choice(line.late.choice)],
            "day": day(timezone.localdate(line.late.received_at)),
        }
    if is_refused(line) and line.place is not Place.INVITED:
        yield _("the newest mail did not arrive")


def doubt_text(doubt: Doubt, n: int) -> str:
    told = {"n": n}
    return {
        Doubt.SILENT: ngettext("%(n)s has not answered.", "%(n)s have not answered.", n),
        Doubt.CONDITION_FAILS: ngettext("%(n)s has said yes with a condition that does not hold.", "%(n)s have said yes with conditions that do not hold.", n),
        Doubt.OLDER_VERSION: ngettext("%(n)s of those who join answered on older terms.", "%(n)s of those who join answered on older terms.", n),
        Doubt.UNDECIDED: ngettext("%(n)s of those who join has no formal decision yet.", "%(n)s of those who join have no formal decision yet.", n),
        Doubt.CONTRADICTS: ngettext(
            "Of %(n)s party, answer and decision contradict each other.", "Of %(n)s parties, answer and decision contradict each other.", n
        ),
        Doubt.LATE: ngettext("%(n)s answer came after the end and is not counted.", "%(n)s answers came after the end and are not counted.", n),
        Doubt.LARGER_MAY_EXIST: _("There may be a larger group whose conditions all hold: there are too many to try them all."),
    }[doubt] % told
