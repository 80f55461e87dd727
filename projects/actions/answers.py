"""A party answers. Whoever answers and whoever closes hold the offer's row in turn, so what was counted at closing is all that had come."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portfolio import outbox
from portfolio.actions.rows import Refused
from portfolio.models import Delivery, Organisation, User
from portfolio.queries import clock
from portfolio.templatetags.portfolio_format import day
from projects.actions.codes import CodeNeeded, proved
from projects.actions.held import invitee_held, offer_held_by
from projects.actions.links import Gone, held_for, is_alive
from projects.actions.speaking import demand_alive, held_by_contact
from projects.models import Answer, AnswerCondition, AnswerLink, Invitee, Offer, OfferMail, OfferVersion
from projects.offering import Choice, State, takes_answers
from projects.queries.offers import OWN, standing_answer


class Changed(Exception):
    """The terms are others than those that were answered: they must be read first. version: the newest."""

    def __init__(self, version: OfferVersion) -> None:
        super().__init__(version)
        self.version = version


class Overtaken(Exception):
    """Another answer stands than the one that was shown as the one to be replaced: look at it first."""


@dataclass(frozen=True)
class Hangs:
    """A condition of a yes. number: participants, how much of the figure, or the fee in minor units."""

    kind: str
    number: int | None = None
    figure: str = ""
    organisation: Organisation | None = None
    grant: str = ""


@dataclass(frozen=True)
class Said:
    """What was answered, and who typed that they may. decision: the formal one, in words, where there is one already."""

    choice: Choice
    name: str
    title: str
    authority: str
    reason: str = ""
    needs_until: dt.date | None = None
    body: str = ""
    decision: str = ""
    conditions: Sequence[Hangs] = ()


@dataclass(frozen=True)
class How:
    """How it came, and what was shown: by a link, or by a person."""

    level: str
    link: AnswerLink | None = None
    by: User | None = None
    because: str = ""
    shown_sha256: str = ""


@transaction.atomic
def answer_by_link(*, link: AnswerLink, version: int, said: Said, shown_sha256: str, key: uuid.UUID, stood: int | None = None) -> tuple[Answer, bool]:
    """The answer, and whether it is new: posted twice it is one. After the end it is kept as late. Raises Gone, Changed, CodeNeeded, Overtaken or Refused.

    version: the number of the terms that were shown. stood: of the answer that was shown as standing, 0 for none; None where that was not looked at.
    """
    offer, invitee = held_for(link, None)
    if first := same_form(invitee, key):
        return first, False
    if AnswerLink.objects.filter(pk=link.pk, revoked_at__isnull=False).exists() or not is_alive(offer, invitee):
        raise Gone
    demand_stood(invitee, stood)
    code = proved(link, key, shown_sha256)
    if code is None and offer.project.region.answers_need_code:
        raise CodeNeeded
    how = How(Answer.Level.CODE if code else Answer.Level.LINK, link=link, shown_sha256=shown_sha256)
    answer = store(offer, invitee, version, said, how, key)
    if code:
        code.answer = answer
        code.save(update_fields=["answer"])
    return answer, True


@transaction.atomic
def answer_signed_in(
    *, invitee: Invitee, by: User, version: int, said: Said, shown_sha256: str, key: uuid.UUID, stood: int | None = None
) -> tuple[Answer, bool]:
    """As by the link, by a contact of the party who is signed in; no code is asked for. Raises Gone, Changed, Overtaken or Refused."""
    offer, held = held_by_contact(invitee, by)
    if first := same_form(held, key):
        return first, False
    demand_alive(offer, held)
    demand_stood(held, stood)
    return store(offer, held, version, said, How(Answer.Level.ACCOUNT, by=by, shown_sha256=shown_sha256), key), True


@transaction.atomic
def enter(*, invitee: Invitee, version: int, said: Said, because: str, by: User, key: uuid.UUID, arrived: dt.date | None = None) -> tuple[Answer, bool]:
    """What came by letter or telephone; after the last day it is kept as late, until somebody lets it count. Raises Changed, or Refused.

    because: how the office knows. arrived: the day on which it came in, which is to be said of a late one.
    """
    offer = offer_held_by(invitee.offer, by)
    held = invitee_held(invitee.pk)
    held.offer = offer
    if first := same_form(held, key):
        return first, False
    if held.withdrawn_at or offer.state not in (State.OPEN, State.CLOSED):
        raise Refused(_("The offer takes no answers any more."))
    if not takes_answers(State(offer.state), offer.closes_at, clock.read()):
        if arrived is None:
            raise Refused(_("The last day has gone by. Write the day on which the answer came in."))
        with translation.override(offer.project.language):
            because = _("%(because)s (came in on %(day)s)") % {"because": because, "day": day(arrived)}
    return store(offer, held, version, said, How(Answer.Level.OFFICE, by=by, because=because), key), True


def demand_stood(invitee: Invitee, stood: int | None) -> None:
    """Raises Overtaken where another answer stands than the one that was shown."""
    if stood is not None and stood != getattr(standing_answer(invitee), "pk", 0):
        raise Overtaken


def same_form(invitee: Invitee, key: uuid.UUID) -> Answer | None:
    """What this form did before; a key that somebody else's form had is nobody's to use."""
    first = Answer.objects.filter(key=key).first()
    if first and first.invitee_id != invitee.pk:
        raise Gone
    return first


def store(offer: Offer, invitee: Invitee, version: int, said: Said, how: How, key: uuid.UUID) -> Answer:
    """Offer and party are held."""
    newest = offer.versions.latest("number")
    if version != newest.number:
        raise Changed(newest)
    if (said.choice is Choice.JOINS_IF) != bool(said.conditions):
        raise Refused(_("Say what the yes hangs on, or answer yes without conditions."))
    now = clock.read()
    is_late = not takes_answers(State(offer.state), offer.closes_at, now)
    answer = row(invitee, newest, said, how, now)
    answer.key, answer.is_late, answer.replaces = key, is_late, None if is_late else standing_answer(invitee)
    answer.save(force_insert=True)
    conditions(answer, said.conditions)
    receipts(answer, offer, now)
    outbox.changed()
    return answer


def row(invitee: Invitee, version: OfferVersion, said: Said, how: How, at: dt.datetime) -> Answer:
    words = {name: getattr(said, name) for name in ("choice", "name", "title", "authority", "reason", "needs_until", "body", "decision")}
    address = how.link.to_address if how.link else ""
    came = {"level": how.level, "link": how.link, "by": how.by, "entered_because": how.because, "address": address, "shown_sha256": how.shown_sha256}
    return Answer(invitee=invitee, version=version, received_at=at, **words, **came)


def conditions(answer: Answer, asked: Sequence[Hangs]) -> None:
    AnswerCondition.objects.bulk_create(AnswerCondition(answer=answer, **vars(each)) for each in asked)


def receipts(answer: Answer, offer: Offer, at: dt.datetime) -> None:
    """To whoever got the link or was signed in, to the registered contact and to the official mailbox: one of them would notice what should not be."""
    invitee = answer.invitee
    sender = answer.by.email if answer.level == Answer.Level.ACCOUNT and answer.by else answer.address
    to = {address.casefold(): (kind, address) for kind, address in (("mailbox", invitee.mailbox), ("contact", invitee.address), ("sender", sender))}
    with translation.override(invitee.language):
        subject = _("Receipt: your answer to %(title)s") % {"title": answer.version.terms[OWN]["title"]}
    for kind, address in to.values():
        if address:
            mail: dict[str, Any] = {"to_address": address, "to_name": "", "subject": subject, "language": invitee.language}
            key = f"receipt:{answer.pk}:{kind}"
            delivery = outbox.post(key=key, region=offer.project.region, kind=Delivery.Kind.RECEIPT, by=answer.by, at=at, **mail)
            OfferMail.objects.create(delivery=delivery, kind=OfferMail.Kind.RECEIPT, invitee=invitee, version=answer.version, answer=answer)


def copied(late: Answer, by: User, because: str, at: dt.datetime) -> Answer:
    """A late answer said once more by the office, so that it counts; offer and party are held."""
    words = {name: getattr(late, name) for name in ("choice", "name", "title", "authority", "reason", "needs_until", "body", "decision")}
    counted = Answer(invitee=late.invitee, version=late.version, **words, level=Answer.Level.OFFICE, by=by, entered_because=because, received_at=at)
    counted.lets_count, counted.replaces = late, standing_answer(late.invitee)
    counted.save(force_insert=True)
    fields = ("kind", "number", "figure", "organisation", "grant")
    conditions(counted, [replace(Hangs(""), **{name: getattr(each, name) for name in fields}) for each in late.conditions.all()])
    return counted
