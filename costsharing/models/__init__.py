from costsharing.models.budget import Budget, BudgetAmount, BudgetLine, FundingAmount, FundingLine, LocalCost

__all__ = ["Budget", "BudgetAmount", "BudgetLine", "FundingAmount", "FundingLine", "LocalCost"]
