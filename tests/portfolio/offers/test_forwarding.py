"""A link goes on to the right person: within the house at once, elsewhere when the office has said yes. Whoever passes it on has it no longer."""

import re
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from portfolio.deliveries import writing
from portfolio.models import Delivery
from portfolio.offers.answering import sitting
from projects.actions.links import token_in, withdraw
from projects.models import AnswerLink, Offer, PassingOn, QuestionMail
from tests.factories.sending import link_of, sent
from tests.portfolio.offers.test_answer_page import rows_of_the_offer, seated
from tests.portfolio.offers.test_asking import office_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_throttle() -> None:
    cache.clear()


def to(offer: Offer, house: str = "") -> dict[str, str]:
    code = link_of(offer).invitee.organisation.code
    return {"name": "Alex Berg", "address": f"alex.berg@{house or f'{code}.example'}", "key": str(uuid.uuid4())}


def passing(offer: Offer, **typed: str) -> Any:
    """As the page's own button sends it."""
    client, url = office_of(offer)
    part = text_of(client.get(url)).partition("questions/passing/")[2].partition("</form>")[0]
    return client.post(f"{url}passing/", dict(re.findall(r'name="(asked|name|address)" value="([^"]*)"', part)) | typed)


def test_within_the_house_it_goes_at_once_and_the_old_one_ends():
    offer = sent()
    old = link_of(offer)
    client, url = seated(old)
    page = client.get(f"{url}forward/")
    assert (page.status_code, f"{old.invitee.organisation.code}.example" in text_of(page)) == (200, True)
    page = client.post(f"{url}forward/", to(offer))
    new = link_of(offer)
    said = f"to Alex Berg, a…@{old.invitee.organisation.code}.example"
    assert (page.status_code, said in text_of(page), page["Cache-Control"]) == (200, True, "no-store")
    assert (new.to_name, new.replaces, new.issued_by) == ("Alex Berg", old, None)
    assert ("which can end that link and give you a new one" in text_of(page), "<form" in text_of(page).partition("</main>")[0]) == (True, False)
    assert client.cookies[sitting.COOKIE].value == ""
    old.refresh_from_db()
    assert (old.revoked_because, client.get(url).status_code) == ("forwarded", 404)
    body = str(writing.message_of(new.mails.get().delivery).body)
    assert (token_in(new) in body, "passed on to you" in body) == (True, True)
    assert "passed on to you" not in str(writing.message_of(link_of(offer, "Lund").mails.get().delivery).body)
    assert token_in(new) not in text_of(page)


def test_posted_twice_it_goes_once():
    offer = sent()
    client, url = seated(link_of(offer))
    typed = to(offer)
    assert [client.post(f"{url}forward/", typed).status_code for _ in range(2)] == [200, 404]
    assert AnswerLink.objects.filter(invitee=link_of(offer).invitee).count() == 2


def test_what_is_missing_is_told_at_its_field_and_machines_pass_nothing_on():
    offer = sent()
    client, url = seated(link_of(offer))
    before = rows_of_the_offer()
    for typed in ({}, {"name": "Alex"}, {"name": "Alex", "address": "alex"}, {"address": to(offer)["address"]}):
        assert client.post(f"{url}forward/", typed).status_code == 422
    assert 'value="Alex"' in text_of(client.post(f"{url}forward/", {"name": "Alex", "address": "alex"}))
    assert rows_of_the_offer() == before


def test_to_another_house_the_office_is_asked_and_the_link_works_on():
    offer = sent()
    client, url = seated(link_of(offer))
    typed = to(offer, "bolaget.example")
    assert [client.post(f"{url}forward/", typed).status_code for _ in range(2)] == [303, 303]
    asked = PassingOn.objects.get()
    assert (asked.name, asked.address, asked.link) == ("Alex Berg", "alex.berg@bolaget.example", link_of(offer))
    assert "You have asked that it goes to Alex Berg" in text_of(client.get(f"{url}forward/"))
    assert client.get(url).status_code == 200
    body = str(writing.message_of(QuestionMail.objects.get().delivery).body)
    assert ("Hörby wants its link sent to Alex Berg, alex.berg@bolaget.example" in body, "samverk-link-" in body) == (True, False)


def test_the_office_sends_it_there():
    offer = sent()
    client, url = seated(link_of(offer))
    client.post(f"{url}forward/", to(offer, "bolaget.example"))
    old = link_of(offer)
    assert passing(offer, do="grant").status_code == 303
    new, asked = link_of(offer), PassingOn.objects.get()
    assert (new.to_address, new.replaces, new.issued_by) == ("alex.berg@bolaget.example", old, offer.by)  # type: ignore[attr-defined]
    assert (asked.is_granted, asked.settled_by, client.get(url).status_code) == (True, offer.by, 404)  # type: ignore[attr-defined]


def test_or_does_not_and_the_page_says_so():
    offer = sent()
    client, url = seated(link_of(offer))
    client.post(f"{url}forward/", to(offer, "bolaget.example"))
    assert (passing(offer, do="refuse").status_code, PassingOn.objects.get().is_granted) == (303, False)
    assert "The office did not send it to Alex Berg" in text_of(client.get(f"{url}forward/"))
    client.post(f"{url}forward/", to(offer, "annat.example"))
    assert PassingOn.objects.filter(settled_at=None).count() == 1


def test_only_the_address_that_was_looked_at_gets_it():
    offer = sent()
    client, url = seated(link_of(offer))
    client.post(f"{url}forward/", to(offer, "bolaget.example"))
    passing(offer, do="grant", address="mallory@else.example")
    client.post(f"{url}forward/", to(offer, "annat.example"))
    assert [each.address for each in PassingOn.objects.all()] == ["alex.berg@annat.example"]
    withdraw(link=link_of(offer), by=offer.by, at=timezone.now())  # type: ignore[attr-defined]
    office, there = office_of(offer)
    asked = PassingOn.objects.get()
    office.post(f"{there}passing/", {"asked": asked.pk, "name": asked.name, "address": asked.address, "do": "grant"})
    assert [office.post(f"{there}passing/", {"asked": which, "do": do}).status_code for which, do in (("x", "grant"), (asked.pk, "x"))] == [303, 303]
    asked.refresh_from_db()
    assert (asked.settled_at, AnswerLink.objects.filter(replaces__isnull=False).count()) == (None, 0)


def test_it_is_passed_on_so_often_and_no_more():
    offer = sent()
    client, url = seated(link_of(offer))
    codes = [client.post(f"{url}forward/", to(offer, f"{number}.example")).status_code for number in range(6)]
    assert codes == [303] * 5 + [429]


def test_a_new_link_to_one_address_is_limited_alike_whether_or_not_it_is_known():
    offer = sent()
    client, _url = seated(link_of(offer))
    for address in (to(offer)["address"].replace("alex.berg", "direktor"), "nobody@else.example"):
        assert [client.post("/answer/new-link/", {"address": address}).status_code for _ in range(11)] == [200] * 10 + [429]
    assert Delivery.objects.filter(kind="offer").count() == 4
