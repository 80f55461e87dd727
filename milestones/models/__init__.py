from milestones.models.benefit import Benefit
from milestones.models.decision import DecisionPoint
from milestones.models.feed import CalendarFeed
from milestones.models.plan import Baseline, BaselineRow, Milestone, Phase, Task
from milestones.models.risk import Risk, RiskMeasure, SuccessFactor

__all__ = [
    "Baseline",
    "BaselineRow",
    "Benefit",
    "CalendarFeed",
    "DecisionPoint",
    "Milestone",
    "Phase",
    "Risk",
    "RiskMeasure",
    "SuccessFactor",
    "Task",
]
