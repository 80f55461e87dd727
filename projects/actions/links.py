"""Links to an offer: given out, given anew, passed on, taken back. One of a party is valid at a time; a mail with a link that has ended is not sent."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from portfolio import outbox
from portfolio.access.tokens import hash_of, new_seed, token_of
from portfolio.actions.rows import sign
from portfolio.models import Contact, Delivery, User
from portfolio.queries import clock
from projects.actions import tidings
from projects.actions.held import invitee_held, offer_held, offer_held_by
from projects.linking import PREFIX, Opens, is_of_the_house, opens
from projects.models import AnswerLink, Invitee, LinkFetch, Offer, OfferMail, OfferVersion
from projects.offering import State, takes_answers
from projects.queries.offers import OWN

PURPOSE = "answer"
UNSENT = tidings.UNSENT
Because = AnswerLink.Because


class Gone(Exception):
    """The link opens nothing any more, or never did."""


class NotTheirs(Exception):
    """The address is of another house than the party's: the office sees to it."""


def token_in(link: AnswerLink) -> str:
    """What the mail carries and nothing keeps."""
    return PREFIX + token_of(link.seed, PURPOSE)


def issue(*, invitee: Invitee, to_name: str, to_address: str, by: User | None, at: dt.datetime, replaces: AnswerLink | None = None) -> AnswerLink:
    """A new one for a party that has no valid one, in the caller's transaction."""
    link = AnswerLink(invitee=invitee, seed=new_seed(), to_name=to_name, to_address=to_address, issued_at=at, issued_by=by, replaces=replaces)
    link.token_sha256 = hash_of(token_in(link))
    link.save(force_insert=True)
    return link


def revoke(link: AnswerLink, because: str, at: dt.datetime) -> None:
    """What waits to carry it is not sent; what was refused is not tried again, and keeps the words of the mail server."""
    AnswerLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=at, revoked_because=because)
    carrying = Delivery.objects.filter(of_offer__link=link)
    carrying.filter(state=Delivery.State.WAITING).update(state=Delivery.State.CANCELLED, error=_("A newer mail with another link takes its place."))
    carrying.filter(state=Delivery.State.FAILED).update(state=Delivery.State.CANCELLED)


def valid_link(invitee: Invitee) -> AnswerLink | None:
    return AnswerLink.objects.filter(invitee=invitee, revoked_at__isnull=True).first()


def post(*, link: AnswerLink, version: OfferVersion, kind: str, by: User | None, at: dt.datetime, again: str = "") -> Delivery:
    """The order for the mail that carries the link, in the party's language. again: makes it another mail than the first."""
    invitee = link.invitee
    with translation.override(invitee.language):
        words = {OfferMail.Kind.CHANGED: _("Changed terms: %(title)s"), OfferMail.Kind.EXTENDED: _("More time to answer: %(title)s")}
        subject = words.get(OfferMail.Kind(kind), _("Offer: %(title)s")) % {"title": version.terms[OWN]["title"]}
    delivery = outbox.post(
        key=f"offer:{link.pk}:{version.number}{again}",
        region=invitee.offer.project.region,
        kind=Delivery.Kind.OFFER,
        to_address=link.to_address,
        to_name=link.to_name,
        subject=subject,
        language=invitee.language,
        by=by,
        at=at,
    )
    OfferMail.objects.get_or_create(delivery=delivery, defaults={"kind": kind, "invitee": invitee, "version": version, "link": link})
    return delivery


def post_later_day(*, offer: Offer, by: User, at: dt.datetime) -> None:
    """To each party that has a link that holds, in the caller's transaction; the offer is held. That the terms have changed is told by a mail of its own,
    which names the new day if it has not left yet."""
    tidings.call_off(offer, but=OfferMail.Kind.CHANGED)
    version = offer.versions.latest("number")
    for invitee in offer.invitees.filter(withdrawn_at__isnull=True).order_by("pk"):
        invitee.offer = offer
        if link := valid_link(invitee):
            link.invitee = invitee
            post(link=link, version=version, kind=OfferMail.Kind.EXTENDED, by=by, at=at, again=f":until:{offer.closes_at:%Y%m%d%H}")


@transaction.atomic
def renew(*, link: AnswerLink, by: User, at: dt.datetime) -> AnswerLink:
    """The office gives a new link, to the registered address; the old one ends. Raises Gone when there is nothing left to open."""
    offer, invitee = held_for(link, by)
    if not is_alive(offer, invitee):
        raise Gone
    return replaced(invitee, Because.REPLACED, invitee.name, invitee.address, by, at)


def ask_again(*, address: str, at: dt.datetime) -> int:
    """A mail with a link that works, for each party whose registered contact has this address; how many. Nobody is told which addresses are known."""
    asked = Invitee.objects.filter(address__iexact=address, withdrawn_at__isnull=True, offer__opened_at__isnull=False)
    newest = AnswerLink.objects.filter(invitee__in=asked, replaced_by__isnull=True).exclude(revoked_because=Because.WITHDRAWN)
    return sum(sent_again(link, at) for link in newest.order_by("pk"))


@transaction.atomic
def sent_again(link: AnswerLink, at: dt.datetime) -> bool:
    """The same link once more, once an hour at most; a new one where it has ended. Where it was passed on the registered address is told so, and no more:
    nobody ends another's link by asking for it.
    """
    offer, invitee = held_for(link, None)
    if not is_alive(offer, invitee):
        return False
    valid = valid_link(invitee)
    if valid and valid.to_address.casefold() == invitee.address.casefold():
        valid.invitee = invitee
        post(link=valid, version=offer.versions.latest("number"), kind=OfferMail.Kind.OFFER, by=None, at=at, again=f":{at:%Y%m%d%H}")
    elif valid:
        valid.invitee = invitee
        tidings.tell_where_it_went(valid, at)
    else:
        replaced(invitee, Because.REPLACED, invitee.name, invitee.address, None, at)
    return True


def fetched(*, link: AnswerLink, at: dt.datetime) -> None:
    """Counted beside the offer, and all that fetching it does."""
    counter, is_new = LinkFetch.objects.get_or_create(link=link, defaults={"times": 1, "first_at": at, "last_at": at})
    if not is_new:
        LinkFetch.objects.filter(pk=counter.pk).update(times=F("times") + 1, last_at=at)


@transaction.atomic
def pass_on(*, link: AnswerLink, name: str, address: str, at: dt.datetime) -> AnswerLink:
    """To the right person within the party's house; the link that did it ends. Raises Gone, or NotTheirs."""
    offer, invitee = held_for(link, None)
    if not is_alive(offer, invitee) or valid_link(invitee) != link:
        raise Gone
    if not is_of_the_house(address, [invitee.address, invitee.mailbox]):
        raise NotTheirs
    return replaced(invitee, Because.FORWARDED, name, address, None, at)


@transaction.atomic
def replace_contact(*, invitee: Invitee, contact: Contact, by: User, at: dt.datetime) -> AnswerLink | None:
    """Another person speaks for the party from now on; the history stays with the party. The new link, or None where an offer has ended."""
    offer = offer_held_by(invitee.offer, by)
    held = invitee_held(invitee.pk)
    held.offer, held.contact = offer, contact
    held.name, held.function, held.address = contact.name, contact.function, contact.mail
    held.language = contact.language or held.language
    sign(held, by, "", at)
    held.save()
    if not is_alive(offer, held):
        return None
    link = replaced(held, Because.CONTACT, held.name, held.address, by, at)
    if link.replaces:
        tidings.tell_the_former(held, link.replaces, by, at)
    return link


@transaction.atomic
def withdraw(*, link: AnswerLink, by: User, at: dt.datetime) -> None:
    """The office takes it back; the party stays invited."""
    held_for(link, by)
    revoke(link, Because.WITHDRAWN, at)


def held_for(link: AnswerLink, by: User | None) -> tuple[Offer, Invitee]:
    known = AnswerLink.objects.select_related("invitee__offer__project").get(pk=link.pk).invitee
    offer = offer_held_by(known.offer, by) if by else offer_held(known.offer_id)
    invitee = invitee_held(known.pk)
    invitee.offer = offer
    return offer, invitee


def is_alive(offer: Offer, invitee: Invitee) -> bool:
    """A link of this party would open something now."""
    now = clock.read()
    return opens(now, offer.closes_at, takes_answers(State(offer.state), offer.closes_at, now), invitee.withdrawn_at is not None) is not Opens.NOTHING


def replaced(invitee: Invitee, because: str, name: str, address: str, by: User | None, at: dt.datetime) -> AnswerLink:
    old = valid_link(invitee)
    if old:
        revoke(old, because, at)
    link = issue(invitee=invitee, to_name=name, to_address=address, by=by, at=at, replaces=old)
    post(link=link, version=invitee.offer.versions.latest("number"), kind=OfferMail.Kind.OFFER, by=by, at=at)
    return link
