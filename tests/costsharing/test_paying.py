"""What everybody pays, over many projects and years at once."""

import datetime as dt

import pytest
from django.utils import timezone

from costsharing.models import Allocation, BudgetAmount, BudgetLine, FundingAmount, FundingLine, LentHours, Scenario
from costsharing.queries.cases import bases_of, basis_of
from costsharing.queries.paying import Firm, Paying, minor_of, paying, paying_years
from portfolio.models import FigureSource, KeyFigure, Organisation
from projects.models import Project
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db
ALIKE = {"parts": [{"label": "alike", "key": "equal", "fraction": "1"}]}
BY_SIZE = {"parts": [{"label": "size", "key": "figure", "figure": "population", "fraction": "1"}]}
BY_CARS = {"parts": [{"label": "cars", "key": "figure", "figure": "biler", "fraction": "1"}]}
BY_LINES = {
    "organisations": [{"code": "8888", "name": "Betaler"}, {"code": "9999", "name": "Ukjent"}],
    "max_change": {"fraction": "0.1"},
    "parts": [
        {"label": "lines", "key": "equal", "lines": ["Kurs", "Kurs (2)"]},
        {"label": "paid", "key": "payer", "payer": "8888", "fraction": "1"},
    ],
}


def adopt(project: Project, year: int, total: object = "3", replaces: Allocation | None = None, **shares: tuple[int, int]) -> Allocation:
    """shares: the organisation's key after an underscore → share and reimbursement."""
    allocation = Allocation.objects.create(
        project=project, year=year, number=project.allocations.count() + 1, name="A", case={}, result={"total": total}, adopted_at=timezone.now(),
        adopted_by=portfolio.user(), body=portfolio.body(project.region), decided_on=dt.date(2015, 1, 1), replaces=replaces, reason="nytt" if replaces else "",
    )  # fmt: skip
    for organisation, (gross, back) in shares.items():
        row = {"gross_minor": gross, "reimbursement_minor": back, "net_minor": gross - back, "exact": "1"}
        allocation.shares.create(organisation_id=int(organisation.strip("_")), **row)
    return allocation


def cash(project: Project, year: int, minor: int, certainty: str = "stated") -> None:
    line = FundingLine.objects.create(
        project=project, position=FundingLine.objects.filter(project=project).count() + 1, text="Avgift", kind="cash", certainty=certainty
    )
    FundingAmount.objects.create(line=line, year=year, minor=minor)


def costs(project: Project, year: int, *minors: int) -> None:
    for position, minor in enumerate(minors, 1):
        line, _ = BudgetLine.objects.get_or_create(project=project, position=position, defaults={"text": "Kurs", "kind": "training"})
        BudgetAmount.objects.create(line=line, year=year, minor=minor)


def figures(organisation: Organisation, *values: tuple[str, int]) -> None:
    source, _ = FigureSource.objects.get_or_create(key="folk", defaults={"title": "Folk", "publisher": "Byrå", "licence": "fri"})
    for day, value in values:
        KeyFigure.objects.create(organisation=organisation, kind="population", date=dt.date.fromisoformat(day), value=value, source=source)


def varied() -> None:
    """Scenarios that use everything that a case can rest on."""
    region, parties = portfolio.region(), [portfolio.municipality() for _ in range(4)]
    for place, each in enumerate(parties):
        figures(each, ("2015-12-31", 100 + place), ("2016-06-30", 200 + place), ("2017-01-01", 300 + place))
    own = FigureSource.objects.create(key="egen", title="Egen", publisher="Byrå", licence="fri")
    row = {"organisation": parties[0], "date": dt.date(2015, 12, 31), "source": own}
    KeyFigure.objects.create(kind="population", value=50, region=region, **row)
    KeyFigure.objects.create(kind="other", name="biler", value=51, region=region, **row)
    KeyFigure.objects.create(kind="population", value=52, region=portfolio.region(), **row)
    portfolio.municipality(code="8888", name="Betaler")
    office = Organisation.objects.create(region=region, country="NO", kind="unit", name="Kontoret")
    made = []
    for number in range(2):
        project = projects.project(region)
        projects.participation(project, parties[0], state="active")
        projects.participation(project, parties[1], state="invited", valid_from=dt.date(2016, 4, 15))
        projects.participation(project, parties[2], state="active", valid_to=dt.date(2016, 9, 30))
        projects.participation(project, parties[3], state="declined")
        projects.participation(project, office, state="active")
        for year in (2016, 2017):
            costs(project, year, 1000_00 + number, 500_00, 7)
        for position, kind in enumerate(("cash", "grant", "own_effort"), 1):
            line = FundingLine.objects.create(project=project, position=position, text=kind, kind=kind)
            FundingAmount.objects.create(line=line, year=2016, minor=100_00 * position)
        refused = FundingLine.objects.create(project=project, position=9, text="nei", kind="grant", grant_state="refused")
        FundingAmount.objects.create(line=refused, year=2016, minor=5)
        LentHours.objects.create(project=project, organisation=parties[0], year=2016, promised_minutes=60, delivered_minutes=number * 30, rate_minor=500_00)
        first = adopt(project, 2015, **{f"_{parties[0].pk}": (1, 0)})
        adopt(project, 2015, replaces=first, **{f"_{parties[0].pk}": (9000, 0), f"_{office.pk}": (5, 0)})
        for year in (2016, 2017):
            for name, definition in (("a", ALIKE), ("b", BY_SIZE), ("c", BY_LINES), ("d", BY_CARS)):
                for who in Scenario.Who.values:
                    made.append(Scenario.objects.create(project=project, year=year, name=name + who, definition=definition, who=who))
        made[-1].chosen.create(organisation=parties[3])
        made[-2].base_minor = 12345
        made[-3].figures_on = dt.date(2016, 6, 30)
    Scenario.objects.bulk_update(made, ["base_minor", "figures_on"])


def test_many_cases_are_those_of_each(django_assert_num_queries):
    varied()
    made = list(Scenario.objects.select_related("project__region"))
    with django_assert_num_queries(8):
        found = bases_of(made)
    for scenario, one in zip(made, found, strict=True):
        assert (scenario.name, one) == (scenario.name, basis_of(scenario))
    assert bases_of([]) == []


def test_adopted_before_preliminary_before_possible():
    project, one, other = projects.project(), portfolio.municipality(), portfolio.municipality()
    projects.participation(project, one, state="active")
    projects.participation(project, other, state="invited")
    for year in (2016, 2017, 2018, 2019):
        cash(project, year, 101, certainty="approximate" if year == 2018 else "stated")
        Scenario.objects.create(project=project, year=year, name="A", definition=ALIKE, base_minor=101, is_shown=year != 2018)
    Scenario.objects.filter(year=2019).update(definition={"parts": []})
    old = adopt(project, 2016, **{f"_{one.pk}": (300, 0)})
    adopt(project, 2016, "2.5", replaces=old, **{f"_{one.pk}": (200, 30), f"_{other.pk}": (50, 0)})
    assert paying([project.pk], [2016, 2017, 2018, 2019, 2020]) == {
        (project.pk, 2016): Paying(Firm.ADOPTED, 250, {one.pk: 200, other.pk: 50}, {one.pk: 30}),
        (project.pk, 2017): Paying(Firm.PRELIMINARY, 101, {one.pk: 101, other.pk: 0}),
        (project.pk, 2018): Paying(Firm.POSSIBLE, 101, certainty="approximate"),
        (project.pk, 2019): Paying(Firm.POSSIBLE, 101, is_refused=True),
    }
    assert paying_years([project.pk]) == [2016, 2017, 2018, 2019]
    assert paying_years([]) == []


def test_a_payer_that_takes_part_and_a_name_on_two_lines_are_worked_out_for_many_too():
    project = projects.project()
    one, other = portfolio.municipality(code="8888", name="Betaler"), portfolio.municipality(name="To\nlinjer\x07")
    for each in (one, other):
        projects.participation(project, each, state="active")
    definition = ALIKE | {"organisations": [{"code": "8888", "name": "Betaler"}]}
    Scenario.objects.create(project=project, year=2016, name="A", definition=definition, base_minor=200_00, is_shown=True)
    assert paying([project.pk], [2016])[project.pk, 2016] == Paying(Firm.PRELIMINARY, 200_00, {one.pk: 100_00, other.pk: 100_00})


def test_what_rests_on_a_rough_budget_is_rough():
    project, one = projects.project(), portfolio.municipality()
    projects.participation(project, one)
    costs(project, 2016, 3_000_00)
    cash(project, 2016, 3_000_00, certainty="approximate")
    scenario = Scenario.objects.create(project=project, year=2016, name="A", definition=ALIKE, is_shown=True)
    assert paying([project.pk], [2016])[project.pk, 2016] == Paying(Firm.PRELIMINARY, 3_000_00, {one.pk: 3_000_00}, certainty="approximate")
    Scenario.objects.filter(pk=scenario.pk).update(base_minor=100)
    assert paying([project.pk], [2016])[project.pk, 2016] == Paying(Firm.PRELIMINARY, 100, {one.pk: 100})


@pytest.mark.parametrize(("said", "minor"), [("3", 300), ("-0.25", -25), ("70000", 7_000_000), (None, None), ("zqa", None), ("NaN", None), ("Infinity", None)])
def test_the_total_of_a_stored_answer(said, minor):
    assert minor_of(said) == minor
