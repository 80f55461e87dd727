"""A page of history, newest first: what a reader may read of it, in their language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from portfolio.access.grants import allowed, roles_in
from portfolio.access.permissions import P
from portfolio.history.feet import foot
from portfolio.history.filter_form import FilterForm
from portfolio.history.kind import Kind
from portfolio.history.kinds import OF_PROJECT, OF_REGION, without_people
from portfolio.history.lines import Asked, Deed, newest, people
from portfolio.history.sentences import Teller, Told
from portfolio.history.together import together
from portfolio.history.values import Speech, codes_in, names_of
from portfolio.models import Region, User
from projects.models import Project

PAGE = 50
LATEST = 5
DEEPEST = 10_000  # pages: beyond it nothing is counted off


@dataclass(frozen=True)
class HistoryPage:
    form: FilterForm
    told: list[Told]
    number: int
    has_older: bool

    @property
    def first_url(self) -> str:
        return self.form.query()

    @property
    def newer_url(self) -> str:
        return self.form.query(page=self.number - 1) if self.number > 1 else ""

    @property
    def older_url(self) -> str:
        return self.form.query(page=self.number + 1) if self.has_older else ""


def whole(text: str) -> int:
    return max(1, min(DEEPEST, int(text))) if text.isdecimal() and len(text) < 10 else 1


def told(deeds: list[Deed], user: User, region: Region, project: Project | None) -> list[Told]:
    speech = Speech(region.currency, names_of(deeds, user, project), codes_in(deeds, region, timezone.localdate()))
    teller = Teller(speech, project.language if project else region.language)
    return list(together(deeds, [teller.tell(deed) for deed in deeds]))


def page_of(user: User, region: Region, project: Project | None, kinds: Sequence[Kind], asked: Asked, data: Mapping[str, Any]) -> HistoryPage:
    """A page that is not there is empty and leads back."""
    form, number = FilterForm(data, [kind for kind in kinds if kind.needs is None or kind.needs in asked.allowed], people(asked)), whole(data.get("page", ""))
    deeds = newest(Asked(asked.owner, allowed=asked.allowed, **form.chosen()), (number - 1) * PAGE, PAGE + 1)
    return HistoryPage(form, told(deeds[:PAGE], user, region, project), number, len(deeds) > PAGE)


def project_history(user: User, project: Project, data: Mapping[str, Any]) -> HistoryPage:
    return page_of(user, project.region, project, OF_PROJECT, Asked(project.pk, OF_PROJECT, project.allowed), data)


def region_history(user: User, region: Region, data: Mapping[str, Any]) -> HistoryPage:
    held = allowed(roles_in(user, region.pk))
    kinds = seen_by(held, OF_REGION)
    return page_of(user, region, None, kinds, Asked(region.pk, kinds, held), data)


def seen_by(held: frozenset[P], kinds: Sequence[Kind]) -> list[Kind]:
    """Who sits where is told to those who see the members."""
    return list(kinds) if P.MEMBERS_VIEW in held else [without_people(kind) for kind in kinds]


def latest_of_region(user: User, region: Region, page: str, number: str) -> list[Told]:
    """The newest few of one page about the region; number: of what it is about, as the address has it."""
    held = allowed(roles_in(user, region.pk))
    kinds, narrow = foot(page, int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0)
    return told(newest(Asked(region.pk, seen_by(held, kinds), held, narrow=narrow), 0, LATEST), user, region, None)


def latest(user: User, project: Project, tab: str) -> list[Told]:
    """The newest few of one tab."""
    kinds = [kind for kind in OF_PROJECT if kind.tab == tab]
    return told(newest(Asked(project.pk, kinds, project.allowed), 0, LATEST), user, project.region, project)
