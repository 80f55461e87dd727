"""The people of a region: their roles, and who is invited."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio import mail
from portfolio.access.grants import allowed, roles_in
from portfolio.access.permissions import P
from portfolio.access.rules import READ, on_region, signed_in_user
from portfolio.actions import invitations, rows
from portfolio.actions.locking import lock_region
from portfolio.actions.members import LastAdministrator, end, keeping_an_administrator
from portfolio.models import Invitation, Region, RoleGrant, User
from portfolio.queries.members import grants_in, known_here, open_invitations
from portfolio.register.member_forms import GrantForm, NewMemberForm
from portfolio.register.pages import page
from portfolio.register.saving import Editing, edit, without_administrator
from portfolio.web.posting import SeeOther, done_before, key_of, note
from portfolio.web.saying import saved_already

FORM = (*READ, "POST")


def list_of(region: Region) -> str:
    return reverse("members", args=[region.slug])


@on_region(P.MEMBERS_VIEW)
def members(request: HttpRequest, region: Region) -> HttpResponse:
    context = {
        "members": grants_in(region, timezone.localdate()),
        "invitations": open_invitations(region),
        "may_edit": P.MEMBERS_EDIT in allowed(roles_in(signed_in_user(request), region.pk)),
        "is_held": mail.is_held(),
        "now": timezone.now(),
    }
    return page(request, region, "register/members.html", context)


@on_region(P.MEMBERS_EDIT, methods=FORM)
def member_new(request: HttpRequest, region: Region) -> HttpResponse:
    """A role for somebody. Who holds or held one in the region gets it at once; everybody else is invited by mail, whether or not the address
    has an account elsewhere: that is nobody's business here.
    """
    form = NewMemberForm(request.POST or None, region=region)
    if request.method == "POST":
        user, key = signed_in_user(request), key_of(request.POST)
        with transaction.atomic():
            held = lock_region(region, user, P.MEMBERS_EDIT)
            if earlier := done_before(key, user):
                saved_already(request, earlier.at)
                return SeeOther(earlier.result)
            if form.is_valid() and (said := give(held, form, user)):
                note(key, user, list_of(region))
                messages.success(request, said)
                return SeeOther(list_of(region))
    context = {"form": form, "key": key_of(request.POST if form.is_bound else None), "back": list_of(region)}
    return page(request, region, "register/member_new.html", context, status=422 if form.errors else 200)


def give(region: Region, form: NewMemberForm, by: User) -> str:
    """What was done, in words; empty when the form says why it was not."""
    wanted, now = dict(form.cleaned_data), timezone.now()
    try:
        with transaction.atomic():
            if person := known_here(region, wanted["email"]):
                given = {"role": wanted["role"], "organisation": wanted["organisation"], "valid_from": timezone.localdate()}
                rows.save(row=RoleGrant(user=person, region=region, **given), by=by)
                return _("%(name)s has the role from today.") % {"name": person.name}
            invitations.invite(region=region, by=by, at=now, **wanted)
            return _("An invitation is on its way to %(address)s.") % {"address": wanted["email"]}
    except IntegrityError:
        if known_here(region, wanted["email"]):
            form.add_error("role", _("The person holds this role already, without an end."))
        else:
            form.add_error("email", _("An invitation to this address is open already. Send that one again, or withdraw it first."))
        return ""


@on_region(P.MEMBERS_EDIT, methods=FORM)
def member(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    """One role. POST with do=save changes it, with do=end ends it at once."""
    grant = get_object_or_404(RoleGrant.objects.select_related("user", "organisation"), pk=number, region=region)
    ends_now = request.POST.get("do") == "end"

    def form(held: Region, data: Any) -> GrantForm | None:
        found = RoleGrant.objects.select_related("user", "region").filter(pk=number, region=held).first()
        return GrantForm(ending(data, found) if ends_now and data else data, grant=found) if found else None

    write = end_now if ends_now else change
    editing = Editing(P.MEMBERS_EDIT, "register/member.html", list_of(region), form, write, undo_of, opened=lambda row: GrantForm(None, grant=row))
    return edit(request, region, editing, grant=grant)


def ending(data: Any, grant: RoleGrant) -> dict[str, Any]:
    """Ending asks for a reason only; the rest stays as it stands."""
    form = GrantForm(None, grant=grant)
    stands = {name: form[name].value() or "" for name in form.before}
    return stands | {"valid_to": "", "organisation": form.fields["organisation"].prepare_value(grant.organisation_id) or "", "reason": data.get("reason", "")}


def change(form: GrantForm, by: User) -> Any:
    return rows.save(row=form.row(), by=by, reason=form.cleaned_data["reason"])


def end_now(form: GrantForm, by: User) -> Any:
    ended = end(grant=form.instance, on=timezone.localdate())
    if ended is None:
        return rows.remove(row=form.instance, by=by, reason=form.cleaned_data["reason"])
    return rows.save(row=ended, by=by, reason=form.cleaned_data["reason"])


def undo_of(entry: Any) -> str:
    return reverse("member-undo", args=[entry.instance.region.slug, entry.history_id])


@on_region(P.MEMBERS_EDIT, methods=("POST",))
def member_undo(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    user = signed_in_user(request)
    with transaction.atomic():
        held = lock_region(region, user, P.MEMBERS_EDIT)
        entry = get_object_or_404(RoleGrant.history.filter(region=held), history_id=number)
        try:
            with keeping_an_administrator(held, timezone.localdate()):
                rows.revert(entry=entry, by=user)
        except rows.Refused as refused:
            messages.error(request, str(refused))
        except LastAdministrator:
            messages.error(request, without_administrator())
        else:
            messages.success(request, _("Undone."))
    return SeeOther(list_of(region))


# ---- invitations -----------------------------------------------------------
@on_region(P.MEMBERS_EDIT, methods=("POST",))
def invitation_again(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    return decided(request, region, number, invitations.send_again, _("The invitation is on its way again, with a new link. The old link is dead."))


@on_region(P.MEMBERS_EDIT, methods=("POST",))
def invitation_withdraw(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    return decided(request, region, number, invitations.withdraw, _("The invitation is withdrawn. Its link is dead."))


def decided(request: HttpRequest, region: Region, number: int, deed: Any, said: str) -> HttpResponse:
    user = signed_in_user(request)
    with transaction.atomic():
        held = lock_region(region, user, P.MEMBERS_EDIT)
        found = Invitation.objects.filter(pk=number, region=held).first()
        if found is None:
            raise Http404
        try:
            deed(invitation=found, by=user, at=timezone.now())
        except invitations.NoLonger:
            messages.info(request, _("The invitation has been accepted or withdrawn meanwhile."))
        else:
            messages.success(request, said)
    return SeeOther(list_of(region))
