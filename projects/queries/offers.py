"""What is read of offers."""

from collections.abc import Iterable, Mapping
from typing import Any

from portfolio.models import Delivery
from projects.models import Answer, FormalDecision, Invitee, Offer, OfferMail, OfferQuestion
from projects.offering import Choice, Ruling, Standing, is_silent, last_day_of

OWN = "offer"
"""Under this name the terms of a version say what stands in the offer itself; the rest of them is drawn from the project."""


def own_terms(offer: Offer) -> dict[str, Any]:
    """What the offer says by itself. The day is the one that holds when it is sent; a later one is given to all, and changes no terms."""
    last_day = last_day_of(offer.closes_at, offer.project.region.time_zone).isoformat() if offer.closes_at else ""
    threshold = {
        "participants": offer.least_participants,
        "figure": offer.least_figure,
        "figure_value": offer.least_figure_value,
        "minor": offer.least_minor,
    }
    words = {name: getattr(offer, name) for name in ("number", "title", "text", "binding", "asks_signature", "silence", "late_joining")}
    return words | {"last_day": last_day, "threshold": threshold}


def standing_answer(invitee: Invitee) -> Answer | None:
    """The one that holds: the end of the chain."""
    return Answer.objects.filter(invitee=invitee, is_late=False, replaced_by__isnull=True).select_related("version").first()


def late_answer(invitee: Invitee) -> Answer | None:
    """The newest of the party's that came after the end and that nobody has let count."""
    return Answer.objects.filter(invitee=invitee, is_late=True, counted_by__isnull=True).select_related("version").order_by("received_at", "pk").last()


def standing_answers(offer: Offer) -> dict[int, Answer]:
    """By party; one query, three with conditions. The terms, which are long, are read only where they are asked for."""
    rows = (
        Answer.objects.filter(invitee__offer=offer, is_late=False, replaced_by__isnull=True)
        .select_related("version", "by")
        .defer("version__terms")
        .prefetch_related("conditions__organisation")
    )
    return {each.invitee_id: each for each in rows}


def rulings(offer: Offer) -> dict[int, FormalDecision]:
    """By party, the newest decision of its body that no other replaces."""
    rows = FormalDecision.objects.filter(invitee__offer=offer, replaced_by__isnull=True).order_by("decided_on", "pk")
    return {each.invitee_id: each for each in rows}


def has_answered(choice: str | None, ruled: str | None) -> bool:
    """By a contact, or by its body; whoever needs more time has not. One count for the board, for closing and for what was counted."""
    return not is_silent(Standing(said=Choice(choice) if choice else None, ruled=Ruling(ruled) if ruled else None))


def answered_in(counted: Iterable[Mapping[str, Any]]) -> int:
    """Of the parties of a tally."""
    return sum(has_answered(each.get("choice"), each.get("ruled")) for each in counted)


def late_answers(offer: Offer) -> dict[int, Answer]:
    """By party, the newest that came after the end and that nobody has let count."""
    rows = Answer.objects.filter(invitee__offer=offer, is_late=True, counted_by__isnull=True).order_by("received_at", "pk")
    return {each.invitee_id: each for each in rows}


def mail_states(offer: Offer) -> dict[int, Delivery]:
    """By party, the newest mail that carries its link."""
    rows = OfferMail.objects.filter(invitee__offer=offer, link__isnull=False).select_related("delivery").order_by("pk")
    return {each.invitee_id: each.delivery for each in rows}


def who_asked(offer: Offer) -> frozenset[int]:
    return frozenset(OfferQuestion.objects.filter(offer=offer, invitee__isnull=False).values_list("invitee", flat=True))


def standing_of(answer: Answer | None, ruling: FormalDecision | None, has_asked: bool) -> Standing:
    """As the rules of offers see a party."""
    return Standing(
        said=Choice(answer.choice) if answer else None,
        answered_version=answer.version.number if answer else None,
        has_asked=has_asked,
        ruled=Ruling(ruling.ruling) if ruling else None,
        is_signed=bool(ruling and ruling.signed_on),
        has_extract=bool(ruling and ruling.extract),
        is_confirmed=bool(ruling and ruling.confirmed_at),
    )
