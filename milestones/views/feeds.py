"""A person's addresses for calendars, and what a calendar fetches from one."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from milestones.actions import feeds
from milestones.calendars import Entry, written
from milestones.forms.feeds import FeedForm
from milestones.models import CalendarFeed
from milestones.queries.feeds import Found, entries, feeds_of, of_feed, open_feed
from milestones.tables import point_label
from portfolio.access.rules import READ, public, signed_in, signed_in_user
from portfolio.access.tokens import token_of
from portfolio.lib.periods import last_day
from portfolio.templatetags.portfolio_format import moment
from portfolio.web.posting import SeeOther, done_before, key_of, note
from projects.access import visible_to


def address(feed: CalendarFeed) -> str:
    return settings.SITE_URL + reverse("calendar-feed", args=[token_of(feed.seed, feeds.PURPOSE)])


def _calendar(request: HttpRequest) -> HttpResponse:
    user, seen = signed_in_user(request), visible_to(signed_in_user(request))
    form = FeedForm(request.POST if request.POST.get("do") == "issue" else None, seen=seen, initial={"project": request.GET.get("project", "")})
    if request.method == "POST" and request.POST.get("do") == "stop":
        number = request.POST.get("feed", "")
        if number.isdecimal() and len(number) < 10 and feeds.stop(user=user, number=int(number), at=timezone.now()):
            messages.success(request, _("Stopped. Calendars that fetch from the address get nothing any more."))
        return SeeOther(request.path)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if earlier := done_before(key_of(request.POST), user):
                messages.info(request, _("This was saved already, %(at)s.") % {"at": moment(earlier.at)})
            else:
                feeds.issue(user=user, project=form.cleaned_data["project"], at=timezone.now())
                note(key_of(request.POST), user, request.path)
                messages.success(request, _("Here is the address. Whoever has it sees the dates, so keep it to yourself."))
        return SeeOther(request.path)
    rows = [(feed, address(feed)) for feed in feeds_of(user)]
    context = {"form": form, "rows": rows, "key": key_of(request.POST if form.is_bound else None)}
    return render(request, "milestones/calendar.html", context, status=422 if form.is_bound else 200)


calendar = signed_in(_calendar, (*READ, "POST"))


def entry(found: Found) -> Entry:
    label = f"{point_label(found.number, '')}: {found.text}" if found.kind == "decision" and found.number else found.text
    host = settings.SITE_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    first = found.day
    return Entry(f"{found.kind}-{found.pk}@{host}", f"{label} – {found.project}", first, last_day(first, found.precision), found.changed_at)


def _calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """One and the same answer for an address that is unknown, stopped, or whose owner may no longer see what it told of."""
    feed, today = open_feed(token), timezone.localdate()
    projects = of_feed(feed, today) if feed else None
    if feed is None or projects is None:
        raise Http404
    with translation.override(feed.user.language or (feed.project.language if feed.project else settings.LANGUAGE_CODE)):
        name = feed.project.name if feed.project else _("My dates in Samverk")
        content = written(name, [entry(found) for found in entries(projects, today)])
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    fresh = request.headers.get("If-None-Match", "") == etag
    response: Any = HttpResponseNotModified() if fresh else HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_cache=True)
    return response


calendar_feed = public(_calendar_feed)
