"""What each pays, in the mandate: adopted before preliminary, with sums both ways; and nothing at all where nothing is split."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from costsharing.actions.adopting import Reference, adopt, fingerprint
from costsharing.models import Scenario
from costsharing.queries.tried import tried
from portfolio.documents import render
from portfolio.documents.content import Items, Table
from portfolio.documents.cost import cost_tables
from portfolio.documents.mandate import content_of
from portfolio.documents.phrases import Style
from projects.models import Project
from tests.costsharing.test_allocation_pages import DEFINITION
from tests.costsharing.test_cases import funding, inhabitants, line
from tests.factories import portfolio, projects
from tests.factories.full import project_with
from tests.portfolio.documents import pdfs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_norwegian() -> Iterator[None]:
    """As content_of does."""
    with translation.override("nb"):
        yield


STYLE = Style("nb", "nb", "NOK")
NB = "\u00a0"


def with_scenario(count: int = 3, project: Project | None = None, **fields: object) -> Scenario:
    project = project or projects.project(portfolio.region())
    for number in range(1, count + 1):
        each = portfolio.municipality(f"By {number:02d}")
        inhabitants(each, d2016_01_01=1000 * number)
        projects.participation(project, each, state="active")
    line(project, "Drift", 700_00, 91)
    funding(project, "cash", 700_00, 91)
    return Scenario.objects.create(project=project, year=2017, name="A", definition=DEFINITION, **{"is_shown": True} | fields)


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.groups[0]]


def test_the_shown_scenario_is_preliminary_and_adds_up_both_ways():
    (table,) = cost_tables(with_scenario().project, STYLE)
    assert isinstance(table, Table)
    assert texts(table) == [
        ["By 01", f"1{NB}000", "117", "58", "175", "25,00", "0,18"],
        ["By 02", f"2{NB}000", "116", "117", "233", "33,29", "0,12"],
        ["By 03", f"3{NB}000", "117", "175", "292", "41,71", "0,10"],
        ["Sum, 3", f"6{NB}000", "350", "350", "700", "100,00", "0,12"],
    ]
    assert table.groups[0][-1].kind == "sum"
    assert "350 + 350 − 700 = 0." in table.notes[-1]
    assert (table.remark != "", table.is_wide) == (True, True)


def test_what_is_adopted_comes_before_what_is_tried_and_is_not_preliminary():
    scenario = with_scenario()
    reference = Reference(portfolio.body(scenario.project.region, "Regionrådet"), dt.date(2016, 12, 1), "§ 9")
    adopt(scenario=scenario, seen=fingerprint(tried(scenario).basis.case), reference=reference, by=portfolio.user())
    (table,) = cost_tables(scenario.project, STYLE)
    assert table.remark == ""
    assert "Regionrådet, 01.12.2016, § 9." in table.notes[0]


def test_a_scenario_that_cannot_be_worked_out_says_why():
    scenario = with_scenario()
    projects.participation(scenario.project, portfolio.municipality("Uten tall"), state="active")
    (block,) = cost_tables(scenario.project, STYLE)
    assert isinstance(block, Items)
    assert "Uten tall" in block.items[0].cells[0].text


def test_a_mandate_without_one_says_the_same_as_before_and_with_one_gains_only_it():
    project = project_with(1)
    before = content_of(project)
    scenario = Scenario.objects.create(project=project, year=2017, name="A", definition=DEFINITION)
    assert content_of(project).canonical() == before.canonical()
    Scenario.objects.filter(pk=scenario.pk).update(is_shown=True)
    assert content_of(project).canonical() != before.canonical()
    assert b"is_wide" not in before.canonical()


def test_the_wide_table_of_33_prints_on_its_own_pages():
    project = project_with(1)
    project.participations.all().delete()
    with_scenario(33, project)
    content = content_of(project)
    made = render.pdf(content)
    assert (pdfs.conformance_faults(made.data), pdfs.strays(made.data)) == ([], [])
    tables = [block for chapter in content.chapters for block in chapter.blocks if isinstance(block, Table) and block.is_wide]
    assert len(tables) == 1 and len(tables[0].groups[0]) >= 34
