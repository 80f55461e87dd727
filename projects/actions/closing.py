"""How an offer ends: closed, counted, given a later day, and concluded by a person."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portfolio.actions.rows import Refused, sign
from portfolio.models import User
from portfolio.outbox import changed
from portfolio.queries import clock
from projects.actions import links, tidings
from projects.actions.answers import copied
from projects.actions.held import Moved, invitee_held, offer_held_by, signed
from projects.models import Answer, Offer, Participation, Tally
from projects.offering import AGREED, WILLING, Binding, Choice, Outcome, Ruling, Silence, State, fingerprint, may_close
from projects.queries.offers import OWN, answered_in, rulings, standing_answers

CONCLUDED = ":concluded"
"""Reason that the program gives for a participation."""
Terms = Mapping[str, Any]


@transaction.atomic
def close(*, offer: Offer, by: User) -> Tally:
    """No answer counts from here on; those that had come are counted. Closed before, it is the first count that is given back. Raises Refused."""
    held = offer_held_by(offer, by)
    now = clock.read()
    if held.state == State.CLOSED:
        return held.tallies.latest("number")
    if held.state != State.OPEN or held.closes_at is None:
        raise Refused(_("Only an open offer can be closed."))
    if not may_close(held.closes_at, now, unanswered(held)):
        raise Refused(_("Somebody has time left to answer: the day was promised to each. Wait for it, or for the last answer."))
    held.state, held.closed_at = State.CLOSED, now
    signed(held, by, "", now)
    changed()
    return tally(held, by, now)


@transaction.atomic
def extend(*, offer: Offer, closes_at: dt.datetime, by: User, reason: str, shown: dt.datetime | None = None) -> Offer:
    """A later day for everybody; a closed offer is open again, and so are its links. shown: the end that the page named. Raises Moved, or Refused."""
    held = offer_held_by(offer, by)
    if shown is not None and held.closes_at != shown:
        raise Moved
    if held.state not in (State.OPEN, State.CLOSED) or held.closes_at is None:
        raise Refused(_("Only an offer that is open or closed can be given a later day."))
    if closes_at <= max(held.closes_at, clock.read()):
        raise Refused(_("Set a day that lies ahead and after the one that was promised."))
    if Offer.objects.filter(project=held.project, state=State.OPEN).exclude(pk=held.pk).exists():
        raise Refused(_("Another offer of the project is open. Close it first."))
    now = clock.read()
    held.state, held.closed_at, held.closes_at = State.OPEN, None, closes_at
    signed(held, by, reason, now)
    links.post_later_day(offer=held, by=by, at=now)
    changed()
    return held


@transaction.atomic
def let_count(*, late: Answer, by: User, because: str) -> Tally:
    """The office lets a late answer count, and counts anew. Raises Refused."""
    held = offer_held_by(late.invitee.offer, by)
    late = Answer.objects.select_related("version").get(pk=late.pk)
    late.invitee = invitee_held(late.invitee_id)
    if held.state != State.CLOSED or not late.is_late or Answer.objects.filter(lets_count=late).exists():
        raise Refused(_("Only a late answer to a closed offer can be let in, and once."))
    now = clock.read()
    copied(late, by, because, now)
    return tally(held, by, now)


@transaction.atomic
def conclude(
    *,
    offer: Offer,
    counted: int,
    outcome: Outcome,
    computed: Outcome,
    verdict: Terms,
    joins: Collection[int],
    reason: str,
    by: User,
    shown: str = "",
) -> Offer:
    """A person confirms what was computed, or says why not. counted: the tally that the page showed; joins: organisations. Raises Moved, or Refused.

    shown: the fingerprint of what was counted on the page (stands), where decisions have come in since the tally: then it is counted anew. Places in the
    project follow from here, by the terms that were sent: a letter of intent makes nobody a participant.
    """
    held = offer_held_by(offer, by)
    if held.state != State.CLOSED:
        raise Refused(_("Close the offer before it is concluded."))
    newest = held.tallies.latest("number")
    now_stands = fingerprint(stands(held))
    if newest.number != counted or now_stands != (shown or newest.counted_sha256):
        raise Moved
    if outcome is not computed and not reason.strip():
        raise Refused(_("Say why the outcome is another than the computed one."))
    newest = newest if newest.counted_sha256 == now_stands else tally(held, by, clock.read())
    parties = {each["organisation"]: each for each in newest.counted}
    if outcome is Outcome.STARTS and (not joins or any(not willing(parties.get(pk, {})) for pk in joins)):
        raise Refused(_("Only those who have said yes can join."))
    now, joining = clock.read(), sorted(joins) if outcome is Outcome.STARTS else []
    held.state, held.outcome, held.reason, held.concluded_at, held.concluded_by = State.CONCLUDED, outcome.value, reason, now, by
    held.conclusion = {"tally": newest.number, "computed": computed.value, "verdict": dict(verdict), "joins": joining}
    signed(held, by, reason, now)
    settle_places(held, newest.version.terms[OWN], parties, set(joining), by, now)
    tidings.tell_of_outcome(held, by, now)
    changed()
    return held


def willing(party: Terms) -> bool:
    """Its body's word before its contact's."""
    ruled = party.get("ruled")
    return ruled in AGREED or (ruled != Ruling.NO and party.get("choice") in WILLING)


def settle_places(offer: Offer, said: Terms, parties: Mapping[int, Terms], joining: set[int], by: User, at: dt.datetime) -> None:
    """Who joins takes part from the project's start; who declined does not. All others stay as they are. said: the offer's own part of the terms."""
    if said["binding"] != Binding.FORMAL:
        return
    for place in Participation.objects.filter(project=offer.project, organisation__in=parties, valid_to__isnull=True).order_by("pk"):
        if place.organisation_id in joining:
            place.state, place.valid_from = Participation.State.ACTIVE, place.valid_from or offer.project.starts_on
        elif is_out(parties[place.organisation_id], offer, said):
            place.state = Participation.State.DECLINED
        else:
            continue
        sign(place, by, CONCLUDED, at)
        place.save()


def is_out(party: Terms, offer: Offer, said: Terms) -> bool:
    """It said no; or the project starts, and it is not among those who join, unless silence was to be asked once more."""
    if party["ruled"] == Ruling.NO or (party["ruled"] not in AGREED and party["choice"] == Choice.DECLINES):
        return True
    is_silent = not willing(party)
    return offer.outcome == Outcome.STARTS and not (is_silent and said["silence"] == Silence.ASKED_AGAIN)


def unanswered(offer: Offer) -> int:
    """Whoever asked for more time has time left."""
    counted = stands(offer)
    return len(counted) - answered_in(counted)


def stands(offer: Offer) -> list[dict[str, Any]]:
    """Each party with the answer at the end of its chain and its body's word, as they are now."""
    answers, decided, counted = standing_answers(offer), rulings(offer), []
    for invitee in offer.invitees.filter(withdrawn_at__isnull=True).select_related("organisation").order_by("organisation__code", "organisation__name", "pk"):
        answer, ruling = answers.get(invitee.pk), decided.get(invitee.pk)
        party = {"organisation": invitee.organisation_id, "code": invitee.organisation.code, "name": invitee.organisation.name}
        said = {"answer": answer.pk, "choice": answer.choice, "version": answer.version.number} if answer else {"answer": None, "choice": None, "version": None}
        counted.append(party | said | {"ruled": ruling.ruling if ruling else None})
    return counted


def tally(offer: Offer, by: User, at: dt.datetime) -> Tally:
    """What stands, kept for good; the offer is held."""
    counted = stands(offer)
    number = 1 + (offer.tallies.aggregate(last=Max("number"))["last"] or 0)
    newest = offer.versions.latest("number")
    return Tally.objects.create(offer=offer, number=number, version=newest, counted=counted, counted_sha256=fingerprint(counted), made_at=at, made_by=by)
