"""What a calendar may fetch by its address, and the addresses that somebody has."""

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import DateTimeField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from milestones.models import CalendarFeed, DecisionPoint, Milestone, Task
from portfolio.access.grants import grants_of
from portfolio.access.permissions import P
from portfolio.access.tokens import hash_of
from portfolio.models import User
from projects.access import held_roles, open_participations, permissions_on, visible_to
from projects.models import Project

BACK = dt.timedelta(days=400)
NO_NUMBER = Cast(Value(None), IntegerField())
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class Found(NamedTuple):
    """kind: milestone, decision or task; day: where it is now, as exactly as precision says."""

    kind: str
    pk: int
    number: int | None
    text: str
    day: dt.date
    precision: str
    project: str
    changed_at: dt.datetime


def open_feed(token: str) -> CalendarFeed | None:
    """The feed that the address names, as long as nobody has stopped it and its owner may sign in."""
    found = CalendarFeed.objects.filter(token_sha256=hash_of(token), revoked_at__isnull=True, user__is_active=True)
    return found.select_related("user", "project__region").first()


def feeds_of(user: User) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).select_related("project").order_by("project__name", "pk")


def own_projects(user: User, on: dt.date) -> QuerySet[Project]:
    """Those in which the person, a body they sit in or their municipality has a part; somebody who has none follows all that they see."""
    seen = visible_to(user)
    own = seen.filter(Q(pk__in=held_roles(user, on).values("project")) | Q(pk__in=open_participations(user, on).values("project")))
    return own if own.exists() else seen


def of_feed(feed: CalendarFeed, on: dt.date) -> QuerySet[Project] | None:
    """The projects that it tells of; None when its owner may no longer see any of it."""
    if feed.project is None:
        return own_projects(feed.user, on) if grants_of(feed.user) else None
    return Project.objects.filter(pk=feed.project.pk) if P.PROJECT_VIEW in permissions_on(feed.user, feed.project) else None


def entries(projects: QuerySet[Project], on: dt.date) -> list[Found]:
    """Milestones, decision points and tasks with a day, from some four hundred days ago on; one query."""
    parts: list[QuerySet[Any, Any]] = []
    for kind, model, text, number, day, precision in (
        ("milestone", Milestone, "text", NO_NUMBER, Coalesce("reached_on", "forecast_on", "planned_on"), F("precision")),
        ("decision", DecisionPoint, "question", F("number"), F("planned_on"), F("precision")),
        ("task", Task, "text", NO_NUMBER, Coalesce("done_on", "due_on"), Value("day")),
    ):
        its: Any = model
        lines = its.history.filter(id=OuterRef("pk")).order_by("-history_id").values("history_date")[:1]
        changed = Coalesce(Subquery(lines), Value(LONG_AGO), output_field=DateTimeField())
        rows = its.objects.filter(project__in=projects.order_by().values("pk")).order_by()
        rows = rows.annotate(kind=Value(kind), day=day, exactly=precision, counted=number, words=F(text), changed=changed).filter(day__gte=on - BACK)
        parts.append(rows.values_list("kind", "pk", "counted", "words", "day", "exactly", "project__name", "changed"))
    return [Found(*row) for row in parts[0].union(*parts[1:], all=True)]
