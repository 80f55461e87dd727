"""The pages of a project's plan and decisions that do more than edit a row."""

from django.urls import path

from milestones.views import baselines, decided, feeds, moving, points, recording

PLAN = "<slug:region>/projects/<slug:reference>/plan/"

urlpatterns = [
    path(PLAN + "points/<int:number>/", points.decision_point, name="decision-point"),
    path(PLAN + "points/<int:number>/meeting/", points.decision_meeting, name="decision-meeting"),
    path(PLAN + "points/<int:number>/checklist/", points.decision_checklist, name="decision-checklist"),
    path(PLAN + "points/<int:number>/record/", recording.decision_record, name="decision-record"),
    path(PLAN + "decisions/<int:number>/", decided.decision, name="decision"),
    path(PLAN + "decisions/<int:number>/correct/", recording.decision_correct, name="decision-correct"),
    path(PLAN + "decisions/<int:number>/conditions/", decided.decision_conditions, name="decision-conditions"),
    path(PLAN + "decisions/<int:number>/minutes/", decided.decision_minutes, name="decision-minutes"),
    path(PLAN + "decisions/<int:number>/minutes/add/", decided.decision_minutes_add, name="decision-minutes-add"),
    path("me/calendar/", feeds.calendar, name="calendar"),
    path("me/calendar/<token>.ics", feeds.calendar_feed, name="calendar-feed"),
    path(PLAN + "baseline/", baselines.plan_baseline, name="plan-baseline"),
    path(PLAN + "baseline/freeze/", baselines.plan_freeze, name="plan-freeze"),
    path(PLAN + "move/", moving.plan_move, name="plan-move"),
    path(PLAN + "move/undo/<slug:record>/<int:number>/", moving.plan_move_undo, name="plan-move-undo"),
]
