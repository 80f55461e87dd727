"""What parties' own bodies have decided since an offer was concluded, and what their places in the project do not follow yet: nothing moves by itself."""

from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from portfolio.statements import Statement, given
from projects.models import FormalDecision, Invitee, Offer, Participation, Project
from projects.offering import AGREED, Binding, Lag, Outcome, Ruling, State

HISTORY: Any = FormalDecision.history
KNOWN_THEN = HISTORY.filter(
    Q(id=OuterRef("pk")) | Q(id=OuterRef("replaces")), ruling=OuterRef("ruling"), history_date__lte=OuterRef("invitee__offer__concluded_at")
).order_by()
"""Recorded before, or the correction of such a one that says the same."""
LATER = FormalDecision.objects.filter(
    Q(decided_on__gt=OuterRef("decided_on")) | Q(decided_on=OuterRef("decided_on"), pk__gt=OuterRef("pk")), invitee=OuterRef("invitee"), replaced_by=None
).order_by()
SAME_PARTY: dict[str, Any] = {"organisation": OuterRef("invitee__organisation")}
ASKED_ANEW = Invitee.objects.filter(
    offer__project=OuterRef("invitee__offer__project"), offer__number__gt=OuterRef("invitee__offer__number"), withdrawn_at=None, **SAME_PARTY
).exclude(offer__state=State.DRAFT.value)
TAKES_PART = Participation.objects.filter(project=OuterRef("invitee__offer__project"), state=Participation.State.ACTIVE, **SAME_PARTY).order_by("pk")
STAYS = TAKES_PART.filter(Q(valid_to=None) | Q(valid_to__gt=OuterRef("decided_on")), notice_on=None)
CAME = TAKES_PART.filter(Q(valid_to=None) | Q(valid_to__gte=OuterRef("decided_on")))
IS = {
    Lag.STILL_IN: Q(Exists(STAYS), ruling=Ruling.NO.value),
    Lag.NOT_IN: Q(~Exists(CAME), ruling__in=[each.value for each in AGREED]),
}


def lagging() -> QuerySet[FormalDecision]:
    """Of offers that bind and with which the project starts; the newest of each party that has not been asked anew since."""
    offer = {"state": State.CONCLUDED.value, "outcome": Outcome.STARTS.value, "binding": Binding.FORMAL.value}
    found = FormalDecision.objects.filter(**{f"invitee__offer__{name}": value for name, value in offer.items()}, invitee__withdrawn_at=None, replaced_by=None)
    found = found.filter(IS[Lag.STILL_IN] | IS[Lag.NOT_IN], ~Exists(LATER), ~Exists(KNOWN_THEN), ~Exists(ASKED_ANEW))
    lag = Case(When(ruling=Ruling.NO.value, then=Value(Lag.STILL_IN.value)), default=Value(Lag.NOT_IN.value), output_field=CharField())
    return found.annotate(lag=lag, place=Subquery(STAYS.values("pk")[:1])).order_by("invitee__organisation__name", "pk")


OF_PROJECT = Statement(
    lambda: lagging().filter(invitee__offer__project=given("project")).select_related("invitee__organisation", "invitee__offer"),
)


def lags(project: Project) -> list[Any]:
    """Decisions, each with its lag, and as place the participation that it would end. One query."""
    return OF_PROJECT.rows(project=project.pk)


def lag_of(invitee: Invitee) -> Any:
    """As above, of one party; None where nothing lags."""
    return next((each for each in lags(invitee.offer.project) if each.invitee_id == invitee.pk), None)


def lags_by_party(offer: Offer) -> dict[int, Lag]:
    """Nothing is asked before somebody has concluded."""
    found = lags(offer.project) if offer.state == State.CONCLUDED else []
    return {each.invitee_id: Lag(each.lag) for each in found if each.invitee.offer_id == offer.pk}
