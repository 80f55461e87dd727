"""What the history pages read: the newest deeds first, as many queries for one line as for a thousand."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from milestones.models import Risk
from portfolio.access.permissions import P
from portfolio.history.events import Event, lines, stamped
from portfolio.history.kind import Kind
from portfolio.history.kinds import amounts_of
from portfolio.models import User


@dataclass(frozen=True)
class Asked:
    """Whose history, and which part of it. owner: the number of the project or region."""

    owner: int
    kinds: Sequence[Kind]
    allowed: frozenset[P]
    who: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    narrow: Mapping[str, Q] = field(default_factory=dict)
    """By the slug of a kind: which of its lines alone."""


@dataclass(frozen=True)
class Deed:
    """A line of history with the one before it; below: the lines of the amounts that were written with it."""

    kind: Kind
    line: Any
    before: Any
    below: list["Deed"] = field(default_factory=list)


def lines_of(model: type[Model], path: Sequence[str], owner: int) -> QuerySet[Any]:
    """Every line of the rows that belong, or belonged, to the owner."""
    history: Any = model.history  # type: ignore[attr-defined]
    column, *rest = path
    if column == "pk":
        return history.filter(id=owner).order_by()
    if not rest:
        return history.filter(**{f"{column}_id": owner}).order_by()
    above: Any = model._meta.get_field(column).related_model
    if not hasattr(above, "history"):  # never changes and never goes
        return history.filter(**{f"{column}_id__in": above._default_manager.filter(**{"__".join(rest): owner}).order_by().values("pk")}).order_by()
    return history.filter(**{f"{column}_id__in": lines_of(above, rest, owner).values("id")}).order_by()


def secret_risks(project: int) -> QuerySet[Any]:
    """Risks that are or ever were confidential: what was written then is not told because the risk was opened later."""
    now = Risk.objects.filter(project=project, is_confidential=True).values("pk")
    return Risk.history.filter(Q(project_id=project), Q(is_confidential=True) | Q(id__in=now)).order_by().values("id")


def seen(kind: Kind, asked: Asked) -> QuerySet[Any]:
    """The lines of the kind that the reader may read."""
    every = stamped(kind, asked.owner) if isinstance(kind, Event) else lines_of(kind.model, kind.path, asked.owner)
    found = every.filter(asked.narrow.get(kind.slug, Q()))
    if kind.is_secret and P.RISK_CONFIDENTIAL_VIEW not in asked.allowed:
        secret = secret_risks(asked.owner)
        if kind.model is not Risk:
            secret = kind.history.filter(risk_id__in=secret).order_by().values("id")
        found = found.exclude(id__in=secret)
    if asked.who:
        found = found.filter(history_user=asked.who)
    if asked.since:
        found = found.filter(history_date__gte=morning(asked.since))
    if asked.until:
        found = found.filter(history_date__lt=morning(asked.until + dt.timedelta(days=1)))
    if kind.is_amount:
        line: Any = kind.model._meta.get_field("line").related_model
        found = found.exclude(Exists(line.history.filter(id=OuterRef("line_id"), history_date=OuterRef("history_date"))))
    return found


def morning(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def readable(asked: Asked) -> list[Kind]:
    return [kind for kind in asked.kinds if kind.needs is None or kind.needs in asked.allowed]


def newest(asked: Asked, first: int, size: int) -> list[Deed]:
    """One query for which lines, then one for each kind among them, and one more where amounts hang below."""
    kinds = {kind.slug: kind for kind in readable(asked)}
    parts = [seen(kind, asked).annotate(slug_of=Value(slug)).values_list("history_date", "history_id", "slug_of") for slug, kind in kinds.items()]
    if not parts:
        return []
    every = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    heads = list(every.order_by("-history_date", "-history_id", "slug_of")[first : first + size])
    wanted: dict[str, list[int]] = defaultdict(list)
    for _date, number, slug in heads:
        wanted[slug].append(number)
    found: dict[tuple[str, int], Deed] = {}
    for slug, numbers in wanted.items():
        for deed in with_before(kinds[slug], Q(history_id__in=numbers)):
            found[slug, deed.line.history_id] = deed
        add_amounts(kinds[slug], [found[slug, number] for number in numbers])
    return [found[slug, number] for _date, number, slug in heads]


def with_before(kind: Kind, which: Q) -> list[Deed]:
    """The lines, each with the one before it of the same row, in one query."""
    if isinstance(kind, Event):
        return [Deed(kind, line, None) for line in lines(kind, which)]
    earlier = kind.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id").values("history_id")[:1]
    chosen = kind.history.filter(which).order_by()
    before = chosen.annotate(before=Subquery(earlier)).filter(before__isnull=False).values("before")
    rows = kind.history.filter(which | Q(history_id__in=before)).order_by("id", "history_id").annotate(is_asked=Exists(chosen.filter(pk=OuterRef("pk"))))
    found, last = [], None
    for line in rows.select_related("history_user"):
        if line.is_asked:
            found.append(Deed(kind, line, last if last is not None and last.id == line.id else None))
        last = line
    return found


def add_amounts(kind: Kind, deeds: Sequence[Deed]) -> None:
    below = amounts_of(kind)
    if below is None or not deeds:
        return
    which = Q(line_id__in={deed.line.id for deed in deeds}, history_date__in={deed.line.history_date for deed in deeds})
    hung: dict[Any, list[Deed]] = defaultdict(list)
    for amount in with_before(below, which):
        hung[amount.line.line_id, amount.line.history_date].append(amount)
    for deed in deeds:
        deed.below.extend(sorted(hung[deed.line.id, deed.line.history_date], key=lambda each: each.line.year))


def people(asked: Asked) -> list[tuple[int, str]]:
    """Who has done something that the reader may read of."""
    everyone = Asked(asked.owner, asked.kinds, asked.allowed)
    did = [Exists(seen(kind, everyone).filter(history_user=OuterRef("pk"))) for kind in readable(asked)]
    return list(User.objects.filter(any_of(did)).order_by("name").values_list("pk", "name")) if did else []


def any_of(conditions: Iterable[Exists]) -> Q:
    found = Q()
    for condition in conditions:
        found |= Q(condition)
    return found
