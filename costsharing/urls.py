from django.urls import path

from costsharing.views import scenario_comparing, scenario_editing, scenarios

MONEY = "<slug:region>/projects/<slug:reference>/money/"

urlpatterns = [
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
