"""The table that drives both ways: which part of a dossier is which model, field by field, in the order of the file.

A new plain field is one name here and one line in the schema; the tests hold this table, the schema and the models together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from costsharing.models import Budget, BudgetAmount, BudgetLine, FundingAmount, FundingLine, LocalCost, LocalCostAmount
from milestones.models import (
    Benefit,
    BenefitMeasurement,
    BenefitOwner,
    DecisionPoint,
    Milestone,
    Phase,
    Risk,
    RiskMeasure,
    RiskParty,
    RiskReview,
    SuccessFactor,
    Task,
)
from portfolio.exchange.faults import Path
from portfolio.exchange.fields import (
    BodyByName,
    Columns,
    FocusAreaByName,
    FollowsByReference,
    GoalByNumber,
    Kind,
    Party,
    PhaseByPlace,
    Row,
    TemplateByKey,
    plain,
)
from portfolio.exchange.known import Known
from portfolio.models import Body
from projects.models import (
    Chapter,
    Commitment,
    Deliverable,
    FocusArea,
    Goal,
    Mandate,
    Objective,
    OpenPoint,
    Participation,
    Project,
    ProjectGoal,
    ProjectRole,
    Resource,
    SourceNote,
    Strategy,
)


@dataclass(frozen=True, eq=False)
class Section:
    path: tuple[str, ...]
    model: type[Model]
    fields: tuple[Kind, ...]
    same_by: tuple[str, ...] = ()
    """The columns by which a row is still the same row when others have changed."""
    owner: str = "project"
    children: tuple["Section", ...] = ()
    is_single: bool = False
    is_mapping: bool = False
    """Two fields that stand as {"first": second}."""
    sorted_by: tuple[str, ...] = ()
    """For rows without an order of their own: the keys by which a file lists them."""
    parked: Mapping[str, Any] = field(default_factory=dict)
    """What a column that is unique holds while several rows swap their values."""

    @property
    def owner_column(self) -> str:
        return f"{self.owner}_id"

    @property
    def is_ordered(self) -> bool:
        return any(column.name == "position" for column in self.model._meta.concrete_fields)

    @property
    def related(self) -> tuple[str, ...]:
        return tuple(name for each in self.fields for name in each.related)

    def of(self, project: Project) -> QuerySet[Any]:
        """The section's stored rows of a project, in their order."""
        mine = {"project": project} if self.owner == "project" else {f"{self.owner}__project": project}
        return self.model._default_manager.filter(**mine).order_by(self.owner_column, "position" if self.is_ordered else "pk")

    def rows(self, holder: Row, at: Path = ()) -> list[tuple[Path, Row]]:
        """The section's rows in a dossier (or in the row that they belong to), with their paths."""
        found: Any = holder
        for key in self.path:
            found = found.get(key)
            if found is None:
                return []
        path = (*at, *self.path)
        if self.is_single:
            return [(path, found)]
        if self.is_mapping:
            first, second = (each.name for each in self.fields)  # type: ignore[attr-defined]
            return [((*path, key), {first: key, second: value}) for key, value in found.items()]
        return [((*path, place), row) for place, row in enumerate(found)]

    def read(self, row: Row, known: Known) -> Columns:
        return {column: value for each in self.fields for column, value in each.read(self.model, row, known).items()}

    def write(self, instance: Model, phases: Mapping[int, int]) -> Row:
        return {key: value for each in self.fields for key, value in each.write(instance, phases).items()}


# ---- what belongs to the region and is shared by its projects ----------------
BODIES = Section(("bodies",), Body, plain("name", "kind"), ("name",), owner="region")
STRATEGY_GOALS = Section(("goals",), Goal, plain("number", "text"), ("number",), owner="area")
AREAS = Section(("areas",), FocusArea, plain("number", "name", "goal_count", "description"), ("name",), owner="strategy", children=(STRATEGY_GOALS,))
STRATEGIES = Section(
    ("strategies",), Strategy, plain("key", "name", "adopted", "valid_from", "valid_to", "area_count"), ("key",), owner="region", children=(AREAS,)
)

# ---- the project -------------------------------------------------------------
PROJECT = Section(
    ("project",),
    Project,
    (
        *plain("reference", "name", "kind", "stage", "status", "status_on", "language", "summary", "starts_on", "ends_on", "dates_precision"),
        *plain("case_number", "source"),
        FollowsByReference(),
        FocusAreaByName(),
    ),
    ("reference",),
    owner="region",
    is_single=True,
)
GOALS = Section(("goals",), ProjectGoal, (GoalByNumber(),), ("goal_id",))
ROLES = Section(
    ("roles",),
    ProjectRole,
    (*plain("role", "holder"), BodyByName(), Party(), *plain("duty", "valid_from", "valid_to")),
    ("role", "body_id", "organisation_id"),
)
PARTICIPANTS = Section(
    ("participants",),
    Participation,
    (Party(inline=True), *plain("state", "certainty", "valid_from", "valid_to", "note")),
    ("organisation_id", "valid_from"),
    sorted_by=("country", "kind", "code", "name", "valid_from", "valid_to"),
    parked={"valid_to": date.max},
)
COMMITMENTS = Section(
    ("commitments",),
    Commitment,
    (*plain("side"), Party(), *plain("title", "text", "persons", "least", "most", "unit", "certainty", "is_reimbursed")),
    ("side", "organisation_id", "title"),
)
PHASES = Section(("phases",), Phase, plain("number", "name", "starts_on", "ends_on", "is_confirmed"), ("name",))
MILESTONES = Section(
    ("milestones",),
    Milestone,
    (*plain("text"), PhaseByPlace(), *plain("planned_on", "precision", "forecast_on", "reached_on", "is_confirmed")),
    ("text",),
)
TASKS = Section(("tasks",), Task, (*plain("text", "owner"), PhaseByPlace(), *plain("starts_on", "due_on", "done_on", "is_confirmed")), ("text",))
DECISION_POINTS = Section(
    ("decision_points",),
    DecisionPoint,
    (
        *plain("number", "question"),
        BodyByName(),
        *plain("planned_on", "precision", "proposal", "if_waiting", "recommended", "basis", "mandate_version", "mandate_dated_on", "is_confirmed"),
    ),
    ("question",),
    parked={"number": None},
)
MEASURES = Section(("measures",), RiskMeasure, plain("text", "owner", "due_on", "done_on"), ("text",), owner="risk")
HITS = Section(("hits",), RiskParty, (Party(inline=True),), ("organisation_id",), owner="risk", sorted_by=("country", "kind", "code", "name"))
REVIEWS = Section(("reviews",), RiskReview, plain("reviewed_on", "probability", "impact", "note"), ("reviewed_on",), owner="risk", sorted_by=("reviewed_on",))
RISKS = Section(
    ("risks",),
    Risk,
    (
        *plain("kind", "text", "cause", "consequence", "probability", "impact", "probability_after", "impact_after", "certainty", "is_confidential"),
        *plain("owner", "strategy", "status", "closed_because", "in_portfolio"),
    ),
    ("text",),
    children=(MEASURES, HITS, REVIEWS),
)
OWNERS = Section(
    ("owners",),
    BenefitOwner,
    (Party(inline=True), *plain("owner")),
    ("organisation_id",),
    owner="benefit",
    sorted_by=("country", "kind", "code", "name"),
)
MEASUREMENTS = Section(
    ("measurements",),
    BenefitMeasurement,
    (*plain("measured_on", "value_hundredths"), Party(), *plain("note")),
    ("organisation_id", "measured_on"),
    owner="benefit",
    sorted_by=("measured_on",),
)
BENEFITS = Section(
    ("benefits",),
    Benefit,
    plain("kind", "text", "indicator", "unit", "baseline", "baseline_on", "target", "target_on", "owner"),
    ("text",),
    children=(OWNERS, MEASUREMENTS),
)
BUDGET = Section(("budget",), Budget, plain("frame_minor", "frame_certainty", "note"), is_single=True)
COST_AMOUNTS = Section(("amounts",), BudgetAmount, plain("year", "minor"), ("year",), owner="line", is_mapping=True, sorted_by=("year",))
COSTS = Section(
    ("budget", "lines"),
    BudgetLine,
    (*plain("text", "kind"), PhaseByPlace(), *plain("certainty", "note")),
    ("text",),
    children=(COST_AMOUNTS,),
)
FUNDING_AMOUNTS = Section(("amounts",), FundingAmount, plain("year", "minor"), ("year",), owner="line", is_mapping=True, sorted_by=("year",))
FUNDING = Section(
    ("budget", "funding"),
    FundingLine,
    plain("text", "kind", "grant_state", "grant_terms", "apply_by", "certainty", "note", "split", "split_certainty"),
    ("text",),
    children=(FUNDING_AMOUNTS,),
)
LOCAL_AMOUNTS = Section(
    ("amounts",),
    LocalCostAmount,
    (Party(inline=True), *plain("year", "minor")),
    ("organisation_id", "year"),
    owner="cost",
    sorted_by=("country", "kind", "code", "name", "year"),
)
LOCAL_COSTS = Section(("budget", "local_costs"), LocalCost, plain("text"), ("text",), children=(LOCAL_AMOUNTS,))
MANDATE = Section(
    ("mandate",),
    Mandate,
    (TemplateByKey(), *plain("title", "subtitle", "version_label", "author", "dated_on", "dated_precision")),
    is_single=True,
)
CHAPTERS = Section(("chapters",), Chapter, plain("key", "text"), ("key",), is_mapping=True)

SHARED = (BODIES, STRATEGIES)
SECTIONS = (
    GOALS,
    Section(("objectives",), Objective, plain("kind", "text", "year", "due_on"), ("text",)),
    Section(("deliverables",), Deliverable, plain("title", "text"), ("title",)),
    ROLES,
    PARTICIPANTS,
    COMMITMENTS,
    Section(("resources",), Resource, plain("title", "text"), ("title",)),
    PHASES,
    MILESTONES,
    TASKS,
    DECISION_POINTS,
    Section(("success_factors",), SuccessFactor, plain("text", "measure"), ("text",)),
    RISKS,
    BENEFITS,
    BUDGET,
    COSTS,
    FUNDING,
    LOCAL_COSTS,
    Section(("open_points",), OpenPoint, plain("kind", "text", "chapter", "due_on", "done_on"), ("text",)),
    Section(("source_notes",), SourceNote, plain("subject", "reading", "other_reading", "chapter", "note"), ("subject",)),
    MANDATE,
    CHAPTERS,
)
"""The project's own parts, in the order of the file. Phases stand before the milestones and the budget lines that name them."""
