"""What many scenarios rest on, read with a fixed number of queries: equal to basis_of of each, which a test holds them to."""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import F, Q

from costsharing.assembling import Party, Purpose, Value, assemble, figures_named
from costsharing.models import Allocation, BudgetAmount, FundingAmount, FundingLine, LentHours, Scenario, ScenarioParticipant
from costsharing.queries.cases import INVITED, TAKEN_FIRST, Basis, code_of, without_payers
from portfolio.models import KeyFigure, Organisation
from portfolio.queries.figures import figures_for
from projects.models import Participation

Row = TypeVar("Row")
Key = TypeVar("Key")
ProjectYear = tuple[int, int]


@dataclass(frozen=True)
class Ground:
    """Everything that the scenarios need, by the project (and year) or the organisation that it is about."""

    taking: Mapping[int, Sequence[Participation]]
    chosen: Mapping[int, Sequence[Organisation]]
    payers: Mapping[tuple[str, str], Organisation]
    figures: Mapping[tuple[int, str], "Dated"]
    lines: Mapping[ProjectYear, Mapping[str, int]]
    deducted: Mapping[ProjectYear, Sequence[tuple[str, int]]]
    previous: Mapping[ProjectYear, Mapping[str, int]]
    lent: Mapping[ProjectYear, Mapping[str, tuple[int, int]]]


@dataclass(frozen=True)
class Dated:
    """One figure of one organisation over time, oldest first."""

    days: list[dt.date]
    values: list[Value]

    def on(self, day: dt.date) -> Value | None:
        """The newest on the day or before it."""
        place = bisect_right(self.days, day)
        return self.values[place - 1] if place else None


def bases_of(scenarios: Sequence[Scenario]) -> dict[int, Basis]:
    """By the scenario's key, for scenarios of one region. Their projects and the region are read already."""
    if not scenarios:
        return {}
    ground = ground_of(scenarios)
    return {scenario.pk: basis(scenario, ground) for scenario in scenarios}


def basis(scenario: Scenario, ground: Ground) -> Basis:
    organisations, months = parties(scenario, ground)
    named = sorted(figures_named(scenario.definition))
    on = figures_day(scenario)
    parties_ = []
    for each in organisations:
        found = {name: value for name in named if (dated := ground.figures.get((each.pk, name))) and (value := dated.on(on))}
        parties_.append(Party(code_of(each), each.name, found, *months.get(each.pk, (1, 12))))
    country = scenario.project.region.country
    asked = scenario.definition.get("organisations", ())
    payers = {each["code"]: ground.payers[country, each["code"]] for each in asked if (country, each.get("code")) in ground.payers}
    known = [each for each in asked if each.get("code") in payers]
    definition = {**scenario.definition, "organisations": known} if known else without_payers(scenario.definition)
    case = assemble(definition, purpose(scenario, ground), parties_)
    return Basis(case, payers | {code_of(each): each for each in organisations}, frozenset(value.row for party in parties_ for value in party.figures.values()))


def figures_day(scenario: Scenario) -> dt.date:
    return scenario.figures_on or dt.date(scenario.year, 1, 1)


def parties(scenario: Scenario, ground: Ground) -> tuple[list[Organisation], dict[int, tuple[int, int]]]:
    first, last = dt.date(scenario.year, 1, 1), dt.date(scenario.year, 12, 31)
    states = (Participation.State.ACTIVE,) if scenario.who == Scenario.Who.CONFIRMED else INVITED
    taking = {
        row.organisation: row
        for row in ground.taking.get(scenario.project_id, ())
        if row.state in states and (row.valid_from is None or row.valid_from <= last) and (row.valid_to is None or row.valid_to >= first)
    }
    found = set(ground.chosen.get(scenario.pk, ())) if scenario.who == Scenario.Who.CHOSEN else set(taking)
    months = {
        organisation.pk: (
            row.valid_from.month if row.valid_from and row.valid_from > first else 1,
            row.valid_to.month if row.valid_to and row.valid_to < last else 12,
        )
        for organisation, row in taking.items()
    }
    return sorted(found, key=code_of), months


def purpose(scenario: Scenario, ground: Ground) -> Purpose:
    key, before = (scenario.project_id, scenario.year), (scenario.project_id, scenario.year - 1)
    lines, own = ground.lines.get(key, {}), scenario.base_minor
    return Purpose(
        currency=scenario.project.region.currency,
        year=scenario.year,
        base=sum(lines.values()) if own is None else own,
        deduct=ground.deducted.get(key, ()) if own is None else (),
        lines=lines,
        previous=ground.previous.get(before, {}),
        lent=ground.lent.get(key, {}),
    )


def ground_of(scenarios: Sequence[Scenario]) -> Ground:
    """Nine queries or fewer."""
    projects = {scenario.project_id for scenario in scenarios}
    years = {scenario.year for scenario in scenarios}
    taking = grouped(taking_rows(projects), lambda row: row.project_id)
    chosen = grouped(
        ScenarioParticipant.objects.filter(scenario__in=[each.pk for each in scenarios if each.who == Scenario.Who.CHOSEN]).select_related("organisation"),
        lambda row: row.scenario_id,
    )
    ticked = {pk: [row.organisation for row in rows] for pk, rows in chosen.items()}
    everybody = {row.organisation_id for rows in taking.values() for row in rows} | {each.pk for rows in ticked.values() for each in rows}
    return Ground(
        taking=taking,
        chosen=ticked,
        payers=payers_of(scenarios),
        figures=figures_of(scenarios, everybody),
        lines=lines_of(projects, years),
        deducted=deducted(projects, years),
        previous=previous_of(projects, years),
        lent=lent_of(projects, years),
    )


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def taking_rows(projects: Collection[int]) -> Iterable[Participation]:
    """One object for each organisation, however many projects it takes part in."""
    rows = list(Participation.objects.filter(project__in=projects, state__in=INVITED))
    known = Organisation.objects.in_bulk({row.organisation_id for row in rows})
    for row in rows:
        row.organisation = known[row.organisation_id]
    return rows


def payers_of(scenarios: Sequence[Scenario]) -> dict[tuple[str, str], Organisation]:
    codes = {each.get("code") for scenario in scenarios for each in scenario.definition.get("organisations", ())} - {None, ""}
    return {(each.country, each.code): each for each in Organisation.objects.filter(code__in=codes)} if codes else {}


def figures_of(scenarios: Sequence[Scenario], organisations: Collection[int]) -> dict[tuple[int, str], Dated]:
    names = set().union(*(figures_named(scenario.definition) for scenario in scenarios))
    if not names or not organisations:
        return {}
    of_these = Q(kind__in=names) | Q(kind=KeyFigure.Kind.OTHER, name__in=names)
    known = figures_for(scenarios[0].project.region_id).filter(of_these, organisation__in=organisations, date__lte=max(map(figures_day, scenarios)))
    rows = known.order_by("date", F("region").asc(nulls_first=True), "pk")  # the last of a day counts: the region's own before the shared
    found: dict[tuple[int, str], Dated] = defaultdict(lambda: Dated([], []))
    for pk, organisation, kind, name, day, value, title in rows.values_list("pk", "organisation", "kind", "name", "date", "value", "source__title"):
        dated = found[organisation, name or kind]
        dated.days.append(day)
        dated.values.append(Value(value, day.isoformat(), title, pk))
    return found


def lines_of(projects: Collection[int], years: Collection[int]) -> dict[ProjectYear, dict[str, int]]:
    """As queries.cases.lines_of: a text that stands twice gets its place after it."""
    found: dict[ProjectYear, dict[str, int]] = defaultdict(dict)
    rows = BudgetAmount.objects.filter(line__project__in=projects, year__in=years).order_by("line__position")
    for project, year, text, position, minor in rows.values_list("line__project", "year", "line__text", "line__position", "minor"):
        lines = found[project, year]
        lines[f"{text} ({position})" if text in lines else text] = minor
    return found


def deducted(projects: Collection[int], years: Collection[int]) -> dict[ProjectYear, list[tuple[str, int]]]:
    found: dict[ProjectYear, list[tuple[str, int]]] = defaultdict(list)
    rows = FundingAmount.objects.filter(line__project__in=projects, year__in=years, line__kind__in=TAKEN_FIRST)
    kept = rows.exclude(line__grant_state=FundingLine.Grant.REFUSED).order_by("line__position")
    for project, year, text, minor in kept.values_list("line__project", "year", "line__text", "minor"):
        found[project, year].append((text, minor))
    return found


def previous_of(projects: Collection[int], years: Collection[int]) -> dict[ProjectYear, dict[str, int]]:
    found: dict[ProjectYear, dict[str, int]] = defaultdict(dict)
    rows = Allocation.objects.filter(project__in=projects, year__in=[year - 1 for year in years], replaced_by__isnull=True, shares__isnull=False)
    said = rows.order_by("shares__organisation__code").annotate(code=F("shares__organisation__code"), payer=F("shares__organisation"))
    for project, year, code, payer, minor in said.values_list("project", "year", "code", "payer", "shares__gross_minor"):
        found[project, year][code or f"o{payer}"] = minor
    return found


def lent_of(projects: Collection[int], years: Collection[int]) -> dict[ProjectYear, dict[str, tuple[int, int]]]:
    found: dict[ProjectYear, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in LentHours.objects.filter(project__in=projects, year__in=years).select_related("organisation"):
        found[row.project_id, row.year][code_of(row.organisation)] = (row.delivered_minutes or row.promised_minutes, row.rate_minor)
    return found
