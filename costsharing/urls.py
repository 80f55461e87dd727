"""The pages of a project's money."""

from django.urls import path

from costsharing.views import adopting, allocations, budget, charges, charging, hours, scenario_comparing, scenario_editing, scenarios, settlement

MONEY = "<slug:region>/projects/<slug:reference>/money/"
ALLOCATION = MONEY + "allocations/<int:number>/"

urlpatterns = [
    path(MONEY + "budget/", budget.budget, name="budget"),
    path(MONEY + "budget/undo/<int:number>/", budget.budget_undo, name="budget-undo"),
    path(MONEY + "local/<int:number>/", budget.local_cost, name="local-cost"),
    path(MONEY + "scenarios/<int:number>/adopt/", adopting.adopt, name="adopt"),
    path(MONEY + "allocations/<int:number>/", allocations.allocation, name="allocation"),
    path(MONEY + "allocations/<int:number>/why/<slug:code>/", allocations.allocation_why, name="allocation-why"),
    path(MONEY + "hours/", hours.lent_hours, name="lent-hours"),
    path(ALLOCATION + "charges/", charges.charges, name="charges"),
    path(ALLOCATION + "charges/file/", charges.charges_file, name="charges-file"),
    path(ALLOCATION + "charges/plan/", charging.charges_plan, name="charges-plan"),
    path(ALLOCATION + "charges/step/", charging.charges_step, name="charges-step"),
    path(ALLOCATION + "settlement/", settlement.settlement, name="settlement"),
    path(ALLOCATION + "settlement/make/", settlement.settlement_make, name="settlement-make"),
    path(ALLOCATION + "settlement/carry/", settlement.settlement_carry, name="settlement-carry"),
    path(ALLOCATION + "settlement/charge/", settlement.settlement_charge, name="settlement-charge"),
    path(MONEY + "scenarios/", scenarios.scenarios, name="scenarios"),
    path(MONEY + "scenarios/new/", scenario_editing.scenario_new, name="scenario-new"),
    path(MONEY + "scenarios/undo/<int:number>/", scenario_editing.scenario_undo, name="scenario-undo"),
    path(MONEY + "scenarios/<int:number>/", scenarios.scenario, name="scenario"),
    path(MONEY + "scenarios/<int:number>/table.csv", scenarios.scenario_csv, name="scenario-csv"),
    path(MONEY + "scenarios/<int:number>/table.xlsx", scenarios.scenario_xlsx, name="scenario-xlsx"),
    path(MONEY + "scenarios/<int:number>/edit/", scenario_editing.scenario_edit, name="scenario-edit"),
    path(MONEY + "scenarios/<int:number>/mark/", scenario_editing.scenario_mark, name="scenario-mark"),
    path(MONEY + "scenarios/<int:number>/why/<slug:code>/", scenarios.scenario_why, name="scenario-why"),
    path(MONEY + "scenarios/<int:number>/curve/", scenario_comparing.scenario_curve, name="scenario-curve"),
    path(MONEY + "scenarios/<int:year>/compare/", scenario_comparing.scenarios_compare, name="scenarios-compare"),
]
