"""The pages of a project's plan that do more than edit a row."""

from django.urls import path

from milestones.views import baselines, feeds, moving

PLAN = "<slug:region>/projects/<slug:reference>/plan/"

urlpatterns = [
    path("me/calendar/", feeds.calendar, name="calendar"),
    path("me/calendar/<token>.ics", feeds.calendar_feed, name="calendar-feed"),
    path(PLAN + "baseline/", baselines.plan_baseline, name="plan-baseline"),
    path(PLAN + "baseline/freeze/", baselines.plan_freeze, name="plan-freeze"),
    path(PLAN + "move/", moving.plan_move, name="plan-move"),
    path(PLAN + "move/undo/<slug:record>/<int:number>/", moving.plan_move_undo, name="plan-move-undo"),
]
