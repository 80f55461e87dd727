"""Signing in and out, one's password, one's sessions and one's own page. allauth does the first two; each view carries our rule."""

from allauth.account import views as allauth_views
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portfolio.access.rules import READ, public, signed_in, signed_in_user
from portfolio.actions.people import choose_language, end_sessions
from portfolio.forms import LanguageForm
from portfolio.queries.people import roles_of, seats_of, sessions_of

FORM = (*READ, "POST")

sign_in = public(allauth_views.login, FORM)
sign_out = public(allauth_views.logout, ("POST",))
inactive = public(allauth_views.account_inactive)
reset = public(allauth_views.password_reset, FORM)
reset_sent = public(allauth_views.password_reset_done)
new_password = public(never_cache(allauth_views.password_reset_from_key), FORM)
new_password_done = public(allauth_views.password_reset_from_key_done)


def _change_password(request: HttpRequest) -> HttpResponse:
    """Whoever signs in without a password gets the first one by mail."""
    if not signed_in_user(request).has_usable_password():
        return redirect("account_reset_password")
    return allauth_views.password_change(request)


def _own_page(request: HttpRequest) -> HttpResponse:
    user = signed_in_user(request)
    context = {"grants": roles_of(user), "seats": seats_of(user)}
    return render(request, "account/own_page.html", context)


def _sessions(request: HttpRequest) -> HttpResponse:
    """POST ends one other session (session=…), or all others when none is named."""
    user = signed_in_user(request)
    if request.method == "POST":
        others = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
        if named := request.POST.get("session"):
            end_sessions(others.filter(pk=named if named.isdecimal() else None))
            messages.success(request, _("The session is ended."))
        else:
            end_sessions(others)
            messages.success(request, _("All your other sessions are ended."))
        return redirect("sessions")
    rows = sessions_of(user, request.session.session_key)
    return render(request, "account/sessions.html", {"sessions": rows, "has_others": any(not row.is_current for row in rows)})


def _language(request: HttpRequest) -> HttpResponse:
    """The choice is kept in a cookie, and with the person when somebody is signed in."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = redirect(back if safe else "home")
    form = LanguageForm(request.POST)
    if form.is_valid():
        language = form.cleaned_data["language"]
        if request.user.is_authenticated:
            choose_language(user=signed_in_user(request), language=language)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response


change_password = signed_in(_change_password, FORM)
own_page = signed_in(_own_page)
sessions = signed_in(_sessions, FORM)
language = public(_language, ("POST",))
