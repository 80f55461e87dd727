"""What somebody had typed at a page that has ended meanwhile, in words, to be copied."""

import uuid
from collections.abc import Iterator

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portfolio.models import Organisation
from portfolio.offers.answering.forms import AnswerForm, AskForm, LaterForm, PassOnForm
from projects.offering import Choice
from projects.wording.answers import headline

LATER = "later-"


def form_in(request: HttpRequest) -> tuple[type[forms.Form], str]:
    """By the page that it was sent to, and what stands before the names of its fields."""
    room = request.resolver_match.url_name if request.resolver_match else ""
    if room in ("answer-ask", "municipality-answer-ask", "answer-forward"):
        return (PassOnForm if room == "answer-forward" else AskForm), ""
    return (LaterForm, LATER) if request.POST.get("which") == "later" else (AnswerForm, "")


def written(request: HttpRequest) -> list[tuple[str, str]]:
    """(label, what was typed), in the order of the form; nothing where a new link was asked for, whose address stands in its own field."""
    if request.resolver_match and request.resolver_match.url_name == "answer-new-link":
        return []
    form, prefix = form_in(request)
    names = getattr(form, "field_order", None) or form.base_fields
    return [(str(form.base_fields[name].label), text) for name in names for text in texts(request, name, request.POST.getlist(prefix + name)) if text.strip()]


def texts(request: HttpRequest, name: str, values: list[str]) -> Iterator[str]:
    if name == "companions":
        yield ", ".join(companions(request, values))
    elif name == "choice":
        yield from (headline(Choice(each)) if each in set(Choice) else each for each in values)
    else:
        yield from values


def companions(request: HttpRequest, values: list[str]) -> list[str]:
    """Of the offer whose page it is, which the address names: nobody is told who else there is."""
    page: uuid.UUID | None = request.resolver_match.kwargs.get("public_id") if request.resolver_match else None  # by an account none is named
    chosen = [int(each) for each in values if each.isascii() and each.isdecimal() and len(each) < 10]
    found = Organisation.objects.filter(pk__in=chosen, offers_received__offer__invitees__links__public_id=page) if page else Organisation.objects.none()
    return sorted({each.name for each in found}) or [_("%(n)s chosen") % {"n": len(values)}] * bool(values)
