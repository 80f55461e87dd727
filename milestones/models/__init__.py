from milestones.models.benefit import Benefit
from milestones.models.checklist import Checklist, ChecklistAnswer, ChecklistItem
from milestones.models.decision import Condition, Decision, DecisionPoint
from milestones.models.feed import CalendarFeed
from milestones.models.plan import Baseline, BaselineRow, Milestone, Phase, Task
from milestones.models.risk import Risk, RiskMeasure, SuccessFactor

__all__ = [
    "Baseline",
    "BaselineRow",
    "Benefit",
    "CalendarFeed",
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
    "Task",
]
