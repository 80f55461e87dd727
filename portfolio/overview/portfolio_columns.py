"""The columns of the list of projects: on the page, on paper and in files."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from html import escape

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from costsharing.queries.budgets import least_firm
from milestones.followup import is_stale
from portfolio.lib import formats
from portfolio.lib.alphabet import place
from portfolio.models import Region
from portfolio.overview.marks import status_html, status_mark
from portfolio.overview.next_deadline import LATE, PASSED, is_own_words, said, what
from portfolio.overview.portfolio_rows import PortfolioRow
from portfolio.tables import Column
from portfolio.templatetags.portfolio_format import bcp47
from projects.lifecycle import Kind, Stage
from projects.models import Project
from projects.models.project import KIND_LABELS, STAGE_LABELS, Certainty

Status = Project.Status
WORST_FIRST = (Status.OFF_PLAN, Status.WATCH, Status.ON_TRACK, Status.NOT_STARTED, Status.DRAFT, Status.ON_HOLD, Status.CLOSED)
STAGES, KINDS = list(Stage), list(Kind)
DEFAULT = "deadline"
NOTHING = "–"


@dataclass(frozen=True)
class Cells:
    """What each cell says, for one region, in the language of the page."""

    region: Region
    language: str
    today: dt.date
    months: int = 1  # between status reports
    ages: dict[int, str] = field(default_factory=dict)  # each number of days is worded once

    @cached_property
    def alphabet(self) -> str:
        """The reader's; English has no place for å, ä and ö, so its readers get the region's."""
        return self.region.language if self.language == "en-gb" else self.language

    @cached_property
    def folder(self) -> str:
        return reverse("portfolio", args=[self.region.slug]) + "projects/"

    @cached_property
    def stages(self) -> dict[str, str]:
        return {stage.value: capfirst(str(label)) for stage, label in STAGE_LABELS.items()}

    @cached_property
    def kinds(self) -> dict[str, str]:
        return {kind.value: capfirst(str(label)) for kind, label in KIND_LABELS.items()}

    @cached_property
    def statuses(self) -> dict[str, str]:
        return {status.value: str(status.label) for status in Status}

    @cached_property
    def marks(self) -> dict[str, str]:
        return {status.value: status_html(status_mark(status)) for status in Status}

    @cached_property
    def certainties(self) -> dict[str, str]:
        return {certainty.value: str(certainty.label) for certainty in Certainty}

    @cached_property
    def words_in_all(self) -> str:
        return _("in all")

    @cached_property
    def words_stale(self) -> str:
        return _("out of date")

    @cached_property
    def words_unreported(self) -> str:
        return _("no report")

    @cached_property
    def words_example(self) -> str:
        return _("example")

    @cached_property
    def words_about(self) -> str:
        return pgettext("roughly", "about")

    @cached_property
    def n_of_all(self) -> str:
        return _("%(n)s of %(all)s")

    def lang(self, row: PortfolioRow) -> str:
        """Said only where it is not the page's own."""
        return "" if row.project.language == self.language else f' lang="{bcp47(row.project.language)}"'

    def name(self, row: PortfolioRow) -> str:
        project, lang = row.project, self.lang(row)
        area = f'<span class="sub"{lang}>{escape(project.area_label)}</span>' if project.area else ""
        return f'<a href="{self.folder}{escape(project.reference)}/"{lang}>{escape(project.name)}</a>{area}'

    def status(self, row: PortfolioRow) -> str:
        return self.marks[row.project.status]

    def stage(self, row: PortfolioRow) -> str:
        return f'{self.stages[row.project.stage]}<span class="sub">{self.kinds[row.project.kind]}</span>'

    def manager(self, row: PortfolioRow) -> str:
        return f"<span{self.lang(row)}>{escape(row.project.manager)}</span>" if row.project.manager else NOTHING

    def participants(self, row: PortfolioRow) -> str:
        if not row.project.asked:
            return NOTHING
        text = self.n_of_all % {"n": row.project.taking_part or 0, "all": row.project.asked}
        return f'{text}<span class="sub how-sure">{self.words_example}</span>' if row.project.has_example_parties else text

    def amount(self, minor: int, certainty: str) -> str:
        figure = formats.amount(minor, self.language)
        if certainty == Certainty.EXAMPLE:
            return f'<i>{figure}</i> <span class="how-sure">{self.words_example}</span>'
        return f"{self.words_about} {figure}" if certainty == Certainty.APPROXIMATE else figure

    def money(self, row: PortfolioRow) -> str:
        """Where nothing is budgeted this year, what it costs in all."""
        if row.this_year is not None:
            return self.amount(row.this_year, row.cost.certainty)
        minor, certainty = row.in_all
        return NOTHING if minor is None else f'{NOTHING}<span class="sub">{self.words_in_all} {self.amount(minor, certainty)}</span>'

    def sum(self, rows: Sequence[PortfolioRow]) -> str:
        counted = [row for row in rows if row.this_year is not None]
        return self.amount(sum(row.this_year or 0 for row in counted), least_firm(row.cost.certainty for row in counted)) if counted else ""

    def deadline(self, row: PortfolioRow) -> str:
        if row.next is None:
            return "" if row.is_over else NOTHING
        found = row.next
        text = escape(what(found.deadline))
        text = f"<span{lang}>{text}</span>" if (lang := self.lang(row)) and is_own_words(found.deadline) else text
        late = f", {words}" if (words := said(found, self.today)) else ""
        day = formats.day(found.deadline.on, self.language, found.deadline.precision)
        day = f'<span class="nb">{day}</span>' if self.language == "sv" else day  # the others hold no hyphen to break at
        if found.state == PASSED:
            none, last = pgettext("no deadline", "None ahead"), _("The last was %(day)s:") % {"day": day}
            return f'<span class="muted">{none}</span><span class="sub">{last} {text}{late}</span>'
        day = f"<strong>{day}</strong>" if found.state == LATE else day
        return f'{day}<span class="sub">{text}{late}</span>'

    def deadline_day(self, row: PortfolioRow) -> str | dt.date | None:
        """A date that a file can count with; "October 2016" stays as it is."""
        if row.next is None:
            return None
        on, precision = row.next.deadline.on, row.next.deadline.precision
        return on if precision == "day" else formats.day(on, self.language, precision)

    def age(self, row: PortfolioRow) -> str:
        on = row.project.status_on
        if on is None:
            return "" if row.is_over else f"<strong>{text}</strong>" if (text := self.stale(row)) else NOTHING
        days = (self.today - on).days
        if row.is_over or days < 0:
            return formats.day(on, self.language)
        if days not in self.ages:
            text = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
            self.ages[days] = f"<strong>{text}, {self.words_stale}</strong>" if is_stale(on, self.months, self.today) else text
        return self.ages[days]

    def stale(self, row: PortfolioRow) -> str | None:
        on = row.project.reported_on
        is_late = on is not None and not row.is_over and is_stale(on, self.months, self.today)
        return (self.words_stale if row.project.status_on else self.words_unreported) if is_late else None

    def by_name(self, row: PortfolioRow) -> str:
        return place(row.project.name, self.alphabet)

    def by_area(self, row: PortfolioRow) -> tuple[int, str] | None:
        return (row.project.area_number or 1000, place(row.project.area_label, self.alphabet)) if row.project.area else None

    def by_manager(self, row: PortfolioRow) -> str | None:
        return place(row.project.manager, self.alphabet) if row.project.manager else None


def columns(region: Region, language: str, today: dt.date, months: int = 1) -> list[Column[PortfolioRow]]:
    """In the order in which they stand. The page names kind and focus area under stage and project; files have columns for them."""
    cell = Cells(region, language, today, months)
    unit = formats.unit(region.currency, language)
    return [
        Column("project", _("Project"), lambda row: row.project.name, cell.name, cell.by_name),
        Column("reference", _("Reference"), lambda row: row.project.reference),
        Column("area", _("Focus area"), lambda row: row.project.area_label, sort=cell.by_area),
        Column("status", _("Status"), lambda row: cell.statuses[row.project.status], cell.status, by_status, is_wide=True),
        Column("stage", _("Stage"), lambda row: cell.stages[row.project.stage], cell.stage, by_stage),
        Column("kind", _("Kind"), lambda row: cell.kinds[row.project.kind], sort=by_kind),
        Column("manager", _("Manager"), lambda row: row.project.manager, cell.manager, cell.by_manager),
        Column("participants", _("Participants"), lambda row: row.project.taking_part or 0, cell.participants, by_participants, is_number=True),
        Column("asked", _("Asked"), lambda row: row.project.asked or 0),
        Column("money", f"{today.year}, {unit}", lambda row: major(row.this_year), cell.money, lambda row: row.this_year, is_number=True, total=cell.sum),
        Column("total", _("In all, %(unit)s") % {"unit": unit}, lambda row: major(row.in_all.minor), sort=lambda row: row.in_all.minor),
        Column("certainty", _("How firm"), lambda row: cell.certainties[row.in_all.certainty] if row.in_all.certainty else None),
        Column("deadline", _("Next deadline"), cell.deadline_day, cell.deadline, lambda row: row.next and row.next[:2]),
        Column("what", _("What is due"), lambda row: row.next and what(row.next.deadline)),
        Column("late", _("Late"), lambda row: row.next and (said(row.next, today) or None)),
        Column("age", _("Figures from"), lambda row: row.project.status_on, cell.age, by_age, is_number=True),
        Column("stale", _("Age of the status"), cell.stale),
    ]


def by_status(row: PortfolioRow) -> int:
    return WORST_FIRST.index(Status(row.project.status))


def by_stage(row: PortfolioRow) -> int:
    return STAGES.index(Stage(row.project.stage))


def by_kind(row: PortfolioRow) -> int:
    return KINDS.index(Kind(row.project.kind))


def by_participants(row: PortfolioRow) -> int | None:
    return (row.project.taking_part or 0) if row.project.asked else None


def by_age(row: PortfolioRow) -> int | None:
    """Falling is the oldest first."""
    return -row.project.status_on.toordinal() if row.project.status_on else None


def major(minor: int | None) -> Decimal | None:
    return None if minor is None else Decimal(minor).scaleb(-2)
