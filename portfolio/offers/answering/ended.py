"""A form that is sent when its link has ended, or when its writer has rested for too long: nothing is stored, and nothing that was typed is lost."""

import uuid
from collections.abc import Iterator

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from portfolio.models import Organisation
from portfolio.offers.answering import sitting
from portfolio.offers.answering.forms import AgainForm, AnswerForm, AskForm, LaterForm, PassOnForm
from projects.models import AnswerLink
from projects.offering import Choice
from projects.wording.answers import headline

FORMS: dict[str, tuple[type[Form], ...]] = {"ask": (AskForm,), "forward": (PassOnForm,)}
"""By the end of the address; at every other an answer is written."""


def ended(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse | None:
    """None for whoever never sat here, or wrote nothing: they get the page of every dead link. It says nothing that the writer did not type."""
    if request.method != "POST" or not sitting.has_sat(request, public_id):
        return None
    link = AnswerLink.objects.filter(public_id=public_id).select_related("invitee").first()
    if link is None:
        return None
    with translation.override(link.invitee.language):
        typed = list(written(request, link))
        if not typed:
            return None
        return sitting.unkept(render(request, "answers/ended.html", {"typed": typed, "form": AgainForm(), "is_letter": True}, status=410))


def written(request: HttpRequest, link: AnswerLink) -> Iterator[tuple[str, str]]:
    """Label and words of each field that holds something, as a person reads them."""
    forms = FORMS.get(request.path.rstrip("/").rpartition("/")[2], (AnswerForm, LaterForm))
    labels = {form.add_prefix(name): str(field.label) for form in (each() for each in forms) for name, field in form.fields.items()}
    for name, values in request.POST.lists():
        if name in labels and (text := worded(name, [value for value in values if isinstance(value, str)], link)):
            yield labels[name], text


def worded(name: str, values: list[str], link: AnswerLink) -> str:
    if name == "choice":
        return ", ".join(str(headline(Choice(value))) for value in values if value in set(Choice))
    if name == "companions":
        numbers = [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 18]
        chosen = Organisation.objects.filter(pk__in=numbers, offers_received__offer=link.invitee.offer_id)
        return ", ".join(each.name for each in chosen.order_by("name"))
    return "\n".join(values).strip()
