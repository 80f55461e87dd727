"""What a year's sharing rests on, read from the records: who takes part, their figures, what is to be shared."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from costsharing.assembling import Definition, Party, Purpose, Value, assemble, figures_named
from costsharing.models import Allocation, BudgetAmount, FundingAmount, FundingLine, LentHours, Scenario
from portfolio.models import KeyFigure, Organisation
from portfolio.queries.figures import figures_for
from projects.models import Participation, Project

INVITED = (Participation.State.INVITED, Participation.State.ACTIVE)
TAKEN_FIRST = (FundingLine.Kind.GRANT, FundingLine.Kind.OWN_EFFORT, FundingLine.Kind.OTHER, FundingLine.Kind.UNSPENT)
"""What is deducted before anything is shared: all funding that is no cash from the municipalities."""


@dataclass(frozen=True)
class Basis:
    """A case as the engine takes it, and the rows behind it by official code."""

    case: dict[str, Any]
    organisations: Mapping[str, Organisation]
    figures: frozenset[int]
    """The rows of key figures that it rests on."""


def code_of(organisation: Organisation) -> str:
    """The official code; a party without one gets a name that no code has."""
    return organisation.code or f"o{organisation.pk}"


def basis_of(scenario: Scenario) -> Basis:
    """Six queries or fewer, whatever the number of participants and lines."""
    project = scenario.project
    organisations, months = parties_of(scenario)
    named = figures_named(scenario.definition)
    figures = figures_of(organisations, named, on=scenario.figures_on or dt.date(scenario.year, 1, 1), region_id=project.region_id)
    parties = [
        Party(code_of(each), each.name, {name: value for name, value in figures.get(each.pk, {}).items() if name in named}, *months.get(each.pk, (1, 12)))
        for each in organisations
    ]
    payers = payers_of(scenario)
    known = [each for each in scenario.definition.get("organisations", ()) if each.get("code") in payers]
    case = assemble({**scenario.definition, "organisations": known} if known else without_payers(scenario.definition), purpose_of(scenario, project), parties)
    rows = frozenset(value.row for party in parties for value in party.figures.values())
    return Basis(case, payers | {code_of(each): each for each in organisations}, rows)


def payers_of(scenario: Scenario) -> dict[str, Organisation]:
    """Those that pay without taking part, by official code. One that the register does not know is left out, so the engine refuses the part it pays."""
    codes = [each.get("code") for each in scenario.definition.get("organisations", ())]
    if not codes:
        return {}
    country = scenario.project.region.country
    return {each.code: each for each in Organisation.objects.filter(country=country, code__in=codes).exclude(code="")}


def without_payers(definition: Definition) -> Definition:
    return {key: value for key, value in definition.items() if key != "organisations"}


def parties_of(scenario: Scenario) -> tuple[list[Organisation], dict[int, tuple[int, int]]]:
    """Who shares by the scenario, by code, and the first and last month of those who take part in a part of the year only."""
    first, last = dt.date(scenario.year, 1, 1), dt.date(scenario.year, 12, 31)
    within = (Q(valid_from__isnull=True) | Q(valid_from__lte=last)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=first))
    rows = Participation.objects.filter(within, project=scenario.project_id).select_related("organisation")
    states = (Participation.State.ACTIVE,) if scenario.who == Scenario.Who.CONFIRMED else INVITED
    taking = {row.organisation: row for row in rows if row.state in states}
    found = set(taking)
    if scenario.who == Scenario.Who.CHOSEN:
        found = set(Organisation.objects.filter(pk__in=scenario.chosen.values("organisation")))
    months = {
        organisation.pk: (
            row.valid_from.month if row.valid_from and row.valid_from > first else 1,
            row.valid_to.month if row.valid_to and row.valid_to < last else 12,
        )
        for organisation, row in taking.items()
    }
    return sorted(found, key=code_of), months


def figures_of(organisations: Iterable[Organisation], names: Collection[str], *, on: dt.date, region_id: int) -> dict[int, dict[str, Value]]:
    """Organisation → figure → its newest value on the day or before it, the region's own before the shared. One that has none is not in the answer.

    A kind that the region has named itself goes by that name.
    """
    if not names:
        return {}
    of_these = Q(kind__in=names) | Q(kind=KeyFigure.Kind.OTHER, name__in=names)
    place = Window(
        RowNumber(), partition_by=[F("organisation"), F("kind"), F("name")], order_by=[F("date").desc(), F("region").desc(nulls_last=True), F("pk").desc()]
    )
    rows = figures_for(region_id).filter(of_these, organisation__in=[each.pk for each in organisations], date__lte=on).annotate(place=place)
    found: dict[int, dict[str, Value]] = defaultdict(dict)
    for row in rows.filter(place=1).select_related("source"):
        found[row.organisation_id][row.name or row.kind] = Value(row.value, row.date.isoformat(), row.source.title, row.pk)
    return found


def purpose_of(scenario: Scenario, project: Project) -> Purpose:
    """A base of the scenario's own stands for the whole budget; otherwise costs less all funding but the municipalities' cash."""
    year = scenario.year
    lines = lines_of(project, year)
    shares = Allocation.objects.filter(project=project, year=year - 1, replaced_by__isnull=True).values_list("shares__organisation", "shares__gross_minor")
    lent = LentHours.objects.filter(project=project, year=year).select_related("organisation")
    codes = {each.pk: code_of(each) for each in Organisation.objects.filter(shares__allocation__project=project, shares__allocation__year=year - 1)}
    return Purpose(
        currency=project.region.currency,
        year=year,
        base=scenario.base_minor if scenario.base_minor is not None else sum(lines.values()),
        deduct=[] if scenario.base_minor is not None else list(deducted(project, year)),
        lines=lines,
        previous={codes[pk]: minor for pk, minor in shares if pk in codes},
        lent={code_of(row.organisation): (row.delivered_minutes or row.promised_minutes, row.rate_minor) for row in lent},
    )


def lines_of(project: Project, year: int) -> dict[str, int]:
    """Budget line → its costs in minor units. A text that stands twice gets its place after it, so that a rule can name either."""
    found: dict[str, int] = {}
    for text, position, minor in (
        BudgetAmount.objects.filter(line__project=project, year=year).order_by("line__position").values_list("line__text", "line__position", "minor")
    ):
        found[f"{text} ({position})" if text in found else text] = minor
    return found


def deducted(project: Project, year: int) -> Iterable[tuple[str, int]]:
    """Label and minor units. A grant that was refused pays for nothing."""
    rows = FundingAmount.objects.filter(line__project=project, year=year, line__kind__in=TAKEN_FIRST)
    return rows.exclude(line__grant_state=FundingLine.Grant.REFUSED).order_by("line__position").values_list("line__text", "minor")
