"""An offer with something in every field, for the world in which all pages are asked for."""

from typing import Any

from django.utils import timezone

from portfolio.models import Delivery, User
from projects.models import (
    Answer,
    AnswerCondition,
    AnswerLink,
    FormalDecision,
    Invitee,
    LinkFetch,
    Offer,
    OfferAttachment,
    OfferMail,
    OfferQuestion,
    OfferVersion,
    Tally,
)
from tests.factories.filling import Text, fill

OFFERED = {Offer, OfferVersion, OfferAttachment, Tally, Invitee, AnswerLink, LinkFetch, Answer, AnswerCondition, FormalDecision, OfferQuestion, OfferMail}


def offer_rows(text: Text, people: Text, around: dict[Any, Any], key: str) -> None:
    """people: for what names somebody or reaches them."""
    around = dict(around)
    by = around[User]
    for model in (Offer, OfferVersion, OfferAttachment, Tally):
        around[model] = fill(model, text, around)
    around[Invitee] = fill(Invitee, people, around)
    around[AnswerLink] = link = fill(AnswerLink, people, around, seed="a-seed", token_sha256=key * 32)
    fill(LinkFetch, text, around)
    around[Answer] = fill(Answer, people, around, by=by)
    for model in (AnswerCondition, FormalDecision):
        fill(model, text, around)
    fill(OfferQuestion, text, around, answered_by=by)
    delivery = fill(Delivery, people, around, key=f"offer-{key}", kind="offer", until=timezone.now())
    fill(OfferMail, text, around, delivery=delivery, link=link)
