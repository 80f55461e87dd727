"""Which version of the mandate was approved, by the decisions that hold, and how far mandate and plan stand from it today."""

from dataclasses import dataclass, field, replace

from django.db.models import OuterRef, Subquery

from milestones.gates import approves
from milestones.models import Baseline, Decision
from milestones.queries.plans import Plan, plan
from milestones.slip import Drift, slip
from milestones.wording.approvals import approved_by, counted_from, drift_texts
from projects.models import Mandate, Project

COLUMNS = ("number", "project", "replaces", "outcome", "mandate_version", "mandate_dated_on", "met_on", "recorded_at", "body__name")
FROZEN = tuple(f"baseline__{name}" for name in ("number", "frozen_at", "decision"))


@dataclass(frozen=True)
class Ledger:
    """rows: every decision of a project, also what was corrected, in the order of their numbers."""

    rows: list[Decision]

    def holding(self, row: Decision) -> Decision:
        """The last of its corrections; itself when it has none."""
        after = {each.replaces_id: each for each in self.rows if each.replaces_id}
        while row.pk in after:
            row = after[row.pk]
        return row

    @property
    def approving(self) -> Decision | None:
        """The latest that holds and approves a version of the mandate."""
        corrected = {each.replaces_id for each in self.rows}
        found = [each for each in self.rows if each.pk not in corrected and approves(each.outcome, each.mandate_version)]
        return max(found, key=lambda each: (each.met_on, each.number), default=None)

    def chain(self, row: Decision) -> list[Decision]:
        """The decision and what it corrects, down to the first."""
        known = {each.pk: each for each in self.rows}
        found = [known[row.pk]]
        while found[-1].replaces_id:
            found.append(known[found[-1].replaces_id])
        return found

    def frozen_with(self, row: Decision) -> Baseline | None:
        """The baseline that it froze, or one that it corrects. The row is one of these."""
        return next((each.baseline for each in self.chain(row) if hasattr(each, "baseline")), None)


def ledger(project: Project) -> Ledger:
    """With the key and the day of the baseline that counts; one query."""
    latest = Baseline.objects.filter(project=OuterRef("project")).order_by("-number")
    rows = Decision.objects.filter(project=project.pk).select_related("body", "baseline").only(*COLUMNS, *FROZEN)
    return Ledger(list(rows.annotate(counts=Subquery(latest.values("pk")[:1]), counts_since=Subquery(latest.values("frozen_at")[:1])).order_by("number")))


# ---- the plan's page ---------------------------------------------------------
@dataclass(frozen=True)
class Counted:
    """What the plan is counted from. decision: the one that stands today in the place of that which froze it."""

    decision: Decision
    is_approved: bool
    text: str


def counted(found: Ledger, baseline: Baseline | None) -> Counted | None:
    """None for a plan that was frozen by an act of its own, or not at all."""
    if baseline is None or baseline.decision is None:
        return None
    holding = found.holding(baseline.decision)
    is_approved = approves(holding.outcome, holding.mandate_version)
    return Counted(holding, is_approved, counted_from(baseline.decision, holding, is_approved))


# ---- the mandate's pages -----------------------------------------------------
@dataclass(frozen=True)
class Approval:
    """decision: the last that approved a version of the mandate, None for none. drifts: how mandate and plan have drifted from it, a sentence each."""

    decision: Decision | None = None
    text: str = ""
    drifts: list[str] = field(default_factory=list)


def approval(project: Project) -> Approval:
    """Two queries. The project comes with its mandate."""
    found, its = ledger(project), plan(project)
    decision = found.approving
    if decision is None:
        return Approval()
    return Approval(decision, approved_by(decision), drift_texts(drift(found, decision, getattr(project, "mandate", None), its)))


def drift(found: Ledger, decision: Decision, mandate: Mandate | None, its: Plan) -> Drift:
    """A baseline from before the approval tells nothing of it; one of its own that counts no more was put aside."""
    frozen, since = found.frozen_with(decision), decision.counts_since  # type: ignore[attr-defined]
    is_refrozen = frozen is not None and frozen.pk != decision.counts  # type: ignore[attr-defined]
    moved = its.moved if frozen or (since and since >= found.chain(decision)[-1].recorded_at) else []
    told = Drift(is_refrozen=is_refrozen, rows=len(moved), furthest=max(moved, key=abs, default=None))
    if mandate is None or is_same(decision, mandate):
        return told
    return replace(told, version=mandate.version_label, dated_on=mandate.dated_on, precision=mandate.dated_precision)


def is_same(decision: Decision, mandate: Mandate) -> bool:
    """The mandate is headed and dated as what was approved; a day that either lacks tells nothing."""
    if mandate.version_label.strip().casefold() != decision.mandate_version.strip().casefold():
        return False
    return not slip(mandate.dated_on, decision.mandate_dated_on, mandate.dated_precision)
