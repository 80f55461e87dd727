"""What the pages of an offer tell a party of the newest terms."""

import datetime as dt
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from costsharing.engine.reading import read_value
from costsharing.queries.grounds import coded
from costsharing.queries.offered import share_of
from portfolio.models import Organisation
from portfolio.offers.answering.forms import INHABITANTS
from portfolio.offers.answering.seats import Seat, SignedIn
from portfolio.offers.papers.listing import listed
from portfolio.offers.paying import Fee, fee_of, joining_in
from portfolio.queries import clock
from projects.linking import Opens, masked
from projects.models import Answer, Offer
from projects.offering import Choice, State, last_day_of
from projects.queries.offers import OWN, late_answer, standing_answers
from projects.wording.answers import Summary, summary_of
from projects.wording.outcomes import Came, came_of
from projects.wording.promises import promised


class Shown:
    """What a page tells a party of the newest terms."""

    def __init__(self, seat: Seat) -> None:
        invitee = seat.invitee
        offer: Offer = invitee.offer
        self.invitee = invitee
        self.version = offer.versions.latest("number")
        self.terms = self.version.terms
        answers = standing_answers(offer)
        asked = list(offer.invitees.filter(withdrawn_at__isnull=True).select_related("organisation"))
        self.answer = answers.get(invitee.pk)
        self.stood = self.answer.pk if self.answer else 0
        self.others: list[Organisation] = sorted((each.organisation for each in asked if each.pk != invitee.pk), key=lambda one: one.name)
        self.fee: Fee | None = fee_of(self.terms.get("cost"), invitee.organisation, joining_in(offer, self.version, asked, answers))
        zone = offer.project.region.time_zone
        self.sent_on = timezone.localdate(self.version.sent_at, ZoneInfo(zone))
        self.last_day = last_day_of(offer.closes_at, zone) if offer.closes_at else None
        self.days_left = (self.last_day - timezone.localdate(clock.read(), ZoneInfo(zone))).days if self.last_day else 0

    @cached_property
    def late(self) -> Answer | None:
        return late_answer(self.invitee)

    @cached_property
    def came(self) -> Came | None:
        """What a concluded offer came to, as the mail told it."""
        party, offer = self.invitee.organisation, self.invitee.offer
        if offer.state != State.CONCLUDED:
            return None
        among = Organisation.objects.filter(pk__in=offer.conclusion["joins"])
        return came_of(party, self.terms, offer, share_of(self.terms["cost"], party, among))

    def inhabitants(self) -> int | None:
        """Of all who are asked; None where the terms do not know it of each."""
        asked = {coded(each.code, each.pk) for each in (*self.others, self.invitee.organisation)}
        people = read_value(self.terms["cost"]["case"]).participants if self.terms["cost"] else ()
        known = {one.code: int(one.figures[INHABITANTS].value) for one in people if one.code in asked and INHABITANTS in one.figures}
        return sum(known.values()) if asked == set(known) else None

    def summary(self, answer: Answer | None) -> Summary | None:
        return summary_of(answer, self.terms["currency"]) if answer else None


def is_after_end(shown: Shown, said: Any) -> bool:
    """It is decided on a day when no answer is taken any more."""
    return bool(said and said.choice == Choice.NEEDS_TIME and shown.last_day and said.needs_until > shown.last_day)


def around(seat: Seat, shown: Shown) -> dict[str, Any]:
    invitee = seat.invitee
    return at_the_seat(seat) | {
        "papers": listed(seat, shown.version, shown.answer),
        "party": invitee.organisation,
        "offer": invitee.offer,
        "terms": shown.terms,
        "own": shown.terms[OWN],
        "version": shown.version,
        "fee": shown.fee,
        "answer": shown.answer,
        "last_day": shown.last_day,
        "days_left": shown.days_left,
        "takes_answers": seat.opens is Opens.ANSWERS,
        "sent_to": masked(seat.address),
        "starts_on": day_of(shown.terms["project"]["starts_on"]),
        "ends_on": day_of(shown.terms["project"]["ends_on"]),
        "promised": list(promised(shown.terms)),
    }


def at_the_seat(seat: Seat) -> dict[str, Any]:
    """What every page there knows. Whoever is signed in keeps the region's menu."""
    menu = {"region": seat.invitee.offer.project.region} if isinstance(seat, SignedIn) else {}
    return {"is_letter": True, "seat": seat, "invitee": seat.invitee} | menu


def known_of(seat: Seat) -> dict[str, Any]:
    """What need not be typed: an account has a name. On whose behalf one answers is always typed."""
    return {"name": seat.user.name} if isinstance(seat, SignedIn) else {}


def day_of(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
