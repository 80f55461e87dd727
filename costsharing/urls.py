"""The pages of a project's money."""

from django.urls import path

from costsharing.views import hours

MONEY = "<slug:region>/projects/<slug:reference>/money/"

urlpatterns = [
    path(MONEY + "hours/", hours.lent_hours, name="lent-hours"),
]
