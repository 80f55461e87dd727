"""What sending an offer would do, to be looked at before: who gets what, in which language, and who gets nothing because nobody knows where to write."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costsharing.engine.allocation import allocate
from costsharing.engine.faults import Refused
from costsharing.engine.reading import read_value
from costsharing.models import Scenario
from costsharing.queries.offered import share_of
from costsharing.wording.numbers import figure_name
from portfolio.models import Contact, Organisation
from portfolio.offers.office.whom import asked_in, contacts_of, in_order
from portfolio.offers.terms import terms_of
from portfolio.templatetags.portfolio_format import money, number
from projects.actions.offers import Recipient
from projects.emails import offer_text
from projects.models import Invitee, Offer
from projects.offering import fingerprint, last_day_of
from projects.policies import why_not_offered
from projects.queries.offers import OWN


@dataclass(frozen=True)
class Letter:
    """A mail as it would arrive; a link stands in it only once it is sent. fee: minor units if all join."""

    to: Recipient | Invitee
    subject: str
    body: str
    fee: int | None


@dataclass(frozen=True)
class Preview:
    """shown: the fingerprint of the terms; seen: of all that is shown, recipients too. hindrances: why it cannot be sent, a sentence each."""

    terms: dict[str, Any]
    letters: tuple[Letter, ...]
    unreachable: tuple[Organisation, ...]
    shown: str
    seen: str
    hindrances: tuple[str, ...] = ()

    @property
    def recipients(self) -> list[Recipient]:
        return [letter.to for letter in self.letters if isinstance(letter.to, Recipient)]


def preview_of(offer: Offer, scenario: Scenario | None, today: dt.date) -> Preview:
    """Seven queries, eight where the parties were not chosen, and those of the scenario."""
    asked = asked_in(offer)
    to, unreachable = recipients(offer, asked, today)
    terms = terms_of(offer, scenario, [each.organisation for each in to])
    letters = tuple(letter(offer, terms, each) for each in to)
    shown = fingerprint(terms)
    seen = fingerprint([shown, [[each.to.organisation.pk, each.to.address, each.to.mailbox, each.to.language, each.body] for each in letters]])
    return Preview(terms, letters, tuple(unreachable), shown, seen, tuple(hindrances(offer, terms, len(to))))


def hindrances(offer: Offer, terms: dict[str, Any], asked: int) -> Iterator[str]:
    """What must be put right before anybody is asked: a limit that could never be reached. asked: how many are."""
    if why := why_not_offered(offer.project):
        yield why
    limits, cost = terms[OWN]["threshold"], terms["cost"]
    if asked and (limits["participants"] or 0) > asked:
        words = ngettext(
            "It starts with at least %(least)s participants, and %(n)s is asked. Ask more, or lower the limit.",
            "It starts with at least %(least)s participants, and %(n)s are asked. Ask more, or lower the limit.",
            asked,
        )
        yield words % {"least": number(limits["participants"]), "n": number(asked)}
    if (limits["figure"] or limits["minor"]) and not cost:
        yield _("It starts at a key figure or a sum, which is counted with the fee. Choose by which scenario the fee is counted, or take the limit away.")
    if limits["figure"] and cost:
        lacking = [each for each in cost["case"]["participants"] if limits["figure"] not in each.get("figures", {})]
        if lacking:
            words = _("It starts at a key figure that is not known of: %(who)s. Add it to the register and count the fee anew, or take the limit away.")
            yield words % {"who": ", ".join(each["name"] for each in lacking)}
        elif (most := sum(one.figures[limits["figure"]].value for one in read_value(cost["case"]).participants)) < limits["figure_value"]:
            words = _("It starts at %(figure)s: %(least)s. All who are asked have %(most)s together. Ask more, or lower the limit.")
            yield words % {"figure": figure_name(limits["figure"]), "least": number(limits["figure_value"]), "most": number(int(most))}
    paid = paid_by_all(cost) if cost else None
    if cost and paid is None:
        yield _("The scenario gives these parties no shares. Look at the scenario, or choose another.")
    if paid is not None and (limits["minor"] or 0) > paid:
        words = _("It starts when those who join pay %(least)s together. All who are asked pay %(most)s. Lower the limit, or choose another scenario.")
        currency = offer.project.region.currency
        yield words % {"least": money(limits["minor"], currency), "most": money(paid, currency)}


def paid_by_all(cost: dict[str, Any]) -> int | None:
    """Minor units; None where the rule does not fit."""
    try:
        result = allocate(read_value(cost["case"]))
    except Refused:
        return None
    return sum(result.amount(code) for code in result.columns.codes)


def recipients(offer: Offer, asked: Sequence[Organisation], today: dt.date) -> tuple[list[Recipient], list[Organisation]]:
    """The contact, else the deputy, else the official mailbox, as the region has them today; and those of whom it has nobody."""
    region = offer.project.region
    known = contacts_of(region, asked, today)
    found, nobody = [], []
    for each in asked:
        there = known[each.pk]
        first = next(iter(in_order(there)), None)
        if first is None:
            nobody.append(each)
            continue
        mailbox = there[Contact.Kind.MAILBOX].mail if Contact.Kind.MAILBOX in there else ""
        language = first.language or region.language
        found.append(Recipient(each, first.mail, language, first.function, first.name, mailbox, first))
    return found, nobody


def letter(offer: Offer, terms: dict[str, Any], to: Recipient | Invitee, before: dict[str, Any] | None = None) -> Letter:
    """before: the terms that these take the place of, where they do."""
    last_day = last_day_of(offer.closes_at, offer.project.region.time_zone) if offer.closes_at else None
    with translation.override(to.language):
        words = _("Changed terms: %(title)s") if before else _("Offer: %(title)s")
        fee = share_of(terms["cost"], to.organisation)
        body = offer_text(to.organisation, terms, last_day, f"{settings.SITE_URL}/answer/open/…", before, fee=fee)
    return Letter(to, words % {"title": offer.title}, body, fee)
