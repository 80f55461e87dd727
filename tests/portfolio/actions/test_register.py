import pytest
from django.conf import settings

from portfolio.actions.register import FigureMoved, Loaded, load_register
from portfolio.lib.registerfiles import read_register
from portfolio.models import FigureSource, FormerCode, KeyFigure, Organisation
from tests.factories.register import FILES, folder

pytestmark = pytest.mark.django_db
REAL = settings.BASE_DIR / "portfolio/data/register"


def test_all_of_both_countries_is_loaded_once():
    register = read_register(REAL)
    assert load_register(register) == Loaded(sources=4, organisations=683, numbers=855, figures=17_712)
    kinds = Organisation.objects.filter(kind="municipality")
    assert (kinds.filter(country="SE").count(), kinds.filter(country="NO").count()) == (290, 357)
    assert (Organisation.objects.filter(kind="county", country="SE").count(), Organisation.objects.filter(kind="county", country="NO").count()) == (21, 15)
    assert kinds.filter(parent__kind="county").count() == 647
    assert Organisation.history.count() == 683
    assert load_register(register) == Loaded(0, 0, 0, 0)
    assert (Organisation.objects.count(), Organisation.history.count(), FormerCode.objects.count(), KeyFigure.objects.count()) == (683, 683, 855, 17_712)


def test_kongsberg_has_its_three_numbers_and_its_figures():
    load_register(read_register(REAL))
    kongsberg = Organisation.objects.get(country="NO", code="3303")
    assert (kongsberg.name, kongsberg.parent.name) == ("Kongsberg", "Buskerud")
    assert list(kongsberg.former_codes.order_by("first_year").values_list("code", "first_year", "last_year", "share_millionths")) == [
        ("0604", 2005, 2019, 1_000_000),
        ("3006", 2020, 2023, 1_000_000),
        ("3303", 2024, 2026, 1_000_000),
    ]
    figure = kongsberg.figures.get(date="2015-01-01")
    assert (figure.value, figure.kind, figure.basis, figure.source.publisher) == (26_711, "population", "exact", "Statistisk sentralbyrå (SSB)")
    assert kongsberg.figures.count() == 22


def test_swedish_figures_are_of_the_last_of_december():
    load_register(read_register(REAL))
    figure = KeyFigure.objects.get(organisation__code="1492", organisation__country="SE", date="2008-12-31")
    assert (figure.organisation.name, figure.value) == ("Åmål", 12_545)


def test_a_new_name_is_a_change_with_history(tmp_path):
    load_register(read_register(folder(tmp_path)))
    renamed = FILES["organisations.csv"].replace("Ås", "Ås i nord")
    assert load_register(read_register(folder(tmp_path, organisations=renamed))) == Loaded(0, 1, 0, 0)
    assert list(Organisation.objects.get(code="3301").history.values_list("name", "history_type")) == [("Ås i nord", "~"), ("Ås", "+")]


def test_a_longer_history_of_numbers_is_taken_over(tmp_path):
    load_register(read_register(folder(tmp_path)))
    assert load_register(read_register(folder(tmp_path, codes_no=FILES["codes_no.csv"].replace("2026", "2027")))) == Loaded(0, 0, 1, 0)
    assert FormerCode.objects.get(code="3301").last_year == 2027


def test_a_figure_never_changes(tmp_path):
    load_register(read_register(folder(tmp_path)))
    other = read_register(folder(tmp_path, people=FILES["people.csv"].replace("3302,2021,210", "3302,2021,211")))
    with pytest.raises(FigureMoved) as caught:
        load_register(other)
    assert str(caught.value) == (
        "NO 3302 on 2021-01-01: 210 is stored from office, the file says 211. A figure never changes: give the correction a source of its own."
    )
    assert KeyFigure.objects.get(organisation__code="3302", date="2021-01-01").value == 210


def test_nothing_stays_when_the_last_row_is_refused(tmp_path):
    load_register(read_register(folder(tmp_path)))
    renamed = FILES["organisations.csv"].replace("Ås", "Ås i nord")
    other = read_register(folder(tmp_path, organisations=renamed, people=FILES["people.csv"].replace("3302,2021,210", "3302,2021,211")))
    with pytest.raises(FigureMoved):
        load_register(other)
    assert Organisation.objects.get(code="3301").name == "Ås"
    assert FigureSource.objects.count() == 1
