"""Every view carries one rule, given by the decorator that also enforces it; the middleware refuses a view without one.

Unseen is 404, forbidden is 403, and anonymous visitors are sent to sign in whatever they ask for, then on to a page that can be read;
but a form that they sent comes back to them with all that they typed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render, resolve_url
from django.urls import Resolver404, resolve

from portfolio.access.grants import allowed, roles_in
from portfolio.access.kept import came_from_us, can_keep, page
from portfolio.access.permissions import P
from portfolio.models import Region, User
from portfolio.statements import Statement, given_text

View = Callable[..., Any]
READ = ("GET", "HEAD")


@dataclass(frozen=True)
class Rule:
    """scope: public, signed_in, region, municipality, party, meeting or project."""

    scope: str
    needs: P | None = None
    methods: tuple[str, ...] = READ


def ruled(rule: Rule, view: View, guard: Callable[[HttpRequest, dict[str, Any]], tuple[Any, ...]]) -> View:
    """The view behind its rule: guard raises 404 or 403, or gives the objects that the view gets after the request."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if rule.scope != "public" and not request.user.is_authenticated:
            if can_keep(request) and came_from_us(request):
                return page(request)
            if "HX-Request" in request.headers:
                return leave_for_sign_in(request)
            return redirect_to_login(request.get_full_path() if "GET" in rule.methods else resolve_url("home"))
        objects = guard(request, kwargs)
        if request.method not in rule.methods:
            return not_here(request, rule) if request.method in READ else HttpResponseNotAllowed(rule.methods)
        return view(request, *objects, *args, **kwargs)

    guarded.access = rule  # type: ignore[attr-defined]
    return guarded


def not_here(request: HttpRequest, rule: Rule) -> HttpResponse:
    """Somebody followed or wrote the address of a form: told so, with a way on."""
    answer = render(request, "405.html", {"above": above(request.path)}, status=405)
    answer["Allow"] = ", ".join(rule.methods)
    return answer


def above(path: str) -> str:
    """The nearest address that this one lies below and that is a page; the start when there is none."""
    while path.count("/") > 2:
        path = path.rstrip("/").rsplit("/", 1)[0] + "/"
        try:
            found = resolve(path)
        except Resolver404:
            continue
        if "GET" in getattr(found.func, "access", Rule("", None, ())).methods:
            return path
    return resolve_url("home")


def leave_for_sign_in(request: HttpRequest) -> HttpResponse:
    """A part of a page was asked for: the whole page goes to sign in and comes back to itself, so that no part of it becomes a form to sign in with."""
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    ours = (here.scheme, here.netloc) == (request.scheme, request.get_host())
    back = urlunsplit(("", "", here.path, here.query, "")) if ours else resolve_url("home")
    return HttpResponse(status=204, headers={"HX-Redirect": redirect_to_login(back).url, "Cache-Control": "no-store"})


def public(view: View, methods: tuple[str, ...] = READ) -> View:
    return ruled(Rule("public", None, methods), view, lambda request, kwargs: ())


def signed_in(view: View, methods: tuple[str, ...] = READ) -> View:
    return ruled(Rule("signed_in", None, methods), view, lambda request, kwargs: ())


def signed_in_user(request: HttpRequest) -> User:
    """The person behind the request, for code that the rule lets only signed-in people reach."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def demand(held: frozenset[P], needs: P) -> None:
    """404 for somebody who has nothing to do here, 403 for somebody who has, but not this."""
    if not held:
        raise Http404
    if needs not in held:
        raise PermissionDenied


NAMED = Statement(lambda: Region.objects.filter(slug=given_text("slug")).order_by())


def on_region(needs: P, methods: tuple[str, ...] = READ) -> Callable[[View], View]:
    """The view gets (request, region, …); the URL names the region's slug."""

    def guard(request: HttpRequest, kwargs: dict[str, Any]) -> tuple[Region]:
        found = NAMED.rows(slug=kwargs.pop("region"))
        if not found:
            raise Http404
        region = found[0]
        demand(allowed(roles_in(signed_in_user(request), region.pk)), needs)
        return (region,)

    return lambda view: ruled(Rule("region", needs, methods), view, guard)
