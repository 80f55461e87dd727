"""Status reports: written as a draft, sent once, read ever after as they were sent."""

from types import SimpleNamespace

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from milestones.actions import reports as actions
from milestones.queries.reports import draft_of
from portfolio.access.permissions import P
from portfolio.access.rules import READ, signed_in_user
from portfolio.overview.reports.form import FIELDS, ReportForm
from portfolio.overview.reports.known import known
from portfolio.overview.reports.page import beginning, draft_page, report_page, reports_page
from portfolio.templatetags.portfolio_format import moment
from portfolio.web.posting import Pair, SeeOther, digest, done_before, key_of, note, typed, worded
from projects.access import on_project
from projects.actions.locking import lock
from projects.models import Project


def address(project: Project, name: str, *more: int) -> str:
    return reverse(name, args=[project.region.slug, project.reference, *more])


@on_project(P.PROJECT_VIEW)
def reports(request: HttpRequest, project: Project) -> HttpResponse:
    context = {"region": project.region, "project": project, "tab": "project", "page": reports_page(project), "key": key_of(None)}
    return render(request, "reports/list.html", context)


@on_project(P.PROJECT_VIEW)
def report(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    page = report_page(project, number, timezone.localdate())
    if page is None:
        raise Http404
    return render(request, "reports/report.html", {"region": project.region, "project": project, "tab": "project", "page": page})


@on_project(P.PROJECT_EDIT, methods=("POST",))
def report_new(request: HttpRequest, project: Project) -> HttpResponse:
    """Leads to the draft that there is, if somebody has begun one."""
    user = signed_in_user(request)
    with transaction.atomic():
        held = lock(project, user)
        actions.begin(project=held, by=user, begins=beginning(held, timezone.localdate()))
    return SeeOther(address(project, "report-draft"))


@on_project(P.PROJECT_EDIT, methods=(*READ, "POST"))
def report_draft(request: HttpRequest, project: Project) -> HttpResponse:
    """POST with do=save keeps the draft, do=send sends it, do=discard throws it away."""
    if request.method == "POST":
        return posted(request, project)
    draft = draft_of(project)
    if draft is None:
        return SeeOther(address(project, "reports"))
    return form_page(request, project, ReportForm(None, draft))


def posted(request: HttpRequest, project: Project) -> HttpResponse:
    """One at a time in a project: whoever comes second finds what the first one did."""
    user, key, do = signed_in_user(request), key_of(request.POST), request.POST.get("do")
    with transaction.atomic():
        held = lock(project, user)
        if earlier := done_before(key, user):
            messages.info(request, _("This was saved already, %(at)s.") % {"at": moment(earlier.at)})
            return SeeOther(earlier.result)
        draft = draft_of(held)
        if draft is None:
            messages.info(request, _("The draft has been sent or thrown away already."))
            return SeeOther(address(project, "reports"))
        form = ReportForm(request.POST, draft)
        if request.POST.get("shown", "") != digest(form.before):
            return conflict_page(request, project, form)
        if do == "discard":
            actions.discard(report=draft)
            return done(request, user, key, address(project, "reports"), _("The draft is thrown away."))
        if not form.is_valid():
            return form_page(request, project, form, 422)
        if do != "send":
            made = form.made()
            made.save()
            return done(request, user, key, address(project, "report-draft"), _("The draft is saved. Nobody else sees it as a report until it is sent."))
        today = timezone.localdate()
        facts = known(held, today).facts
        if not form.is_whole(facts.budget_minor):
            return form_page(request, project, form, 422)
        made = form.made()
        actions.send(report=made, facts=facts.frozen(), by=user, on=today)
        return done(request, user, key, address(project, "report", made.number), _("The report is sent, and never changes from now on."))


def done(request: HttpRequest, user: object, key: object, url: str, said: str) -> HttpResponse:
    note(key, user, url)  # type: ignore[arg-type]
    messages.success(request, said)
    return SeeOther(url)


def form_page(request: HttpRequest, project: Project, form: ReportForm, status: int = 200) -> HttpResponse:
    context = {
        "region": project.region,
        "project": project,
        "tab": "project",
        "page": draft_page(project, form, timezone.localdate()),
        "form": form,
        "shown": request.POST.get("shown", "") if form.is_bound else digest(form.before),
        "key": key_of(request.POST if form.is_bound else None),
    }
    return render(request, "reports/draft.html", context, status=status)


def conflict_page(request: HttpRequest, project: Project, form: ReportForm) -> HttpResponse:
    """Both texts side by side, and a button for either; nothing that was typed is lost."""
    said = form.cleaned_data if form.is_valid() else {name: form[name].data for name in FIELDS}
    context = {
        "region": project.region,
        "project": project,
        "holder": SimpleNamespace(name=project.name, language=project.language, crumb="reports/_crumb.html"),
        "pairs": [pair(form, name, said.get(name)) for name in FIELDS],
        "typed": typed(request.POST),
        "shown": digest(form.before),
        "key": key_of(None),
        "do": "save",
        "back": address(project, "report-draft"),
    }
    return render(request, "editing/conflict.html", context, status=409)


def pair(form: ReportForm, name: str, mine: object) -> Pair:
    field = form.fields[name]
    return Pair(str(field.label), worded(field, form.before[name]), worded(field, mine))
