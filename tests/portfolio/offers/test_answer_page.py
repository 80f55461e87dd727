"""The one page that a link opens: reading it changes nothing, answering takes two steps, and a dead link says the same whatever made it so."""

import datetime as dt
import logging
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from portfolio.deliveries import refusing, writing
from portfolio.models import Delivery
from portfolio.offers.answering import sitting
from portfolio.offers.answering.forms import AnswerForm
from projects.actions.answers import Overtaken, answer_by_link
from projects.actions.links import renew, token_in, withdraw
from projects.actions.offers import change
from projects.models import Answer, AnswerLink, Invitee, LinkFetch, Offer
from projects.offering import fingerprint
from tests.factories.sending import link_of, sent, terms

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WHO = {"name": "Kim Holm", "title": "Kommundirektör", "authority": "Delegationsordning 4.2"}
YES = {"which": "answer", "version": "1", "choice": "joins", **WHO}


@pytest.fixture(autouse=True)
def no_throttle() -> None:
    cache.clear()


def seated(link: AnswerLink) -> tuple[Client, str]:
    client = Client()
    return client, client.get(f"/answer/open/{token_in(link)}/")["Location"]


def hidden(page: Any) -> dict[str, str]:
    """What the form of the second step carries."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode().partition("</h1>")[2]))


def answered(client: Client, url: str, **typed: str) -> Any:
    page = client.post(url, YES | typed | {"do": "look"})
    assert page.status_code == 200, page.content.decode()
    return client.post(url, hidden(page) | {"do": "send"})


def text_of(page: Any) -> str:
    return page.content.decode().replace("\u00a0", " ")


def rows_of_the_offer() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Offer, Invitee, AnswerLink, Answer, Delivery)]


# ---- reading -------------------------------------------------------------------
def test_a_link_is_exchanged_at_once_for_a_cookie_that_one_page_gets():
    link = link_of(sent())
    client = Client()
    before = rows_of_the_offer()
    for method in (client.get, client.head):
        response = method(f"/answer/open/{token_in(link)}/")
        assert (response.status_code, response["Location"]) == (302, f"/answer/{link.public_id}/")
        assert (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "origin")
    cookie = client.cookies[sitting.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (f"/answer/{link.public_id}/", True, "Lax", 43200)
    assert token_in(link) not in cookie.value
    page = client.get(response["Location"])
    assert (page.status_code, page["Cache-Control"], page["Referrer-Policy"]) == (200, "no-store", "origin")
    assert (rows_of_the_offer(), LinkFetch.objects.get().times) == (before, 2)


def test_the_page_says_what_it_costs_and_chooses_nothing():
    offer = sent()
    client, url = seated(link_of(offer))
    page = text_of(client.get(url))
    # half of 3 000 000 on three alike, and the other half by 10 000 of 60 000
    said = (
        'Will Hörby join <span class="nb">e-arkiv</span>?',
        "SEK 750,000",
        "if all 3 join",
        "1,500,000 × 10,000 ÷ 60,000",
        "about 2–3 meetings",
        "Nätverk",
        "January 2030",
    )
    assert [words for words in said if words not in page] == []
    assert ("checked" in page, "so far" in page, token_in(link_of(offer)) in page) == (False, False, False)
    answered(*seated(link_of(offer, "Lund")))
    # with Lund alone: half of it on two, the other half by 10 000 of 30 000
    assert "SEK 1,250,000</strong> if only the one that joins by the answers so far does, and Hörby" in text_of(client.get(url))


def test_it_speaks_the_language_of_the_party_until_the_reader_chooses_another():
    client, url = seated(link_of(sent(language="sv")))
    assert '<html lang="sv">' in client.get(url).content.decode()
    client.cookies["django_language"] = "nb"
    assert '<html lang="nb">' in client.get(url).content.decode()


def test_a_page_without_a_cookie_or_with_anothers_is_a_dead_link():
    offer = sent()
    client, url = seated(link_of(offer))
    other = f"/answer/{link_of(offer, 'Lund').public_id}/"
    client.cookies[sitting.COOKIE]["path"] = "/"
    answers = [Client().get(url), client.get(other), client.post(other, YES | {"do": "look"}), Client().get(f"/answer/{uuid.uuid4()}/")]
    assert {each.status_code for each in answers} == {404}


def test_a_seat_lasts_half_an_hour_from_the_last_time():
    client, url = seated(link_of(sent()))
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=29), tick=False):
        assert client.get(url).status_code == 200
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=58), tick=False):
        assert client.get(url).status_code == 200
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=90), tick=False):
        assert client.get(url).status_code == 404


def test_a_dead_link_says_the_same_whatever_made_it_so():
    offer = sent()
    hörby, lund, malmö = (link_of(offer, name) for name in ("Hörby", "Lund", "Malmö"))
    renew(link=hörby, by=offer.by, at=timezone.now())  # type: ignore[attr-defined]
    withdraw(link=lund, by=offer.by, at=timezone.now())  # type: ignore[attr-defined]
    Offer.objects.filter(pk=offer.pk).update(opened_at=timezone.now() - 60 * DAY, closes_at=timezone.now() - 15 * DAY)
    tokens = [token_in(hörby), token_in(lund), token_in(malmö), "samverk-link-" + "x" * 43, "qzq", token_in(malmö)[13:]]
    pages = [Client().get(f"/answer/open/{token}/") for token in tokens]
    bodies = {re.sub(r'(value|nonce)="[^"]*"', "", page.content.decode()).replace(token, "") for page, token in zip(pages, tokens, strict=True)}
    assert ({page.status_code for page in pages}, len(bodies), sitting.COOKIE in pages[0].cookies) == ({404}, 1, False)


def test_no_log_keeps_a_token(caplog):
    offer = sent()
    tokens = [token_in(link_of(offer)), "samverk-link-" + "x" * 43]
    for name in ("portfolio.web.tracing", "django.request"):
        caplog.set_level(logging.DEBUG, name)
    client, url = seated(link_of(offer))
    client.get(url)
    Client().get(f"/answer/open/{tokens[1]}/")
    assert len(caplog.records) >= 3
    assert [line.getMessage() for line in caplog.records if any(token in line.getMessage() or token in str(vars(line)) for token in tokens)] == []


def test_guesses_are_counted_and_those_who_have_a_link_are_not():
    link = link_of(sent())
    codes = [Client().get(f"/answer/open/samverk-link-{number}/").status_code for number in range(31)]
    assert codes == [404] * 30 + [429]
    assert Client().get(f"/answer/open/{token_in(link)}/").status_code == 302


def test_machines_that_open_and_click_everything_change_nothing():
    offer = sent()
    client, url = seated(link_of(offer))
    before = rows_of_the_offer()
    for method in (client.get, client.head, client.options, client.put, client.delete):
        method(url)
    for fields in ({}, {"do": "look"}, {"do": "send"}, {"which": "later", "do": "send"}, {"which": "answer", "do": "send", "choice": "joins", "version": "1"}):
        assert client.post(url, fields).status_code == 422
    assert client.post("/answer/new-link/", {}).status_code == 422
    assert rows_of_the_offer() == before


# ---- answering -----------------------------------------------------------------
def test_an_answer_is_looked_at_before_it_is_sent():
    link = link_of(sent())
    client, url = seated(link)
    page = client.post(url, YES | {"do": "look", "reason": "Bra <b>idé</b>"})
    assert (Answer.objects.count(), "It is not sent yet." in page.content.decode(), "Bra &lt;b&gt;idé" in page.content.decode()) == (0, True, True)
    response = client.post(url, hidden(page) | {"reason": "Bra <b>idé</b>", "do": "send"})
    given = Answer.objects.get()
    assert (response.status_code, response["Location"], given.name, given.link, given.version.number) == (303, url, "Kim Holm", link, 1)
    assert re.fullmatch(r"[0-9a-f]{64}", given.shown_sha256)
    after = client.get(url).content.decode()
    assert "Hörby has answered: Yes, we join" in after and "You can change the answer until" in after


def test_what_was_not_shown_is_shown_first():
    client, url = seated(link_of(sent()))
    page = client.post(url, YES | {"do": "send"})
    assert (page.status_code, Answer.objects.count()) == (200, 0)
    changed = client.post(url, hidden(page) | {"choice": "declines", "do": "send"})
    assert (changed.status_code, Answer.objects.count(), "Is this your answer?" in changed.content.decode()) == (200, 0, True)


def test_going_back_and_mistakes_lose_nothing():
    client, url = seated(link_of(sent()))
    back = client.post(url, YES | {"choice": "declines", "reason": "Egen lösning", "do": "back"})
    wrong = client.post(url, YES | {"name": "", "reason": "Egen lösning", "do": "look"})
    for page, status in ((back, 200), (wrong, 422)):
        body = page.content.decode()
        assert (page.status_code, "Egen lösning" in body, "Delegationsordning 4.2" in body) == (status, True, True)
    assert 'value="declines" checked' in back.content.decode()
    assert 'href="#id_name"' in wrong.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"choice": "joins_if"},
        {"choice": "joins", "least_participants": "20"},
        {"choice": "joins_if", "least_participants": "1"},
        {"choice": "joins_if", "least_participants": "999"},  # not so many are asked
        {"choice": "joins_if", "most_fee": "1.234"},
        {"choice": "joins_if", "most_fee": "-5"},
        {"choice": "joins_if", "most_fee": "0"},
        {"choice": "joins_if", "least_participants": "4"},
        {"choice": "joins_if", "least_inhabitants": "60 001"},
        {"choice": "joins_if", "least_participants": "2", "least_inhabitants": "sixty"},
        {"choice": "needs_time"},
        {"choice": "joins_if", "companions": "999999"},
    ],
)
def test_conditions_that_say_nothing_are_refused_at_their_field(typed):
    client, url = seated(link_of(sent()))
    assert client.post(url, YES | typed | {"do": "look"}).status_code == 422
    assert Answer.objects.count() == 0


def test_a_yes_may_hang_on_several_things():
    offer = sent()
    lund = link_of(offer, "Lund").invitee.organisation
    client, url = seated(link_of(offer))
    answered(client, url, choice="joins_if", least_participants="3", least_inhabitants="60 000", most_fee="110 000", companions=str(lund.pk))
    found = [(each.kind, each.number, each.figure, each.organisation) for each in Answer.objects.get().conditions.all()]
    assert found == [("fee", 110_000_00, "", None), ("figure", 60_000, "population", None), ("participants", 3, "", None), ("with", None, "", lund)]
    assert "we pay at most" in client.get(url).content.decode()


def test_not_decided_yet_says_when_and_by_whom():
    client, url = seated(link_of(sent()))
    later = {"which": "later", "version": "1", **{f"later-{name}": value for name, value in WHO.items()}, "later-body": "KS", "do": "look"}
    assert client.post(url, later | {"later-needs_until": "2015-01-01"}).status_code == 422
    assert "lies after the last day" not in text_of(client.post(url, later | {"later-needs_until": timezone.localdate().isoformat()}))
    page = client.post(url, later | {"later-needs_until": "2099-01-01"})
    assert "lies after the last day" in text_of(page) and "does not take part." in text_of(page)
    carried = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page.content.decode().partition("</h1>")[2]))
    assert client.post(url, carried | {"do": "send"}).status_code == 303
    assert [(each.choice, each.needs_until, each.body) for each in Answer.objects.all()] == [("needs_time", dt.date(2099, 1, 1), "KS")]


def test_terms_that_changed_meanwhile_are_shown_with_what_was_typed():
    offer = sent()
    client, url = seated(link_of(offer))
    page = client.post(url, YES | {"reason": "Bra idé", "do": "look"})
    new = terms(offer, *(each.organisation.code for each in offer.invitees.all()), deliverables=[{"title": "En rapport", "text": ""}])
    change(offer=offer, terms=new, shown=fingerprint(new), by=offer.by)  # type: ignore[attr-defined]
    for fields in (hidden(page) | {"reason": "Bra idé", "do": "send"}, YES | {"reason": "Bra idé", "do": "look"}):
        refused = client.post(url, fields)
        body = refused.content.decode()
        assert (refused.status_code, "The terms have changed" in body, "En rapport" in body, "Bra idé" in body) == (409, True, True, True)
    assert Answer.objects.count() == 0
    answered(client, url, version="2")
    assert Answer.objects.get().version.number == 2


def test_posted_twice_it_is_one_answer():
    client, url = seated(link_of(sent()))
    page = client.post(url, YES | {"do": "look"})
    assert [client.post(url, hidden(page) | {"do": "send"}).status_code for _ in range(2)] == [303, 303]
    assert Answer.objects.count() == 1


def test_an_answer_after_the_last_day_is_told_as_late_before_and_after_it_is_sent():
    offer = sent()
    client, url = seated(link_of(offer))
    opened = client.post(url, YES | {"do": "look"})
    Offer.objects.filter(pk=offer.pk).update(opened_at=timezone.now() - 60 * DAY, closes_at=timezone.now() - DAY)
    warned = client.post(url, hidden(opened) | {"do": "send"})
    assert (warned.status_code, Answer.objects.count(), "What you send now is late" in text_of(warned)) == (200, 0, True)
    assert client.post(url, hidden(warned) | {"do": "send"}).status_code == 303
    page = text_of(client.get(url))
    said = ("Hörby answered after the last day: Yes, we join", "after the last day. The office decides whether it counts.", f"{url}papers/late-receipt.pdf")
    assert ([words for words in said if words not in page], [each.is_late for each in Answer.objects.all()]) == ([], [True])
    assert client.post(url, YES | {"name": "", "reason": "Bra idé", "do": "look"}).content.decode().count("Bra idé") == 1


def test_what_stands_is_named_before_it_is_replaced_and_a_newer_one_is_looked_at_first():
    client, url = seated(link_of(sent()))
    opened = client.post(url, YES | {"choice": "declines", "do": "look"})
    answered(client, url)
    asked = client.post(url, hidden(opened) | {"do": "send"})
    assert (asked.status_code, Answer.objects.count()) == (200, 1)
    missing = [words for words in ("It was not sent", "It takes the place of your answer “Yes, we join”, sent by Kim Holm") if words not in text_of(asked)]
    assert (missing, client.post(url, hidden(asked) | {"do": "send"}).status_code) == ([], 303)
    assert [each.choice for each in Answer.objects.order_by("pk")] == ["joins", "declines"]


def test_an_answer_that_comes_between_the_look_and_the_lock_is_not_replaced_unseen():
    link = link_of(sent())
    client, url = seated(link)
    answered(client, url)
    said = AnswerForm(YES | {"choice": "declines"})
    assert said.is_valid()
    with pytest.raises(Overtaken):
        answer_by_link(link=link, version=1, said=said.said(), shown_sha256="0" * 64, key=uuid.uuid4(), stood=0)
    assert [each.choice for each in Answer.objects.all()] == ["joins"]


@pytest.mark.parametrize(("binding", "said"), [("formal", "A yes binds you"), ("intent", "letter of intent and binds nobody")])
def test_it_says_whether_a_yes_binds_and_what_silence_means(binding, said):
    offer = sent()
    offer.binding, offer.least_participants = binding, 2
    offer.save()
    new = terms(offer)
    some = {"title": "Medarbetare", "text": "", "persons": 10, "least": 250, "most": None, "unit": "hours", "certainty": "approximate", "is_reimbursed": False}
    new["commitments"] = [some | {"side": "some"}]
    change(offer=offer, terms=new, shown=fingerprint(new), by=offer.by)  # type: ignore[attr-defined]
    client, url = seated(link_of(offer))
    page, confirm = text_of(client.get(url)), text_of(client.post(url, YES | {"version": "2", "do": "look"}))
    assert [said in each and "only with at least 2 participants" in each for each in (page, confirm)] == [True, True]
    assert "does not take part." in page and "Some: Medarbetare, about 10 persons, about 250 hours each" in page


def test_after_the_end_it_is_read_and_not_written():
    offer = sent()
    client, url = seated(link_of(offer))
    answered(client, url)
    Offer.objects.filter(pk=offer.pk).update(opened_at=timezone.now() - 60 * DAY, closes_at=timezone.now() - DAY)
    page = client.get(url).content.decode()
    assert "Hörby has answered: Yes, we join" in page and "Answers were taken until" in page and "Send" not in page


def test_a_link_that_is_taken_back_ends_the_page_that_is_open():
    offer = sent()
    client, url = seated(link_of(offer))
    page = client.post(url, YES | {"do": "look"})
    withdraw(link=link_of(offer), by=offer.by, at=timezone.now())  # type: ignore[attr-defined]
    assert [client.post(url, hidden(page) | {"do": "send"}).status_code, client.get(url).status_code, Answer.objects.count()] == [404, 404, 0]


def test_a_new_link_is_promised_alike_to_whoever_asks():
    offer = sent()
    code = offer.invitees.get(organisation__name="Hörby").organisation.code
    pages = [Client().post("/answer/new-link/", {"address": each}) for each in (f"direktor@{code}.example", "nobody@example.test")]
    assert Client().get("/answer/new-link/").status_code == 200
    bodies = {re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages}
    assert ({page.status_code for page in pages}, len(bodies), Delivery.objects.count()) == ({200}, 1, 4)


def test_what_was_typed_into_a_link_that_ended_meanwhile_is_there_to_be_copied():
    offer = sent()
    client, url = seated(link_of(offer))
    withdraw(link=link_of(offer), by=offer.by, at=timezone.now())  # type: ignore[attr-defined]
    lund = offer.invitees.get(organisation__name="Lund").organisation
    hangs = {"choice": "joins_if", "least_participants": "3", "companions": str(lund.pk)}
    page = client.post(url, YES | hangs | {"reason": "Egen <b>lösning</b>", "do": "look"})
    wanted = ("What you wrote", "Egen &lt;b&gt;lösning", "Delegationsordning 4.2", "Yes, but only if …", "<br>3<", "<br>Lund<", "<strong>Your name</strong>")
    missing = [words for words in wanted if words not in text_of(page)]
    assert (page.status_code, missing) == (404, [])
    assert "What you wrote" not in text_of(client.get(url)) + text_of(client.post("/answer/new-link/", {"address": "x"}))


def test_a_form_that_was_open_for_hours_is_taken_until_the_evening():
    client, url = seated(link_of(sent()))
    for hours, status in ((11, 200), (24, 404)):
        with time_machine.travel(timezone.now() + dt.timedelta(hours=hours), tick=False):
            assert (client.get(url).status_code, client.post(url, YES | {"do": "look"}).status_code) == (404, status)


def test_it_says_how_many_days_are_left_and_whether_it_is_paid_once():
    offer = sent()
    codes = [each.organisation.code for each in offer.invitees.all()]
    client, url = seated(link_of(offer))
    assert "30 days are left." in text_of(client.get(url))
    for years, said in (([2030], "It is paid once."), ([2030, 2031, 2032], "The budget goes on in 2031, 2032"), ([], "")):
        new = terms(offer, *codes)
        new["cost"]["years"] = years
        change(offer=offer, terms=new, shown=fingerprint(new), by=offer.by)  # type: ignore[attr-defined]
        page = text_of(client.get(url))
        assert ("It is paid once." in page, "The budget goes on" in page, said in page) == (years == [2030], len(years) == 3, True)
    with time_machine.travel(offer.closes_at - dt.timedelta(seconds=1), tick=False):
        client, url = seated(link_of(offer))
        assert "It is the last day." in text_of(client.get(url))


# ---- mails ---------------------------------------------------------------------
def test_the_mail_carries_the_link_and_the_receipt_opens_nothing():
    offer = sent()
    link = link_of(offer)
    client, url = seated(link)
    first, receipt = link.mails.get().delivery, None
    text = writing.message_of(first).body
    assert f"/answer/open/{token_in(link)}/" in text and "Answer by" in text
    answered(client, url)
    receipt = Delivery.objects.filter(kind="receipt").first()
    assert receipt
    body = writing.message_of(receipt).body
    assert "Yes, we join" in body and "Kim Holm" in body and "/answer/" not in body
    assert text[text.index("Answer by ") + 10 :].split(".")[0] == body[body.index("You can change the answer until ") + 32 :].split(".")[0]


def test_a_mail_in_the_partys_language():
    delivery = link_of(sent(language="sv")).mails.get().delivery
    with translation.override("sv"):
        assert "Hörby" in writing.message_of(delivery).body


def test_a_mail_whose_link_has_ended_is_not_sent(settings):
    offer = sent()
    hörby, lund = link_of(offer), link_of(offer, "Lund")
    withdraw(link=hörby, by=offer.by, at=timezone.now())  # type: ignore[attr-defined]
    with pytest.raises(refusing.NotNeeded):
        writing.message_of(hörby.mails.get().delivery)
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(refusing.NotWritten):
        writing.message_of(lund.mails.get().delivery)
    Offer.objects.filter(pk=offer.pk).update(opened_at=timezone.now() - 60 * DAY, closes_at=timezone.now() - 15 * DAY)
    with pytest.raises(refusing.NotNeeded):
        writing.message_of(lund.mails.get().delivery)
