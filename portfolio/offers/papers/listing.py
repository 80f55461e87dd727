"""What a page says of the papers that hang on it."""

import datetime as dt
from dataclasses import dataclass

from portfolio.offers.answering.seats import Seat
from portfolio.offers.office.comparing import compared
from portfolio.web.posting import Pair
from projects.models import Answer, OfferAttachment, OfferVersion


@dataclass(frozen=True)
class Listed:
    """What a page that lists the papers says of them. attached: (address, title, bytes). older: versions that were sent before, (number, moment), the newest
    first; changed: what the newest says otherwise than version since, by the name of each field.
    """

    has_fees: bool
    has_answer: bool
    attached: list[tuple[int, str, int]]
    older: list[tuple[int, dt.datetime]]
    since: int
    changed: list[Pair]


def listed(seat: Seat, version: OfferVersion, answer: Answer | None) -> Listed:
    """version: the newest. One query where something is attached, one more where terms were sent before; else none."""
    terms = version.terms
    sent = {each["sha256"]: each["title"] for each in terms.get("attachments", ())}
    rows = OfferAttachment.objects.filter(offer=seat.invitee.offer, sha256__in=sent).order_by("position") if sent else []
    before = list(version.offer.versions.filter(number__lt=version.number).order_by("-number")) if version.number > 1 else []
    older = next((each for each in before if answer and each.pk == answer.version_id), before[0] if before else None)
    return Listed(
        has_fees=bool(terms.get("cost")),
        has_answer=answer is not None,
        attached=[(each.pk, sent[each.sha256], each.size) for each in rows],
        older=[(each.number, each.sent_at) for each in before],
        since=older.number if older else 0,
        changed=[pair for pair in compared(older.terms, terms) if pair.theirs != pair.mine] if older else [],
    )
