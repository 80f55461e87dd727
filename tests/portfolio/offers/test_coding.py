"""Where the region asks for it, an answer by a link needs six figures that go to the registered address, for that answer alone."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from portfolio.deliveries import refusing, writing
from portfolio.models import Delivery
from projects.actions.codes import code_in
from projects.actions.links import pass_on, withdraw
from projects.coding import Proof, figures_of, judged
from projects.models import Answer, AnswerCode, AnswerLink, Offer
from tests.factories.sending import link_of, sent
from tests.portfolio.offers.test_answer_page import YES, hidden, rows_of_the_offer, seated, text_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def no_throttle() -> None:
    cache.clear()


def strict() -> Offer:
    offer = sent()
    region = offer.project.region
    region.answers_need_code = True
    region.save()
    return offer


def looked(client: Any, url: str, **typed: str) -> dict[str, str]:
    return hidden(client.post(url, YES | typed | {"do": "look"}))


def begun(offer: Offer, **typed: str) -> tuple[Any, str, dict[str, str]]:
    """The page that asks for the code."""
    client, url = seated(link_of(offer))
    page = client.post(f"{url}code/", looked(client, url, **typed) | {"do": "send"})
    assert (page.status_code, "is on its way to d…@" in text_of(page)) == (200, True)
    return client, url, hidden(page)


def newest() -> str:
    return code_in(AnswerCode.objects.latest("pk"))


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


# ---- the rule ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "tries", "minutes", "proof"),
    [
        ("048213", 0, 0, Proof.RIGHT),
        ("048 213", 4, 9, Proof.RIGHT),
        ("048-213", 0, 0, Proof.RIGHT),
        ("48213", 0, 0, Proof.WRONG),
        ("٠٤٨٢١٣", 0, 0, Proof.WRONG),
        ("000000", 4, 0, Proof.SPENT),
        ("048213", 5, 0, Proof.SPENT),
        ("048213", 0, 10, Proof.EXPIRED),
    ],
)
def test_a_code_holds_for_ten_minutes_and_five_tries(written, tries, minutes, proof):
    assert judged(written, "048213", tries, NOW, NOW + dt.timedelta(minutes=minutes)) is proof


def test_figures_are_six_whatever_they_are_made_of():
    assert (figures_of(bytes(32)), figures_of((10**6 + 42).to_bytes(32))) == ("000000", "000042")


# ---- the page ------------------------------------------------------------------
def test_with_the_code_an_answer_is_stored_as_such():
    offer = strict()
    client, url, fields = begun(offer, reason="Bra idé")
    row = AnswerCode.objects.get()
    assert (Answer.objects.count(), row.delivery.to_address, row.delivery.kind) == (0, link_of(offer).invitee.address, "code")
    body = str(writing.message_of(row.delivery).body)
    assert (f"{newest()[:3]} {newest()[3:]}" in body, "samverk-link-" in body, newest() in row.delivery.subject) == (True, False, False)
    response = client.post(f"{url}code/", fields | {"code": f" {newest()[:3]} {newest()[3:]} ", "do": "code"})
    given = Answer.objects.get()
    assert (response.status_code, response["Location"], given.level, given.reason) == (303, url, "code", "Bra idé")
    row.refresh_from_db()
    assert (row.answer, row.shown_sha256) == (given, given.shown_sha256)


def test_nothing_that_is_stored_tells_the_code():
    begun(strict())
    stored = str([list(model.objects.values()) for model in (AnswerCode, Delivery)])
    assert newest() not in re.sub(r"\d{4}-\d\d-\d\d|datetime\([^)]*\)|[0-9a-f]{16,}|:\d{14,}", "", stored)


def test_without_a_code_there_is_no_answer():
    offer = strict()
    client, url = seated(link_of(offer))
    page = client.post(url, YES | {"do": "look"})
    assert ("Send me the code" in text_of(page), f'action="{url}code/"' in text_of(page)) == (True, True)
    again = client.post(url, hidden(page) | {"do": "send"})
    assert (again.status_code, "Send me the code" in text_of(again)) == (200, True)
    empty = client.post(f"{url}code/", hidden(page) | {"do": "code"})
    assert (empty.status_code, 'href="#id_code"' in text_of(empty)) == (422, True)
    early = client.post(f"{url}code/", hidden(page) | {"do": "code", "code": "000000"})
    assert (early.status_code, "No code was sent for this answer" in text_of(early)) == (422, True)
    assert (Answer.objects.count(), client.get(f"{url}code/")["Location"]) == (0, url)


def test_a_wrong_code_is_told_and_nothing_typed_is_lost():
    client, url, fields = begun(strict(), reason="Bra idé")
    for number in range(1, 6):
        page = client.post(f"{url}code/", fields | {"code": other_than(newest()), "do": "code"})
        said = "five times" if number == 5 else "This is not the code"
        assert (page.status_code, said in text_of(page), "Bra idé" in text_of(page)) == (422, True, True)
    page = client.post(f"{url}code/", fields | {"code": newest(), "do": "code"})
    assert (page.status_code, "five times" in text_of(page), Answer.objects.count(), AnswerCode.objects.get().tries) == (422, True, 0, 5)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=1), tick=False):
        page = client.post(f"{url}code/", fields | {"do": "anew"})
        assert "A new code is on its way" in text_of(page)
        assert client.post(f"{url}code/", hidden(page) | {"code": newest(), "do": "code"}).status_code == 303


def test_one_that_came_late_is_told_so_and_another_is_sent():
    client, url, fields = begun(strict())
    late = newest()
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=10), tick=False):
        page = client.post(f"{url}code/", fields | {"code": late, "do": "code"})
        assert (page.status_code, "they have passed" in text_of(page), Answer.objects.count()) == (422, True, 0)
        client.post(f"{url}code/", fields | {"do": "send"})
        assert (AnswerCode.objects.count(), newest() == late) == (2, False)
        assert client.post(f"{url}code/", fields | {"code": newest(), "do": "code"}).status_code == 303


def test_a_code_is_for_the_answer_that_it_was_sent_for():
    client, url, fields = begun(strict())
    other = looked(client, url, choice="declines")
    assert other["shown"] != fields["shown"]
    for fields_of_another in (other, fields | {"key": other["key"]}):
        page = client.post(f"{url}code/", fields_of_another | {"code": newest(), "do": "code"})
        assert (page.status_code, Answer.objects.count()) == (422, 0)
    changed = client.post(f"{url}code/", fields | {"choice": "declines", "code": newest(), "do": "code"})
    assert (changed.status_code, "Is this your answer?" in text_of(changed), Answer.objects.count()) == (200, True, 0)


def test_it_is_used_once_and_posted_twice_it_is_one_answer():
    client, url, fields = begun(strict())
    first = fields | {"code": newest(), "do": "code"}
    assert [client.post(f"{url}code/", first).status_code for _ in range(2)] == [303, 303]
    second = looked(client, url)
    assert client.post(f"{url}code/", second | {"code": newest(), "do": "code"}).status_code == 422
    assert Answer.objects.count() == 1


def test_pressed_twice_it_is_one_mail_and_five_an_hour_at_most():
    client, url, fields = begun(strict())
    assert client.post(f"{url}code/", fields | {"do": "send"}).status_code == 200
    assert AnswerCode.objects.count() == 1
    codes = []
    for minute in range(1, 6):
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=minute), tick=False):
            codes.append(client.post(f"{url}code/", fields | {"do": "anew"}).status_code)
    assert (codes, AnswerCode.objects.count()) == ([200] * 4 + [429], 5)
    assert sorted(Delivery.objects.filter(kind="code").values_list("state", flat=True)) == ["cancelled"] * 4 + ["waiting"]


def test_it_goes_to_the_registered_address_wherever_the_link_has_gone():
    offer = strict()
    old = link_of(offer)
    pass_on(link=old, name="Alex", address=old.to_address.replace("direktor", "alex"), at=timezone.now())
    begun(offer)
    assert AnswerCode.objects.get().delivery.to_address == old.to_address


def test_a_mail_that_comes_too_late_is_not_sent_and_none_is_tried_for_longer():
    begun(strict())
    delivery = AnswerCode.objects.get().delivery
    assert delivery.until - delivery.next_at == dt.timedelta(minutes=10)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=10), tick=False), pytest.raises(refusing.NotNeeded):
        writing.message_of(delivery)


def test_a_link_that_ended_meanwhile_takes_no_code_and_shows_what_was_typed():
    offer = strict()
    client, url, fields = begun(offer, reason="Bra idé")
    withdraw(link=link_of(offer), by=offer.by, at=timezone.now())  # type: ignore[attr-defined]
    page = client.post(f"{url}code/", fields | {"code": newest(), "do": "code"})
    assert (page.status_code, "Bra idé" in text_of(page), Answer.objects.count()) == (404, True, 0)


def test_machines_have_no_code_sent():
    offer = strict()
    client, url = seated(link_of(offer))
    before = rows_of_the_offer()
    for fields in ({}, {"do": "send"}, {"do": "anew"}, {"do": "code", "code": "123456"}, {"which": "answer", "choice": "joins", "version": "1", "do": "send"}):
        assert client.post(f"{url}code/", fields).status_code == 422
    assert (rows_of_the_offer(), AnswerCode.objects.count(), AnswerLink.objects.filter(revoked_at=None).count()) == (before, 0, 3)


def test_where_none_is_asked_for_the_page_sends_without():
    client, url = seated(link_of(sent()))
    assert client.post(f"{url}code/", looked(client, url) | {"do": "send"}).status_code == 303
    assert [each.level for each in Answer.objects.all()] == ["link"]
