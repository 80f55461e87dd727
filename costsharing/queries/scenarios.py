"""What the pages read of scenarios: a project's tries by year, what they are compared with, and what a new one can begin from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from costsharing.composing import RuledLine
from costsharing.models import Budget, BudgetAmount, FundingAmount, RuleVersion, Scenario
from costsharing.queries.grounds import TAKEN_FIRST, code_of, named_lines, shares_in
from portfolio.models import Organisation, Region
from projects.models import Participation, Project

GONE = (Participation.State.DECLINED, Participation.State.LEFT)


@dataclass(frozen=True)
class Lettered:
    """A scenario with the letter that people call it by: A is the first that was made of its year."""

    letter: str
    scenario: Scenario

    def __str__(self) -> str:
        return f"{self.letter}. {self.scenario.name}"


def lettered(scenarios: Iterable[Scenario]) -> list[Lettered]:
    return [Lettered(letter(place), scenario) for place, scenario in enumerate(scenarios)]


def letter(place: int) -> str:
    """A … Z, then AA, AB …"""
    first, last = divmod(place, len(ascii_uppercase))
    return (letter(first - 1) if first else "") + ascii_uppercase[last]


def scenarios_of(project: Project, year: int | None = None) -> list[Scenario]:
    """In the order in which they were made; one query, with rule and project."""
    rows = Scenario.objects.filter(project=project, **({} if year is None else {"year": year})).select_related("rule_version__rule").order_by("year", "pk")
    found = list(rows)
    for scenario in found:
        scenario.project = project
    return found


def by_year(project: Project) -> dict[int, list[Lettered]]:
    """The newest year first."""
    every = scenarios_of(project)
    return {year: lettered(each for each in every if each.year == year) for year in sorted({each.year for each in every}, reverse=True)}


@dataclass(frozen=True)
class Against:
    """What shares are compared with: another scenario, or what was adopted for the year before. Minor units by official code."""

    name: str
    shares: dict[str, int]


def adopted_before(project: Project, year: int) -> Against | None:
    shares = shares_in([project.pk], [year - 1])[project.pk, year - 1]
    return Against(str(year - 1), shares) if shares else None


@dataclass(frozen=True)
class Deducted:
    text: str
    kind: str
    state: str
    state_words: str
    minor: int


def deductions(project: Project, year: int) -> list[Deducted]:
    """What is taken from the costs before anything is shared; a refused grant is told but not deducted."""
    rows = FundingAmount.objects.filter(line__project=project, year=year, line__kind__in=TAKEN_FIRST).select_related("line").order_by("line__position")
    return [Deducted(row.line.text, row.line.get_kind_display(), row.line.grant_state, row.line.get_grant_state_display(), row.minor) for row in rows]


def parties(project: Project) -> list[Participation]:
    """Everybody who was ever asked, the newest word last."""
    return list(Participation.objects.filter(project=project).select_related("organisation").order_by("valid_from", "pk"))


def gone(rows: Sequence[Participation]) -> list[Participation]:
    """Those whose newest word is no."""
    newest = {row.organisation_id: row for row in rows}
    return sorted((row for row in newest.values() if row.state in GONE), key=lambda row: code_of(row.organisation))


def may_be_ticked(rows: Sequence[Participation], region: Region, ticked: Iterable[Organisation]) -> list[Organisation]:
    """Everybody who was asked, the region's members, and whoever is ticked already."""
    members = Organisation.objects.filter(memberships__region=region).distinct()
    return sorted({row.organisation for row in rows} | set(members) | set(ticked), key=code_of)


def rules_in(region: Region, year: int) -> list[RuleVersion]:
    """Of each rule the version that holds in the year."""
    rows = RuleVersion.objects.filter(rule__region=region, first_year__lte=year).select_related("rule").order_by("rule__name", "first_year")
    return list({row.rule_id: row for row in rows}.values())


def ruled_lines(project: Project, year: int) -> list[RuledLine]:
    """The year's budget lines with the rule that each is shared by: its own, else the budget's."""
    holding = {version.rule_id: version for version in rules_in(project.region, year)}
    budget = Budget.objects.filter(project=project).first()
    rows = BudgetAmount.objects.filter(line__project=project, year=year).select_related("line").order_by("line__position")
    found = []
    for name, row in named_lines(rows):
        version = holding.get(row.line.rule_id or (budget.rule_id if budget else None) or 0)
        found.append(RuledLine(name, row.minor, version.rule.name if version else "", version.definition if version else None))
    return found
