"""What the fields of one dossier say of each other: periods, numbers used once, names that stand elsewhere in the file."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from milestones.models import Risk
from portfolio.exchange import recorded
from portfolio.exchange.faults import Fault, Path
from portfolio.exchange.rows import Row, again, below, budget_rows, rows
from portfolio.lib import bounds

FIRST, LAST = bounds.MONEY_YEARS
STRATEGIES = {Risk.Kind.RISK: Risk.OF_RISKS, Risk.Kind.OPPORTUNITY: Risk.OF_OPPORTUNITIES}


def faults_of(dossier: Row) -> Iterator[Fault]:
    yield from reversed_periods(dossier)
    yield from repeats(dossier)
    yield from names(dossier)
    yield from strategies(dossier)
    yield from recorded.faults_of(dossier)
    for path, year in years_of_money(dossier):
        if not FIRST <= year <= LAST:
            yield Fault(path, _("must be a year from %(first)s to %(last)s") % {"first": FIRST, "last": LAST})
    for place, commitment in enumerate(dossier.get("commitments", [])):
        if "most" in commitment and commitment["most"] < commitment["least"]:
            yield Fault(("commitments", place, "most"), _("is less than least"))
    for path, line in budget_rows(dossier, "funding"):
        for key in ("grant_state", "grant_terms", "apply_by"):
            if key in line and line["kind"] != "grant":
                yield Fault((*path, key), _("stands beside a kind that is no grant"))
    for path, risk in rows(dossier, "risks"):
        if "strategy" in risk and risk["strategy"] not in STRATEGIES[risk["kind"]]:
            yield Fault((*path, "strategy"), _("is none of %(kind)s") % {"kind": risk["kind"]})
        if risk.get("status") == "closed" and "closed_because" not in risk:
            yield Fault((*path, "status"), _("is closed without closed_because"))
    for place, role in enumerate(dossier.get("roles", [])):
        if {"body", "organisation"} <= role.keys():
            yield Fault(("roles", place, "organisation"), _("stands beside a body; only one of them can hold the role"))


def years_of_money(dossier: Row) -> Iterator[tuple[Path, int]]:
    for section in ("lines", "funding"):
        for path, line in budget_rows(dossier, section):
            yield from (((*path, "amounts", year), int(year)) for year in line.get("amounts", {}))
    for path, cost in budget_rows(dossier, "local_costs"):
        yield from (((*path, "amounts", place, "year"), row["year"]) for place, row in enumerate(cost.get("amounts", [])))


# ---- periods ---------------------------------------------------------------
def reversed_periods(dossier: Row) -> Iterator[Fault]:
    project = [(("project",), dossier["project"])]
    yield from reversed_in([*project, *rows(dossier, "phases")], "starts_on", "ends_on")
    yield from reversed_in(rows(dossier, "tasks"), "starts_on", "due_on")
    yield from reversed_in(rows(dossier, "reports"), "period_from", "period_to")
    for frozen in below(dossier, "baselines", "rows"):
        yield from reversed_in(frozen, "starts_on", "ends_on")
    yield from reversed_in(rows(dossier, "strategies", "roles", "participants"), "valid_from", "valid_to")
    yield from reversed_in(rows(dossier, "participants"), "notice_on", "valid_to")


def reversed_in(found: Any, first: str, last: str) -> Iterator[Fault]:
    for path, row in found:
        if first in row and last in row and row[last] < row[first]:
            yield Fault((*path, last), _("is before %(first)s") % {"first": first})


# ---- once only -------------------------------------------------------------
def repeats(dossier: Row) -> Iterator[Fault]:
    yield from again(rows(dossier, "bodies"), ["name"], _("is the name of a body that stands here already"))
    yield from again(rows(dossier, "strategies"), ["key"], _("is the key of a strategy that stands here already"))
    yield from again(rows(dossier, "goals"), ["number", "strategy", "area"], _("is a goal that the project refers to already"))
    yield from again(rows(dossier, "decision_points"), ["number"], _("is the number of another decision point"))
    party = ["country", "code", "kind", "name"]
    open_ones = [(path, row) for path, row in rows(dossier, "participants") if "valid_to" not in row]
    yield from again(open_ones, party, _("takes part already, without an end"), at=())
    begun = [(path, row) for path, row in rows(dossier, "participants") if "valid_from" in row]
    yield from again(begun, ["valid_from", *party], _("is the day on which the same participant begins already"))
    for path, cost in budget_rows(dossier, "local_costs"):
        amounts = [((*path, "amounts", place), row) for place, row in enumerate(cost.get("amounts", []))]
        yield from again(amounts, ["year", *party], _("is a year in which the same municipality stands here already"))
    for reviews in below(dossier, "risks", "reviews"):
        yield from again(reviews, ["reviewed_on"], _("is a day on which the risk was looked at already"))
    for child in ("risks", "hits"), ("benefits", "owners"):
        for parties in below(dossier, *child):
            yield from again(parties, party, _("is a party that stands here already"), at=())
    for measured in below(dossier, "benefits", "measurements"):
        flat = [(path, {"measured_on": row["measured_on"], **row.get("organisation", {})}) for path, row in measured]
        yield from again(flat, ["measured_on", *party], _("is a day on which the same was measured already"))


# ---- names that stand elsewhere in the file --------------------------------
def names(dossier: Row) -> Iterator[Fault]:
    bodies = {row["name"] for row in dossier.get("bodies", [])}
    used = set()
    for path, row in rows(dossier, "roles", "decision_points", "decisions"):
        if "body" in row:
            used.add(row["body"])
            if row["body"] not in bodies:
                yield Fault((*path, "body"), _("is not among bodies"))
    for path, row in rows(dossier, "bodies"):
        if row["name"] not in used:
            yield Fault((*path, "name"), _("is not named by any role, decision point or decision; leave it out"))
    phases = len(dossier.get("phases", []))
    for path, row in [*rows(dossier, "milestones", "tasks"), *budget_rows(dossier, "lines")]:
        if "phase" in row and row["phase"] > phases:
            yield Fault((*path, "phase"), _("is beyond the %(phases)s phases") % {"phases": phases})
    if dossier["project"].get("follows") == dossier["project"]["reference"]:
        yield Fault(("project", "follows"), _("is the project itself"))


def strategies(dossier: Row) -> Iterator[Fault]:
    """Every focus area and goal that the project refers to stands in strategies, and nothing else does."""
    areas, goals = set(), set()
    if focus := dossier["project"].get("focus_area"):
        areas.add((focus["strategy"], focus["area"]))
    for _path, row in rows(dossier, "goals"):
        areas.add((row["strategy"], row["area"]))
        goals.add((row["strategy"], row["area"], row["number"]))
    there: set[tuple[Any, ...]] = set()
    for path, strategy in rows(dossier, "strategies"):
        for at, area in enumerate(strategy["areas"]):
            mark, place = (strategy["key"], area["name"]), (*path, "areas", at)
            yield from once_and_used(mark, there, areas, (*place, "name"))
            for number, goal in enumerate(area.get("goals", [])):
                yield from once_and_used((*mark, goal["number"]), there, goals, (*place, "goals", number, "number"))
    if focus and (focus["strategy"], focus["area"]) not in there:
        yield Fault(("project", "focus_area"), _("is not among strategies"))
    for path, row in rows(dossier, "goals"):
        if (row["strategy"], row["area"], row["number"]) not in there:
            yield Fault(path, _("is not among strategies"))


def once_and_used(mark: tuple[Any, ...], there: set[tuple[Any, ...]], used: set[Any], path: Path) -> Iterator[Fault]:
    if mark in there:
        yield Fault(path, _("stands in this strategy already"))
    there.add(mark)
    if mark not in used:
        yield Fault(path, _("is not referred to by the project; leave it out"))
