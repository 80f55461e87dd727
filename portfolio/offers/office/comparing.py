"""Two versions of an offer's terms side by side, in words and by the name of each field."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from costsharing.engine.allocation import allocate
from costsharing.engine.faults import Refused
from costsharing.engine.reading import read_value
from costsharing.engine.writing import written
from costsharing.stored import minor
from costsharing.wording.numbers import figure_name
from portfolio.templatetags.portfolio_format import day, money, number, period
from portfolio.web.posting import Pair
from projects.models import Offer
from projects.models.offer import BINDING_LABELS, SILENCE_LABELS
from projects.offering import Binding, Silence
from projects.queries.offers import OWN
from projects.wording.promises import how_much

Terms = Mapping[str, Any]


def compared(old: Terms, new: Terms) -> list[Pair]:
    """theirs: as it was sent; mine: as it would be."""
    before = dict(in_words(old))
    return [Pair(label, before.get(label, "–") or "–", text or "–") for label, text in in_words(new)]


def in_words(terms: Terms) -> Iterator[tuple[str, str]]:
    own, project = terms[OWN], terms["project"]
    yield _("What is offered"), own["title"]
    yield label("binding"), str(BINDING_LABELS[Binding(own["binding"])])
    yield _("Last day for answers"), written_day(own["last_day"])
    yield _("Who does not answer"), str(SILENCE_LABELS[Silence(own["silence"])])
    yield _("An agreement is signed afterwards"), _("Yes") if own["asks_signature"] else _("No")
    yield _("Starts when"), limits(own["threshold"], terms["currency"])
    yield _("Letter"), own["text"]
    yield _("Joining late and leaving"), own["late_joining"]
    yield _("Project"), ". ".join(filter(None, (project["name"], project["summary"])))
    yield _("When"), when(project)
    yield _("Deliverables"), "; ".join(line(each["title"], each["text"]) for each in terms["deliverables"])
    yield _("What each side commits to"), "; ".join(line(each["title"], how_much(each)) for each in terms["commitments"])
    yield _("Attachments"), "; ".join(each["title"] for each in terms["attachments"])
    yield _("Cost"), cost(terms["cost"], terms["currency"])


def label(name: str) -> str:
    return capfirst(str(Offer._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def line(title: str, more: str) -> str:
    return f"{title}: {more}" if more else title


def written_day(text: str) -> str:
    return day(dt.date.fromisoformat(text)) if text else ""


def when(project: Mapping[str, Any]) -> str:
    """As sure as the project says: of one that names years, the years."""
    first, last = (dt.date.fromisoformat(project[each]) if project[each] else None for each in ("starts_on", "ends_on"))
    return period(first, last, project["precision"]) if first and last else day(first or last, project["precision"])


def limits(threshold: Mapping[str, Any], currency: str) -> str:
    """One after the other; nothing where anybody's yes is enough."""
    found = []
    if threshold["participants"] is not None:
        found.append(_("at least %(n)s participants") % {"n": number(threshold["participants"])})
    if threshold["figure"]:
        found.append(_("%(figure)s: at least %(n)s") % {"figure": figure_name(threshold["figure"]), "n": number(threshold["figure_value"])})
    if threshold["minor"] is not None:
        found.append(_("at least %(sum)s together") % {"sum": money(threshold["minor"], currency)})
    return "; ".join(found)


def cost(stored: Mapping[str, Any] | None, currency: str) -> str:
    """The year, what is split and by which parts of the rule."""
    if not stored:
        return _("no fee")
    case = read_value(stored["case"])
    try:
        total = money(minor(written(allocate(case))["total"]), currency)
    except Refused:
        total = "–"
    parts = ", ".join(part.label for part in case.parts if part.label)
    return "; ".join(filter(None, (_("%(sum)s for %(year)s") % {"sum": total, "year": stored["year"]}, parts)))
