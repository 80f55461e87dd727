from milestones.models.benefit import Benefit, BenefitMeasurement, BenefitOwner
from milestones.models.decision import DecisionPoint
from milestones.models.followup import FollowUp
from milestones.models.plan import Milestone, Phase
from milestones.models.report import StatusReport
from milestones.models.risk import Risk, RiskMeasure, RiskParty, RiskReview, SuccessFactor

__all__ = [
    "Benefit",
    "BenefitMeasurement",
    "BenefitOwner",
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
]
