"""What it changes in money when somebody declines, joins late or leaves: year by year, for each that pays. Nothing is stored and nothing frozen is touched.

Calculated, decided and invoiced are three things: what an allocation says, what it would say, and what has left the house.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum

from costsharing.engine.allocation import allocate
from costsharing.engine.case import Case, Figure, Participant
from costsharing.engine.faults import CaseFault, Refused
from costsharing.engine.reading import read_value
from costsharing.engine.result import Result
from costsharing.engine.why import INHABITANTS
from costsharing.models import Allocation, Charge, LentHours, Scenario, Share
from costsharing.queries.cases import bases_of, fee_label
from costsharing.queries.charges import SENT
from costsharing.queries.dated import Figures, figures_of, standing
from costsharing.queries.grounds import code_of, coded, name_of
from costsharing.ripple import MONTHS, Event, Kind, after
from costsharing.wording import fault_text
from portfolio.models import Organisation
from projects.models import Project


@dataclass(frozen=True)
class Change:
    """on: the first day (joins) or the last (leaves); None for whoever declines. fee: paid once for joining, in minor units."""

    kind: Kind
    organisation: Organisation
    on: dt.date | None = None
    fee: int = 0

    @property
    def month(self) -> int | None:
        return self.on.year * MONTHS + self.on.month - 1 if self.on else None


def declines(organisation: Organisation) -> Change:
    return Change(Kind.DECLINES, organisation)


def joins(organisation: Organisation, on: dt.date, fee: int = 0) -> Change:
    return Change(Kind.JOINS, organisation, on, fee)


def leaves(organisation: Organisation, on: dt.date) -> Change:
    return Change(Kind.LEAVES, organisation, on)


@dataclass(frozen=True)
class Row:
    """One that pays. Minor units; None: is not among them. before, after: its share; repaid: for hours that it lends; invoiced, paid: net, credits off."""

    code: str
    name: str
    before: int | None
    after: int | None
    repaid_before: int = 0
    repaid_after: int = 0
    invoiced: int = 0
    paid: int = 0
    is_the_one: bool = False

    @property
    def difference(self) -> int:
        return (self.after or 0) - (self.before or 0)

    @property
    def left(self) -> int:
        """To charge by the new sharing, or to credit below zero."""
        return (self.after or 0) - self.repaid_after - self.invoiced

    @property
    def owed(self) -> int:
        """To be credited."""
        return max(-self.left, 0)


@dataclass(frozen=True)
class YearRipple:
    """One of allocation (decided) and scenario (shown as preliminary). faults: why the rule gives no shares afterwards; rows then say what stands."""

    year: int
    allocation: Allocation | None
    scenario: Scenario | None
    rows: tuple[Row, ...]
    faults: tuple[CaseFault, ...] = ()
    is_settled: bool = False

    @property
    def told(self) -> list[str]:
        """The faults, a sentence each."""
        return [fault_text(fault) for fault in self.faults]

    @property
    def the_ones(self) -> list[Row]:
        return [row for row in self.rows if row.is_the_one]

    @property
    def others(self) -> list[Row]:
        return [row for row in self.rows if not row.is_the_one]

    @property
    def others_move(self) -> int:
        return sum(row.difference for row in self.others)

    @property
    def has_invoices(self) -> bool:
        return any(row.invoiced or row.paid for row in self.rows)

    @property
    def sums(self) -> Row:
        rows = self.rows
        return Row(
            code="",
            name="",
            before=sum(row.before or 0 for row in rows),
            after=sum(row.after or 0 for row in rows),
            repaid_before=sum(row.repaid_before for row in rows),
            repaid_after=sum(row.repaid_after for row in rows),
            invoiced=sum(row.invoiced for row in rows),
            paid=sum(row.paid for row in rows),
        )


@dataclass(frozen=True)
class Lending:
    """Hours that the one has lent or promised in a year from its last day on, and what they are repaid with."""

    hours: LentHours
    falls_away: int
    """Minutes that were promised and not delivered."""


@dataclass(frozen=True)
class Money:
    years: tuple[YearRipple, ...] = ()
    lending: tuple[Lending, ...] = ()

    @property
    def decided(self) -> list[YearRipple]:
        return [each for each in self.years if each.allocation]


@dataclass(frozen=True)
class Held:
    """A year as it stands: its case, what it gives, and where it comes from."""

    year: int
    case: Case
    before: Mapping[str, tuple[int, int]]
    """code → share and what is repaid."""
    names: Mapping[str, str]
    allocation: Allocation | None = None
    scenario: Scenario | None = None


@dataclass(frozen=True)
class Sent:
    invoiced: Mapping[str, int] = field(default_factory=dict)
    paid: Mapping[str, int] = field(default_factory=dict)


def what_changes(project: Project, changes: Sequence[Change], today: dt.date) -> Money:
    """Only the years in which something changes. Six queries; those of a basis more where a year is shared as preliminary, one more for who joins."""
    first = min((each.on.year for each in changes if each.on), default=0) if all(each.on for each in changes) else 0
    held = [*decided_in(project, first), *preliminary_in(project, first)]
    if not held:
        return Money((), lending_of(project, changes))
    figures = figures_for(project, changes, held)
    sent = sent_in(project, [each.year for each in held])
    years = (rippled(each, events_in(project, each, changes, figures), sent[each.year]) for each in sorted(held, key=lambda each: each.year))
    return Money(tuple(each for each in years if each), lending_of(project, changes))


# ---- what stands ----------------------------------------------------------------
def decided_in(project: Project, first: int) -> list[Held]:
    """As it was stored, and never counted again. Two queries."""
    found = Allocation.objects.filter(project=project, replaced_by__isnull=True, year__gte=first).select_related("body", "settlement").order_by("year")
    shares: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in Share.objects.filter(allocation__in=[each.pk for each in found]).select_related("organisation"):
        shares[row.allocation_id][code_of(row.organisation)] = row.gross_minor, row.reimbursement_minor
    return [Held(each.year, read_value(each.case), shares[each.pk], names_in(each.case), allocation=each) for each in found]


def names_in(case: Mapping[str, Any]) -> dict[str, str]:
    return {one["code"]: one.get("name", one["code"]) for part in ("participants", "organisations") for one in case.get(part, ())}


def preliminary_in(project: Project, first: int) -> list[Held]:
    """What is shown as preliminary where nothing is decided; a try that the engine refuses already says nothing of what changes."""
    adopted = Allocation.objects.filter(project=project).values("year")
    shown = list(Scenario.objects.filter(project=project, is_shown=True, year__gte=first).exclude(year__in=adopted).select_related("project__region"))
    found = []
    for scenario, basis in zip(shown, bases_of(shown), strict=True):
        try:
            case = read_value(basis.case)
            result = allocate(case)
        except Refused:
            continue
        found.append(Held(scenario.year, case, pays(result), names_in(basis.case), scenario=scenario))
    return found


def pays(result: Result) -> dict[str, tuple[int, int]]:
    return {code: (result.amount(code), result.reimbursement(code)) for code in result.columns.codes}


def sent_in(project: Project, years: Collection[int]) -> defaultdict[int, Sent]:
    """What has left the house, by year and official code, whatever replaced the allocation since. One query."""
    rows = Charge.objects.filter(allocation__project=project, allocation__year__in=years, state__in=SENT).order_by()
    found: defaultdict[int, Sent] = defaultdict(lambda: Sent(defaultdict(int), defaultdict(int)))
    summed = rows.values_list("allocation__year", "organisation__code", "organisation", "state").annotate(Sum("net_minor"))
    for year, code, organisation, state, minor in summed:
        here = found[year]
        for there in (here.invoiced, here.paid) if state == Charge.State.PAID else (here.invoiced,):
            there[coded(code, organisation)] += int(minor)  # type: ignore[index]
    return found


# ---- what would be --------------------------------------------------------------
def figures_for(project: Project, changes: Iterable[Change], held: Iterable[Held]) -> Figures:
    """Of those that join, whatever the rules ask for. One query, none where nobody joins."""
    joining = {each.organisation.pk for each in changes if each.kind is Kind.JOINS}
    if not joining:
        return {}
    names = {INHABITANTS}.union(*(one.figures for each in held for one in each.case.participants))
    return figures_of(joining, names, until=max(day_of(each) for each in held), region_id=project.region_id)


def day_of(held: Held) -> dt.date:
    """The day of the newest figure that anybody shares by; the year's first where the rule asks for none."""
    days = [figure.date for one in held.case.participants for figure in one.figures.values() if figure.date]
    return dt.date.fromisoformat(max(days)) if days else dt.date(held.year, 1, 1)


def events_in(project: Project, held: Held, changes: Iterable[Change], figures: Figures) -> list[Event]:
    asked = {name for one in held.case.participants for name in one.figures}
    found = []
    for each in changes:
        known = standing(figures, each.organisation.pk, day_of(held))
        its = {name: Figure(value.value, value.source, value.date) for name, value in known.items() if name in asked}
        party = Participant(code_of(each.organisation), name_of(each.organisation.name), its)
        found.append(Event(each.kind, party, each.month, each.fee, fee_label(project)))
    return found


def rippled(held: Held, events: Sequence[Event], sent: Sent) -> YearRipple | None:
    """None where the year stays as it is."""
    case = after(held.case, held.year, events)
    if case == after(held.case, held.year, ()):
        return None
    names = {**held.names, **{event.party.code: event.party.name for event in events}}
    the_ones = {event.party.code for event in events}
    faults: tuple[CaseFault, ...] = ()
    try:
        then = pays(allocate(case))
    except Refused as refused:
        then, faults = {}, refused.faults
    codes = sorted({*held.before, *then, *sent.invoiced})
    rows = tuple(row_of(code, names.get(code, code), held.before.get(code), then.get(code), sent, code in the_ones) for code in codes)
    is_settled = bool(held.allocation and hasattr(held.allocation, "settlement"))
    return YearRipple(held.year, held.allocation, held.scenario, rows, faults, is_settled)


def row_of(code: str, name: str, before: tuple[int, int] | None, then: tuple[int, int] | None, sent: Sent, is_the_one: bool) -> Row:
    return Row(
        code=code,
        name=name,
        before=before[0] if before else None,
        after=then[0] if then else None,
        repaid_before=before[1] if before else 0,
        repaid_after=then[1] if then else 0,
        invoiced=sent.invoiced.get(code, 0),
        paid=sent.paid.get(code, 0),
        is_the_one=is_the_one,
    )


def lending_of(project: Project, changes: Iterable[Change]) -> tuple[Lending, ...]:
    """What is owed for hours that were delivered stays owed. One query, none where nobody declines or leaves."""
    going = {each.organisation.pk: each.on.year if each.on else 0 for each in changes if each.kind is not Kind.JOINS}
    if not going:
        return ()
    rows = LentHours.objects.filter(project=project, organisation__in=going).select_related("organisation").order_by("year", "organisation__code")
    return tuple(Lending(row, max(row.promised_minutes - row.delivered_minutes, 0)) for row in rows if row.year >= going[row.organisation_id])
