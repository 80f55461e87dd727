"""A benefit with what has been measured of it: together, and in each municipality."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from milestones.measuring import Course, course
from milestones.models import Benefit, BenefitMeasurement, BenefitOwner
from portfolio.lib.chart import Chart, chart


@dataclass(frozen=True)
class BenefitRow:
    """courses: by the municipality's key; None for all together."""

    number: int
    benefit: Benefit
    courses: dict[int | None, Course]

    @property
    def together(self) -> Course:
        return self.courses[None]

    @property
    def measurements(self) -> list[BenefitMeasurement]:
        """The newest first."""
        return list(reversed(self.benefit.measurements.all()))

    @property
    def chart(self) -> Chart | None:
        """Of all together."""
        its = self.together
        return chart(its.drawn, its.goal[1] if its.goal else None)

    @property
    def places(self) -> list[tuple[str, Chart]]:
        """Each municipality that has measured on two days, by name, its line drawn to the same axes as the others'."""
        its = {name: self.courses[pk].drawn for pk, name in self.names.items() if pk in self.courses}
        every = [each for drawn in its.values() for each in drawn]
        return [(name, found) for name in sorted(its) if (found := chart(its[name], beside=every))]

    @property
    def names(self) -> dict[int, str]:
        """Every municipality that has an owner or a measurement of it."""
        found: list[BenefitOwner | BenefitMeasurement] = [*self.benefit.owners.all(), *self.benefit.measurements.all()]
        return {each.organisation.pk: each.organisation.name for each in found if each.organisation}

    def owner_of(self, organisation: int) -> str:
        return next((each.owner for each in self.benefit.owners.all() if each.organisation_id == organisation), "")

    def newest_of(self, organisation: int) -> int | None:
        its = self.courses.get(organisation)
        return its.newest[1] if its and its.newest else None


def benefit_rows(found: Iterable[Benefit]) -> list[BenefitRow]:
    return [benefit_row(number, benefit) for number, benefit in enumerate(found, 1)]


def benefit_row(number: int, benefit: Benefit) -> BenefitRow:
    """Baseline and target are those of all together; a municipality has none of its own."""
    measured: dict[int | None, list[tuple[object, int]]] = defaultdict(list, {None: []})
    for each in benefit.measurements.all():
        measured[each.organisation_id].append((each.measured_on, each.value_hundredths))
    start, goal = (benefit.baseline_on, benefit.baseline), (benefit.target_on, benefit.target)
    courses = {key: course(values, *((start, goal) if key is None else ((None, ""), (None, "")))) for key, values in measured.items()}  # type: ignore[arg-type]
    return BenefitRow(number, benefit, courses)
