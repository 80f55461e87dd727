"""What opens an offer stands in the one mail that carries it, and nowhere else."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from portfolio.deliveries import writing
from portfolio.machine import pgtools
from portfolio.models import Delivery
from projects.actions.links import renew, token_in
from projects.models import AnswerLink, OfferMail
from tests.factories.sending import link_of, sent
from tests.portfolio.offers.test_answer_page import answered, seated

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.embedded]


def dump(path: Any) -> str:
    """The whole database as its own tools write it."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return "\n".join(connection.connection.iterdump())
    pgtools.run("pg_dump", connection.settings_dict, ["--format=plain", f"--file={path}"])
    return path.read_text()


def test_no_token_stands_in_a_dump_of_the_database(tmp_path):
    offer = sent()
    cache.clear()
    answered(*seated(link_of(offer)))
    renew(link=link_of(offer, "Lund"), by=offer.by, at=timezone.now())  # type: ignore[attr-defined]
    for delivery in Delivery.objects.all():
        if delivery.state == Delivery.State.WAITING:
            writing.message_of(delivery)
    text = dump(tmp_path / "dump.sql")
    links = list(AnswerLink.objects.all())
    assert [link.token_sha256 in text for link in links] == [True] * 4  # it is the whole of it
    assert [link.pk for link in links if token_in(link) in text] == []


def test_a_mail_carries_the_link_of_its_party_and_of_nobody_else():
    offer = sent()
    answered(*seated(link_of(offer)))
    tokens = {link.pk: token_in(link) for link in AnswerLink.objects.all()}
    mails = {mail.pk: (mail.link_id, str(writing.message_of(mail.delivery).message())) for mail in OfferMail.objects.select_related("delivery")}
    found = {pk: [of for of, token in tokens.items() if token in text.replace("=\n", "")] for pk, (_, text) in mails.items()}
    assert found == {pk: [link] if link else [] for pk, (link, _) in mails.items()}
