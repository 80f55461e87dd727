"""A scenario worked out by the engine: its result, or what keeps it from one."""

from dataclasses import dataclass

from costsharing.engine.allocation import allocate
from costsharing.engine.faults import CaseFault, Refused
from costsharing.engine.reading import read_value
from costsharing.engine.result import Result
from costsharing.models import Scenario
from costsharing.queries.cases import Basis, basis_of


@dataclass(frozen=True)
class Tried:
    scenario: Scenario
    basis: Basis
    result: Result | None
    faults: tuple[CaseFault, ...] = ()


def tried(scenario: Scenario) -> Tried:
    """Nothing is stored: a scenario is worked out anew each time that it is looked at."""
    basis = basis_of(scenario)
    try:
        return Tried(scenario, basis, allocate(read_value(basis.case)))
    except Refused as refused:
        return Tried(scenario, basis, None, refused.faults)
