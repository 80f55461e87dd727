"""Each rule of the tables of codes, of links that are to go elsewhere and of mails about questions, violated once on the real database."""

import uuid
from typing import Any

import pytest

from portfolio.models import Delivery, Region
from projects.models import AnswerCode, AnswerLink, OfferQuestion, PassingOn, QuestionMail
from tests.factories import offers as make
from tests.factories import portfolio
from tests.projects.test_offer_constraints import NOW, refused

pytestmark = pytest.mark.django_db


def delivery(region: Region, kind: str) -> Delivery:
    row = {"region": region, "kind": kind, "to_address": "a@b.example", "language": "sv", "subject": "x"}
    return Delivery.objects.create(key=uuid.uuid4().hex, asked_at=NOW, next_at=NOW, until=NOW, **row)


def linked() -> tuple[AnswerLink, Region]:
    party = make.invitee(make.open_offer())
    return make.link(party), party.offer.project.region


def test_a_code_is_bound_and_tried_five_times_at_most():
    link, region = linked()
    answer = make.answer(link.invitee)

    def code(**fields: Any) -> AnswerCode:
        row = {"link": link, "seed": "s", "shown_sha256": "x", "issued_at": NOW, "delivery": delivery(region, "code")}
        return AnswerCode.objects.create(**row | fields)

    refused("answer_code_tries", code, tries=6)
    refused("answer_code_used_when_proved", code, answer=answer)
    for fields in ({"seed": ""}, {"shown_sha256": ""}):
        refused("answer_code_is_bound", code, **fields)
    first = code(tries=5, proved_at=NOW, answer=answer)
    refused("answer", code, proved_at=NOW, answer=answer)
    refused("delivery", code, delivery=first.delivery)


def test_one_address_at_a_time_is_asked_for_and_settled_once():
    link, _region = linked()
    by = portfolio.user()

    def passing(**fields: Any) -> PassingOn:
        return PassingOn.objects.create(**{"link": link, "name": "A", "address": "a@b.example", "asked_at": NOW} | fields)

    settled = {"settled_at": NOW, "settled_by": by, "is_granted": False}
    for name in settled:
        refused("passing_on_settled_is_whole", passing, **settled | {name: None})
    for fields in ({"name": ""}, {"address": ""}):
        refused("passing_on_says_where", passing, **fields)
    passing(**settled)
    first = passing()
    refused("passing_on_one_waits", passing)
    refused("key", passing, key=first.key, **settled)


def test_a_mail_about_questions_goes_to_the_office_or_to_a_party():
    link, region = linked()
    offer = link.invitee.offer
    question = OfferQuestion.objects.create(offer=offer, invitee=link.invitee, text="x", asked_at=NOW)

    def mail(**fields: Any) -> QuestionMail:
        return QuestionMail.objects.create(**{"offer": offer, "delivery": delivery(region, "question")} | fields)

    refused("question_mail_to_office_or_party", mail, question=question)
    refused("question_mail_to_office_or_party", mail, link=link)
    first = mail()
    mail(question=question, link=link)
    refused("delivery", mail, delivery=first.delivery)
