"""An offer is drafted, sent, changed, closed, extended and concluded: acts of the office, each of its own."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portfolio.actions import rows
from portfolio.actions.rows import Refused, sign
from portfolio.models import Contact, Organisation, User
from portfolio.outbox import changed
from portfolio.queries import clock
from projects.actions import links, tidings
from projects.actions.answers import copied
from projects.actions.held import invitee_held, offer_held_by
from projects.actions.locking import lock
from projects.models import Answer, Invitee, Offer, OfferMail, OfferVersion, Participation, Project, Tally
from projects.offering import AGREED, WILLING, Binding, Choice, Outcome, Ruling, Silence, State, fingerprint, may_close, takes_answers
from projects.queries.offers import OWN, own_terms, rulings, standing_answers

OFFERED, CONCLUDED = ":offered", ":concluded"
"""Reasons that the program gives for a participation."""
Terms = Mapping[str, Any]


class Moved(Exception):
    """What was shown is not what would be done now: look again."""


@dataclass(frozen=True)
class Recipient:
    """Whom a party's mail goes to. mailbox: the official one, for receipts; "" for none."""

    organisation: Organisation
    address: str
    language: str
    function: str
    name: str = ""
    mailbox: str = ""
    contact: Contact | None = None


@transaction.atomic
def draft(*, project: Project, title: str, binding: Binding, by: User, **fields: Any) -> Offer:
    """With the next number of its project."""
    held = lock(project, by)
    number = 1 + (Offer.objects.filter(project=held).aggregate(last=Max("number"))["last"] or 0)
    offer = Offer(project=held, number=number, title=title, binding=binding.value, **fields)
    rows.save(row=offer, by=by)
    return offer


@transaction.atomic
def send(*, offer: Offer, terms: Terms, shown: str, recipients: Sequence[Recipient], by: User) -> OfferVersion:
    """To all of them at once, or to nobody. shown: the fingerprint of the terms in the preview. Raises Moved, or Refused."""
    held = offer_held_by(offer, by)
    now = clock.read()
    if held.state != State.DRAFT:
        raise Refused(_("The offer has been sent already."))
    if not recipients:
        raise Refused(_("Choose whom the offer goes to."))
    if held.closes_at is None or held.closes_at <= now:
        raise Refused(_("Set a last day for answers that lies ahead."))
    if Offer.objects.filter(project=held.project, state=State.OPEN).exists():
        raise Refused(_("Another offer of the project is open. Close it first."))
    version = frozen(held, terms, shown, by, now)
    held.state, held.opened_at = State.OPEN, now
    signed(held, by, "", now)
    for each in recipients:
        invite(held, each, version, by, now)
    changed()
    return version


def invite(offer: Offer, to: Recipient, version: OfferVersion, by: User, at: dt.datetime) -> Invitee:
    """The party with its address as it is now, its link and its mail; and its place in the project, where it has none."""
    invitee = Invitee(offer=offer, invited_at=at, **vars(to))
    sign(invitee, by, "", at)
    invitee.save()
    link = links.issue(invitee=invitee, to_name=to.name, to_address=to.address, by=by, at=at)
    links.post(link=link, version=version, kind=OfferMail.Kind.OFFER, by=by, at=at)
    if not Participation.objects.filter(project=offer.project, organisation=to.organisation, valid_to__isnull=True).exists():
        place = Participation(project=offer.project, organisation=to.organisation, state=Participation.State.INVITED)
        sign(place, by, OFFERED, at)
        place.save()
    return invitee


@transaction.atomic
def change(*, offer: Offer, terms: Terms, shown: str, by: User) -> OfferVersion:
    """Other terms while it is open: each party is written to; answers stand, marked with the version that they were given on. Raises Moved, or Refused."""
    held = offer_held_by(offer, by)
    now = clock.read()
    if not takes_answers(State(held.state), held.closes_at, now):
        raise Refused(_("The offer takes no answers now. Move its day first."))
    if held.versions.latest("number").terms_sha256 == shown:
        raise Refused(_("These are the terms that were sent already."))
    version = frozen(held, terms, shown, by, now)
    tidings.call_off(held)
    for invitee in held.invitees.filter(withdrawn_at__isnull=True).order_by("pk"):
        invitee.offer = held
        if link := links.valid_link(invitee):
            link.invitee = invitee
            links.post(link=link, version=version, kind=OfferMail.Kind.CHANGED, by=by, at=now)
    changed()
    return version


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
def extend(*, offer: Offer, closes_at: dt.datetime, by: User, reason: str) -> Offer:
    """A later day for everybody; a closed offer is open again, and so are its links. Raises Refused."""
    held = offer_held_by(offer, by)
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
def conclude(*, offer: Offer, counted: int, outcome: Outcome, computed: Outcome, verdict: Terms, joins: Collection[int], reason: str, by: User) -> Offer:
    """A person confirms what was computed, or says why not. counted: the tally that the page showed; joins: organisations. Raises Moved, or Refused.

    Places in the project follow from here, by the terms that were sent: a letter of intent makes nobody a participant.
    """
    held = offer_held_by(offer, by)
    if held.state != State.CLOSED:
        raise Refused(_("Close the offer before it is concluded."))
    newest = held.tallies.latest("number")
    if newest.number != counted:
        raise Moved
    if outcome is not computed and not reason.strip():
        raise Refused(_("Say why the outcome is another than the computed one."))
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


# ---- what the acts share -------------------------------------------------------
def frozen(offer: Offer, terms: Terms, shown: str, by: User, at: dt.datetime) -> OfferVersion:
    if fingerprint(terms) != shown or terms[OWN] != own_terms(offer):
        raise Moved
    number = 1 + (offer.versions.aggregate(last=Max("number"))["last"] or 0)
    return OfferVersion.objects.create(offer=offer, number=number, terms=dict(terms), terms_sha256=shown, sent_at=at, sent_by=by)


def signed(offer: Offer, by: User, reason: str, at: dt.datetime) -> None:
    sign(offer, by, reason[:100], at)
    offer.save()


def unanswered(offer: Offer) -> int:
    return offer.invitees.filter(withdrawn_at__isnull=True).exclude(answers__is_late=False).count()


def tally(offer: Offer, by: User, at: dt.datetime) -> Tally:
    """Each party with the answer at the end of its chain and its body's word, as they stand; the offer is held."""
    answers, decided, counted = standing_answers(offer), rulings(offer), []
    for invitee in offer.invitees.filter(withdrawn_at__isnull=True).select_related("organisation").order_by("organisation__code", "organisation__name", "pk"):
        answer, ruling = answers.get(invitee.pk), decided.get(invitee.pk)
        party = {"organisation": invitee.organisation_id, "code": invitee.organisation.code, "name": invitee.organisation.name}
        said = {"answer": answer.pk, "choice": answer.choice, "version": answer.version.number} if answer else {"answer": None, "choice": None, "version": None}
        counted.append(party | said | {"ruled": ruling.ruling if ruling else None})
    number = 1 + (offer.tallies.aggregate(last=Max("number"))["last"] or 0)
    newest = offer.versions.latest("number")
    return Tally.objects.create(offer=offer, number=number, version=newest, counted=counted, counted_sha256=fingerprint(counted), made_at=at, made_by=by)
