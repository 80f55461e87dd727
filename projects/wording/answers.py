"""An answer in words, as it is looked at before it is sent, read afterwards and written in the receipt."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.templatetags.portfolio_format import day, money, number
from projects.models import Answer
from projects.offering import Choice


@dataclass(frozen=True)
class Summary:
    """lines: (label, value) in the page's language; is_own marks somebody's own words."""

    choice: Choice
    headline: str
    lines: tuple[tuple[str, str], ...]


def summary_of(said: Any, currency: str) -> Summary:
    """Of an Answer, or of one that is about to be stored and has the same fields."""
    choice = Choice(said.choice)
    return Summary(choice, headline(choice), tuple(line for line in lines(said, currency) if line[1]))


def headline(choice: Choice) -> str:
    return {
        Choice.JOINS: _("Yes, we join"),
        Choice.JOINS_IF: _("Yes, but only if …"),
        Choice.DECLINES: _("No, not this time"),
        Choice.NEEDS_TIME: _("We have not decided yet"),
    }[choice]


def lines(said: Any, currency: str) -> Iterator[tuple[str, str]]:
    for each in said.conditions.select_related("organisation") if isinstance(said, Answer) else said.conditions:
        yield _("Only if"), condition(each, currency)
    if said.needs_until:
        yield _("The case comes up on"), day(said.needs_until)
    yield _("Decided by"), said.body
    yield _("Reason or comment"), said.reason
    yield _("Formal decision"), said.decision
    yield _("Answered by"), f"{said.name}, {said.title}"
    yield _("On behalf of"), said.authority


def condition(each: Any, currency: str) -> str:
    n = each.number or 0
    words = {
        "participants": lambda: ngettext("at least %(n)s municipality joins", "at least %(n)s municipalities join", n) % {"n": n},
        "figure": lambda: _("those who join have at least %(n)s inhabitants") % {"n": number(n)},
        "fee": lambda: _("we pay at most %(sum)s") % {"sum": money(n, currency)},
        "with": lambda: _("%(name)s joins too") % {"name": each.organisation},
        "grant": lambda: _("the grant %(name)s is awarded") % {"name": each.grant},
    }
    return words[each.kind]()
