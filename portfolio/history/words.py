"""How the history names what was changed: the kinds of record as a sentence has them, and the reasons that the program gives itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from costsharing.models import Budget, BudgetLine, Charge, FundingLine, LentHours, LocalCost, LocalCostAmount, Payer, Rule, RuleVersion, Scenario
from milestones.actions.reports import REPORTED
from milestones.models import (
    Benefit,
    BenefitMeasurement,
    BenefitOwner,
    Checklist,
    ChecklistAnswer,
    ChecklistItem,
    Condition,
    DecisionPoint,
    FollowUp,
    Milestone,
    Phase,
    Risk,
    RiskMeasure,
    RiskParty,
    RiskReview,
    SuccessFactor,
    Task,
)
from portfolio.actions.invitations import ACCEPTED
from portfolio.actions.register import REASON as REGISTER
from portfolio.actions.rows import COPIED, MOVED
from portfolio.exchange.pen import REASON as DOSSIER
from portfolio.models import Body, Contact, Invitation, Meeting, Organisation, Region, RegionMembership, ReminderRule, RoleGrant, Seat
from projects.actions.closing import CONCLUDED
from projects.actions.offers import OFFERED
from projects.models import (
    Chapter,
    ChosenParty,
    Commitment,
    Deliverable,
    FocusArea,
    FormalDecision,
    Goal,
    Invitee,
    Mandate,
    Objective,
    Offer,
    OfferAttachment,
    OfferQuestion,
    OpenPoint,
    Participation,
    Project,
    ProjectGoal,
    ProjectRole,
    Resource,
    SourceNote,
    Strategy,
)

Words = Any  # lazily translated
THE: dict[Any, Words] = {
    Project: _("the project"),
    OpenPoint: _("the open point"),
    ProjectGoal: _("the goal from the strategy"),
    Objective: _("the objective"),
    Deliverable: _("the deliverable"),
    Phase: _("the phase"),
    Milestone: _("the milestone"),
    Task: _("the task"),
    DecisionPoint: _("the decision point"),
    Condition: _("the condition"),
    ChecklistAnswer: _("the answer to"),
    Checklist: _("the checklist of"),
    ChecklistItem: _("the question of the checklist"),
    Participation: _("the participant"),
    Offer: _("the offer"),
    ChosenParty: _("the offer to"),
    OfferAttachment: _("the attachment"),
    Invitee: _("the offer to"),
    OfferQuestion: _("the question"),
    FormalDecision: _("the participation decision of"),
    ProjectRole: _("the role"),
    Commitment: _("the commitment"),
    Resource: _("the resource"),
    Budget: _("the frame of the budget"),
    BudgetLine: _("the budget line"),
    FundingLine: _("the funding line"),
    LocalCost: _("the local cost"),
    SuccessFactor: _("the success factor"),
    Risk: _("the risk"),
    RiskMeasure: _("the measure"),
    RiskParty: _("whom the risk hits"),
    RiskReview: _("the review of the risk"),
    Benefit: _("the benefit"),
    BenefitOwner: _("the owner of the benefit"),
    BenefitMeasurement: _("the measurement of the benefit"),
    FollowUp: _("the follow-up of projects"),
    SourceNote: _("the contradiction in the source"),
    Mandate: _("the head of the mandate"),
    Chapter: _("the chapter"),
    Region: _("the settings of the region"),
    RegionMembership: _("the membership of"),
    Organisation: _("the organisation"),
    Body: _("the body"),
    Seat: _("the seat"),
    Meeting: _("the meeting of"),
    Contact: _("the contact of"),
    Strategy: _("the strategy"),
    FocusArea: _("the focus area"),
    Goal: _("the goal"),
    RoleGrant: _("the role of"),
    Invitation: _("the invitation of"),
    LocalCostAmount: _("the local cost"),
    Scenario: _("the scenario"),
    Charge: _("the charge of"),
    LentHours: _("the lent hours of"),
    Rule: _("the rule"),
    RuleVersion: _("the version of the rule"),
    Payer: _("the payer"),
    ReminderRule: _("the rule of reminding"),
}
LABELS: dict[str, Words] = {
    "strategy": _("strategy"),
    "area": _("focus area"),
    "cost": _("local cost"),
}
"""Where neither the model nor the forms have a word."""
TABS: dict[str, Words] = {
    "project": _("Overview"),
    "mandate": _("Mandate"),
    "participation": _("Participation"),
    "money": _("Money"),
    "plan": _("Plan and decisions"),
    "risks": _("Risks and benefits"),
    "documents": _("Documents"),
}
REASONS: dict[str, Words] = {
    REGISTER: _("load of the register"),
    DOSSIER: _("import of a dossier"),
    COPIED: _("copied from another project"),
    MOVED: "",
    REPORTED: _("status report sent"),
    ACCEPTED: _("the invitation was accepted"),
    OFFERED: _("offer sent"),
    CONCLUDED: _("offer concluded"),
}
PROGRAM = _("The program")
YES, NO, NOTHING = _("yes"), _("no"), _("nothing")
UNKNOWN_PROJECT = _("a project that you may not see")
CHANGED_WITHIN = _("other details that its sentence does not tell of")
GONE = _("something that is gone")
