"""Risks of many projects at once: what rolls up to the portfolio."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Count, Q

from milestones.followup import Scores, scores
from milestones.models import Risk, RiskParty, RiskReview
from milestones.queries.followups import noted

OWN = ("pk", "project", "text", "kind", "certainty", "status", "closed_because", "owner", "strategy", "is_confidential", "in_portfolio")
PAIRS = ("probability", "impact", "probability_after", "impact_after")


class RolledRisk(NamedTuple):
    """hits: the names of the municipalities; none when it hits all alike. noted: the day on which it was written down. left: measures not done yet."""

    pk: int
    project: int
    text: str
    kind: str
    certainty: str
    status: str
    closed_because: str
    owner: str
    strategy: str
    is_confidential: bool
    in_portfolio: bool
    noted: dt.date | None
    left: int
    scores: Scores
    hits: tuple[str, ...]


def rolled_up(projects: Collection[int], confidential_of: Collection[int] | None, only_chosen: bool) -> list[RolledRisk]:
    """Three queries whatever the number of projects. confidential_of: where the reader may see confidential ones, None for everywhere."""
    which = Q(project__in=projects)
    if confidential_of is not None:
        which &= Q(is_confidential=False) | Q(project__in=confidential_of)
    if only_chosen:
        which &= Q(in_portfolio=True)
    left = Count("measures", filter=Q(measures__done_on__isnull=True))
    rows = list(Risk.objects.filter(which).order_by("project", "position").annotate(left=left, noted=noted(Risk)).values_list(*OWN, "noted", *PAIRS, "left"))
    below = {"risk__in": Risk.objects.filter(which).order_by().values("pk")}
    reviews: dict[int, list[tuple[dt.date, int, int]]] = defaultdict(list)
    for risk, on, probability, impact in RiskReview.objects.filter(**below).order_by().values_list("risk", "reviewed_on", "probability", "impact"):
        reviews[risk].append((on, probability, impact))
    hits: dict[int, list[str]] = defaultdict(list)
    for risk, name in RiskParty.objects.filter(**below).order_by("organisation__name").values_list("risk", "organisation__name"):
        hits[risk].append(name)
    size = len(OWN) + 1
    return [
        RolledRisk._make([*row[:size], row[-1], scores(row[size : size + 2], row[size + 2 : size + 4], reviews[row[0]]), tuple(hits[row[0]])]) for row in rows
    ]
