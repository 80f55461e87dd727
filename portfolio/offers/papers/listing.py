"""What a page says of the papers that hang on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portfolio.offers.answering.sitting import Seat
from projects.models import OfferAttachment


@dataclass(frozen=True)
class Listed:
    """What a page that lists the papers says of them. attached: (address, title, bytes)."""

    has_fees: bool
    has_answer: bool
    attached: list[tuple[int, str, int]]


def listed(seat: Seat, terms: Mapping[str, Any], has_answer: bool) -> Listed:
    """One query where something is attached, else none."""
    sent = {each["sha256"]: each["title"] for each in terms.get("attachments", ())}
    rows = OfferAttachment.objects.filter(offer=seat.link.invitee.offer, sha256__in=sent).order_by("position") if sent else []
    return Listed(bool(terms.get("cost")), has_answer, [(each.pk, sent[each.sha256], each.size) for each in rows])
