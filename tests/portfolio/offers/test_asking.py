"""A party asks, the office answers, all who are invited read it; and nobody but the office learns who asked."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portfolio.deliveries import refusing, writing
from portfolio.models import Delivery
from portfolio.reminders.lines import url_of
from portfolio.reminders.sources import SOURCES
from projects.actions.links import token_in, withdraw
from projects.models import Offer, OfferQuestion, QuestionMail
from tests.factories.sending import DAY, link_of, sent
from tests.portfolio.offers.deeds import hidden
from tests.portfolio.offers.test_answer_page import rows_of_the_offer, seated

pytestmark = pytest.mark.django_db
ASKED = {"name": "Kim Holm", "text": "Ingår <b>drift</b>?"}


@pytest.fixture(autouse=True)
def no_throttle() -> None:
    cache.clear()


def office_of(offer: Offer) -> tuple[Client, str]:
    client = Client(headers={"accept-language": "en-gb"})
    client.force_login(offer.by)  # type: ignore[attr-defined]
    project = offer.project
    return client, f"/{project.region.slug}/projects/{project.reference}/offers/{offer.number}/questions/"


def asked(offer: Offer, name: str = "Hörby", **typed: str) -> OfferQuestion:
    client, url = seated(link_of(offer, name))
    assert client.post(f"{url}ask/", ASKED | {"key": str(uuid.uuid4())} | typed).status_code == 303
    return OfferQuestion.objects.latest("pk")


def fields(page: Any, question: OfferQuestion) -> dict[str, str]:
    part = page.content.decode().partition(f'id="q{question.pk}"')[2]
    shown = re.search(r'name="shown" value="(\w+)"', part)
    assert shown
    return {"question": str(question.pk), "shown": shown[1]}


def replied(offer: Offer, question: OfferQuestion, **typed: str) -> Any:
    client, url = office_of(offer)
    shown = fields(client.get(url), question) | {f"q{question.pk}-{name}": value for name, value in typed.items()}
    page = client.post(url, shown)
    return client.post(url, shown | hidden(page) | {"do": "send"}) if page.status_code == 200 else page


def text_of(page: Any) -> str:
    return page.content.decode()


# ---- asking --------------------------------------------------------------------
def test_a_question_is_written_down_and_the_office_is_told():
    offer = sent()
    client, url = seated(link_of(offer))
    assert client.get(f"{url}ask/").status_code == 200
    response = client.post(f"{url}ask/", ASKED | {"key": str(uuid.uuid4())})
    assert (response.status_code, response["Location"]) == (303, f"{url}ask/?sent")
    question = OfferQuestion.objects.get()
    assert (question.text, question.name, question.invitee.organisation.name, question.answer) == ("Ingår <b>drift</b>?", "Kim Holm", "Hörby", "")
    page = text_of(client.get(response["Location"]))
    assert ("Your question is with the office" in page, "Ingår &lt;b&gt;drift&lt;/b&gt;?" in page, "waits for its answer" in page) == (True, True, True)
    mail = QuestionMail.objects.get()
    assert (mail.delivery.to_address, mail.delivery.kind, mail.question) == (offer.by.email, "question", None)  # type: ignore[attr-defined]
    body = str(writing.message_of(mail.delivery).body)
    assert "Ingår <b>drift</b>?" in body and "Hörby" in body and office_of(offer)[1] in body and "samverk-link-" not in body


def test_posted_twice_it_is_one_question_and_an_hour_has_one_mail():
    offer = sent()
    client, url = seated(link_of(offer))
    same = ASKED | {"key": str(uuid.uuid4())}
    with time_machine.travel(timezone.now().replace(minute=1), tick=False):
        client, url = seated(link_of(offer))
        assert [client.post(f"{url}ask/", same).status_code for _ in range(2)] == [303, 303]
        asked(offer, "Lund", text="En till?")
        assert (OfferQuestion.objects.count(), QuestionMail.objects.count()) == (2, 1)
        body = str(writing.message_of(QuestionMail.objects.get().delivery).body)
        assert ("drift" in body, "En till?" in body) == (True, True)


def test_what_is_missing_is_told_at_its_field_and_machines_ask_nothing():
    offer = sent()
    client, url = seated(link_of(offer))
    before = rows_of_the_offer()
    for typed in ({}, {"text": "Vad?"}, {"name": "Kim"}, {"name": " ", "text": " "}):
        page = client.post(f"{url}ask/", typed)
        assert (page.status_code, 'role="alert"' in text_of(page)) == (422, True)
    assert "Vad?" in text_of(client.post(f"{url}ask/", {"text": "Vad?"}))
    assert (rows_of_the_offer(), OfferQuestion.objects.count()) == (before, 0)


def test_another_partys_form_is_not_ones_own():
    offer = sent()
    key = str(uuid.uuid4())
    asked(offer, key=key)
    client, url = seated(link_of(offer, "Lund"))
    assert (client.post(f"{url}ask/", ASKED | {"key": key}).status_code, OfferQuestion.objects.count()) == (404, 1)


def test_when_answers_are_taken_no_more_neither_are_questions_and_the_words_stay():
    offer = sent()
    client, url = seated(link_of(offer))
    Offer.objects.filter(pk=offer.pk).update(opened_at=timezone.now() - 60 * DAY, closes_at=timezone.now() - DAY)
    page = client.post(f"{url}ask/", ASKED | {"key": str(uuid.uuid4())})
    assert (page.status_code, "takes no questions any more" in text_of(page), OfferQuestion.objects.count()) == (409, True, 0)
    withdraw(link=link_of(offer), by=offer.by, at=timezone.now())  # type: ignore[attr-defined]
    page = client.post(f"{url}ask/", ASKED)
    assert (page.status_code, "What you wrote" in text_of(page), "Ingår &lt;b&gt;drift" in text_of(page)) == (404, True, True)


def test_too_many_questions_are_told_so_and_keep_their_words():
    client, url = seated(link_of(sent()))
    codes = [client.post(f"{url}ask/", ASKED | {"key": str(uuid.uuid4())}).status_code for _ in range(10)]
    page = client.post(f"{url}ask/", ASKED | {"key": str(uuid.uuid4())})
    assert (set(codes), page.status_code, "Ingår &lt;b&gt;drift" in text_of(page)) == ({303}, 429, True)


# ---- answering -----------------------------------------------------------------
def test_all_read_question_and_answer_and_nobody_who_asked():
    offer = sent()
    question = asked(offer)
    other, there = seated(link_of(offer, "Lund"))
    assert "drift" not in text_of(other.get(there))
    response = replied(offer, question, answer="Ja, i <tre> år.")
    assert (response.status_code, response["Location"]) == (303, f"{office_of(offer)[1]}#q{question.pk}")
    question.refresh_from_db()
    assert (question.answer, question.answered_by) == ("Ja, i <tre> år.", offer.by)  # type: ignore[attr-defined]
    for page in (other.get(there), other.get(f"{there}ask/")):
        body = text_of(page)
        said = (
            "drift" in body,
            "Ja, i &lt;tre&gt; år." in body,
            "Kim Holm" in body,
            "Hörby" in body.partition("Questions and answers")[2].partition("</dl>")[0],
        )
        assert said == (True, True, False, False)
    assert QuestionMail.objects.filter(question__isnull=False).count() == 0


def test_the_office_sees_who_asked_and_what_the_answer_said_before():
    offer = sent()
    question = asked(offer)
    client, url = office_of(offer)
    page = text_of(client.get(url))
    assert ("Kim Holm, Hörby" in page, "checked" in page, "No question waits." in page) == (True, False, False)
    replied(offer, question, answer="Ja, i tre år.")
    replied(offer, question, answer="Ja, i två år.")
    page = text_of(client.get(url))
    assert ("Earlier answers" in page, "Ja, i tre år." in page, "Ja, i två år." in page, "No question waits." in page) == (True, True, True, True)
    assert [line.answer for line in question.history.order_by("history_id")] == ["", "Ja, i tre år.", "Ja, i två år."]


def test_by_mail_only_when_chosen_and_once_for_an_answer():
    offer = sent()
    question = asked(offer)
    withdraw(link=link_of(offer, "Malmö"), by=offer.by, at=timezone.now())  # type: ignore[attr-defined]
    for _ in range(2):
        replied(offer, question, answer="Ja.", tells="on")
    mails = QuestionMail.objects.filter(question=question).order_by("pk")
    assert [mail.delivery.to_address for mail in mails] == [link_of(offer, name).to_address for name in ("Hörby", "Lund")]
    body = str(writing.message_of(mails[1].delivery).body)
    assert ("Ingår <b>drift</b>?" in body, "Ja." in body, token_in(link_of(offer, "Lund")) in body, "Kim" in body, "Hörby" in body) == (
        True,
        True,
        True,
        False,
        False,
    )
    replied(offer, question, answer="Nej.", tells="on")
    states = list(QuestionMail.objects.filter(question=question).order_by("pk").values_list("delivery__state", flat=True))
    assert states == ["cancelled", "cancelled", "waiting", "waiting"]


def test_a_form_acts_once_whatever_has_come_since():
    offer = sent()
    question = asked(offer)
    client, url = office_of(offer)
    page = client.get(url)
    key = re.search(r'name="key" value="([^"]+)"', text_of(page).partition(f'id="q{question.pk}"')[2])
    assert key
    form = fields(page, question) | {"key": key[1], f"q{question.pk}-answer": "Ja.", f"q{question.pk}-tells": "on"}
    sent_form = form | hidden(client.post(url, form)) | {"do": "send"}
    assert sent_form["key"] == key[1]
    first = client.post(url, sent_form)
    replied(offer, question, answer="Nej.")
    twice = client.post(url, sent_form)
    question.refresh_from_db()
    assert (first.status_code, twice.status_code, twice["Location"], question.answer) == (303, 303, first["Location"], "Nej.")
    assert (question.history.count(), QuestionMail.objects.filter(question=question).count()) == (3, 3)


def test_mails_that_nobody_needs_any_more_are_not_sent():
    offer = sent()
    question = asked(offer)
    replied(offer, question, answer="Ja.", tells="on")
    to_office, to_lund = QuestionMail.objects.get(question=None), QuestionMail.objects.get(link=link_of(offer, "Lund"))
    with pytest.raises(refusing.NotNeeded):
        writing.message_of(to_office.delivery)
    withdraw(link=link_of(offer, "Lund"), by=offer.by, at=timezone.now())  # type: ignore[attr-defined]
    with pytest.raises(refusing.NotNeeded):
        writing.message_of(to_lund.delivery)


def test_two_who_answer_at_once_see_both_texts():
    offer = sent()
    question = asked(offer)
    client, url = office_of(offer)
    opened = fields(client.get(url), question)
    replied(offer, question, answer="Ja.")
    typed = {f"q{question.pk}-answer": "Nej, tyvärr.", f"q{question.pk}-tells": "on"}
    page = client.post(url, opened | typed)
    body = text_of(page)
    assert (page.status_code, "Somebody else has answered" in body, ">Ja.</p>" in body, "Nej, tyvärr." in body) == (409, True, True, True)
    look = client.post(url, fields(page, question) | typed)
    assert ([each.body.count("Nej, tyvärr.") for each in look.context["letters"]], QuestionMail.objects.filter(question=question).count()) == ([1, 1, 1], 0)
    back = text_of(client.post(url, hidden(look) | {"do": "back"}))
    assert ("Nej, tyvärr." in back, client.post(url, hidden(look) | {"do": "send", "seen": "x"}).status_code) == (True, 409)
    assert client.post(url, hidden(look) | {"do": "send"}).status_code == 303
    question.refresh_from_db()
    assert question.answer == "Nej, tyvärr."


def test_an_empty_answer_and_a_foreign_question_are_refused():
    offer, other = sent(), sent(("Åmål",))
    question, foreign = asked(offer), asked(other, "Åmål")
    page = replied(offer, question, answer=" ")
    assert (page.status_code, f'href="#id_q{question.pk}-answer"' in text_of(page)) == (422, True)
    client, url = office_of(offer)
    assert [client.post(url, {"question": which, "shown": ""}).status_code for which in (str(foreign.pk), "x", "")] == [409] * 3


def test_what_waits_for_an_answer_is_reminded_of():
    offer = sent()
    question = asked(offer)
    source = SOURCES["question"]
    here, today = [offer.project.region_id], timezone.localdate()
    [due] = source.between(here, today - DAY, today + DAY)
    assert (due.pk, due.title, url_of(offer.project.region, due)) == (question.pk, "Ingår <b>drift</b>?", office_of(offer)[1])
    replied(offer, question, answer="Ja.")
    assert list(source.between(here, today - DAY, today + DAY)) == []


@pytest.mark.parametrize(("count", "queries"), [(1, 8), (3, 8)])
def test_as_many_questions_as_there_are_cost_the_same(count, queries):
    offer = sent()
    for number in range(count):
        replied(offer, asked(offer, text=f"Fråga {number}?"), answer="Ja.")
    client, url = office_of(offer)
    client.get(url)
    with CaptureQueriesContext(connection) as counted:
        client.get(url)
    assert len(counted) == queries
    client, url = seated(link_of(offer))
    with CaptureQueriesContext(connection) as counted:
        client.get(f"{url}ask/")
    assert len(counted) == 6


def test_a_form_that_was_open_for_hours_is_taken_and_the_page_is_not_shown():
    client, url = seated(link_of(sent()))
    with time_machine.travel(timezone.now() + dt.timedelta(hours=11), tick=False):
        assert client.get(f"{url}ask/").status_code == 404
        assert client.post(f"{url}ask/", ASKED | {"key": str(uuid.uuid4())}).status_code == 303
    assert Delivery.objects.filter(kind="question").count() == 1
