"""What can be edited of a project, and how: one line for each kind of record. The pages, forms, digests and undo are all drawn from it."""

from django.utils.translation import gettext_lazy as _

from costsharing.models import Budget, BudgetAmount, BudgetLine, FundingAmount, FundingLine, LentHours, LocalCost
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
from portfolio.editing.record import Record
from projects.models import (
    Chapter,
    Commitment,
    Deliverable,
    Mandate,
    Objective,
    OpenPoint,
    Participation,
    Project,
    ProjectGoal,
    ProjectRole,
    Resource,
    SourceNote,
)

LINE = ("text", "kind", "certainty", "note")
ALL = (
    Record(
        "project", Project, _("project"), _("The project"), "project",
        ("name", "kind", "status", "status_on", "summary", "focus_area", "follows", "starts_on", "ends_on", "dates_precision",
         "case_number", "language", "source"),
        weighty=("starts_on", "ends_on"), owner="pk", is_single=True,
    ),
    Record("open-points", OpenPoint, _("open point"), _("Open points"), "project", ("text", "kind", "chapter", "due_on", "done_on"), weighty=("due_on",)),
    Record("goals", ProjectGoal, _("goal from the strategy"), _("Goals from the strategy"), "project", ("goal",)),
    Record("objectives", Objective, _("objective"), _("Objectives"), "plan", ("text", "kind", "year", "due_on"), weighty=("due_on",)),
    Record("deliverables", Deliverable, _("deliverable"), _("Deliverables"), "plan", ("title", "text")),
    Record(
        "phases", Phase, _("phase"), _("Phases"), "plan", ("number", "name", "starts_on", "ends_on", "is_confirmed"),
        weighty=("starts_on", "ends_on", "is_confirmed"),
    ),
    Record(
        "milestones", Milestone, _("milestone"), _("Milestones"), "plan",
        ("text", "planned_on", "precision", "forecast_on", "reached_on", "phase", "is_confirmed"),
        weighty=("planned_on", "forecast_on", "reached_on", "is_confirmed"),
    ),
    Record(
        "tasks", Task, _("task"), _("Tasks"), "plan", ("text", "owner", "starts_on", "due_on", "done_on", "phase", "is_confirmed"),
        weighty=("starts_on", "due_on", "done_on", "is_confirmed"),
    ),
    Record(
        "decision-points", DecisionPoint, _("decision point"), _("Decision points"), "plan",
        (
            "number", "question", "body", "planned_on", "precision", "proposal", "if_waiting", "recommended",
            "basis", "mandate_version", "mandate_dated_on", "is_confirmed",
        ),
        weighty=("planned_on", "is_confirmed"),
    ),
    Record(
        "participants", Participation, _("participant"), _("Participants"), "participation",
        ("organisation", "state", "certainty", "valid_from", "valid_to", "note"), weighty=("valid_from", "valid_to"),
    ),
    Record(
        "roles", ProjectRole, _("role"), _("Roles"), "participation",
        ("role", "holder", "body", "organisation", "user", "duty", "valid_from", "valid_to"), weighty=("valid_from", "valid_to"),
    ),
    Record(
        "commitments", Commitment, _("commitment"), _("Commitments"), "participation",
        ("title", "side", "organisation", "text", "persons", "least", "most", "unit", "certainty", "is_reimbursed"),
    ),
    Record("resources", Resource, _("resource"), _("Resources"), "participation", ("title", "text")),
    Record(
        "budget", Budget, _("frame of the budget"), _("Frame and note"), "money", ("frame_minor", "frame_certainty", "note"),
        weighty=("frame_minor",), is_single=True,
    ),
    Record("budget-lines", BudgetLine, _("budget line"), _("Budget"), "money", (*LINE, "phase", "rule"), weighty=("amounts",), amounts=BudgetAmount),
    Record(
        "funding-lines", FundingLine, _("funding line"), _("Funding"), "money",
        ("text", "kind", "grant_state", "grant_terms", "apply_by", "certainty", "note", "split", "split_certainty"),
        weighty=("amounts", "grant_state", "apply_by", "split"), amounts=FundingAmount,
    ),
    Record("local-costs", LocalCost, _("local cost"), _("Costs of the municipalities' own"), "money", ("text",)),
    Record(
        "lent-hours", LentHours, _("lent hours"), _("Lent hours"), "lent-hours",
        ("organisation", "year", "promised_minutes", "delivered_minutes", "rate_minor"), weighty=("delivered_minutes", "rate_minor"),
    ),
    Record("success-factors", SuccessFactor, _("success factor"), _("Critical success factors"), "risks", ("text", "measure")),
    Record(
        "risks", Risk, _("risk"), _("Risks"), "risks",
        ("text", "kind", "cause", "consequence", "probability", "impact", "probability_after", "impact_after", "certainty", "owner", "strategy",
         "status", "closed_because", "in_portfolio", "is_confidential"),
        parties=RiskParty,
    ),
    Record(
        "measures", RiskMeasure, _("measure"), _("Measures against risks"), "risks", ("risk", "text", "owner", "due_on", "done_on"),
        weighty=("due_on",), owner="risk",
    ),
    Record(
        "risk-reviews", RiskReview, _("review of a risk"), _("Reviews of risks"), "risks",
        ("risk", "reviewed_on", "probability", "impact", "note"), owner="risk",
    ),
    Record(
        "benefits", Benefit, _("benefit"), _("Benefits"), "risks",
        ("text", "kind", "indicator", "unit", "baseline", "baseline_on", "target", "target_on", "owner"), weighty=("target_on",),
    ),
    Record("benefit-owners", BenefitOwner, _("owner of a benefit"), _("Owners of benefits"), "risks", ("benefit", "organisation", "owner"), owner="benefit"),
    Record(
        "measurements", BenefitMeasurement, _("measurement"), _("Measurements of benefits"), "risks",
        ("benefit", "organisation", "measured_on", "value_hundredths", "note"), weighty=("value_hundredths",), owner="benefit",
    ),
    Record(
        "source-notes", SourceNote, _("contradiction in the source"), _("Contradictions in the source"), "documents",
        ("subject", "reading", "other_reading", "chapter", "note"),
    ),
    Record(
        "mandate", Mandate, _("head of the mandate"), _("Head of the mandate"), "mandate",
        ("title", "subtitle", "template", "version_label", "author", "dated_on", "dated_precision"), weighty=("dated_on",), is_single=True,
    ),
)  # fmt: skip
RECORDS = {record.slug: record for record in ALL}
CHAPTERS = Record("chapters", Chapter, _("chapter"), _("Chapters of the mandate"), "edit-chapters", ("text",), is_single=True)
"""Named by the template's chapter, not by their row, so they have pages of their own."""
