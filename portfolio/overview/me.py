"""The person's own page: what they owe by when, what they will be reminded of, and how they want it."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.access.grants import regions_of
from portfolio.access.rules import READ, signed_in, signed_in_user
from portfolio.actions.people import choose_reminders
from portfolio.forms import RemindersForm
from portfolio.models import User
from portfolio.overview.answers_due import answers_due
from portfolio.reminders import owed, telling
from portfolio.reminders.lines import url_of
from portfolio.reminders.schedule import Told
from portfolio.web.posting import SeeOther


@dataclass(frozen=True)
class Coming:
    at: dt.datetime
    kind: str
    told: Told
    url: str


def _me(request: HttpRequest) -> HttpResponse:
    """POST chooses how reminders come. Whoever has one region keeps its menu."""
    user = signed_in_user(request)
    form = RemindersForm(request.POST if request.method == "POST" else None, initial={"reminders_as": user.reminders_as})
    if form.is_bound and form.is_valid():
        choose_reminders(user=user, wish=form.cleaned_data["reminders_as"])
        messages.success(request, _("Saved."))
        return SeeOther(request.path)
    regions = regions_of(user)
    due = answers_due(user, timezone.now())
    context = {
        "due": due,
        "owed": owed.owed_by(user, timezone.localdate()),
        "coming": coming(user),
        "sent": owed.sent_to(user),
        "form": form,
        "own_regions": regions,
    }
    if len(regions) == 1:
        context["region"] = regions[0]
    return render(request, "overview/me.html", context, status=422 if form.errors else 200)


def coming(user: User) -> list[Coming]:
    regions = {region.pk: region for region in regions_of(user)}
    return [Coming(told.at, telling.kind_word(told.due.kind), told, url_of(regions[told.due.region], told.due)) for told in owed.coming(user, timezone.now())]


me = signed_in(_me, (*READ, "POST"))
