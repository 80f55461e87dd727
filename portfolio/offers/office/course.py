"""What has been done with an offer so far, each deed as a sentence: drafted, sent, changed, moved, closed, counted anew, concluded."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.templatetags.portfolio_format import day
from projects.models import Answer, Offer
from projects.models.offer import OUTCOME_LABELS
from projects.offering import Outcome, State, last_day_of
from projects.queries.offers import answered_in


@dataclass(frozen=True)
class Deed:
    """who: "" for the program. reason: as it was given."""

    at: dt.datetime
    who: str
    sentence: str
    reason: str = ""


def course_of(offer: Offer) -> list[Deed]:
    """The oldest first; four queries."""
    return sorted([*written(offer), *sent(offer), *counted(offer)], key=lambda each: each.at)


def written(offer: Offer) -> Iterator[Deed]:
    """From the offer's own history: what its versions and tallies do not say."""
    before: Any = None
    zone = offer.project.region.time_zone
    for line in Offer.history.filter(id=offer.pk).select_related("history_user").order_by("history_id"):
        who, at = name_of(line.history_user), line.history_date
        if before is None:
            yield Deed(at, who, _("The offer was drafted."))
        elif before.state != State.DRAFT:
            yield from (Deed(at, who, told, reason) for told, reason in happened(before, line, zone))
        before = line


def happened(before: Any, line: Any, zone: str) -> Iterator[tuple[str, str]]:
    """The sentence, and the reason that was given."""
    if line.closes_at != before.closes_at:
        days = {"old": day(last_day_of(before.closes_at, zone)), "new": day(last_day_of(line.closes_at, zone))}
        yield _("The last day for answers was moved from %(old)s to %(new)s.") % days, line.history_change_reason or ""
    if before.state != line.state == State.CLOSED:
        yield _("The offer was closed."), ""
    if before.state != line.state == State.CONCLUDED:
        yield _("The offer was concluded: the project %(outcome)s.") % {"outcome": OUTCOME_LABELS[Outcome(line.outcome)]}, line.reason


def sent(offer: Offer) -> Iterator[Deed]:
    for each in offer.versions.select_related("sent_by").order_by("number"):
        told = _("The offer was sent.") if each.number == 1 else _("The terms were changed: version %(n)s was sent.") % {"n": each.number}
        yield Deed(each.sent_at, name_of(each.sent_by), told)


def counted(offer: Offer) -> Iterator[Deed]:
    for tally in offer.tallies.select_related("made_by").order_by("number"):
        answered = answered_in(tally.counted)
        words = ngettext("Count %(number)s: %(n)s party had answered.", "Count %(number)s: %(n)s parties had answered.", answered)
        yield Deed(tally.made_at, name_of(tally.made_by), words % {"number": tally.number, "n": answered})
    let_in = Answer.objects.filter(invitee__offer=offer, lets_count__isnull=False).select_related("by", "invitee__organisation")
    for answer in let_in:
        told = _("The late answer of %(party)s counts.") % {"party": answer.invitee.organisation}
        yield Deed(answer.received_at, name_of(answer.by), told, answer.entered_because)


def name_of(user: Any) -> str:
    return user.name if user else ""
