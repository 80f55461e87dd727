"""The table that drives both ways: which part of a dossier is which model, field by field, in the order of the file.

A new plain field is one name here and one line in the schema; the tests hold this table, the schema and the models together.
"""

from datetime import date

from costsharing.models import Budget, BudgetAmount, BudgetLine, FundingAmount, FundingLine, LocalCost, LocalCostAmount
from milestones.models import (
    Baseline,
    BaselineRow,
    Benefit,
    BenefitMeasurement,
    BenefitOwner,
    ChecklistAnswer,
    ChecklistItem,
    Condition,
    Decision,
    DecisionPoint,
    Milestone,
    Phase,
    Risk,
    RiskMeasure,
    RiskParty,
    RiskReview,
    StatusReport,
    SuccessFactor,
    Task,
)
from milestones.reporting import Subject
from portfolio.exchange.fields import (
    BodyByName,
    ByPlace,
    FocusAreaByName,
    FollowsByReference,
    GoalByNumber,
    Party,
    TemplateByKey,
    TermsByNumber,
    plain,
)
from portfolio.exchange.frozen_fields import ChecklistCopy, DayOf, DecisionByNumber, Facts, RowByPlace
from portfolio.exchange.section import Section
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

# ---- what belongs to the region and is shared by its projects ----------------
BODIES = Section(("bodies",), Body, plain("name", "kind"), ("name",), owner="region")
STRATEGY_GOALS = Section(("goals",), Goal, plain("number", "text"), ("number",), owner="area")
AREAS = Section(("areas",), FocusArea, plain("number", "name", "goal_count", "description"), ("name",), owner="strategy", children=(STRATEGY_GOALS,))
STRATEGIES = Section(
    ("strategies",), Strategy, plain("key", "name", "adopted", "valid_from", "valid_to", "area_count"), ("key",), owner="region", children=(AREAS,)
)

CHECKLIST = Section(("checklist",), ChecklistItem, plain("text", "is_retired"), ("text",), owner="checklist")

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
    (
        Party(inline=True),
        *plain("state", "certainty", "valid_from", "valid_to", "notice_on", "joining_fee_minor"),
        TermsByNumber(),
        *plain("note"),
    ),
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
    (*plain("text"), ByPlace("phase", "phases"), *plain("planned_on", "precision", "forecast_on", "reached_on", "is_confirmed")),
    ("text",),
)
TASKS = Section(("tasks",), Task, (*plain("text", "owner"), ByPlace("phase", "phases"), *plain("starts_on", "due_on", "done_on", "is_confirmed")), ("text",))
ANSWERS = Section(("answers",), ChecklistAnswer, (ByPlace("item", "checklist"), *plain("reply", "comment")), ("item_id",), owner="point", sorted_by=("item",))
DECISION_POINTS = Section(
    ("decision_points",),
    DecisionPoint,
    (
        *plain("number", "question"),
        BodyByName(),
        *plain("planned_on", "precision", "proposal", "if_waiting", "recommended", "basis", "mandate_version", "mandate_dated_on", "is_confirmed"),
    ),
    ("question",),
    children=(ANSWERS,),
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
    (*plain("text", "kind"), ByPlace("phase", "phases"), *plain("certainty", "note")),
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

# ---- what never changes ------------------------------------------------------
CONDITIONS = Section(("conditions",), Condition, plain("text", "due_on", "done_on", "done_note"), owner="decision")
DECISIONS = Section(
    ("decisions",),
    Decision,
    (
        *plain("number"),
        ByPlace("point", "decision_points"),
        *plain("point_number", "question", "basis", "mandate_version", "mandate_dated_on"),
        ChecklistCopy(),
        BodyByName(),
        *plain("met_on", "outcome", "text", "paragraph", "case_number", "dissent"),
        DayOf("recorded_at", "recorded_on"),
        DecisionByNumber("replaces"),
        *plain("reason"),
    ),
    children=(CONDITIONS,),
    sorted_by=("number",),
    signed=("recorded_by",),
)
REPORTS = Section(
    ("reports",),
    StatusReport,
    (
        *plain("number", "period_from", "period_to", "status", "summary"),
        *plain(*(name for each in Subject for name in (each.value, f"{each}_comment"))),
        *plain("forecast_minor", "next_decision"),
        Facts(),
        DayOf("sent_at", "sent_on"),
    ),
    sorted_by=("number",),
    only={"sent_at__isnull": False},
    signed=("begun_by", "sent_by"),
)
BASELINE_ROWS = Section(("rows",), BaselineRow, (*plain("kind"), RowByPlace(), *plain("text", "starts_on", "ends_on", "precision")), owner="baseline")
BASELINES = Section(
    ("baselines",),
    Baseline,
    (*plain("number", "reason"), DecisionByNumber("decision"), DayOf("frozen_at", "frozen_on")),
    children=(BASELINE_ROWS,),
    sorted_by=("number",),
    signed=("frozen_by",),
)

SHARED = (BODIES, STRATEGIES, CHECKLIST)
FROZEN = (DECISIONS, REPORTS, BASELINES)
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
NAMED_BY_PLACE = (PHASES, MILESTONES, TASKS, DECISION_POINTS)
