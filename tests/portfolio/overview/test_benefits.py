"""What benefits come to, beside what each municipality pays."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from costsharing.models import Allocation, Share
from milestones.models import Benefit, BenefitMeasurement, BenefitOwner
from portfolio.access.roles import Role
from portfolio.models import Organisation
from projects.models import Project
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> list[Organisation]:
    return [portfolio.municipality("Nes"), portfolio.municipality("Hol")]


@pytest.fixture
def project(places: list[Organisation]) -> Project:
    project = projects.project(stage="closed")
    for place in places:
        projects.participation(project, place)
    row = {"baseline": "ca 10 %", "baseline_on": dt.date(2026, 1, 1), "target": "50 %", "target_on": dt.date(2028, 1, 1)}
    benefit = Benefit.objects.create(project=project, position=1, kind="freed", text="Tid", unit="%", **row)
    BenefitOwner.objects.create(benefit=benefit, organisation=places[0], owner="Rådmannen")
    for month, value in ((6, 2000), (12, 3050)):
        BenefitMeasurement.objects.create(benefit=benefit, measured_on=dt.date(2026, month, 1), value_hundredths=value)
    BenefitMeasurement.objects.create(benefit=benefit, organisation=places[1], measured_on=dt.date(2026, 12, 1), value_hundredths=4000, note="Best")
    return project


def adopted(project: Project, places: list[Organisation]) -> None:
    row = {
        "name": "2026",
        "content_sha256": "",
        "engine": "",
        "decided_on": dt.date(2026, 1, 1),
        "case": {},
        "result": {},
        "body": portfolio.body(project.region),
    }
    by = portfolio.user()
    found = Allocation.objects.create(project=project, year=2026, number=1, adopted_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), adopted_by=by, **row)
    for place, minor in zip(places, (600_00, 400_00), strict=True):
        Share.objects.create(allocation=found, organisation=place, gross_minor=minor, reimbursement_minor=100_00, net_minor=minor - 100_00, exact="1")


def page(project: Project, role: Role = Role.COORDINATOR, **more: Any) -> Any:
    client = Client()
    client.force_login(portfolio.person_with(role, project.region, language="en-gb", **more))
    found = client.get(reverse("benefits", args=[project.region.slug, project.reference]))
    assert found.status_code == 200
    return found


def test_the_line_runs_from_the_baseline_through_all_together_and_knows_its_target(project):
    found = page(project)
    [row] = found.context["page"].benefits
    assert row.together.drawn == [(dt.date(2026, 1, 1), 1000), (dt.date(2026, 6, 1), 2000), (dt.date(2026, 12, 1), 3050)]
    assert (len(row.chart.dots), [tick.value for tick in row.chart.values], row.chart.goal_at) == (3, [1000, 2000, 3000, 4000, 5000], "14.0")
    told = found.content.decode()
    assert ("30.50" in told, "Best" in told) == (True, True)


def test_each_municipality_that_has_measured_twice_has_a_line_to_the_same_axes(project, places):
    benefit = Benefit.objects.get()
    for place, day, value in ((places[1], dt.date(2026, 6, 1), 1000), (places[0], dt.date(2026, 6, 1), 9000), (places[0], dt.date(2026, 12, 1), 9500)):
        BenefitMeasurement.objects.create(benefit=benefit, organisation=place, measured_on=day, value_hundredths=value)
    found = page(project)
    [row] = found.context["page"].benefits
    assert [(name, len(chart.dots)) for name, chart in row.places] == [("Hol", 2), ("Nes", 2)]
    assert len({tuple(tick.value for tick in chart.values) for _name, chart in row.places}) == 1
    assert "Benefit 1 over time in Hol" in found.content.decode()


def test_what_each_pays_stands_beside_what_it_gets(project, places):
    assert [(row.name, row.paid) for row in page(project).context["page"].parties] == [("Hol", None), ("Nes", None)]
    adopted(project, places)
    found = page(project).context["page"]
    assert [(row.name, row.paid, row.got[0].owner, row.got[0].newest) for row in found.parties] == [
        ("Hol", 300_00, "", 4000), ("Nes", 500_00, "Rådmannen", None),
    ]  # fmt: skip
    assert (found.years, found.firm.word) == ([2026], "Adopted")


def test_a_municipal_contact_sees_what_their_own_pays(project, places):
    adopted(project, places)
    found = page(project, Role.CONTACT, organisation=places[0]).context["page"]
    assert [(row.name, row.paid) for row in found.parties] == [("Hol", None), ("Nes", 500_00)]


def test_measuring_goes_on_after_the_project_has_closed(project):
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region))
    address = reverse("edit-new", args=[project.region.slug, project.reference, "measurements"])
    sent = {"benefit": Benefit.objects.get().pk, "measured_on": "2024-01-01", "value_hundredths": "1 050,5", "organisation": ""}
    assert client.post(address, sent).status_code == 303
    assert BenefitMeasurement.objects.get(measured_on=dt.date(2024, 1, 1)).value_hundredths == 1_050_50
    wrong = client.post(address, sent | {"value_hundredths": "mye", "measured_on": "2024-02-01"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["value_hundredths"])
