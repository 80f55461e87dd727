"""One party of an offer: where it stands, what it said and decided, how it was reached, and all of it in order of time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.text import capfirst

from portfolio.offers.parties.timeline import HISTORY, MOVES, Entry, Seen, timeline
from portfolio.overview.marks import Mark
from projects.models import Answer, AnswerCondition, AnswerLink, Commitment, FormalDecision, Invitee, OfferMail, OfferQuestion, OfferVersion, PartyNote
from projects.offering import Binding, Choice, Place, Ruling, Standing, Wait, is_on_older, last_day_of, place, wait
from projects.queries.offers import OWN, standing_of
from projects.wording.answers import condition, headline
from projects.wording.parties import DONE, LOOKS, PLACES, wait_words


@dataclass(frozen=True)
class Told:
    """An answer as the page shows it."""

    answer: Answer
    headline: str
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Party:
    """decision: of its body, the newest that no other replaces; earlier: the others, the newest first."""

    invitee: Invitee
    version: OfferVersion
    standing: Standing
    place: Place
    status: Mark
    wait: Wait | None
    wait_words: str
    is_older: bool
    answer: Told | None
    chain: tuple[Told, ...]
    late: tuple[Told, ...]
    decision: FormalDecision | None
    earlier: tuple[FormalDecision, ...]
    link: AnswerLink | None
    links: tuple[AnswerLink, ...]
    mails: tuple[OfferMail, ...]
    questions: tuple[OfferQuestion, ...]
    promises: tuple[Commitment, ...]
    handover: PartyNote | None
    entries: tuple[Entry, ...]
    asks_signature: bool


def party_of(invitee: Invitee) -> Party:
    """invitee: with its offer, that one's project and region, and its organisation. Twelve queries, whatever there is of anything."""
    offer, currency = invitee.offer, invitee.offer.project.region.currency
    conditions = Prefetch("conditions", AnswerCondition.objects.select_related("organisation"))
    seen = Seen(
        invitee=invitee,
        offer=offer,
        versions=list(offer.versions.select_related("sent_by").order_by("number")),
        answers=list(invitee.answers.select_related("version", "by", "replaced_by", "counted_by", "lets_count").prefetch_related(conditions)),
        links=list(invitee.links.select_related("issued_by", "fetched")),
        mails=list(invitee.mails.select_related("delivery", "version")),
        questions=list(invitee.questions.select_related("answered_by")),
        notes=list(invitee.notes.select_related("by")),
        history=list(HISTORY.filter(invitee_id=invitee.pk).select_related("history_user").order_by("history_date", "history_id")),
        moves=list(MOVES.filter(id=offer.pk).select_related("history_user").order_by("history_date", "history_id")),
    )
    decisions = list(invitee.decisions.select_related("confirmed_by", "replaces", "replaced_by").order_by("-decided_on", "-pk"))
    promises = list(Commitment.objects.filter(project=offer.project_id, organisation=invitee.organisation_id))
    return made(seen, decisions, promises, currency)


def made(seen: Seen, decisions: Sequence[FormalDecision], promises: Sequence[Commitment], currency: str) -> Party:
    invitee, version = seen.invitee, seen.versions[-1]
    own = version.terms[OWN]
    told = [Told(each, headline(Choice(each.choice)), tuple(condition(one, currency) for one in each.conditions.all())) for each in reversed(seen.answers)]
    answer = next((each for each in told if not each.answer.is_late and not hasattr(each.answer, "replaced_by")), None)
    decision = next((each for each in decisions if not hasattr(each, "replaced_by")), None)
    standing = standing_of(answer.answer if answer else None, decision, bool(seen.questions))
    waits = wait(standing, Binding(own["binding"]), own["asks_signature"])
    where = place(standing)
    return Party(
        invitee=invitee,
        version=version,
        standing=standing,
        place=where,
        status=Mark(*LOOKS.get(where, DONE), capfirst(str(PLACES[where]))),
        wait=waits,
        wait_words=wait_words(waits, waited_until(waits, seen, answer, decision)),
        is_older=is_on_older(standing, version.number),
        answer=answer,
        chain=tuple(each for each in told if not each.answer.is_late and each is not answer),
        late=tuple(each for each in told if each.answer.is_late),
        decision=decision,
        earlier=tuple(each for each in decisions if each is not decision),
        link=next((each for each in seen.links if each.revoked_at is None), None),
        links=tuple(reversed(seen.links)),
        mails=tuple(reversed(seen.mails)),
        questions=tuple(seen.questions),
        promises=tuple(promises),
        handover=next((each for each in reversed(seen.notes) if each.about == PartyNote.About.CONTACT), None),
        entries=tuple(timeline(seen)),
        asks_signature=own["asks_signature"],
    )


def waited_until(waits: Wait | None, seen: Seen, answer: Told | None, decision: FormalDecision | None) -> dt.date | None:
    """The last day for answers; or the party's meeting, which the one that postponed the case is not."""
    if waits is Wait.ANSWER and seen.offer.closes_at:
        return last_day_of(seen.offer.closes_at, seen.offer.project.region.time_zone)
    if waits is Wait.LOCAL_MEETING and answer and (meets := answer.answer.needs_until):
        return None if decision and decision.ruling == Ruling.POSTPONED and meets <= decision.decided_on else meets
    return None
