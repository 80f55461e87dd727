"""A region's rules as its pages read them: what holds, since when, who uses it, and what it would give."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from costsharing.assembling import Definition, Party, Purpose, assemble, figures_named, lines_named
from costsharing.engine.allocation import allocate
from costsharing.engine.faults import CaseFault, Refused
from costsharing.engine.reading import read_value
from costsharing.models import Allocation, Rule, RuleVersion, Scenario
from costsharing.queries.dated import figures_of, standing
from costsharing.queries.grounds import code_of, name_of
from portfolio.models import KeyFigure, Organisation, Region
from portfolio.queries.figures import names_of
from portfolio.queries.register import members_of
from projects.models import Project

EXAMPLE = 1_000_000_00


def version_in(versions: Iterable[RuleVersion], year: int) -> RuleVersion | None:
    """The one that holds in the year; before the first year, nothing does."""
    begun = [version for version in versions if version.first_year <= year]
    return max(begun, key=lambda version: version.first_year, default=None)


def projects_using(region: Region) -> dict[int, set[int]]:
    """Rule → projects whose budget, lines, scenarios or allocations rest on it. One query."""
    mine = Project.objects.filter(region=region).order_by()
    budgets = mine.filter(budget__rule__isnull=False).values_list("budget__rule", "pk")
    lines = mine.filter(budgetline_rows__rule__isnull=False).values_list("budgetline_rows__rule", "pk")
    scenarios = Scenario.objects.filter(project__region=region, rule_version__isnull=False).order_by().values_list("rule_version__rule", "project")
    allocations = Allocation.objects.filter(project__region=region, rule_version__isnull=False).order_by().values_list("rule_version__rule", "project")
    found: dict[int, set[int]] = defaultdict(set)
    for rule, project in budgets.union(lines, scenarios, allocations):
        found[rule].add(project)
    return found


@dataclass(frozen=True)
class Held:
    """A rule of the list. version: the one that holds, else the next; None when it has none."""

    rule: Rule
    version: RuleVersion | None
    holds: bool
    versions: int
    projects: int


def rules_of(region: Region, year: int) -> list[Held]:
    """Three queries, however many rules."""
    used = projects_using(region)
    found = []
    for rule in region.rules.prefetch_related("versions"):
        versions = list(rule.versions.all())
        now = version_in(versions, year)
        found.append(Held(rule, now or next(iter(versions), None), now is not None, len(versions), len(used.get(rule.pk, ()))))
    return found


def versions_with_use(rule: Rule) -> list[tuple[RuleVersion, int | None, int]]:
    """Each with the year before the next one's first (None: open) and how many allocations rest on it; the newest first."""
    versions = list(rule.versions.order_by("first_year"))
    used: dict[int, int] = defaultdict(int)
    for pk in Allocation.objects.filter(rule_version__rule=rule).values_list("rule_version", flat=True):
        used[pk] += 1
    ends = [*(version.first_year - 1 for version in versions[1:]), None][: len(versions)]
    return [(version, end, used[version.pk]) for version, end in zip(versions, ends, strict=True)][::-1]


def is_adopted(version: RuleVersion) -> bool:
    return version.pk is not None and Allocation.objects.filter(rule_version=version).exists()


def changes_of(rule: Rule, most: int = 20) -> QuerySet[Any]:
    """What was done to its versions, the latest first."""
    return RuleVersion.history.filter(rule=rule).select_related("history_user").order_by("-history_date", "-history_id")[:most]


def figures_known(region: Region, definition: Definition) -> list[str]:
    """Key figures that a rule of the region may name: the kinds that all have, its own, and those that it names already."""
    kinds = [kind for kind in KeyFigure.Kind.values if kind != KeyFigure.Kind.OTHER]
    return list(dict.fromkeys([*kinds, *names_of(region.pk), *sorted(named_safely(definition))]))


def named_safely(definition: Definition) -> frozenset[str]:
    parts = [part for part in definition.get("parts", ()) if isinstance(part, dict)]
    return figures_named({"parts": parts})


def people_known(region: Region, definitions: Iterable[Definition], on: dt.date) -> dict[str, str]:
    """Code → name of the region's members, and of whom the rules name besides. Two queries at most."""
    definitions = list(definitions)
    found = {code_of(each): each.name for each in members_of(region, on=on)}
    outside = {each["code"]: each.get("name", "") for definition in definitions for each in definition.get("organisations", ())}
    missing = set[str]().union(*map(codes_in, definitions)) - found.keys() - outside.keys()
    register = Organisation.objects.filter(country=region.country, region__isnull=True, code__in=missing) if missing else ()
    return dict.fromkeys(sorted(missing), "") | {each.code: each.name for each in register} | outside | found


def codes_in(definition: Definition) -> set[str]:
    """Everybody whom the rule names."""
    found = {code for field in ("exceptions", "corrections") for code in definition.get(field, {})}
    for part in definition.get("parts", ()):
        found |= {code for field in ("percent", "amounts", "quantities", "own") for code in part.get(field, {})}
        found |= {part["payer"]} if "payer" in part else set()
    remainder = definition.get("remainder", "largest")
    return found | ({remainder} if remainder != "largest" else set())


@dataclass(frozen=True)
class ExampleRow:
    name: str
    minor: int
    per_inhabitant: int | None


@dataclass(frozen=True)
class Example:
    """What the rule would give the region's members of a million, or of its own prices; or why it gives nothing."""

    rows: list[ExampleRow]
    total: int
    of_million: bool
    faults: tuple[CaseFault, ...] = ()


def example_of(region: Region, definition: Definition, on: dt.date) -> Example:
    """Nothing is stored. Two queries."""
    members = list(members_of(region, on=on))
    figures = figures_of([each.pk for each in members], named_safely(definition) | {"population"}, until=on, region_id=region.pk)
    shares = any("fraction" in part for part in definition.get("parts", ()))
    lines = dict.fromkeys(lines_named(definition), EXAMPLE // 10)
    purpose = Purpose(region.currency, on.year, EXAMPLE if shares else None, lines=lines)
    parties = [Party(code_of(each), name_of(each.name), standing(figures, each.pk, on)) for each in members]
    sharing = {party.code for party in parties}
    outside = [each for each in definition.get("organisations", ()) if each.get("code") not in sharing]
    try:
        result = allocate(read_value(assemble({**definition, "organisations": outside}, purpose, parties)))
    except Refused as refused:
        return Example([], 0, shares, refused.faults)
    people = {party.code: party.figures["population"].value for party in parties if "population" in party.figures}
    names = {party.code: party.name for party in parties} | {each["code"]: each.get("name", "") for each in outside}
    rows = [ExampleRow(names[code], result.amount(code), per_head(result.amount(code), people.get(code))) for code in result.columns.codes]
    return Example(rows, result.total, shares)


def per_head(minor: int, people: int | None) -> int | None:
    return round(Fraction(minor, people)) if people else None


def entry_of(region: Region, model: Any, number: int) -> QuerySet[Any]:
    """A line of history of the region's rules, by its number."""
    rows = model.history.filter(history_id=number)
    return rows.filter(region=region) if model is Rule else rows.filter(rule__in=region.rules.values("pk"))
