"""A scenario worked out by the engine: its result, or what keeps it from one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from costsharing.engine.allocation import allocate
from costsharing.engine.faults import CaseFault, Refused
from costsharing.engine.reading import read_value
from costsharing.engine.result import Result
from costsharing.models import Scenario
from costsharing.queries.cases import Basis, bases_of, basis_of
from portfolio.models import Organisation


@dataclass(frozen=True)
class Tried:
    scenario: Scenario
    basis: Basis
    result: Result | None
    faults: tuple[CaseFault, ...] = ()


def tried(scenario: Scenario, ticked: Collection[Organisation] | None = None) -> Tried:
    """Nothing is stored: a scenario is worked out anew each time that it is looked at. ``ticked``: of a scenario that is not stored itself."""
    return worked_out(scenario, basis_of(scenario, ticked))


def all_tried(scenarios: Sequence[Scenario]) -> list[Tried]:
    """Of one project and year; as many queries as for one."""
    return [worked_out(scenario, basis) for scenario, basis in zip(scenarios, bases_of(scenarios), strict=True)]


def worked_out(scenario: Scenario, basis: Basis) -> Tried:
    try:
        return Tried(scenario, basis, allocate(read_value(basis.case)))
    except Refused as refused:
        return Tried(scenario, basis, None, refused.faults)
