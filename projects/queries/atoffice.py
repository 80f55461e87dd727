"""What waits for the office with the offers of its region: answers that end soon or have ended, questions, papers to look at, mails that came nowhere."""

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from portfolio.models import Delivery, Region
from portfolio.statements import Statement, given, given_moment
from projects.models import FormalDecision, Offer, OfferMail, OfferQuestion
from projects.offering import AGREED, Outcome, State
from projects.queries.lagging import lagging
from projects.queries.underway import ASKED, DECIDED, HOLDS, SOON, counted

LOST = (Delivery.State.FAILED.value, Delivery.State.BOUNCED.value)
NEWEST_MAIL = OfferMail.objects.filter(invitee=OuterRef("pk"), link__isnull=False).order_by("-pk").values("delivery__state")[:1]
REFUSED = ASKED.alias(fate=Subquery(NEWEST_MAIL)).filter(fate__in=LOST)
ASKING = OfferQuestion.objects.filter(offer=OuterRef("pk"), answer="").order_by()
LATER = FormalDecision.objects.filter(invitee=OuterRef("invitee"), replaced_by__isnull=True, decided_on__gt=OuterRef("decided_on"))
WHOLE = Q(signed_on__isnull=False) | Q(invitee__offer__asks_signature=False)
TO_CONFIRM = FormalDecision.objects.filter(
    WHOLE, ~Q(extract=""), ~Q(Exists(LATER)), invitee=OuterRef("pk"), ruling__in=[each.value for each in AGREED], replaced_by__isnull=True, confirmed_at=None
)
RUNS = [State.OPEN.value, State.CLOSED.value]


class AtOffice(NamedTuple):
    """An offer with what waits of it. asking: questions without an answer; papers: parties whose decision came with all it needs, to be confirmed.
    lagging: parties whose body has decided since it was concluded, and whose place in the project does not follow.
    """

    number: int
    title: str
    state: str
    closes_at: dt.datetime
    asked: int
    answered: int
    asking: int
    papers: int
    refused: int
    lagging: int
    reference: str
    language: str

    @property
    def runs(self) -> bool:
        return self.state in RUNS


def rows() -> QuerySet[Offer, tuple[Any, ...]]:
    found = Offer.objects.filter(project__region=given("region")).exclude(state=State.DRAFT.value)
    found = found.filter(outcome__in=["", Outcome.STARTS.value]).annotate(
        asked=counted(ASKED),
        answered=counted(ASKED.filter(Exists(HOLDS) | Exists(DECIDED))),
        asking=counted(ASKING),
        papers=counted(ASKED.filter(Exists(TO_CONFIRM))),
        refused=counted(REFUSED),
        lagging=counted(ASKED.filter(Exists(lagging().filter(invitee=OuterRef("pk"))))),
        reference=F("project__reference"),
        language=F("project__language"),
    )
    ends = Q(state=State.OPEN.value, closes_at__lt=given_moment("before")) | Q(state=State.CLOSED.value)
    waits = ends | Q(papers__gt=0) | Q(lagging__gt=0) | Q(state__in=RUNS, asking__gt=0) | Q(state__in=RUNS, refused__gt=0)
    return found.filter(waits).order_by("closes_at", "pk").values_list(*AtOffice._fields)


OF_REGION = Statement(rows)


def at_office(region: Region, now: dt.datetime) -> list[AtOffice]:
    """Those of which something waits, the one whose last day comes first first; one query."""
    return [AtOffice._make(row) for row in OF_REGION.rows(region=region.pk, before=now + SOON)]
