from django.urls import path

from portfolio.register import views

REGISTER = "<slug:region>/register/"

urlpatterns = [
    path(REGISTER, views.organisations, name="register"),
]
