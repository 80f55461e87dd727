"""From a scenario to what binds: the page shows what will be stored, asks who it is once more, and stores the decision once."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from costsharing.actions.adopting import Changed, NotAdopted
from costsharing.actions.adopting import adopt as adopt_it
from costsharing.forms.adopting import DecisionForm, Seen
from costsharing.models import Scenario
from costsharing.views.adopting_page import AdoptingPage, adopting_page
from portfolio.access.permissions import P
from portfolio.access.rules import READ, signed_in_user
from portfolio.models import Body
from portfolio.web.confirming import ConfirmForm, confirm, is_confirmed
from portfolio.web.posting import SeeOther, done_before, key_of, note, typed
from portfolio.web.saying import saved_already
from projects.access import on_project
from projects.actions.locking import lock
from projects.models import Project

CARRIED = ("decided_on", "body")


@dataclass
class Answer:
    """Either where to go, or the page with a form and a status."""

    url: str = ""
    page: AdoptingPage | None = None
    form: DecisionForm | None = None
    status: int = 200


@on_project(P.ALLOCATION_ADOPT, methods=(*READ, "POST"))
def adopt(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    scenario = scenario_of(project, number)
    if request.method != "POST":
        return shown(request, project, Answer(page=adopting_page(scenario)))
    if "password" in request.POST:
        return confirmed(request, project, scenario)
    if earlier := done_before(key_of(request.POST), signed_in_user(request)):
        saved_already(request, earlier.at)
        return SeeOther(earlier.result)
    if not is_confirmed(request):
        return shown(request, project, Answer(page=adopting_page(scenario, Seen.posted(request.POST)), status=422))
    answer = decide(request, project, number)
    return SeeOther(answer.url) if answer.url else shown(request, project, answer)


def scenario_of(project: Project, number: int) -> Scenario:
    found = Scenario.objects.filter(project=project, pk=number).select_related("project__region").first()
    if found is None:
        raise Http404
    return found


def confirmed(request: HttpRequest, project: Project, scenario: Scenario) -> HttpResponse:
    """The password was written; what was typed of the decision before comes with it and is shown again, not acted on."""
    form = ConfirmForm(request.POST, user=signed_in_user(request))
    is_carried = any(name in request.POST for name in CARRIED)
    if not form.is_valid():
        page = adopting_page(scenario, Seen.posted(request.POST) if is_carried else None)
        return shown(request, project, Answer(page=page, status=422), form)
    confirm(request)
    if not is_carried:
        return SeeOther(request.path)
    page = adopting_page(scenario, Seen.posted(request.POST))
    return shown(request, project, Answer(page=page, form=retyped(request, project, page)))


def retyped(request: HttpRequest, project: Project, page: AdoptingPage) -> DecisionForm:
    """As it was typed, without judging it yet."""
    return DecisionForm(initial=request.POST.dict(), region=project.region, replaces=page.replaces)


def decide(request: HttpRequest, project: Project, number: int) -> Answer:
    """One at a time in a project: whoever comes second finds what the first one did."""
    user, key = signed_in_user(request), key_of(request.POST)
    with transaction.atomic():
        held = lock(project, user)
        if P.ALLOCATION_ADOPT not in held.allowed:
            raise PermissionDenied
        if earlier := done_before(key, user):
            return Answer(earlier.result)
        scenario, seen = scenario_of(held, number), Seen.posted(request.POST)
        page = adopting_page(scenario, seen)
        if page.before is not None:
            return Answer(page=page, form=retyped(request, project, page), status=409)
        form = DecisionForm(request.POST, region=project.region, replaces=page.replaces)
        if not form.is_valid() or page.hindrances:
            return Answer(page=page, form=form, status=422)
        try:
            reason = form.cleaned_data.get("reason", "")
            made = adopt_it(scenario=scenario, seen=seen.case, reference=form.reference, by=user, replaces=page.replaces, reason=reason)
        except (Changed, NotAdopted):  # somebody changed a figure between the two looks at it
            page = adopting_page(scenario, seen)
            return Answer(page=page, form=retyped(request, project, page), status=409)
        url = reverse("allocation", args=[project.region.slug, project.reference, made.number])
        note(key, user, url)
    messages.success(request, _("Adopted. The amounts bind from now on."))
    return Answer(url)


def shown(request: HttpRequest, project: Project, answer: Answer, confirming: ConfirmForm | None = None) -> HttpResponse:
    """With the form of the decision once the person has shown who they are, and with the password to write before that."""
    page = answer.page
    assert page
    user, form = signed_in_user(request), answer.form
    is_open = is_confirmed(request) and not page.hindrances
    if is_open and form is None:
        form = DecisionForm(region=project.region, replaces=page.replaces)
    asks = not page.hindrances and not is_open
    context = {
        "region": project.region,
        "project": project,
        "tab": "money",
        "page": page,
        "form": form if is_open else None,
        "confirming": (confirming or ConfirmForm(user=user)) if asks else None,
        "has_password": user.has_usable_password(),
        "bodies": Body.objects.filter(region=project.region) if is_open else (),
        "key": key_of(request.POST if request.method == "POST" else None),
        "carried": [(name, value) for name, value in typed(request.POST) if name not in NEW and name != "password"] if request.method == "POST" else [],
        "was_long": answer.status == 422 and asks and confirming is None,
    }
    response = render(request, "costsharing/adopt.html", context, status=answer.status)
    response["Cache-Control"] = "no-store"
    return response


NEW = ("seen", "seen_nets", "replaces")
"""What every page writes anew: the numbers that it shows."""
