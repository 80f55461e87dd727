"""The office attaches PDFs to an offer, renames them, takes away what nobody has been sent, and reads them."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portfolio.access.permissions import P
from portfolio.access.rules import READ, signed_in_user
from portfolio.actions.rows import Refused
from portfolio.offers.office.pages import around, offer_or_404
from portfolio.offers.papers.forms import AttachForm, AttachmentForm
from portfolio.offers.papers.of_the_office import page
from portfolio.offers.papers.serving import attached
from portfolio.web import papers
from portfolio.web.posting import SeeOther
from projects.access import on_project
from projects.actions.attaching import attach, detach, may_attach, named_in_versions, rename
from projects.models import Offer, OfferAttachment, Project

FORM = (*READ, "POST")


def attachment_or_404(offer: Offer, attachment: int) -> OfferAttachment:
    found = OfferAttachment.objects.filter(offer=offer, pk=attachment).first()
    if found is None:
        raise Http404
    found.offer = offer
    return found


def back(project: Project, offer: Offer) -> SeeOther:
    return SeeOther(reverse("offer-papers", args=[project.region.slug, project.reference, offer.number]))


@on_project(P.PROJECT_EDIT, FORM)
def add(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """The same file sent twice is one attachment. What is wrong stands at its field, on the page of all papers."""
    offer = offer_or_404(project, number)
    if request.method != "POST":
        return back(project, offer)
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, project, offer, form, 422)
    content = form.cleaned_data["file"]
    try:
        with transaction.atomic():
            file, digest = papers.keep(content, Path(settings.MEDIA_ROOT), f"offers/{project.region_id}")
            attach(offer=offer, title=form.cleaned_data["title"], file=file, sha256=digest, size=len(content), by=signed_in_user(request))
    except Refused as why:
        form.add_error(None, str(why))
        return page(request, project, offer, form, 422)
    messages.success(request, _("Attached. It is listed in the terms when they are sent."))
    return back(project, offer)


@on_project(P.PROJECT_EDIT)
def attachment(request: HttpRequest, project: Project, number: int, attachment: int) -> HttpResponse:
    return attached(attachment_or_404(offer_or_404(project, number), attachment))


@on_project(P.PROJECT_EDIT, FORM)
def edit(request: HttpRequest, project: Project, number: int, attachment: int) -> HttpResponse:
    """Another title; or, with do=remove, away with what nobody has been sent."""
    offer = offer_or_404(project, number)
    found = attachment_or_404(offer, attachment)
    form = AttachmentForm(request.POST if request.method == "POST" else None, initial={"title": found.title})
    if request.method == "POST" and (request.POST.get("do") == "remove" or form.is_valid()):
        try:
            if request.POST.get("do") == "remove":
                detach(attachment=found, by=signed_in_user(request))
            else:
                rename(attachment=found, title=form.cleaned_data["title"], by=signed_in_user(request))
        except Refused as why:
            messages.error(request, str(why))
        else:
            messages.success(request, _("Saved."))
        return back(project, offer)
    context = around(project, offer=offer, attachment=found, form=form, may_attach=may_attach(offer), is_sent=found.sha256 in named_in_versions(offer))
    return render(request, "offers/attachment.html", context, status=422 if form.is_bound else 200)
