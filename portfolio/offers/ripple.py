"""What changes when somebody declines, joins late or leaves, gathered before it is saved: money, answers, promises, and what rests on the older participants.

Nothing frozen is rewritten: the ripple names what has to be made anew, and by whom it has to be decided.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from costsharing.queries.ripple import Change, Money, declines, joins, leaves, what_changes
from costsharing.ripple import Kind
from milestones.models import BenefitOwner, Decision, RiskParty
from portfolio.models import Document, Meeting, MeetingDocument
from portfolio.offers.without import OfferRipple, offer_ripple
from portfolio.web.posting import digest
from projects.models import Commitment, FormalDecision, MandateDocument, OfferVersion, Participation, Project, ProjectRole
from projects.offering import AGREED, State

__all__ = ["Change", "Ripple", "declines", "joins", "leaves", "ripple_of"]


@dataclass(frozen=True)
class Pack:
    """A steering pack that was printed, and the meeting that it was printed for."""

    document: Document
    meeting: Meeting


@dataclass(frozen=True)
class Promises:
    """What the ones hold in the project besides money, and what falls away with them."""

    commitments: Sequence[Commitment] = ()
    roles: Sequence[ProjectRole] = ()
    benefits: Sequence[BenefitOwner] = ()
    risks: Sequence[RiskParty] = ()

    def __bool__(self) -> bool:
        return bool(self.commitments or self.roles or self.benefits or self.risks)


@dataclass(frozen=True)
class Older:
    """What was printed, sent and decided while the participants were others; it stays as it is."""

    mandates: Sequence[Document] = ()
    packs: Sequence[Pack] = ()
    versions: Sequence[OfferVersion] = ()
    decisions: Sequence[Decision] = ()
    rulings: Sequence[FormalDecision] = ()
    """Of the other parties' own bodies, each a yes."""

    def __bool__(self) -> bool:
        return bool(self.mandates or self.packs or self.versions or self.decisions or self.rulings)

    @property
    def conditional(self) -> list[FormalDecision]:
        """Those that said yes with conditions: they may be about who takes part."""
        return [each for each in self.rulings if each.conditions]

    @property
    def plain(self) -> list[FormalDecision]:
        return [each for each in self.rulings if not each.conditions]


@dataclass(frozen=True)
class Ripple:
    project: Project
    changes: Sequence[Change]
    money: Money
    offer: OfferRipple | None
    promises: Promises
    older: Older
    taking_part: frozenset[int]
    """Organisations that take part and have not given notice."""

    @property
    def will_take_part(self) -> int:
        joining = {each.organisation.pk for each in self.changes if each.kind is Kind.JOINS}
        return len((self.taking_part - {each.organisation.pk for each in self.changes}) | joining)

    @property
    def seen(self) -> str:
        """What somebody looked at and what would be saved are compared by it."""
        rows = {f"{year.year}:{row.code}": (row.before, row.after, row.invoiced, row.paid) for year in self.money.years for row in year.rows}
        answers = {row.code: (row.before, row.after) for row in self.offer.rows} if self.offer else {}
        held = {f"{each.kind}:{each.organisation.pk}": (each.on, each.fee) for each in self.changes}
        counts = {"commitments": len(self.promises.commitments), "decisions": len(self.older.decisions), "taking": len(self.taking_part)}
        return digest({**rows, **{f"offer:{code}": said for code, said in answers.items()}, **held, **counts})


def ripple_of(project: Project, changes: Sequence[Change], today: dt.date) -> Ripple:
    """For the pages that let somebody join or leave, enter a no, or conclude. A fixed number of queries, whatever there is of anything."""
    going = {each.organisation.pk for each in changes if each.kind is not Kind.JOINS}
    place = Participation.objects.filter(project=project, state=Participation.State.ACTIVE, valid_to__isnull=True)
    return Ripple(
        project=project,
        changes=changes,
        money=what_changes(project, changes, today),
        offer=offer_ripple(project, going),
        promises=promises_of(project, going),
        older=older_of(project, {each.organisation.pk for each in changes}),
        taking_part=frozenset(place.values_list("organisation", flat=True)),
    )


def promises_of(project: Project, going: set[int]) -> Promises:
    """Four queries, none where nobody goes."""
    if not going:
        return Promises()
    return Promises(
        commitments=list(Commitment.objects.filter(project=project, organisation__in=going).select_related("organisation")),
        roles=list(ProjectRole.objects.filter(project=project, organisation__in=going, valid_to__isnull=True).select_related("organisation")),
        benefits=list(BenefitOwner.objects.filter(benefit__project=project, organisation__in=going).select_related("organisation", "benefit")),
        risks=list(RiskParty.objects.filter(risk__project=project, risk__is_confidential=False, organisation__in=going).select_related("organisation", "risk")),
    )


def older_of(project: Project, changing: set[int]) -> Older:
    """Five queries."""
    packs = MeetingDocument.objects.filter(meeting__decision_points__project=project, document__state=Document.State.READY).distinct()
    made = MandateDocument.objects.filter(mandate__project=project, document__state=Document.State.READY).select_related("document")
    sent = OfferVersion.objects.filter(offer__project=project).exclude(offer__state=State.DRAFT).select_related("offer")
    rulings = FormalDecision.objects.filter(invitee__offer__project=project, ruling__in=AGREED, replaced_by__isnull=True)
    return Older(
        mandates=[each.document for each in made.defer("document__content")],
        packs=[Pack(each.document, each.meeting) for each in packs.select_related("document", "meeting__body").defer("document__content")],
        versions=list(sent.defer("terms").order_by("offer__number", "number")),
        decisions=list(Decision.objects.filter(project=project, replaced_by__isnull=True).select_related("body").order_by("met_on", "number")),
        rulings=list(rulings.exclude(invitee__organisation__in=changing).select_related("invitee__organisation").order_by("invitee__organisation__name")),
    )
