"""A posted form of the register: done once, refused, or shown beside what somebody else wrote meanwhile."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.actions.locking import lock_region
from portfolio.actions.members import LastAdministrator, keeping_an_administrator
from portfolio.actions.rows import Refused
from portfolio.models import Region, Submission, User
from portfolio.register.pages import page
from portfolio.web.merging import merged, one_by_one
from portfolio.web.posting import Pair, SeeOther, both_texts, digest, done_before, key_of, note, worded
from portfolio.web.saying import removed_already, saved_already

MOST = 200  # lines of history that are looked through


@dataclass(frozen=True)
class Editing:
    """What a page edits: its form over the row as it stands (None when the row is gone), and what storing it does."""

    needs: P
    template: str
    back: str
    form: Callable[[Region, Any], Any]
    """Of the region, whose row is held, and what was posted or None. Carries before: what is shown, by the names of its fields."""
    write: Callable[[Any, User], Any]
    """Gives the line of history."""
    undo: Callable[[Any], str] = lambda entry: ""
    pairs: Callable[[Any, Any], list[Pair]] = lambda stored, mine: pairs(stored, mine)
    """What stands and what was written, side by side, when two have written."""
    opened: Callable[[Any], Any] | None = None
    """The form over the row as it stood once, so that what only one of two has changed is kept of each."""


@dataclass
class Outcome:
    """One of: entry, earlier, or a form to show again; stored: as it stands, when that is not what the form was made from."""

    form: Any = None
    entry: Any = None
    earlier: Submission | None = None
    stored: Any = None
    is_gone: bool = False
    key: uuid.UUID = field(default_factory=uuid.uuid4)


def shown(form: Any) -> str:
    return digest(form.before)


def save(editing: Editing, region: Region, data: Any, user: User) -> Outcome:
    key = key_of(data)
    with transaction.atomic():
        held = lock_region(region, user, editing.needs)
        if earlier := done_before(key, user):
            return Outcome(earlier=earlier)
        form, stored = editing.form(held, data), editing.form(held, None)
        outcome = Outcome(form, key=key, is_gone=form is None)
        if form is None or not form.is_valid():
            return outcome
        if shown(stored) != data.get("shown", ""):
            outcome.stored = stored
            return outcome
        try:
            with keeping_an_administrator(held, timezone.localdate()):
                entry = editing.write(form, user)
                note(key, user, editing.back)
            outcome.entry = entry  # only now: leaving the guard may undo it
        except LastAdministrator:
            form.add_error(None, without_administrator())
        except Refused as refused:
            form.add_error(None, str(refused))
        except IntegrityError:
            form.add_error(None, _("This could not be saved because it meets something that was saved at the same time. Look through it and send it again."))
    return outcome


def without_administrator() -> str:
    return _("The region would be left without an administrator. Give somebody else the role first, without an end.")


def edit(request: HttpRequest, region: Region, editing: Editing, **context: Any) -> HttpResponse:
    """The page of the form: GET shows it, POST saves it."""
    if request.method != "POST":
        return form_page(request, region, editing, editing.form(region, None), context)
    outcome = save(editing, region, request.POST, signed_in_user(request))
    if outcome.earlier:
        saved_already(request, outcome.earlier.at)
        return SeeOther(outcome.earlier.result)
    if outcome.is_gone:
        removed_already(request)
        return SeeOther(editing.back)
    if outcome.stored:
        return conflict_page(request, region, editing, outcome)
    if outcome.entry is None:
        return form_page(request, region, editing, outcome.form, context, status=422)
    messages.success(request, _("Saved."), extra_tags=editing.undo(outcome.entry))
    return SeeOther(editing.back)


def form_page(request: HttpRequest, region: Region, editing: Editing, form: Any, context: dict[str, Any], status: int = 200) -> HttpResponse:
    shared = {
        "form": form,
        "shown": request.POST.get("shown", "") if form.is_bound else shown(form),
        "key": key_of(request.POST if form.is_bound else None),
        "back": editing.back,
    }
    return page(request, region, editing.template, shared | context, status=status)


def conflict_page(request: HttpRequest, region: Region, editing: Editing, outcome: Outcome) -> HttpResponse:
    """Both texts side by side, and a button for either; nothing that was typed is lost."""
    stored, last = outcome.stored, outcome.stored.instance.history.first()
    do = "end" if request.POST.get("do") == "end" else "save"
    base = made_from(editing, stored.instance, request.POST.get("shown", "")) if do == "save" else None
    compared, sent = (editing.pairs(stored, outcome.form), None) if base is None else joined(stored, outcome.form, base, request.POST)
    both = both_texts(request.POST, pairs=compared, sent=sent, shown=shown(stored), key=outcome.key, do=do, last=last, back=editing.back)
    return page(request, region, "register/conflict.html", both, status=409)


def made_from(editing: Editing, row: Any, digest_shown: str) -> dict[str, Any] | None:
    """What the form with this digest showed, by the row's history; None when that does not know of it."""
    if editing.opened is None:
        return None
    forms = (editing.opened(line.instance) for line in row.history.order_by("-history_id")[:MOST])
    return next((form.before for form in forms if shown(form) == digest_shown), None)


def joined(stored: Any, mine: Any, base: dict[str, Any], data: Any) -> tuple[list[Pair], list[tuple[str, str]]]:
    found, sent = merged(stored, mine, base, data)
    return found, one_by_one(sent)


def pairs(stored: Any, mine: Any) -> list[Pair]:
    """Field by field."""
    return [
        Pair(str(stored.fields[name].label), worded(stored.fields[name], value), worded(stored.fields[name], mine.cleaned_data.get(name)))
        for name, value in stored.before.items()
    ]
