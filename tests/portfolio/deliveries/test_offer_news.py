"""Parties are told of a later day, of what an offer came to, and that somebody else answers: each in its mail, in the transaction of the deed."""

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone, translation

from portfolio.deliveries import refusing, writing
from portfolio.deliveries.offers import outcome
from portfolio.models import Contact, Delivery
from projects.actions.closing import close, conclude, extend
from projects.actions.links import replace_contact, token_in
from projects.models import Offer
from projects.offering import Outcome
from tests.factories.sending import link_of, sent
from tests.portfolio.offers.test_answer_page import answered, seated

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def told(kind: str) -> list[Delivery]:
    return list(Delivery.objects.filter(of_offer__kind=kind).order_by("pk"))


def text_of(delivery: Delivery) -> str:
    with translation.override(delivery.language):
        return str(writing.message_of(delivery).body).replace("\u00a0", " ")


def closed() -> Any:
    offer = sent()
    answered(*seated(link_of(offer)))
    answered(*seated(link_of(offer, "Lund")), choice="declines", reason="Eget")
    Offer.objects.filter(pk=offer.pk).update(opened_at=timezone.now() - 9 * DAY, closes_at=timezone.now() - DAY)
    close(offer=offer, by=offer.by)
    return offer


def concluded(offer: Any, outcome: Outcome, *joins: int, reason: str = "") -> None:
    row: dict[str, Any] = {"counted": 1, "computed": outcome, "verdict": {}, "joins": joins, "reason": reason}
    conclude(offer=offer, outcome=outcome, by=offer.by, **row)


def test_a_later_day_is_told_with_the_same_link_and_the_mail_before_it_does_not_leave():
    offer = sent()
    first = link_of(offer).mails.get().delivery
    day = timezone.now() + 60 * DAY
    extend(offer=offer, closes_at=day, by=offer.by, reason="Tre har bett om tid")
    first.refresh_from_db()
    mails = told("extended")
    assert (first.state, len(mails), {each.state for each in mails}, mails[0].subject) == (
        "cancelled",
        3,
        {"waiting"},
        "More time to answer: Långsiktigt e-arkiv",
    )
    text = text_of(mails[0])
    assert ("gives everybody more time" in text, f"/answer/open/{token_in(link_of(offer))}/" in text, "pays SEK 750,000" in text) == (True, True, True)
    extend(offer=offer, closes_at=day + DAY, by=offer.by, reason="En till")
    assert [each.state for each in told("extended")] == ["cancelled"] * 3 + ["waiting"] * 3


def test_what_it_came_to_is_told_to_contact_and_mailbox_without_a_link():
    offer = closed()
    hörby, lund = (offer.invitees.get(organisation__name=name) for name in ("Hörby", "Lund"))
    concluded(offer, Outcome.STARTS, hörby.organisation_id, reason="Enligt beslut\n<b>")
    mails = {each: [mail for mail in told("concluded") if mail.of_offer.invitee == each] for each in (hörby, lund)}  # type: ignore[attr-defined]
    assert [sorted(mail.to_address for mail in found) for found in mails.values()] == [sorted({each.address, each.mailbox} - {""}) for each in mails]
    joins, stays_out = text_of(mails[hörby][0]), text_of(mails[lund][0])
    assert ("e-arkiv starts." in joins, "Hörby takes part." in joins, "Hörby pays SEK 3,000,000" in joins) == (True, True, True)
    assert ("Lund does not take part." in stays_out, "pays" in stays_out, "Enligt beslut\n<b>" in stays_out) == (True, False, True)
    assert [re.findall(r"https?://|samverk-link", text) for text in (joins, stays_out)] == [[], []]
    assert Delivery.objects.filter(of_offer__link__isnull=False, state="waiting").count() == 0


def test_what_does_not_start_costs_nobody_anything():
    offer = closed()
    concluded(offer, Outcome.DOES_NOT_START)
    text = text_of(told("concluded")[0])
    assert ("e-arkiv does not start." in text, "nobody pays anything" in text, "SEK" in text) == (True, True, False)


def test_whoever_answered_before_is_told_that_somebody_else_does_now():
    offer = sent()
    party, before = offer.invitees.get(organisation__name="Hörby"), link_of(offer)
    row = {"region": offer.project.region, "organisation": party.organisation, "kind": "contact", "function": "Digitaliseringschef"}
    replace_contact(invitee=party, contact=Contact.objects.create(**row, mail="bo@horby.example"), by=offer.by, at=timezone.now())
    [mail] = told("replaced")
    text = text_of(mail)
    assert (mail.to_address, "somebody else" in text, "samverk-link" in text) == (before.to_address, True, False)
    Contact.objects.update(mail="BO@horby.example")
    replace_contact(invitee=party, contact=Contact.objects.get(), by=offer.by, at=timezone.now())
    assert len(told("replaced")) == 1


def test_an_outcome_of_an_offer_that_is_open_again_is_not_sent():
    offer = closed()
    concluded(offer, Outcome.DOES_NOT_START)
    mail = told("concluded")[0]
    about = mail.of_offer  # type: ignore[attr-defined]
    about.invitee.offer.state = "closed"
    with pytest.raises(refusing.NotNeeded):
        outcome(about)
