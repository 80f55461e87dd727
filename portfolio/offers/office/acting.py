"""What the office's deeds share: the offer that an address names, its frame on the page, and a form that acts once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from portfolio.access.rules import READ, signed_in_user
from portfolio.models import User
from portfolio.web.posting import SeeOther, done_before, key_of, note
from portfolio.web.saying import saved_already
from projects.actions.locking import lock
from projects.models import Invitee, Offer, Project

FORM = (*READ, "POST")


def offer_or_404(project: Project, number: int) -> Offer:
    found = Offer.objects.filter(project=project, number=number).first()
    if found is None:
        raise Http404
    found.project = project
    return found


def party_or_404(offer: Offer, party: int) -> Invitee:
    found = offer.invitees.filter(pk=party).select_related("organisation").first()
    if found is None:
        raise Http404
    found.offer = offer
    return found


def around(project: Project, **more: Any) -> dict[str, Any]:
    return {"region": project.region, "project": project, "tab": "participation"} | more


def address(name: str, offer: Offer, *more: int) -> str:
    return reverse(name, args=[offer.project.region.slug, offer.project.reference, offer.number, *more])


def offers_of(project: Project) -> str:
    return reverse("offers", args=[project.region.slug, project.reference])


def once(request: HttpRequest, project: Project, there: str, act: Callable[[User], str]) -> HttpResponse:
    """The act, and on to there; a form that was sent before leads there without acting again. act: returns what is said of it.

    What the act raises undoes all of it.
    """
    key, user = key_of(request.POST), signed_in_user(request)
    with transaction.atomic():
        lock(project, user)
        if earlier := done_before(key, user):
            saved_already(request, earlier.at)
            return SeeOther(earlier.result)
        said = act(user)
        note(key, user, there)
    messages.success(request, said)
    return SeeOther(there)


def sent_before(request: HttpRequest) -> HttpResponse | None:
    """Where a form that has acted already leads, before what it asked for is looked at: by now it may no longer be possible."""
    earlier = done_before(key_of(request.POST), signed_in_user(request))
    if earlier is None:
        return None
    saved_already(request, earlier.at)
    return SeeOther(earlier.result)
