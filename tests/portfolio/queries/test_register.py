import datetime as dt

import pytest

from portfolio.actions.register import load_register
from portfolio.lib.registerfiles import read_register
from portfolio.models import FigureSource, FormerCode, KeyFigure, Organisation
from portfolio.queries.register import Population, YearTotal, differences, members_of, municipalities_by_code, population_of, year_totals
from tests.factories import portfolio
from tests.factories.register import folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    return FigureSource.objects.create(key="office", title="Folketall", publisher="Byrået", licence="CC0")


def figure(organisation, source, year, value):
    return KeyFigure.objects.create(organisation=organisation, kind="population", date=dt.date(year, 1, 1), value=value, basis="exact", source=source)


@pytest.mark.parametrize("rows", [1, 3])
def test_population_is_one_query_whatever_the_number(rows, source, django_assert_num_queries):
    places = [portfolio.municipality() for _ in range(rows)]
    for place in places:
        for year in (2014, 2015, 2016):
            figure(place, source, year, year)
    with django_assert_num_queries(1):
        found = population_of(places, on=dt.date(2015, 12, 31))
    assert found == {place.pk: Population(2015, dt.date(2015, 1, 1), "exact", "Folketall") for place in places}


def test_the_newest_figure_on_the_day_counts_and_later_ones_do_not(source):
    place, without = portfolio.municipality(), portfolio.municipality()
    figure(place, source, 2015, 100)
    assert population_of([place, without], on=dt.date(2015, 1, 1))[place.pk].value == 100
    assert population_of([place, without], on=dt.date(2014, 12, 31)) == {}


def test_of_two_figures_of_one_day_the_later_source_counts(source):
    place = portfolio.municipality()
    figure(place, source, 2015, 100)
    figure(place, FigureSource.objects.create(key="correction", title="Rettelse", publisher="Byrået", licence="CC0"), 2015, 101)
    assert population_of([place], on=dt.date(2015, 1, 1))[place.pk] == Population(101, dt.date(2015, 1, 1), "exact", "Rettelse")


def test_other_figures_are_not_population(source):
    place = portfolio.municipality()
    KeyFigure.objects.create(organisation=place, kind="pupils", date=dt.date(2015, 1, 1), value=5, source=source)
    assert population_of([place], on=dt.date(2016, 1, 1)) == {}


def test_members_are_those_of_the_day():
    region, elsewhere = portfolio.region(), portfolio.region()
    stays, leaves, joins = (portfolio.municipality(name) for name in ("Tinn", "Øvre Eiker", "Hjartdal"))
    portfolio.member(region, stays)
    portfolio.member(region, leaves, valid_from=dt.date(2007, 5, 21), valid_to=dt.date(2013, 12, 31))
    portfolio.member(region, joins, valid_from=dt.date(2014, 1, 1))
    portfolio.member(elsewhere)
    assert list(members_of(region, on=dt.date(2013, 12, 31))) == [stays, leaves]
    assert list(members_of(region, on=dt.date(2014, 1, 1))) == [joins, stays]


def test_somebody_who_came_back_is_one_member():
    region, place = portfolio.region(), portfolio.municipality()
    portfolio.member(region, place, valid_from=dt.date(2007, 1, 1), valid_to=dt.date(2015, 1, 1))
    portfolio.member(region, place, valid_from=dt.date(2015, 1, 1))
    assert list(members_of(region, on=dt.date(2015, 1, 1))) == [place]


@pytest.mark.parametrize(
    ("code", "year", "meant"),
    [
        ("0604", 2015, ["3303"]),
        ("3006", 2021, ["3303"]),
        ("3303", 2024, ["3303"]),
        ("3303", 2030, ["3303"]),
        ("3303", 2015, []),
        ("0604", 2021, []),
        ("1507", 2021, ["1508", "1580"]),
        ("9999", 2021, []),
    ],
)
def test_a_number_means_what_it_meant_in_the_year(code, year, meant):
    for now, then, first, last, share in [
        ("3303", "0604", 2005, 2019, 1_000_000),
        ("3303", "3006", 2020, 2023, 1_000_000),
        ("3303", "3303", 2024, 2026, 1_000_000),
        ("1508", "1507", 2020, 2023, 500_000),
        ("1580", "1507", 2020, 2023, 500_000),
    ]:
        place = municipality_with(now)
        FormerCode.objects.create(organisation=place, code=then, first_year=first, last_year=last, share_millionths=share)
    assert [place.code for place in municipalities_by_code("NO", code, year=year)] == meant


def municipality_with(code):
    return Organisation.objects.filter(code=code).first() or portfolio.municipality(code=code)


def test_a_swedish_code_without_history_has_always_been_the_same():
    lund = portfolio.municipality("Lund", country="SE", code="1281")
    assert list(municipalities_by_code("SE", "1281", year=1990)) == [lund]
    assert list(municipalities_by_code("NO", "1281", year=1990)) == []


def test_totals_and_differences_compare_with_the_files(tmp_path):
    register = read_register(folder(tmp_path))
    load_register(register)
    assert year_totals() == [YearTotal("NO", dt.date(2020, 1, 1), 300, 2), YearTotal("NO", dt.date(2021, 1, 1), 320, 2)]
    assert list(differences(register)) == []
    KeyFigure.objects.filter(value=210).update(value=211)
    FormerCode.objects.filter(code="0601").delete()
    assert list(differences(register)) == [
        "number only in the files: NO 3301 0601 2005 2019 1000000",
        "population only in the files: NO 3302 2021-01-01 210 exact office",
        "population only in the database: NO 3302 2021-01-01 211 exact office",
    ]
