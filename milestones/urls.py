"""The pages of a project's plan that do more than edit a row."""

from django.urls import path

from milestones.views import baselines, moving

PLAN = "<slug:region>/projects/<slug:reference>/plan/"

urlpatterns = [
    path(PLAN + "baseline/", baselines.plan_baseline, name="plan-baseline"),
    path(PLAN + "move/", moving.plan_move, name="plan-move"),
    path(PLAN + "move/undo/<slug:record>/<int:number>/", moving.plan_move_undo, name="plan-move-undo"),
]
