from django.urls import path

from costsharing.views import budget

MONEY = "<slug:region>/projects/<slug:reference>/money/"

urlpatterns = [
    path(MONEY + "budget/", budget.budget, name="budget"),
    path(MONEY + "budget/undo/<int:number>/", budget.budget_undo, name="budget-undo"),
    path(MONEY + "local/<int:number>/", budget.local_cost, name="local-cost"),
]
