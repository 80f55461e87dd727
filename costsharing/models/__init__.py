from costsharing.models.allocation import Allocation, FigureUse, Share
from costsharing.models.budget import Budget, BudgetAmount, BudgetLine, FundingAmount, FundingLine, LocalCost, LocalCostAmount
from costsharing.models.charge import Charge, LentHours, Payer
from costsharing.models.rule import Rule, RuleVersion
from costsharing.models.scenario import Scenario, ScenarioParticipant
from costsharing.models.settlement import Settlement

__all__ = [
    "Allocation",
    "Budget",
    "BudgetAmount",
    "BudgetLine",
    "Charge",
    "FigureUse",
    "FundingAmount",
    "FundingLine",
    "LentHours",
    "LocalCost",
    "LocalCostAmount",
    "Payer",
    "Rule",
    "RuleVersion",
    "Scenario",
    "ScenarioParticipant",
    "Settlement",
    "Share",
]
