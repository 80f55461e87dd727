"""What somebody is asked to give besides money, in words: the same on the page of a link and in every paper."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portfolio.lib import formats
from portfolio.templatetags.portfolio_format import page_language
from projects.models import Commitment
from projects.models.project import Certainty

FEES = frozenset({"avgift", "deltagaravgift", "deltagandeavgift", "deltakeravgift", "deltakaravgift", "participation fee"})
"""What the fee itself is called among commitments."""
SIDES = (Commitment.Side.EACH_PARTICIPANT, Commitment.Side.SOME_PARTICIPANTS)


def about(text: str, certainty: str) -> str:
    return formats.NB.join((pgettext("roughly", "about"), text)) if certainty == Certainty.APPROXIMATE else text


def extent(promise: Mapping[str, Any], language: str) -> str:
    """About 10 persons, about 250 hours each. promise: a commitment's persons, least, most, unit and certainty."""
    certainty, people = promise["certainty"], promise.get("persons")
    persons = ngettext("%(count)s person", "%(count)s persons", people) % {"count": people} if people else ""
    if promise["least"] is None:
        return about(persons, certainty) if persons else ""
    plural = promise["most"] or promise["least"]
    least, most = formats.number(promise["least"], language), formats.number(plural, language)
    quantity = about(in_units(promise["unit"], plural, bool(persons)) % {"count": least if least == most else f"{least}–{most}"}, certainty)
    if not persons:
        return quantity
    return _("%(persons)s, %(quantity)s each") % {"persons": about(persons, certainty), "quantity": quantity}


def in_units(unit: str, plural: int, is_each: bool) -> str:
    """ "%(count)s hours"; of hours that nobody's number is told for, all together."""
    return {
        Commitment.Unit.POST_PERCENT: _("%(count)s%% of a post"),
        Commitment.Unit.HOURS: ngettext("%(count)s hour", "%(count)s hours", plural)
        if is_each
        else ngettext("%(count)s hour in all", "%(count)s hours in all", plural),
        Commitment.Unit.HOURS_MONTH: ngettext("%(count)s hour a month", "%(count)s hours a month", plural),
        Commitment.Unit.MEETINGS: ngettext("%(count)s meeting", "%(count)s meetings", plural),
    }[Commitment.Unit(unit)]


def promised(terms: Mapping[str, Any]) -> Iterator[str]:
    """What each participant is asked for besides money; then what some of them are."""
    for each in asked_for(terms):
        about_it = ", ".join(filter(None, (each["title"], how_much(each))))
        paid = _("You are paid for it.") if each["is_reimbursed"] else ""
        yield for_whom(each, f"{about_it}. {paid}" if paid else about_it)


def asked_for(terms: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The commitments of each participant, then those of some. The fee, which dossiers list among them, is left out where the terms name its amount."""
    for side in SIDES:
        yield from (each for each in terms["commitments"] if each["side"] == side and not (terms.get("cost") and is_the_fee(each)))


def is_the_fee(promise: Mapping[str, Any]) -> bool:
    return promise["least"] is None and promise["title"].strip().casefold() in FEES


def for_whom(promise: Mapping[str, Any], what: str) -> str:
    return _("Some: %(what)s") % {"what": what} if promise["side"] == Commitment.Side.SOME_PARTICIPANTS else what


def how_much(promise: Mapping[str, Any]) -> str:
    """In the language of the page."""
    return extent(promise, page_language())
