"""Hours lent to a project, what is repaid for them, and the share beside."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from costsharing.models import LentHours, Share
from costsharing.queries.hours import lent_by_year
from portfolio.access.roles import Role
from projects.models import Project
from tests.costsharing.test_constraints import adopted
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return projects.project()


@pytest.fixture
def client(project: Project) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region))
    return client


def page(project: Project, name: str = "lent-hours", *more: object) -> str:
    return reverse(name, args=[project.region.slug, project.reference, *more])


def lent(project: Project, hours: int, year: int = 2016, **more: object) -> LentHours:
    values = {"promised_minutes": 250 * 60, "delivered_minutes": hours * 60, "rate_minor": 350_00, "organisation": portfolio.municipality()} | more
    return LentHours.objects.create(project=project, year=year, **values)


def test_ten_lend_250_hours_each(project):
    for _ in range(10):
        lent(project, 250)
    (year,) = lent_by_year(project)
    assert (year.promised, year.delivered, year.reimbursement, year.allocation) == (2_500 * 60, 2_500 * 60, 875_000_00, None)
    assert [each.net for each in year.lenders] == [None] * 10


def test_a_half_minor_unit_goes_up(project):
    row = lent(project, 0, delivered_minutes=30, rate_minor=1)
    assert (row.reimbursement_minor, LentHours(delivered_minutes=20, rate_minor=1).reimbursement_minor) == (1, 0)


def test_shares_of_the_year_stand_beside_and_all_pay_net(project):
    lender = lent(project, 100).organisation
    lent(project, 10, year=2017)
    allocation, other = adopted(project), portfolio.municipality()
    Share.objects.create(allocation=allocation, organisation=lender, gross_minor=50_000_00, reimbursement_minor=35_000_00, net_minor=15_000_00, exact="50000/1")
    Share.objects.create(allocation=allocation, organisation=other, gross_minor=50_000_00, net_minor=50_000_00, exact="50000/1")
    later, year = lent_by_year(project)
    assert (later.year, later.allocation, year.allocation) == (2017, None, allocation)
    assert [(each.gross, each.reimbursement, each.net) for each in year.lenders] == [(50_000_00, 35_000_00, 15_000_00), (50_000_00, 0, 50_000_00)]
    assert (year.gross, year.net, year.moved) == (100_000_00, 65_000_00, False)
    LentHours.objects.filter(year=2016).update(delivered_minutes=120 * 60)
    assert [year.moved for year in lent_by_year(project)] == [False, True]


def test_the_page_shows_whoever_pays_and_lends_nothing(client, project):
    lent(project, 100)
    Share.objects.create(allocation=adopted(project), organisation=portfolio.municipality("Utlånsfri"), gross_minor=0, net_minor=0, exact="0/1")
    shown = client.get(page(project)).content.decode()
    row = next(row for row in shown.split("<tr ") if "Utlånsfri" in row)
    assert re.findall(r"<td[^>]*>([^<]*)</td>", row) == ["", "", "", "0", "0", "0"]


def test_hours_are_typed_as_people_write_them(client, project):
    who = portfolio.municipality("Høyanger")
    typed = {"organisation": "Høyanger", "year": "2016", "promised_minutes": "250", "delivered_minutes": "7,55", "rate_minor": "412,50", "shown": ""}
    answer = client.post(page(project, "edit-new", "lent-hours"), typed | {"key": str(uuid.uuid4())})
    assert answer.status_code == 303
    row = LentHours.objects.get()
    assert (row.organisation, row.promised_minutes, row.delivered_minutes, row.rate_minor) == (who, 15_000, 453, 412_50)
    form = client.get(page(project, "edit-row", "lent-hours", row.pk)).context["form"]
    assert [form[name].value() for name in ("promised_minutes", "delivered_minutes", "rate_minor")] == ["250", "7,55", "412,50"]
    shown = client.get(page(project))
    assert shown.context["years"][0].lenders[0].reimbursement == 3_114_38


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("promised_minutes", "-1"),
        ("delivered_minutes", "mange"),
        ("delivered_minutes", "7,33"),
        ("rate_minor", "-5"),
        ("rate_minor", ""),
        ("year", "1889"),
        ("organisation", "Ingensteds"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client, project, name, value):
    portfolio.municipality("Høyanger")
    typed = {"organisation": "Høyanger", "year": "2016", "promised_minutes": "250", "delivered_minutes": "0", "rate_minor": "350", "shown": ""}
    answer = client.post(page(project, "edit-new", "lent-hours"), typed | {name: value})
    assert (answer.status_code, list(answer.context["form"].errors), LentHours.objects.count()) == (422, [name], 0)
    assert answer.context["form"][name].value() == value


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_whatever_it_shows(client, django_assert_num_queries, project, rows):
    for number in range(rows):
        lender = lent(project, 1, year=2016).organisation
        allocation = adopted(project, number=number + 1) if number == 0 else allocation  # noqa: F821 the first round makes it
        Share.objects.create(allocation=allocation, organisation=lender, gross_minor=5, net_minor=5, exact="1/20")
    with django_assert_num_queries(4 + 4):
        assert client.get(page(project)).status_code == 200
