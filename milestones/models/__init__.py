from milestones.models.benefit import Benefit
from milestones.models.checklist import Checklist, ChecklistAnswer, ChecklistItem
from milestones.models.decision import Condition, Decision, DecisionPoint
from milestones.models.plan import Milestone, Phase
from milestones.models.risk import Risk, RiskMeasure, SuccessFactor

__all__ = [
    "Benefit",
    "Checklist",
    "ChecklistAnswer",
    "ChecklistItem",
    "Condition",
    "Decision",
    "DecisionPoint",
    "Milestone",
    "Phase",
    "Risk",
    "RiskMeasure",
    "SuccessFactor",
]
