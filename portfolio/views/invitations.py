"""Where the link of an invitation leads. Opening it changes nothing: mail scanners open links too."""

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portfolio.access.rules import READ, public
from portfolio.actions.invitations import NoLonger, accept
from portfolio.forms import JoinForm
from portfolio.models import Invitation, User
from portfolio.queries.members import account_of, open_invitation


def _invitation(request: HttpRequest, token: str) -> HttpResponse:
    """One and the same page for a link that is unknown, used, withdrawn or too old."""
    if limited := consume_or_429(request, action="invitation"):
        return limited
    found = open_invitation(token, timezone.now())
    account = account_of(found.email) if found else None
    if found is None or (account and not account.is_active):
        return render(request, "account/invitation_dead.html")
    context = {"invitation": found, "account": account, "is_theirs": account is not None and request.user == account}
    if account or request.user.is_authenticated:
        if request.method == "POST" and context["is_theirs"] and account:
            return taken(request, found, account)
        return render(request, "account/invitation.html", context)
    form = JoinForm(request.POST or None, email=found.email, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        newcomer = User(email=found.email.lower(), name=form.cleaned_data["name"], language=found.language)
        newcomer.set_password(form.cleaned_data["password1"])
        return taken(request, found, newcomer)
    return render(request, "account/invitation.html", context | {"form": form}, status=422 if form.errors else 200)


def taken(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    is_new = user.pk is None
    try:
        accept(invitation=found, user=user, at=timezone.now(), today=timezone.localdate())
    except (NoLonger, IntegrityError):  # somebody was faster, with this link or with this address
        return render(request, "account/invitation_dead.html")
    if is_new:
        messages.success(request, _("Your password is saved. Sign in with it."))
        return redirect("account_login")
    user.grants_today = None
    messages.success(request, _("The role is yours."))
    return redirect("portfolio", found.region.slug)


invitation = public(never_cache(_invitation), (*READ, "POST"))
