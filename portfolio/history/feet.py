"""Which part of a region's history stands at the foot of which of its pages."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from portfolio.history.kind import Kind
from portfolio.history.kinds import OF_REGION
from projects.models import FocusArea

Narrow = Callable[[int], Q]
EVERY: Narrow = lambda number: Q()  # noqa: E731


def row(column: str) -> Narrow:
    return lambda number: Q(**{column: number})


def goals_of(strategy: int) -> Q:
    """Also those of a focus area that is gone."""
    return Q(area_id__in=FocusArea.history.filter(strategy_id=strategy).order_by().values("id"))


FEET: dict[str, dict[str, Narrow]] = {
    "organisations": {"memberships": EVERY, "organisations": EVERY},
    "organisation": {"organisations": row("id"), "memberships": row("organisation_id"), "contacts": row("organisation_id")},
    "bodies": {"bodies": EVERY},
    "body": {"bodies": row("id"), "seats": row("body_id"), "meetings": row("body_id")},
    "strategy": {"strategies": row("id"), "areas": row("strategy_id"), "goals": goals_of},
    "rules": {"rules": EVERY, "rule-versions": EVERY},
    "rule": {"rules": row("id"), "rule-versions": row("rule_id")},
    "payers": {"payers": EVERY},
    "members": {"grants": EVERY, "invitations": EVERY},
    "settings": {"region": EVERY},
}
"""By page: the kinds of record that it shows, each narrowed to what the page is about. The region's own rows are all that is ever looked among."""


def foot(page: str, number: int) -> tuple[list[Kind], dict[str, Any]]:
    """The kinds, and by their slug what they are narrowed by. Nothing for a page that is not known."""
    narrow = FEET.get(page, {})
    return [kind for kind in OF_REGION if kind.slug in narrow], {slug: each(number) for slug, each in narrow.items()}
