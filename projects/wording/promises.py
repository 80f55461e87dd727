"""What somebody is asked to give besides money, in words: the same on the page of a link and in every paper."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portfolio.lib import formats
from portfolio.templatetags.portfolio_format import page_language
from projects.models import Commitment
from projects.models.project import Certainty

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
    for side in SIDES:
        for each in (one for one in terms["commitments"] if one["side"] == side):
            about_it = ", ".join(filter(None, (each["title"], how_much(each))))
            paid = _("You are paid for it.") if each["is_reimbursed"] else ""
            what = f"{about_it}. {paid}" if paid else about_it
            yield _("Some: %(what)s") % {"what": what} if side == Commitment.Side.SOME_PARTICIPANTS else what


def how_much(promise: Mapping[str, Any]) -> str:
    """In the language of the page."""
    return extent(promise, page_language())
