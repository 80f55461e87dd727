"""What a year's sharing rests on, read from the records: who takes part, their figures, what is to be shared."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from costsharing.assembling import Definition, Party, Purpose, Value, assemble, figures_named
from costsharing.engine.fields import MOST_TEXT
from costsharing.engine.why import INHABITANTS
from costsharing.models import BudgetAmount, FundingAmount, FundingLine, LentHours, Scenario, ScenarioParticipant, Share
from portfolio.lib.texts import one_line
from portfolio.models import KeyFigure, Organisation
from portfolio.queries.figures import figures_for
from projects.models import Participation, Project

INVITED = (Participation.State.INVITED, Participation.State.ACTIVE)
Figures = Mapping[int, Mapping[str, Value]]
"""Organisation → figure → value."""
TAKEN_FIRST = (FundingLine.Kind.GRANT, FundingLine.Kind.OWN_EFFORT, FundingLine.Kind.OTHER, FundingLine.Kind.UNSPENT)
"""What is deducted before anything is shared: all funding that is no cash from the municipalities."""


@dataclass(frozen=True)
class Basis:
    """A case as the engine takes it, and the rows behind it by official code."""

    case: dict[str, Any]
    organisations: Mapping[str, Organisation]
    figures: frozenset[int]
    """The rows of key figures that it rests on."""
    inhabitants: Mapping[str, Value] = field(default_factory=dict)
    """By official code, whether or not the rule asks for them."""
    costs: int = 0
    """What the year's budget lines add up to, in minor units."""


def name_of(text: str) -> str:
    """A text as the case format takes names: printable, on one line, at most MOST_TEXT characters."""
    return "".join(letter for letter in one_line(text) if letter.isprintable()).strip()[:MOST_TEXT] or "–"


def code_of(organisation: Organisation) -> str:
    """The official code; a party without one gets a name that no code has."""
    return organisation.code or f"o{organisation.pk}"


@dataclass(frozen=True)
class Ground:
    """What all scenarios of a project's year rest on, read once."""

    taking: tuple[Participation, ...]
    """Every participation that holds in the year, whatever its state."""
    lines: Mapping[str, int]
    deduct: Sequence[tuple[str, int]]
    previous: Mapping[str, int]
    lent: Mapping[str, tuple[int, int]]


def basis_of(scenario: Scenario, ticked: Collection[Organisation] | None = None) -> Basis:
    """``ticked``: instead of those that are stored, for a scenario that is not."""
    return bases_of([scenario], None if ticked is None else {scenario.pk: ticked})[0]


def bases_of(scenarios: Sequence[Scenario], ticked: Mapping[int | None, Collection[Organisation]] | None = None) -> list[Basis]:
    """Of one project and year. Eight queries or fewer, whatever the number of scenarios, participants and lines (one more for each other day of figures)."""
    if not scenarios:
        return []
    project, year = scenarios[0].project, scenarios[0].year
    ground = ground_of(project, year)
    chosen = ticks_of(scenarios) if ticked is None else ticked
    parties = {scenario: parties_of(scenario, ground, chosen.get(scenario.pk, ())) for scenario in scenarios}
    figures = figures_by_day(parties)
    payers = payers_of(scenarios)
    return [basis(scenario, ground, parties[scenario], figures[day_of(scenario)], payers) for scenario in scenarios]


def basis(scenario: Scenario, ground: Ground, organisations: Sequence[Organisation], figures: Figures, known: Mapping[str, Organisation]) -> Basis:
    named, months = figures_named(scenario.definition), months_of(scenario.year, ground)
    parties = [
        Party(
            code_of(each), name_of(each.name), {name: value for name, value in figures.get(each.pk, {}).items() if name in named}, *months.get(each.pk, (1, 12))
        )
        for each in organisations
    ]
    sharing = {code_of(each) for each in organisations}  # who takes part pays as a participant
    payers = [each for each in scenario.definition.get("organisations", ()) if each.get("code") in known.keys() - sharing]
    definition = {**scenario.definition, "organisations": payers} if payers else without_payers(scenario.definition)
    case = assemble(definition, purpose_of(scenario, ground), parties)
    rows = frozenset(value.row for party in parties for value in party.figures.values())
    inhabitants = {code_of(each): figures[each.pk][INHABITANTS] for each in organisations if INHABITANTS in figures.get(each.pk, {})}
    rows_by_code = {each["code"]: known[each["code"]] for each in payers} | {code_of(each): each for each in organisations}
    return Basis(case, rows_by_code, rows, inhabitants, sum(ground.lines.values()))


def ground_of(project: Project, year: int) -> Ground:
    """Five queries."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    within = (Q(valid_from__isnull=True) | Q(valid_from__lte=last)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=first))
    shares = Share.objects.filter(allocation__project=project, allocation__year=year - 1, allocation__replaced_by__isnull=True).select_related("organisation")
    lent = LentHours.objects.filter(project=project, year=year).select_related("organisation")
    return Ground(
        taking=tuple(Participation.objects.filter(within, project=project).select_related("organisation")),
        lines=lines_of(project, year),
        deduct=list(deducted(project, year)),
        previous={code_of(share.organisation): share.gross_minor for share in shares},
        lent={code_of(row.organisation): (row.delivered_minutes or row.promised_minutes, row.rate_minor) for row in lent},
    )


def ticks_of(scenarios: Iterable[Scenario]) -> dict[int | None, list[Organisation]]:
    """Scenario → those ticked. No query when none of them chooses its participants."""
    found: dict[int | None, list[Organisation]] = defaultdict(list)
    choosing = [scenario.pk for scenario in scenarios if scenario.who == Scenario.Who.CHOSEN]
    for tick in ScenarioParticipant.objects.filter(scenario__in=choosing).select_related("organisation") if choosing else ():
        found[tick.scenario_id].append(tick.organisation)
    return found


def payers_of(scenarios: Sequence[Scenario]) -> dict[str, Organisation]:
    """Those that pay without taking part, by official code. One that the register does not know is left out, so the engine refuses the part it pays."""
    codes = {each.get("code") for scenario in scenarios for each in scenario.definition.get("organisations", ())}
    if not codes:
        return {}
    country = scenarios[0].project.region.country
    return {each.code: each for each in Organisation.objects.filter(country=country, code__in=codes).exclude(code="")}


def without_payers(definition: Definition) -> Definition:
    return {key: value for key, value in definition.items() if key != "organisations"}


def parties_of(scenario: Scenario, ground: Ground, ticked: Collection[Organisation]) -> list[Organisation]:
    """Who shares by the scenario, by code. Whoever is ticked stays, whether or not it still takes part in the project."""
    states = (Participation.State.ACTIVE,) if scenario.who == Scenario.Who.CONFIRMED else INVITED
    found = set(ticked) if scenario.who == Scenario.Who.CHOSEN else {row.organisation for row in ground.taking if row.state in states}
    return sorted(found, key=code_of)


def months_of(year: int, ground: Ground) -> dict[int, tuple[int, int]]:
    """Organisation → the first and last month of the year in which it takes part."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return {
        row.organisation_id: (
            row.valid_from.month if row.valid_from and row.valid_from > first else 1,
            row.valid_to.month if row.valid_to and row.valid_to < last else 12,
        )
        for row in ground.taking
        if row.state in INVITED
    }


def day_of(scenario: Scenario) -> dt.date:
    return scenario.figures_on or dt.date(scenario.year, 1, 1)


def figures_by_day(parties: Mapping[Scenario, Sequence[Organisation]]) -> dict[dt.date, Figures]:
    """One query for each day that the scenarios ask for. The population is always read: pages tell what it is per inhabitant."""
    found = {}
    for day in {day_of(scenario) for scenario in parties}:
        asked = [scenario for scenario in parties if day_of(scenario) == day]
        names = frozenset({INHABITANTS}).union(*(figures_named(scenario.definition) for scenario in asked))
        found[day] = figures_of({each for scenario in asked for each in parties[scenario]}, names, on=day, region_id=asked[0].project.region_id)
    return found


def figures_of(organisations: Iterable[Organisation], names: Collection[str], *, on: dt.date, region_id: int) -> Figures:
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
        found[row.organisation_id][row.name or row.kind] = Value(row.value, row.date.isoformat(), name_of(row.source.title), row.pk)
    return found


def purpose_of(scenario: Scenario, ground: Ground) -> Purpose:
    """A base of the scenario's own stands for the whole budget; otherwise costs less all funding but the municipalities' cash."""
    return Purpose(
        currency=scenario.project.region.currency,
        year=scenario.year,
        base=scenario.base_minor if scenario.base_minor is not None else sum(ground.lines.values()),
        deduct=[] if scenario.base_minor is not None else ground.deduct,
        lines=ground.lines,
        previous=ground.previous,
        lent=ground.lent,
    )


def lines_of(project: Project, year: int) -> dict[str, int]:
    """Budget line → its costs in minor units."""
    rows = BudgetAmount.objects.filter(line__project=project, year=year).order_by("line__position").select_related("line")
    return {name: row.minor for name, row in named_lines(rows)}


def named_lines(rows: Iterable[BudgetAmount]) -> Iterator[tuple[str, BudgetAmount]]:
    """A text that stands twice gets its place after it, so that a rule can name either."""
    seen: set[str] = set()
    for row in rows:
        text = name_of(row.line.text)
        yield f"{text[:190]} ({row.line.position})" if text in seen else text, row
        seen.add(text)


def deducted(project: Project, year: int) -> Iterable[tuple[str, int]]:
    """Label and minor units. A grant that was refused pays for nothing."""
    rows = FundingAmount.objects.filter(line__project=project, year=year, line__kind__in=TAKEN_FIRST)
    found = rows.exclude(line__grant_state=FundingLine.Grant.REFUSED).order_by("line__position").values_list("line__text", "minor")
    return [(name_of(text), minor) for text, minor in found]
