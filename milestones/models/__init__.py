from milestones.models.benefit import Benefit, BenefitMeasurement, BenefitOwner
from milestones.models.checklist import Checklist, ChecklistAnswer, ChecklistItem
from milestones.models.decision import Condition, Decision, DecisionPoint
from milestones.models.feed import CalendarFeed
from milestones.models.followup import FollowUp
from milestones.models.plan import Baseline, BaselineRow, Milestone, Phase, Task
from milestones.models.report import StatusReport
from milestones.models.risk import Risk, RiskMeasure, RiskParty, RiskReview, SuccessFactor

__all__ = [
    "Baseline",
    "BaselineRow",
    "Benefit",
    "BenefitMeasurement",
    "BenefitOwner",
    "CalendarFeed",
    "Checklist",
    "ChecklistAnswer",
    "ChecklistItem",
    "Condition",
    "Decision",
    "DecisionPoint",
    "FollowUp",
    "Milestone",
    "Phase",
    "Risk",
    "RiskMeasure",
    "RiskParty",
    "RiskReview",
    "StatusReport",
    "SuccessFactor",
    "Task",
]
