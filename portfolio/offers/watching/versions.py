"""The versions of an offer, and which of its fields each one changed."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from portfolio.offers.board import Board
from projects.queries.offers import OWN

FIELDS: dict[str, Any] = {
    "title": _("title"),
    "text": _("letter"),
    "binding": _("what an answer is"),
    "asks_signature": _("an agreement is signed"),
    "silence": _("no answer means"),
    "late_joining": _("joining late and leaving"),
    "last_day": _("answers until"),
    "threshold": _("start threshold"),
    "project": _("the project and its dates"),
    "deliverables": _("deliverables"),
    "commitments": _("commitments"),
    "attachments": _("attachments"),
    "cost": _("cost and fee"),
    "region": _("region"),
    "currency": _("currency"),
}


@dataclass(frozen=True)
class Sent:
    """changed: by name; nothing for the first."""

    number: int
    at: dt.datetime
    changed: list[str]
    answered: int


def versions_of(board: Board) -> list[Sent]:
    """The newest first. One query."""
    older = list(board.offer.versions.exclude(pk=board.version.pk).order_by("number"))
    every = [*older, board.version]
    answered = [line.answer.version.number for line in board.lines if line.answer]
    changes = [[], *(changed(before.terms, after.terms) for before, after in pairwise(every))]
    found = [Sent(each.number, each.sent_at, names, answered.count(each.number)) for each, names in zip(every, changes, strict=True)]
    return found[::-1]


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    flat = [{**{name: value for name, value in terms.items() if name != OWN}, **terms.get(OWN, {})} for terms in (before, after)]
    return [str(label) for name, label in FIELDS.items() if flat[0].get(name) != flat[1].get(name)]
