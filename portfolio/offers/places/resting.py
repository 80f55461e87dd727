"""A deed that follows a decision of the party's own body has its day and its reason from that decision."""

from typing import Any

from django.db.models import Max
from django.http import HttpRequest

from portfolio.models import Organisation
from portfolio.offers.watching.rows import ruling_text
from portfolio.web.fields import named
from projects.models import FormalDecision, Participation, Project
from projects.offering import DAY, Ruling

LONGEST = 100
"""Of a reason in the history."""


def decision_of(request: HttpRequest, project: Project, *rulings: Ruling, party: Organisation | None = None) -> FormalDecision | None:
    """The one that the address or the form names, if it is of this project, stands, and rules one of these. party: of this one alone."""
    asked = (request.POST if request.method == "POST" else request.GET).get("decision", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 18):
        return None
    found = FormalDecision.objects.filter(pk=int(asked), invitee__offer__project=project, replaced_by=None, ruling__in=rulings)
    found = found.filter(invitee__organisation=party) if party else found
    return found.select_related("invitee__organisation", "invitee__offer").first()


def reason_of(decision: FormalDecision) -> str:
    """As minutes are named: body, day, paragraph, what was decided, and the case."""
    return ", ".join(filter(None, (ruling_text(decision), decision.case_number)))[:LONGEST]


def joins_by(project: Project, decision: FormalDecision) -> dict[str, Any]:
    """From the day of the decision, or the first one after it on which it may join; on the newest terms that it was asked with."""
    party = decision.invitee.organisation
    last = Participation.objects.filter(project=project, organisation=party).aggregate(last=Max("valid_to"))["last"]
    days = (decision.decided_on, project.starts_on, last and last + DAY)
    terms = decision.invitee.offer.versions.order_by("-number").first()
    return {"organisation": named(party), "on": max(day for day in days if day), "terms": terms, "decision": decision.pk}


def leaves_by(decision: FormalDecision) -> dict[str, Any]:
    return {"notice_on": decision.decided_on, "on": decision.decided_on, "decision": decision.pk}
