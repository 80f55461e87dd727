"""What the page of a link says when no answer is taken any more: what came of the offer, in the words and with the sum that the mail had."""

import re
from typing import Any

import pytest
from django.core.cache import cache

from projects.models import Offer
from projects.offering import Outcome
from tests.factories.sending import link_of
from tests.portfolio.deliveries.test_offer_news import closed, concluded, told
from tests.portfolio.deliveries.test_offer_news import text_of as mail_of
from tests.portfolio.offers.test_answer_page import seated, text_of

pytestmark = pytest.mark.django_db
SAID = ("has not answered", "has answered", "if all 3 join", "What the answer means", "e-arkiv starts.", "takes part.", "does not take part.", "SEK 3,000,000")


@pytest.fixture(autouse=True)
def no_throttle() -> None:
    cache.clear()


def said_to(offer: Any, name: str) -> list[str]:
    client, url = seated(link_of(offer, name))
    page = re.sub(r"<[^>]+>", "", text_of(client.get(url)))
    return [words for words in SAID if words in page]


def test_closed_it_asks_nobody_any_more():
    offer = closed()
    page = text_of(seated(link_of(offer, "Malmö"))[0].get(f"/answer/{link_of(offer, 'Malmö').public_id}/"))
    assert ("Will " in page, "<form" in page.partition("</main>")[0]) == (False, False)
    assert said_to(offer, "Malmö") == ["has not answered", "if all 3 join", "What the answer means", "does not take part."]


def test_concluded_it_says_what_the_mail_says_and_no_sum_that_holds_no_longer():
    offer = closed()
    concluded(offer, Outcome.STARTS, link_of(offer).invitee.organisation_id)
    offer = Offer.objects.get(pk=offer.pk)
    assert said_to(offer, "Hörby") == ["has answered", "e-arkiv starts.", "takes part.", "SEK 3,000,000"]
    assert said_to(offer, "Lund") == ["has answered", "e-arkiv starts.", "does not take part."]
    assert said_to(offer, "Malmö") == ["has not answered", "e-arkiv starts.", "does not take part."]
    mails = [mail_of(each) for each in told("concluded") if each.to_address == link_of(offer).invitee.address]
    assert ["With those who join, Hörby pays SEK 3,000,000 for" in each for each in mails] == [True]


def test_or_that_nothing_came_of_it():
    offer = closed()
    concluded(offer, Outcome.DOES_NOT_START, reason="För få")
    client, url = seated(link_of(offer))
    page = text_of(client.get(url))
    assert [words in page for words in ("e-arkiv does not start.", "nobody pays anything for it.", "För få", "SEK")] == [True, True, True, False]
