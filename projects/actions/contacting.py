"""The office gives a party another contact, or its link anew, or takes the link back: each with the words that say why, kept with the party."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portfolio.access.permissions import P
from portfolio.actions import rows
from portfolio.actions.locking import lock_region
from portfolio.actions.rows import Refused
from portfolio.models import Contact, User
from projects.actions import links
from projects.actions.locking import lock
from projects.models import AnswerLink, Invitee, PartyNote

About = PartyNote.About


def noted(invitee: Invitee, about: str, text: str, by: User, at: dt.datetime) -> PartyNote:
    return PartyNote.objects.create(invitee=invitee, about=about, text=text, by=by, at=at)


@transaction.atomic
def withdraw(*, link: AnswerLink, why: str, by: User, at: dt.datetime) -> None:
    """Raises Refused when it has ended already."""
    _offer, invitee = links.held_for(link, by)
    if links.valid_link(invitee) != link:
        raise Refused(_("The link has ended already."))
    links.withdraw(link=link, by=by, at=at)
    noted(invitee, About.WITHDRAWN, why, by, at)


@transaction.atomic
def send_anew(*, invitee: Invitee, seen: AnswerLink | None, why: str, by: User, at: dt.datetime) -> AnswerLink:
    """To the registered address. seen: the valid link that the page showed, None for none. Raises Gone when there is nothing to open, or Refused."""
    newest = AnswerLink.objects.filter(invitee=invitee, replaced_by__isnull=True).order_by("-issued_at", "-pk").first()
    if newest is None:
        raise links.Gone
    _offer, held = links.held_for(newest, by)
    if links.valid_link(held) != seen:
        raise Refused(_("The link has changed since you opened the page. Look once more."))
    made = links.renew(link=newest, by=by, at=at)
    noted(held, About.RENEWED, why, by, at)
    return made


@transaction.atomic
def hand_over(*, invitee: Invitee, contact: Contact, address: str, note: str, by: User, at: dt.datetime) -> AnswerLink | None:
    """contact: of the register, or not stored yet: then it is added there, last in turn. address: the contact's as the page showed it.

    The new link, or None where the offer has ended. Raises Refused when the address is another by now.
    """
    lock(invitee.offer.project, by)
    new = Contact.objects.get(pk=contact.pk) if contact.pk else added(contact, by)
    if new.mail != address:
        raise Refused(_("The contact's address has changed since you looked. Look once more."))
    made = links.replace_contact(invitee=invitee, contact=new, by=by, at=at)
    noted(invitee, About.CONTACT, note, by, at)
    return made


def added(contact: Contact, by: User) -> Contact:
    """The project is held already, then the region: in this order wherever both are."""
    region = lock_region(contact.region, by, P.REGISTER_EDIT)
    there = Contact.objects.filter(region=region, organisation=contact.organisation, kind=contact.kind)
    contact.order = 1 + (there.aggregate(last=Max("order"))["last"] or 0)
    rows.save(row=contact, by=by)
    return contact
