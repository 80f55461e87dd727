"""Whose rows are edited: a project's or a region's. Everything that differs between the two stands here."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from costsharing.models import Rule
from milestones.models import Benefit, Phase, Risk
from portfolio.access.grants import current
from portfolio.access.permissions import P
from portfolio.actions.locking import lock_region
from portfolio.editing.record import Record
from portfolio.editing.records import RECORDS
from portfolio.editing.register_records import REGISTER_RECORDS
from portfolio.models import Region, User
from projects.access import visible_to
from projects.actions.locking import lock
from projects.models import FocusArea, Goal, Project

Choices = dict[str, QuerySet[Any]]


class Holder(Protocol):
    crumb: str
    """The template of the way back to it."""

    @property
    def of(self) -> Any:
        """The project or the region itself."""

    @property
    def region(self) -> Region: ...

    @property
    def name(self) -> str: ...

    @property
    def language(self) -> str:
        """Of the texts."""

    def locked(self, user: User) -> "Holder":
        """Held until the transaction ends, by somebody who may still edit."""

    def record(self, slug: str) -> Record:
        """Raises Http404 for a kind that there is not."""

    def address(self, page: str, *more: Any) -> str:
        """Of a page that edits: rows, new, row, move, undo, parties."""

    def shown_at(self, record: Record, row: Any) -> str:
        """Where the record is read, once the row is saved or removed; ``row`` is None when nobody knows of it."""

    def tab_of(self, record: Record) -> str:
        """The page that shows all rows of the record."""

    def choices(self, by: User, before: dict[str, Any]) -> Choices:
        """What each field may point to: its own and its region's, nothing else. ``before``: what the row points to already."""


@dataclass(frozen=True)
class ProjectHolder:
    of: Project
    crumb = "editing/_crumb.html"

    @property
    def region(self) -> Region:
        return self.of.region

    @property
    def name(self) -> str:
        return self.of.name

    @property
    def language(self) -> str:
        return self.of.language

    def locked(self, user: User) -> "ProjectHolder":
        return ProjectHolder(lock(self.of, user))

    def record(self, slug: str) -> Record:
        return known(RECORDS, slug)

    def address(self, page: str, *more: Any) -> str:
        return reverse(f"edit-{page}", args=[self.region.slug, self.of.reference, *more])

    def shown_at(self, record: Record, row: Any) -> str:
        return self.tab_of(record) if record.is_single else self.address("rows", record.slug)

    def tab_of(self, record: Record) -> str:
        return reverse(record.tab, args=[self.region.slug, self.of.reference])

    def choices(self, by: User, before: dict[str, Any]) -> Choices:
        return choices_in(self.region, before) | {
            "follows": visible_to(by).filter(region=self.region).exclude(pk=self.of.pk),
            "phase": Phase.objects.filter(project=self.of),
            "risk": Risk.objects.filter(project=self.of),
            "benefit": Benefit.objects.filter(project=self.of),
            "rule": Rule.objects.filter(region=self.region),
        }


@dataclass(frozen=True)
class RegionHolder:
    of: Region
    crumb = "register/_crumb.html"

    @property
    def region(self) -> Region:
        return self.of

    @property
    def name(self) -> str:
        return self.of.name

    @property
    def language(self) -> str:
        return self.of.language

    def locked(self, user: User) -> "RegionHolder":
        return RegionHolder(lock_region(self.of, user, P.REGISTER_EDIT))

    def record(self, slug: str) -> Record:
        return known(REGISTER_RECORDS, slug)

    def address(self, page: str, *more: Any) -> str:
        return reverse(f"register-edit-{page}", args=[self.of.slug, *more])

    def shown_at(self, record: Record, row: Any) -> str:
        """The row's own page as long as there is one, or the page of the row that it hangs on; else the page with all of them."""
        named = getattr(row, record.shown_by, None) if record.shown_by else None
        if named is None or (record.shown_by == "pk" and not record.rows(self.of).filter(pk=named).exists()):
            return self.tab_of(record)
        return reverse(record.tab, args=[self.of.slug, named])

    def tab_of(self, record: Record) -> str:
        return reverse(record.list_tab or record.tab, args=[self.of.slug])

    def choices(self, by: User, before: dict[str, Any]) -> Choices:
        return choices_in(self.of, before)


def known(records: dict[str, Record], slug: str) -> Record:
    if slug not in records:
        raise Http404
    return records[slug]


def choices_in(region: Region, before: dict[str, Any]) -> Choices:
    today = current(timezone.localdate(), "grants__valid_from", "grants__valid_to")
    holders = Q(pk__in=User.objects.filter(today, grants__region=region, is_active=True).values("pk"))
    return {
        "body": region.bodies.all(),
        "user": User.objects.filter(holders | Q(pk=before.get("user"))),
        "strategy": region.strategies.all(),
        "area": FocusArea.objects.filter(strategy__region=region),
        "focus_area": FocusArea.objects.filter(strategy__region=region),
        "goal": Goal.objects.filter(area__strategy__region=region).select_related("area"),
    }
