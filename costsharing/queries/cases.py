"""Cases put together from scenarios and what they rest on: any number of one region's at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from costsharing.assembling import Definition, Party, Purpose, Value, assemble, figures_named
from costsharing.engine.why import INHABITANTS
from costsharing.models import Scenario, ScenarioParticipant
from costsharing.queries.carried import Carried, carried_in
from costsharing.queries.dated import Figures, figures_of, standing
from costsharing.queries.grounds import HAVE_JOINED, INVITED, Ground, code_of, grounds_of, name_of
from portfolio.models import Organisation
from projects.models import Participation, Project


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
    carried: Mapping[str, int] = field(default_factory=dict)
    """By official code: what was paid beforehand and carried forward, which the case has among its corrections."""


@dataclass(frozen=True)
class Sharing:
    """Who shares by a scenario, by code, and the first and last month of the year in which each takes part."""

    organisations: Sequence[Organisation]
    months: Mapping[int, tuple[int, int]]


def basis_of(scenario: Scenario, ticked: Collection[Organisation] | None = None) -> Basis:
    """``ticked``: instead of those that are stored, for a scenario that is not."""
    return bases_of([scenario], None if ticked is None else {scenario.pk: ticked})[0]


def bases_of(scenarios: Sequence[Scenario], ticked: Mapping[int | None, Collection[Organisation]] | None = None) -> list[Basis]:
    """Of one region, which is read already as their projects are. Eight queries or fewer, whatever there is of anything;
    three more where money is carried forward.
    """
    if not scenarios:
        return []
    grounds = grounds_of({year_of(scenario) for scenario in scenarios})
    carried = carried_in({key: ground.settled for key, ground in grounds.items()})
    chosen = ticks_of(scenarios) if ticked is None else ticked
    sharing = [sharing_of(scenario, grounds[year_of(scenario)], chosen.get(scenario.pk, ())) for scenario in scenarios]
    figures, payers = figures_behind(scenarios, sharing), payers_of(scenarios)
    return [
        basis(scenario, Resting(grounds[year_of(scenario)], carried.get(year_of(scenario), {})), each, figures, payers)
        for scenario, each in zip(scenarios, sharing, strict=True)
    ]


def year_of(scenario: Scenario) -> tuple[int, int]:
    return scenario.project_id, scenario.year


@dataclass(frozen=True)
class Resting:
    """What a scenario rests on, and what was carried forward into its year, by official code."""

    ground: Ground
    carried: Mapping[str, Carried]


def basis(scenario: Scenario, on: Resting, sharing: Sharing, figures: Figures, known: Mapping[str, Organisation]) -> Basis:
    """Whoever paid beforehand and shares no more stands outside, with its money as a credit."""
    ground, carried = on.ground, on.carried if scenario.base_minor is None else {}
    named, day = figures_named(scenario.definition), day_of(scenario)
    taking = {code_of(each): each for each in sharing.organisations}
    held = {code: standing(figures, each.pk, day) for code, each in taking.items()}
    parties = [
        Party(code, name_of(each.name), {name: value for name, value in held[code].items() if name in named}, *sharing.months.get(each.pk, (1, 12)))
        for code, each in taking.items()
    ]
    asked = scenario.definition.get("organisations", ())
    payers = [each for each in asked if each.get("code") in known.keys() - taking.keys()]  # who takes part pays as a participant
    paid = {code: each.minor for code, each in carried.items()}
    gone = {code: each.organisation for code, each in carried.items() if code not in taking and code not in {one["code"] for one in payers}}
    outside = [*payers, *({"code": code, "name": name_of(each.name)} for code, each in sorted(gone.items()))]
    definition = {**scenario.definition, "organisations": outside} if outside else without_payers(scenario.definition)
    purpose = replace(purpose_of(scenario, ground, paid), joining=joining_in(scenario, ground, taking), joining_label=fee_label(scenario.project))
    return Basis(
        case=assemble(definition, purpose, parties),
        organisations={each["code"]: known[each["code"]] for each in payers} | gone | taking,
        figures=frozenset(value.row for party in parties for value in party.figures.values()),
        inhabitants={code: values[INHABITANTS] for code, values in held.items() if INHABITANTS in values},
        costs=sum(ground.lines.values()),
        carried=paid,
    )


def sharing_of(scenario: Scenario, ground: Ground, ticked: Collection[Organisation]) -> Sharing:
    """Whoever is ticked stays, whether or not it still takes part in the project."""
    states = HAVE_JOINED if scenario.who == Scenario.Who.CONFIRMED else (*INVITED, *HAVE_JOINED)
    taking = [row for row in ground.taking if row.state in states]
    found = set(ticked) if scenario.who == Scenario.Who.CHOSEN else {row.organisation for row in taking}
    return Sharing(sorted(found, key=code_of), {row.organisation_id: months_of(row, scenario.year) for row in taking})


def months_of(row: Participation, year: int) -> tuple[int, int]:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return (
        row.valid_from.month if row.valid_from and row.valid_from > first else 1,
        row.valid_to.month if row.valid_to and row.valid_to < last else 12,
    )


def joining_in(scenario: Scenario, ground: Ground, taking: Mapping[str, Organisation]) -> dict[str, int]:
    """By official code, of those that share: what is paid for joining in the year."""
    rows = {row.organisation_id: row for row in ground.taking if row.joining_fee_minor and row.valid_from and row.valid_from.year == scenario.year}
    return {code: rows[each.pk].joining_fee_minor or 0 for code, each in taking.items() if each.pk in rows}


def fee_label(project: Project) -> str:
    """What the part is called, in the language of the project: it stands in what is adopted."""
    with translation.override(project.language):
        return _("Joining fee")


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


def day_of(scenario: Scenario) -> dt.date:
    return scenario.figures_on or dt.date(scenario.year, 1, 1)


def figures_behind(scenarios: Sequence[Scenario], sharing: Iterable[Sharing]) -> Figures:
    """The population is always read: pages tell what it is per inhabitant."""
    names = frozenset({INHABITANTS}).union(*(figures_named(scenario.definition) for scenario in scenarios))
    everybody = {each.pk for one in sharing for each in one.organisations}
    return figures_of(everybody, names, until=max(map(day_of, scenarios)), region_id=scenarios[0].project.region_id)


def purpose_of(scenario: Scenario, ground: Ground, carried: Mapping[str, int]) -> Purpose:
    """A base of the scenario's own stands for the whole budget; otherwise costs less all funding but the municipalities' cash."""
    return Purpose(
        currency=scenario.project.region.currency,
        year=scenario.year,
        base=scenario.base_minor if scenario.base_minor is not None else sum(ground.lines.values()),
        deduct=[] if scenario.base_minor is not None else ground.deduct,
        lines=ground.lines,
        previous=ground.previous,
        lent=ground.lent,
        carried=carried,
    )
