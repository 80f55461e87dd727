"""A party asks about an offer, or for its link to go to somebody else; the office answers."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portfolio import outbox
from portfolio.actions.rows import Refused, sign
from portfolio.models import Delivery, User
from portfolio.queries import clock
from projects.actions.held import offer_held_by
from projects.actions.links import UNSENT, Gone, held_for, is_alive, replaced, valid_link
from projects.actions.speaking import demand_alive, held_by_contact
from projects.emails import question_subject
from projects.models import AnswerLink, Invitee, Offer, OfferQuestion, PassingOn, QuestionMail
from projects.offering import State, takes_answers
from projects.queries.offers import OWN
from projects.queries.questions import office_of


class Answered(Exception):
    """Somebody else has answered, or corrected the answer, meanwhile. question: as it stands."""

    def __init__(self, question: OfferQuestion) -> None:
        super().__init__(question)
        self.question = question


@transaction.atomic
def ask(*, link: AnswerLink, name: str, text: str, key: uuid.UUID, at: dt.datetime) -> tuple[OfferQuestion, bool]:
    """The question, and whether it is new: posted twice it is one. The office is told. Raises Gone, or Refused once no answers are taken."""
    offer, invitee = held_for(link, None)
    if first := same_question(invitee, key):
        return first, False
    if AnswerLink.objects.filter(pk=link.pk, revoked_at__isnull=False).exists() or not is_alive(offer, invitee):
        raise Gone
    return asked_now(offer, invitee, name, text, key, None, at), True


@transaction.atomic
def ask_signed_in(*, invitee: Invitee, by: User, name: str, text: str, key: uuid.UUID, at: dt.datetime) -> tuple[OfferQuestion, bool]:
    """The same by a contact of the party who is signed in."""
    offer, held = held_by_contact(invitee, by)
    if first := same_question(held, key):
        return first, False
    demand_alive(offer, held)
    return asked_now(offer, held, name, text, key, by, at), True


def same_question(invitee: Invitee, key: uuid.UUID) -> OfferQuestion | None:
    """What this form did before; a key that somebody else's form had is nobody's to use."""
    first = OfferQuestion.objects.filter(key=key).first()
    if first and first.invitee_id != invitee.pk:
        raise Gone
    return first


def asked_now(offer: Offer, invitee: Invitee, name: str, text: str, key: uuid.UUID, by: User | None, at: dt.datetime) -> OfferQuestion:
    """Offer and party are held."""
    if not takes_answers(State(offer.state), offer.closes_at, clock.read()):
        raise Refused(_("The offer takes no questions any more. Write to the office instead."))
    question = OfferQuestion(offer=offer, invitee=invitee, name=name, text=text, asked_at=at, key=key)
    sign(question, by, "", at)
    question.save(force_insert=True)
    tell_office(offer, at)
    outbox.changed()
    return question


def tell_office(offer: Offer, at: dt.datetime) -> None:
    """One mail an hour at most to each, of all that waits; what comes after it is reminded of."""
    region = offer.project.region
    for user in office_of(region, timezone.localdate(at)):
        language = user.language or region.language
        with translation.override(language):
            subject = _("Question about the offer %(title)s") % {"title": offer.title}
        delivery = outbox.post(
            key=f"questions:{offer.pk}:{user.pk}:{at:%Y%m%d%H}",
            region=region,
            kind=Delivery.Kind.QUESTION,
            to_address=user.email,
            to_name=user.name,
            subject=subject,
            language=language,
            by=None,
            at=at,
            recipient=user,
        )
        QuestionMail.objects.get_or_create(delivery=delivery, defaults={"offer": offer})


@transaction.atomic
def ask_to_pass_on(*, link: AnswerLink, name: str, address: str, key: uuid.UUID, at: dt.datetime) -> PassingOn:
    """Written down for the office, which is told; asked for once more with another address it is the newer that waits. Raises Gone."""
    offer, invitee = held_for(link, None)
    if first := PassingOn.objects.filter(key=key, link__invitee=invitee).first():
        return first
    if not is_alive(offer, invitee) or valid_link(invitee) != link:
        raise Gone
    wanted = {"name": name, "address": address, "key": key, "asked_at": at}
    asked, _is_new = PassingOn.objects.update_or_create(link=link, settled_at=None, defaults=wanted)
    tell_office(offer, at)
    return asked


@transaction.atomic
def settle(*, asked: PassingOn, is_granted: bool, by: User, at: dt.datetime) -> AnswerLink | None:
    """Sent there, and the link that asked ends; or not. The new link. Raises Refused where it is settled already, or where the link has ended."""
    offer, invitee = held_for(asked.link, by)
    held = PassingOn.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.pk)
    if held.settled_at:
        raise Refused(_("Somebody has settled this already."))
    if (held.name, held.address) != (asked.name, asked.address):
        raise Refused(_("They have asked for another address meanwhile. Look once more."))
    if not is_alive(offer, invitee) or valid_link(invitee) != held.link:
        raise Refused(_("The link that they asked for has ended meanwhile."))
    held.settled_at, held.settled_by, held.is_granted = at, by, is_granted
    held.save()
    return replaced(invitee, AnswerLink.Because.FORWARDED, held.name, held.address, by, at) if is_granted else None


@transaction.atomic
def reply(*, question: OfferQuestion, answer: str, stood: str, tells: bool, by: User, at: dt.datetime) -> int:
    """The answer, or a better one: the earlier one stays in the history. tells: a mail to each party with a link that opens something; how many.

    stood: the answer that was there when the form was opened. Raises Answered when it is another by now.
    """
    offer = offer_held_by(question.offer, by)
    held = OfferQuestion.objects.select_for_update(of=("self",), no_key=True).get(pk=question.pk)
    if held.answer not in (stood, answer):
        raise Answered(held)
    if held.answer != answer:
        held.answer, held.answered_at, held.answered_by = answer, at, by
        sign(held, by, "", at)
        held.save()
        outbox.changed()
    return tell_parties(offer, held, by, at) if tells else 0


def tell_parties(offer: Offer, question: OfferQuestion, by: User, at: dt.datetime) -> int:
    """What waits to tell of an earlier answer is not sent. One answer is told to a link once, however often the button is pressed."""
    stamp = stamp_of(question)
    title = offer.versions.latest("number").terms[OWN]["title"]
    about = Delivery.objects.filter(of_question__question=question, state__in=UNSENT)
    about.exclude(key__endswith=stamp).update(state=Delivery.State.CANCELLED, error=_("A newer mail about the same question takes its place."))
    open_links = to_tell(offer)
    for link in open_links:
        with translation.override(link.invitee.language):
            subject = question_subject(title)
        delivery = outbox.post(
            key=f"answered:{question.pk}:{link.pk}{stamp}",
            region=offer.project.region,
            kind=Delivery.Kind.QUESTION,
            to_address=link.to_address,
            to_name=link.to_name,
            subject=subject,
            language=link.invitee.language,
            by=by,
            at=at,
        )
        QuestionMail.objects.get_or_create(delivery=delivery, defaults={"offer": offer, "question": question, "link": link})
    return len(open_links)


def stamp_of(question: OfferQuestion) -> str:
    return f":{question.answered_at:%Y%m%d%H%M%S%f}"


def to_tell(offer: Offer) -> list[AnswerLink]:
    """The links of its parties that open something."""
    links = AnswerLink.objects.filter(invitee__offer=offer, revoked_at__isnull=True).select_related("invitee__organisation")
    return [link for link in links.order_by("pk") if is_alive(offer, link.invitee)]


def has_told(question: OfferQuestion) -> set[int]:
    """The links that the answer as it stands has been told to."""
    mails = QuestionMail.objects.filter(question=question, link__isnull=False, delivery__key__endswith=stamp_of(question))
    return set(mails.values_list("link", flat=True))
