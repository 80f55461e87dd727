from milestones.models.benefit import Benefit
from milestones.models.decision import DecisionPoint
from milestones.models.plan import Milestone, Phase
from milestones.models.risk import Risk, RiskMeasure, SuccessFactor

__all__ = ["Benefit", "DecisionPoint", "Milestone", "Phase", "Risk", "RiskMeasure", "SuccessFactor"]
