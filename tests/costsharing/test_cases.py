"""What a year's sharing rests on, read from the records."""

import datetime as dt

import pytest

from costsharing.models import BudgetAmount, BudgetLine, FundingAmount, FundingLine, Scenario
from costsharing.queries.cases import basis_of
from portfolio.models import FigureSource, KeyFigure, Organisation
from projects.models import Project
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db
DEFINITION = {"unit": "1", "parts": [{"label": "size", "key": "figure", "figure": "population", "fraction": "1"}]}


def inhabitants(organisation: Organisation, **values: int) -> None:
    source, _ = FigureSource.objects.get_or_create(key="folk", defaults={"title": "Folkmängd", "publisher": "Byrån", "licence": "fri"})
    for day, value in values.items():
        date = dt.date.fromisoformat(day.removeprefix("d").replace("_", "-"))
        KeyFigure.objects.create(organisation=organisation, kind="population", date=date, value=value, source=source)


def line(project: Project, text: str, minor: int, position: int) -> None:
    BudgetAmount.objects.create(line=BudgetLine.objects.create(project=project, position=position, text=text, kind="staff"), year=2017, minor=minor)


def funding(project: Project, kind: str, minor: int, position: int, **more: str) -> None:
    made = FundingLine.objects.create(project=project, position=position, text=kind + more.get("grant_state", ""), kind=kind, **more)
    FundingAmount.objects.create(line=made, year=2017, minor=minor)


@pytest.fixture
def scenario() -> Scenario:
    project = projects.project()
    return Scenario.objects.create(project=project, year=2017, name="A", definition=DEFINITION)


def test_participants_with_the_newest_figure_before_the_year(scenario):
    one, other, gone = (portfolio.municipality() for _ in range(3))
    inhabitants(one, d2015_01_01=10, d2016_12_31=11, d2017_06_30=12)
    projects.participation(scenario.project, one, state="active")
    projects.participation(scenario.project, other, state="invited", valid_from=dt.date(2017, 4, 1))
    projects.participation(scenario.project, gone, state="declined")
    basis = basis_of(scenario)
    first, second = sorted((one, other), key=lambda each: each.code)
    assert [each["code"] for each in basis.case["participants"]] == [first.code, second.code]
    said = {each["code"]: each for each in basis.case["participants"]}
    assert said[one.code]["figures"] == {"population": {"value": 11, "source": "Folkmängd", "date": "2016-12-31"}}
    assert (said[other.code]["from"], "figures" in said[other.code]) == ("2017-04", False)
    assert basis.figures == {KeyFigure.objects.get(value=11).pk}
    scenario.who = Scenario.Who.CONFIRMED
    assert [each["code"] for each in basis_of(scenario).case["participants"]] == [one.code]
    scenario.who = Scenario.Who.CHOSEN
    scenario.chosen.create(organisation=gone)
    assert [each["code"] for each in basis_of(scenario).case["participants"]] == [gone.code]


def test_who_has_left_and_is_asked_again_counts_for_the_months_of_what_is_asked_about(scenario):
    one = portfolio.municipality()
    projects.participation(scenario.project, one, state="active", valid_to=dt.date(2017, 3, 31))
    projects.participation(scenario.project, one, state="invited", valid_from=dt.date(2017, 10, 1))
    months = {}
    for who in (Scenario.Who.INVITED, Scenario.Who.CONFIRMED):
        scenario.who = who
        [said] = basis_of(scenario).case["participants"]
        months[who] = (said["from"], said["to"])
    assert months == {"invited": ("2017-10", "2017-12"), "confirmed": ("2017-01", "2017-03")}


def test_the_base_is_the_budget_and_all_that_is_no_cash_is_deducted(scenario):
    line(scenario.project, "Ledning", 500_00, 1)
    line(scenario.project, "Kurs", 700_00, 2)
    line(scenario.project, "Kurs", 1_00, 3)
    funding(scenario.project, "cash", 600_00, 1)
    funding(scenario.project, "own_effort", 300_00, 2)
    funding(scenario.project, "grant", 200_00, 3, grant_state="sought")
    funding(scenario.project, "grant", 100_00, 4, grant_state="refused")
    case = basis_of(scenario).case
    assert (case["base"], case["deduct"]) == ("1201", [{"label": "own_effort", "amount": "300"}, {"label": "grantsought", "amount": "200"}])
    scenario.definition = {"parts": [{"label": "a", "key": "equal", "lines": ["Kurs", "Kurs (3)"]}]}
    assert basis_of(scenario).case["lines"] == [{"name": "Kurs", "amount": "700"}, {"name": "Kurs (3)", "amount": "1"}]
    scenario.base_minor = 5
    case = basis_of(scenario).case
    assert (case["base"], "deduct" in case) == ("0.05", False)


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_whatever_the_number_of_participants(scenario, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        each = portfolio.municipality()
        inhabitants(each, d2016_01_01=number)
        projects.participation(scenario.project, each, state="active")
        line(scenario.project, f"L{number}", 100, number)
    scenario = Scenario.objects.select_related("project__region").get(pk=scenario.pk)
    with django_assert_num_queries(6):
        assert len(basis_of(scenario).case["participants"]) == rows
