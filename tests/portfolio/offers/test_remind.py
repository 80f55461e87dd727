"""The office reminds those who have said nothing: after having looked, once, and nobody twice within the hour."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portfolio.access.roles import Role
from portfolio.access.tokens import hash_of
from portfolio.models import Delivery
from projects.actions.links import token_in
from projects.models import AnswerLink, Offer, OfferMail
from projects.queries.offers import own_terms
from tests.factories import offers as make
from tests.factories import portfolio, projects
from tests.portfolio.offers.deeds import as_shown

pytestmark = pytest.mark.django_db
LONG_AGO = dt.timedelta(days=3)


def mail(offer: Offer, name: str, state: str = "sent", ago: dt.timedelta = LONG_AGO, language: str = "sv") -> Delivery:
    invitee = make.invitee(offer, portfolio.municipality(name), address=f"{name.lower()}@x.example", language=language)
    at = timezone.now() - ago
    row = {"region": offer.project.region, "kind": "offer", "to_address": invitee.address, "subject": "x", "language": language}
    delivery = Delivery.objects.create(
        key=name, state=state, asked_at=at, next_at=at, until=at, sent_at=at if state == "sent" else None, error="550 no" if state == "failed" else "", **row
    )
    link = make.link(invitee, seed=name, to_address=invitee.address, to_name="Kim")
    OfferMail.objects.create(delivery=delivery, kind="offer", invitee=invitee, version=offer.versions.get(), link=link)
    return delivery


def terms(offer: Offer) -> dict[str, Any]:
    project = {"name": "E-arkiv", "summary": "", "language": "sv"}
    return {
        "offer": own_terms(offer),
        "region": "Skåne",
        "currency": "SEK",
        "project": project,
        "deliverables": [],
        "commitments": [],
        "attachments": [],
        "cost": None,
    }


@pytest.fixture
def office(db: None) -> tuple[Client, Offer, str]:
    project = projects.project(portfolio.region(slug="skane"), reference="arkiv")
    offer = make.offer(project, state="open", opened_at=timezone.now() - LONG_AGO, closes_at=timezone.now() + LONG_AGO)
    make.version(offer, terms=terms(offer))
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region, language="en-gb"))
    return client, offer, "/skane/projects/arkiv/offers/1/remind/"


def test_who_has_said_nothing_gets_one_mail_in_its_language(office):
    client, offer, url = office
    mail(offer, "Lund")
    mail(offer, "Oslo", language="nb")
    mail(offer, "Bjuv", "failed")
    mail(offer, "Osby", ago=dt.timedelta(minutes=59))
    make.answer(mail(offer, "Ystad").of_offer.invitee)
    make.decision(mail(offer, "Eslöv").of_offer.invitee)
    page = client.get(url)
    text = page.content.decode()
    assert [each.to_address for each in Delivery.objects.filter(key__contains="reminder")] == []
    assert [each.address for each in page.context["found"].letters] == ["lund@x.example", "oslo@x.example"]
    assert ("Påminnelse: E-arkiv" in text, "550 no" in text, "less than an hour ago" in text) == (True, True, True)
    form = {"seen": page.context["found"].seen, "key": str(page.context["key"])}
    assert [client.post(url, form).status_code for _ in range(2)] == [303, 303]
    sent = Delivery.objects.filter(key__contains="reminder").order_by("pk")
    assert [(each.to_address, each.subject, each.state) for each in sent] == [
        ("lund@x.example", "Påminnelse: E-arkiv", "waiting"),
        ("oslo@x.example", "Påminnelse: E-arkiv", "waiting"),
    ]
    assert [(each.of_offer.link.revoked_at, each.of_offer.is_reminder) for each in sent] == [(None, True)] * 2
    for each in sent:
        AnswerLink.objects.filter(pk=each.of_offer.link_id).update(token_sha256=hash_of(token_in(each.of_offer.link)))
    bodies = [as_shown(each) for each in sent]
    assert bodies == [each.body for each in page.context["found"].letters]
    assert ["Detta är en påminnelse." in bodies[0], "Dette er en påminnelse." in bodies[1]] == [True, True]
    again = client.get(url)
    assert (again.context["found"].letters, "There is nobody to remind now." in again.content.decode()) == ((), True)


def test_what_was_not_looked_at_is_not_sent(office):
    client, offer, url = office
    mail(offer, "Lund")
    seen = client.get(url).context["found"].seen
    mail(offer, "Osby")
    page = client.post(url, {"seen": seen})
    assert (page.status_code, "look once more" in page.content.decode(), Delivery.objects.filter(key__contains="reminder").count()) == (409, True, 0)
    assert client.post(url, {}).status_code == 409


def test_after_the_last_day_nobody_is_reminded(office):
    client, offer, url = office
    mail(offer, "Lund")
    seen = client.get(url).context["found"].seen
    Offer.objects.filter(pk=offer.pk).update(closes_at=timezone.now())
    assert (client.get(url).context["found"], client.post(url, {"seen": seen}).status_code) == (None, 409)
    assert Delivery.objects.filter(key__contains="reminder").count() == 0


def test_as_many_queries_for_three_as_for_one(office):
    client, offer, url = office
    counts = []
    for names in (("Lund",), ("Osby", "Bjuv")):
        for name in names:
            mail(offer, name)
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        counts.append(len(seen))
    assert counts == [11, 11]
