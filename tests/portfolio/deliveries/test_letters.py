"""A mail is text and a page of the same words: who sends it, where replies go, and nothing that somebody typed becomes more than text."""

import re
from typing import Any

import pytest
from django.utils.html import escape
from django.utils.translation import override

from portfolio.deliveries import writing
from portfolio.lib.letters import Part, Words, parts
from portfolio.mail import page_of
from portfolio.models import Delivery, Region
from tests.factories import mail
from tests.factories.sending import link_of, sent

LINK = "https://samverk.example/answer/open/x/"
HOSTILE = "<script>alert(1)</script>\"'&"


def test_only_the_mails_own_link_becomes_one():
    text = f"First\nline\n\nhttps://evil.example/\n\nIt costs 7\n\n{LINK}\n\n\n{LINK} typed\n"
    assert list(parts(Words(text, LINK, "Open", ("It costs 7",)))) == [
        Part("text", ("First", "line")),
        Part("text", ("https://evil.example/",)),
        Part("strong", ("It costs 7",)),
        Part("link", (LINK,)),
        Part("text", (f"{LINK} typed",)),
    ]


def test_the_page_says_the_words_of_the_text_and_fetches_nothing():
    with override("sv"):
        page = page_of(Words(f"{HOSTILE}\n\n{LINK}\n", LINK, HOSTILE), HOSTILE)
    assert (page.count(escape(HOSTILE)), "<script" in page, '<html lang="sv">' in page) == (3, False, True)
    assert re.findall(r'(?:src|href|url)[=(]"?([^")\s]+)', page) == [LINK]


@pytest.mark.django_db
def test_a_mail_of_the_region_names_it_and_replies_go_there():
    delivery = mail.invitation(name="Kari").deliveries.get()
    assert writing.message_of(delivery).message()["Reply-To"] is None
    Region.objects.filter(pk=delivery.region_id).update(name="Fjordane\r\nBcc: a@b.example", reply_to="post@fjordane.example")
    message = writing.message_of(Delivery.objects.get()).message()
    assert message["From"] == '"Fjordane Bcc: a@b.example" <samverk@localhost>'
    assert (message["Reply-To"], message["Bcc"]) == ('"Fjordane Bcc: a@b.example" <post@fjordane.example>', None)
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("en-gb", "Hörby pays SEK 750,000"), ("sv", "betalar Hörby 750 000 kr"), ("nb", "betaler Hörby 750 000 SEK")])
def test_an_offer_says_what_it_costs_the_party(language: str, said: str):
    delivery = link_of(sent()).mails.get().delivery
    with override(language):
        message: Any = writing.message_of(delivery)
    [(page, kind)] = message.alternatives
    text = message.body.replace("\u00a0", " ")
    assert (said in text, said in page.replace("\u00a0", " ").replace("&nbsp;", " "), kind) == (True, True, "text/html")
    assert [line for line in message.body.split("\n") if line.strip() and escape(line.strip()) not in page] == []
