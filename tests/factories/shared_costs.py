"""A project whose year is shared, decided and partly invoiced: equal halves and halves by population, over 100 000 kronor."""

import datetime as dt
from typing import Any

from costsharing.actions.adopting import Reference, adopt, fingerprint
from costsharing.models import Allocation, Charge, Scenario
from costsharing.queries.cases import basis_of
from portfolio.models import Organisation
from projects.models import Project
from tests.factories import portfolio, projects
from tests.factories.figures import figure

HALVES = {
    "unit": "0.01",
    "parts": [{"label": "lika", "key": "equal", "fraction": "1/2"}, {"label": "storlek", "key": "figure", "figure": "population", "fraction": "1/2"}],
}
PEOPLE = {"Bjuv": 10_000, "Hörby": 20_000, "Lund": 70_000}
YEAR = 2026
KR = 100


def shared(people: dict[str, int] = PEOPLE) -> tuple[Project, dict[str, Organisation]]:
    """Everybody takes part."""
    project = projects.project(portfolio.region(country="SE", currency="SEK", time_zone="Europe/Stockholm", language="sv"), language="sv")
    return project, {name: taking(project, name, number) for name, number in people.items()}


def taking(project: Project, name: str, population: int, **fields: Any) -> Organisation:
    """state "": known to the register, with no place in the project."""
    place = portfolio.municipality(name, country="SE")
    figure(place, population, date=dt.date(2025, 1, 1))
    if fields.get("state") != "":
        projects.participation(project, place, **fields)
    return place


def scenario(project: Project, year: int = YEAR, **fields: Any) -> Scenario:
    defaults = {"name": f"A {year}", "definition": HALVES, "base_minor": 100_000 * KR, "who": "confirmed"}
    return Scenario.objects.create(project=project, year=year, **defaults | fields)


def decided(project: Project, year: int = YEAR, **fields: Any) -> Allocation:
    made = scenario(project, year, **fields)
    reference = Reference(portfolio.body(project.region), dt.date(year - 1, 12, 1))
    return adopt(scenario=made, seen=fingerprint(basis_of(made).case), reference=reference, by=portfolio.user())


def charge(allocation: Allocation, organisation: Organisation, net: int, state: str, instalment: int = 1) -> Charge:
    day = dt.date(allocation.year, 2, 1)
    days = {"decided_on": day} | ({"invoiced_on": day} if state in ("invoiced", "paid") else {}) | ({"paid_on": day} if state == "paid" else {})
    row = {"allocation": allocation, "organisation": organisation, "instalment": instalment, "due_on": day, "text": "E-arkiv"}
    return Charge.objects.create(**row, net_minor=net, gross_minor=net, state=state, **days)
