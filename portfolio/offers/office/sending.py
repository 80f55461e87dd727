"""What sending an offer would do, to be looked at before: who gets what, in which language, and who gets nothing because nobody knows where to write."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from costsharing.models import Scenario
from costsharing.queries.offered import share_of
from portfolio.access.grants import current
from portfolio.models import Contact, Organisation
from portfolio.offers.terms import terms_of
from projects.actions.offers import Recipient
from projects.emails import offer_text
from projects.models import Offer, Participation
from projects.offering import fingerprint, last_day_of

ASKED = (Participation.State.INVITED, Participation.State.ACTIVE)


@dataclass(frozen=True)
class Letter:
    """A mail as it would arrive; a link stands in it only once it is sent. fee: minor units if all join."""

    to: Recipient
    subject: str
    body: str
    fee: int | None


@dataclass(frozen=True)
class Preview:
    """shown: the fingerprint of the terms; seen: of all that is shown, recipients too."""

    terms: dict[str, Any]
    letters: tuple[Letter, ...]
    unreachable: tuple[Organisation, ...]
    shown: str
    seen: str

    @property
    def recipients(self) -> list[Recipient]:
        return [letter.to for letter in self.letters]


def preview_of(offer: Offer, scenario: Scenario | None, today: dt.date) -> Preview:
    """Seven queries, and those of the scenario."""
    asked = asked_in(offer)
    to, unreachable = recipients(offer, asked, today)
    terms = terms_of(offer, scenario, [each.organisation for each in to])
    letters = tuple(letter(offer, terms, each) for each in to)
    shown = fingerprint(terms)
    seen = fingerprint([shown, [[each.to.organisation.pk, each.to.address, each.to.mailbox, each.to.language, each.body] for each in letters]])
    return Preview(terms, letters, tuple(unreachable), shown, seen)


def asked_in(offer: Offer) -> list[Organisation]:
    """Whoever has a place in the project that is not over: guests from elsewhere are parties like others."""
    rows = Participation.objects.filter(project=offer.project_id, valid_to__isnull=True, state__in=ASKED).select_related("organisation")
    return [row.organisation for row in rows.order_by("organisation__name", "pk")]


def recipients(offer: Offer, asked: Sequence[Organisation], today: dt.date) -> tuple[list[Recipient], list[Organisation]]:
    """The contact, else the deputy, else the official mailbox, as the region has them today; and those of whom it has nobody."""
    region = offer.project.region
    known: dict[int, dict[str, Contact]] = defaultdict(dict)
    for contact in Contact.objects.filter(current(today), region=region, organisation__in=asked).order_by("order", "pk"):
        if contact.is_reachable:
            known[contact.organisation_id].setdefault(contact.kind, contact)
    found, nobody = [], []
    for each in asked:
        there = known[each.pk]
        first = next((there[kind] for kind in (Contact.Kind.CONTACT, Contact.Kind.DEPUTY, Contact.Kind.MAILBOX) if kind in there), None)
        if first is None:
            nobody.append(each)
            continue
        mailbox = there[Contact.Kind.MAILBOX].mail if Contact.Kind.MAILBOX in there else ""
        language = first.language or region.language
        found.append(Recipient(each, first.mail, language, first.function, first.name, mailbox, first))
    return found, nobody


def letter(offer: Offer, terms: dict[str, Any], to: Recipient) -> Letter:
    last_day = last_day_of(offer.closes_at, offer.project.region.time_zone) if offer.closes_at else None
    with translation.override(to.language):
        subject = _("Offer: %(title)s") % {"title": offer.title}
        fee = share_of(terms["cost"], to.organisation)
        body = offer_text(to.organisation, terms, last_day, f"{settings.SITE_URL}/answer/open/…", fee=fee)
    return Letter(to, subject, body, fee)
