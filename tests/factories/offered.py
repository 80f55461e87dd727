"""An offer with something in every field, for the world in which all pages are asked for."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from portfolio.access.tokens import hash_of, token_of
from portfolio.models import Delivery, User
from portfolio.offers.terms import terms_of
from portfolio.web import papers
from projects.actions.links import PURPOSE
from projects.linking import PREFIX
from projects.models import (
    Answer,
    AnswerCode,
    AnswerCondition,
    AnswerLink,
    ChosenParty,
    FormalDecision,
    Invitee,
    LinkFetch,
    Offer,
    OfferAttachment,
    OfferMail,
    OfferQuestion,
    OfferVersion,
    PartyNote,
    PassingOn,
    Project,
    QuestionMail,
    Tally,
)
from tests.factories.filling import ATTACHED, CASE, Text, fill


def seed_of(key: str) -> str:
    return f"an-offer-of-{key}"


def token_of_offer(key: str) -> str:
    return PREFIX + token_of(seed_of(key), PURPOSE)


OFFERED = {
    Offer,
    ChosenParty,
    OfferVersion,
    OfferAttachment,
    Tally,
    Invitee,
    AnswerLink,
    LinkFetch,
    Answer,
    AnswerCondition,
    FormalDecision,
    OfferQuestion,
    OfferMail,
}
OFFERED |= {AnswerCode, PassingOn, PartyNote, QuestionMail}


def offer_rows(text: Text, people: Text, around: dict[Any, Any], key: str) -> None:
    """people: for what names somebody or reaches them."""
    around = dict(around)
    by = around[User]
    for model in (Offer, ChosenParty, OfferAttachment):
        around[model] = fill(model, text, around)
    terms = terms_of(around[Offer], None, ()) | {"cost": {"year": 2026, "case": CASE}}
    around[OfferVersion] = fill(OfferVersion, text, around, terms=terms)
    around[Tally] = fill(Tally, text, around)
    papers.keep(ATTACHED, Path(settings.MEDIA_ROOT), "offers")
    draft = {"number": 2, "state": "draft", "title": "zq915", "text": "", "late_joining": "", "reason": ""}
    Offer.objects.create(project=around[Project], binding="intent", closes_at=around[Offer].closes_at, **draft)
    around[Invitee] = fill(Invitee, people, around)
    around[AnswerLink] = link = fill(AnswerLink, people, around, seed=seed_of(key), token_sha256=hash_of(token_of_offer(key)))
    fill(LinkFetch, text, around)
    around[Answer] = fill(Answer, people, around, by=by)
    for model in (AnswerCondition, FormalDecision):
        fill(model, text, around)
    fill(OfferQuestion, text, around, answered_by=by)
    fill(PartyNote, people, around, by=by)
    delivery = fill(Delivery, people, around, key=f"offer-{key}", kind="offer", until=timezone.now())
    fill(OfferMail, text, around, delivery=delivery, link=link)
    fill(PassingOn, people, around, settled_at=None, settled_by=None, is_granted=None)
    for model, kind in ((AnswerCode, "code"), (QuestionMail, "question")):
        fill(model, text, around, delivery=fill(Delivery, people, around, key=f"{kind}-{key}", kind=kind, until=timezone.now()))
