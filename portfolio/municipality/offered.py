"""What a municipality has been offered, what it said, what its own body decided, and what is waited for from it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from costsharing.queries.grounds import ProjectYear
from portfolio.municipality.taking import Scope
from portfolio.offers.paying import Fee, fee_of, joining_in
from portfolio.overview.marks import Mark
from portfolio.templatetags.portfolio_format import day
from projects.linking import masked
from projects.models import Answer, FormalDecision, Invitee, Offer, OfferVersion
from projects.models.offer import OUTCOME_LABELS, STATE_LABELS
from projects.offering import WILLING, Binding, Choice, Outcome, State, Wait, last_day_of, takes_answers, wait
from projects.queries.offers import OWN, standing_of
from projects.wording.answers import condition, headline

ANSWERS = {Choice.JOINS: ("good", "good"), Choice.JOINS_IF: ("half", ""), Choice.DECLINES: ("no", ""), Choice.NEEDS_TIME: ("pause", "watch")}
LEFT = frozenset({Wait.ANSWER, Wait.LOCAL_MEETING, Wait.DECISION, Wait.SIGNATURE, Wait.EXTRACT})
"""What the municipality itself has left to do; to confirm is the office's."""


@dataclass(frozen=True)
class Offered:
    """One offer to the municipality. version: the newest terms. answer: the one that stands. fee: by those terms, while answers are taken. url: where its
    reader answers it, "" for who does not.
    """

    invitee: Invitee
    version: OfferVersion | None
    answer: Answer | None
    ruling: FormalDecision | None
    is_open: bool
    last_day: dt.date | None
    fee: Fee | None
    url: str = ""

    @property
    def offer(self) -> Offer:
        return self.invitee.offer

    @property
    def own(self) -> Mapping[str, Any]:
        """The offer's own part of the terms as they were sent."""
        found: Mapping[str, Any] = self.version.terms.get(OWN, {}) if self.version else {}
        return found

    @property
    def title(self) -> str:
        return str(self.own.get("title") or self.offer.title)

    @property
    def state(self) -> str:
        """Closed once its day has passed, whether or not somebody has closed it."""
        if self.offer.outcome:
            return capfirst(str(OUTCOME_LABELS[Outcome(self.offer.outcome)]))
        return capfirst(str(STATE_LABELS[State.OPEN if self.is_open else State.CLOSED]))

    @property
    def sent_to(self) -> str:
        return masked(self.invitee.address)

    @property
    def wait(self) -> Wait | None:
        """What the municipality has left to do. An answer is waited for only while one is taken."""
        binding, signs = Binding(self.own.get("binding", self.offer.binding)), bool(self.own.get("asks_signature", self.offer.asks_signature))
        found = wait(standing_of(self.answer, self.ruling, has_asked=False), binding, signs)
        if found not in LEFT or (found in (Wait.ANSWER, Wait.DECISION) and not self.is_open and self.answer is None):
            return None
        return None if self.offer.outcome == Outcome.DOES_NOT_START else found

    @property
    def is_answer_due(self) -> bool:
        return self.is_open and (self.answer is None or self.answer.choice == Choice.NEEDS_TIME)

    @property
    def said(self) -> Mark:
        if self.answer is None:
            return Mark("watch", "watch", _("Not answered")) if self.is_open else Mark("none", "", _("No answer came"))
        choice = Choice(self.answer.choice)
        return Mark(*ANSWERS[choice], headline(choice))

    @property
    def conditions(self) -> list[str]:
        currency = self.offer.project.region.currency
        return [condition(each, currency) for each in self.answer.conditions.all()] if self.answer else []

    @property
    def is_older(self) -> bool:
        """Answered on terms that have changed since."""
        return bool(self.answer and self.version and self.answer.version_id != self.version.pk)

    @property
    def to_do(self) -> str:
        """What is asked of the municipality now."""
        if self.is_answer_due and self.last_day:
            return _("Answer by %(day)s") % {"day": day(self.last_day)}
        return {
            Wait.ANSWER: lambda: _("Answer"),
            Wait.LOCAL_MEETING: lambda: _("Its own body decides"),
            Wait.DECISION: lambda: _("A formal decision is asked for"),
            Wait.SIGNATURE: lambda: _("Sign the agreement"),
            Wait.EXTRACT: lambda: _("Send an extract of the minutes"),
        }.get(self.wait, lambda: "")()  # type: ignore[arg-type]

    @property
    def comes_up_on(self) -> dt.date | None:
        return self.answer.needs_until if self.answer else None


def offers_to(scope: Scope, now: dt.datetime) -> list[Offered]:
    """Four queries, two for conditions where there are answers, and as many again for what the others say where a fee is offered. What needs an answer
    first, by its last day; then the newest.
    """
    rows = list(invitees(scope).select_related("offer__project__region"))
    offers = {row.offer_id for row in rows}
    versions = {each.offer_id: each for each in OfferVersion.objects.filter(offer__in=offers).order_by("number")}
    answers = standing(rows)
    rulings = {each.invitee_id: each for each in decisions_of(rows)}
    found = [offered(row, versions.get(row.offer_id), answers.get(row.pk), rulings.get(row.pk), scope, now) for row in rows]
    found = with_others(found, scope)
    newest = sorted(found, key=lambda each: each.invitee.invited_at, reverse=True)
    return sorted(newest, key=lambda each: (not each.is_answer_due, each.last_day or dt.date.max if each.is_answer_due else dt.date.max))


def invitees(scope: Scope) -> QuerySet[Invitee]:
    sent = Invitee.objects.filter(organisation=scope.organisation, withdrawn_at__isnull=True).exclude(offer__state=State.DRAFT)
    return sent if scope.region is None else sent.filter(offer__project__region=scope.region)


def standing(rows: Collection[Invitee]) -> dict[int, Answer]:
    found = Answer.objects.filter(invitee__in=[row.pk for row in rows], is_late=False, replaced_by__isnull=True)
    return {each.invitee_id: each for each in found.select_related("version").prefetch_related("conditions__organisation")}


def decisions_of(rows: Collection[Invitee]) -> QuerySet[FormalDecision]:
    """The oldest first, without what was corrected."""
    return FormalDecision.objects.filter(invitee__in=[row.pk for row in rows], replaced_by__isnull=True).order_by("decided_on", "pk")


def offered(invitee: Invitee, version: OfferVersion | None, answer: Answer | None, ruling: FormalDecision | None, scope: Scope, now: dt.datetime) -> Offered:
    offer = invitee.offer
    is_open = takes_answers(State(offer.state), offer.closes_at, now)
    last_day = last_day_of(offer.closes_at, offer.project.region.time_zone) if offer.closes_at else None
    fee = fee_of(version.terms.get("cost"), scope.organisation, ()) if version and is_open else None
    return Offered(invitee, version, answer, ruling, is_open, last_day, fee, url_of(invitee, scope))


def with_others(found: Sequence[Offered], scope: Scope) -> list[Offered]:
    """Each fee that is still offered also as it would be with those who have said yes so far."""
    asking = {each.offer.pk for each in found if each.fee}
    if not asking:
        return list(found)
    asked = list(Invitee.objects.filter(offer__in=asking, withdrawn_at__isnull=True).select_related("organisation"))
    answers, ruled = standing(asked), {each.invitee_id: each for each in decisions_of(asked)}

    def told(each: Offered) -> Offered:
        parties = [one for one in asked if one.offer_id == each.offer.pk]
        if each.fee is None or each.version is None:
            return each
        joining = joining_in(each.offer, each.version, parties, answers, ruled)
        return replace(each, fee=fee_of(each.version.terms["cost"], scope.organisation, joining))

    return [told(each) for each in found]


def url_of(invitee: Invitee, scope: Scope) -> str:
    region = invitee.offer.project.region
    return reverse("municipality-answer", args=[region.slug, invitee.organisation_id, invitee.pk]) if region.pk in scope.answers_in else ""


def fees_offered(found: Sequence[Offered]) -> dict[ProjectYear, Fee]:
    """Of the offers that the municipality may still say yes to, or has."""
    willing = [each for each in found if each.fee and (each.answer is None or each.answer.choice in {*WILLING, Choice.NEEDS_TIME})]
    return {(each.offer.project_id, each.fee.year): each.fee for each in willing if each.fee}
