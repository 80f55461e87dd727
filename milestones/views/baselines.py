"""The plan as it was frozen, and the act of freezing it as it stands."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from milestones.actions.baselines import freeze
from milestones.forms.baselines import FreezeForm
from milestones.queries.baselines import baselines, rows_of
from milestones.queries.plans import plan
from milestones.views.tab import plan_tab
from portfolio.access.permissions import P
from portfolio.access.rules import READ, signed_in_user
from portfolio.templatetags.portfolio_format import moment
from portfolio.web.posting import SeeOther, done_before, key_of, note
from projects.access import on_project
from projects.actions.locking import lock
from projects.models import Project


@on_project(P.PROJECT_VIEW)
def plan_baseline(request: HttpRequest, project: Project) -> HttpResponse:
    found = baselines(project)
    return plan_tab(request, project, "milestones/baseline.html", {"baselines": found, "rows": rows_of(found[0]) if found else []})


@on_project(P.PROJECT_EDIT, (*READ, "POST"))
def plan_freeze(request: HttpRequest, project: Project) -> HttpResponse:
    form, key = FreezeForm(request.POST or None), key_of(request.POST)
    if request.method == "POST" and form.is_valid():
        user, back = signed_in_user(request), reverse("plan", args=[project.region.slug, project.reference])
        with transaction.atomic():
            held = lock(project, user)
            if earlier := done_before(key, user):
                messages.info(request, _("This was saved already, %(at)s.") % {"at": moment(earlier.at)})
            else:
                freeze(project=held, by=user, reason=form.cleaned_data["reason"])
                note(key, user, back)
                messages.success(request, _("The plan is frozen as baseline."))
        return SeeOther(back)
    context = {"form": form, "key": key, "plan": plan(project)}
    return plan_tab(request, project, "milestones/freeze.html", context, 422 if form.is_bound else 200)
