"""What every municipality pays, over the region's projects and years."""

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from costsharing.models import Scenario
from portfolio.access.roles import Role
from portfolio.models import Organisation, Region
from projects.models import Project
from tests.costsharing.test_paying import ALIKE, BY_SIZE, adopt, cash, figures
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year + 1


@pytest.fixture
def region() -> Region:
    return portfolio.region()


@pytest.fixture
def ada(region) -> Organisation:
    return portfolio.member(region, portfolio.municipality("Ada")).organisation


@pytest.fixture
def bø(region) -> Organisation:
    return portfolio.member(region, portfolio.municipality("Bø")).organisation


@pytest.fixture
def shop(region, ada, bø) -> list[Project]:
    """One adopted for 300.50, one shown as preliminary for 100, one possible for 77."""
    decided, offered, wished = (projects.project(region, name, name=name.capitalize()) for name in ("bestemt", "tilbudt", "mulig"))
    for project in (decided, offered, wished):
        projects.participation(project, ada, state="active")
        projects.participation(project, bø, state="invited")
    adopt(decided, YEAR, "300.5", **{f"_{ada.pk}": (200_00, 30_00), f"_{bø.pk}": (100_50, 0)})
    Scenario.objects.create(project=offered, year=YEAR, name="A", definition=ALIKE, base_minor=100_00, is_shown=True)
    cash(wished, YEAR, 77_00, certainty="approximate")
    cash(wished, YEAR + 2, 78_00)
    return [decided, offered, wished]


def get(region: Region, who: Any, name: str = "costs", status: int = 200, **query: object) -> Any:
    client = Client()
    client.force_login(who)
    response = client.get(reverse(name, args=[region.slug]), query)
    assert response.status_code == status
    return response


def cells(table: Any) -> dict[str, list[int | None]]:
    return {line.name: [line.of(column.of) for column in table.columns] for line in table.matrix.lines}


def test_adds_up_both_ways(region, ada, bø, shop):
    page = get(region, portfolio.person_with(Role.COORDINATOR, region)).context["page"]
    table = page.table
    assert [column.label for column in table.columns] == [
        "adopted", "preliminary", "sum", "Bestemt, adopted", "Mulig, possible, not split, approximate", "Tilbudt, preliminary",
    ]  # fmt: skip
    assert cells(table) == {"Ada": [200_00, 50_00, 250_00, 200_00, None, 50_00], "Bø": [100_50, 50_00, 150_50, 100_50, None, 50_00]}
    assert [table.matrix.shared(column.of) for column in table.columns] == [300_50, 100_00, 400_50, 300_50, 0, 100_00]
    assert [sum(each.possible for each in column.of) for column in table.columns] == [0, 0, 77_00, 0, 77_00, 0]
    assert [table.matrix.difference(column.of) for column in table.columns] == [0] * 6


def test_a_sum_that_is_wrong_is_seen(region, ada, shop):
    other = projects.project(region, "feil", name="Feil")
    adopt(other, YEAR, "10", **{f"_{ada.pk}": (9_00, 0)})
    response = get(region, portfolio.person_with(Role.COORDINATOR, region))
    table = response.context["page"].table
    assert [table.matrix.difference(column.of) for column in table.columns] == [-1_00, 0, -1_00, 0, -1_00, 0, 0]
    assert "−1" in response.content.decode()


def test_three_years_side_by_side(region, ada, shop):
    table = get(region, portfolio.person_with(Role.READER, region), years="3").context["page"].table
    beginnings = ["Bestemt {} adopted", "Mulig {} possible, not split, approximate", "Tilbudt {} preliminary"]
    assert [group.columns[0].label for group in table.groups][1:] == [each.format(YEAR) for each in beginnings]
    assert [len(group.columns) for group in table.groups] == [6, 3, 3, 3]
    assert cells(table)["Ada"][:6] == [200_00, 50_00, 250_00, None, None, 250_00]


def test_the_filter_of_the_list_chooses_the_projects(region, ada, shop):
    who = portfolio.person_with(Role.COORDINATOR, region)
    assert [row.name for row in get(region, who, q="tilbudt").context["page"].costs.matrix.projects] == ["Tilbudt"]
    page = get(region, who, q="finnes ikke")
    assert page.context["page"].costs.matrix.projects == []
    assert "Nobody pays anything here" in page.content.decode()


def test_more_projects_than_a_table_holds_are_a_sum_beside_it(region, ada, monkeypatch):
    monkeypatch.setattr("portfolio.overview.costs.page.PAGE", 2)
    for number in range(5):
        adopt(projects.project(region, f"p{number}", name=f"P{number}"), YEAR, "3", **{f"_{ada.pk}": (3_00 + number, 0)})
    who = portfolio.person_with(Role.COORDINATOR, region)
    page = get(region, who, page="3").context["page"]
    assert [column.label for column in page.table.columns] == ["adopted", "preliminary", "sum", "P4, adopted", "4 other projects"]
    assert cells(page.table)["Ada"] == [15_10, None, 15_10, 3_04, 12_06]
    assert [link.label for link in page.links if not link.url] == ["3"]
    assert get(region, who, page="99").context["page"].number == 3


def test_paper_gets_sheets_of_ten_projects(region, ada):
    for number in range(11):
        adopt(projects.project(region, f"p{number}", name=f"P{number:02}"), YEAR, "3", **{f"_{ada.pk}": (3_00, 0)})
    page = get(region, portfolio.person_with(Role.COORDINATOR, region)).context["page"]
    assert [[column.label for column in sheet.columns][-1] for sheet in page.sheets] == ["sum", "P09, adopted", "P10, adopted"]


@pytest.mark.parametrize("name", ["costs", "costs-csv", "costs-xlsx"])
def test_a_contact_reads_their_municipality_only(region, ada, bø, shop, name):
    response = get(region, portfolio.person_with(Role.CONTACT, region, ada), name)
    if name == "costs":
        table = response.context["page"].table
        assert (cells(table), table.foot) == ({"Ada": [200_00, 50_00, 250_00, 200_00, None, 50_00]}, "")
        text = response.content.decode()
        assert "100.50" not in text
        assert "300.50" not in text
    elif name == "costs-csv":
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
        assert sorted((row[1], row[6]) for row in rows[1:]) == [("", "77.00"), ("Ada", "200.00"), ("Ada", "50.00")]
    else:
        assert [row[0] for row in sheets(response.content)[str(YEAR)][1:]] == ["Ada"]


def test_a_manager_reads_their_projects_in_full(region, ada, bø, shop):
    manager = portfolio.person_with(Role.MANAGER, region)
    projects.role(shop[0], "manager", user=manager)
    table = get(region, manager).context["page"].table
    assert cells(table) == {"Ada": [200_00, None, 200_00, 200_00], "Bø": [100_50, None, 100_50, 100_50]}
    portfolio.grant(manager, region, Role.CONTACT, organisation=ada)
    table = get(region, manager).context["page"].table
    assert cells(table) == {"Ada": [200_00, 50_00, 250_00, 200_00, None, 50_00], "Bø": [100_50, None, 100_50, 100_50, None, None]}
    assert table.foot == ""


def test_a_municipality_on_one_sheet(region, ada, bø, shop):
    projects.project(region, "utenfor")
    response = get(region, portfolio.person_with(Role.CONTACT, region, ada), "costs-municipality", year=YEAR)
    page = response.context["page"]
    assert [(part.project.name, part.state, [(each.minor, each.repaid, each.in_project) for each in part.amounts]) for part in page.parts] == [
        ("Bestemt", "takes part", [(200_00, 30_00, None), (None, 0, None)]),
        ("Mulig", "takes part", [(None, 0, 77_00), (None, 0, None)]),
        ("Tilbudt", "takes part", [(50_00, 0, None), (None, 0, None)]),
    ]
    assert [each.amounts for each in page.sums] == [[200_00, 0], [50_00, 0], [250_00, 0]]
    assert [each.name for each in page.choices] == ["Ada"]
    assert "30 comes back for lent hours" in response.content.decode()


def test_another_municipality_is_not_there_for_a_contact_and_there_for_the_region(region, ada, bø, shop):
    other = portfolio.municipality()
    contact, reader = portfolio.person_with(Role.CONTACT, region, ada), portfolio.person_with(Role.READER, region)
    get(region, contact, "costs-municipality", 404, municipality=bø.pk)
    get(region, reader, "costs-municipality", 404, municipality=other.pk)
    get(region, reader, "costs-municipality", 404, municipality="x")
    assert get(region, reader, "costs-municipality", municipality=bø.pk).context["page"].organisation == bø


def test_years_to_choose_and_the_one_to_begin_with(region, ada):
    who = portfolio.person_with(Role.COORDINATOR, region)
    page = get(region, who).context["page"]
    assert (page.costs.season.years, list(page.costs.season.choices), page.costs.matrix.projects) == ([YEAR], [YEAR], [])
    project = projects.project(region)
    cash(project, 2007, 5)
    cash(project, 2016, 5)
    assert get(region, who).context["page"].costs.season.years == [2016]
    assert get(region, who, year="2007", years="3").context["page"].costs.season.years == [2007, 2008, 2009]
    assert get(region, who, year="1999").context["page"].costs.season.years == [2016]
    cash(project, YEAR, 5)
    assert get(region, who).context["page"].costs.season.years == [YEAR]


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    """As a spreadsheet reads the file: each tab's rows, numbers as Decimal. Fails for a formula."""
    book = ZipFile(io.BytesIO(content))
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    words = ["".join(each.itertext()) for each in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).findall("x:si", space)]
    found = {}
    for place, tab in enumerate(ElementTree.fromstring(book.read("xl/workbook.xml")).findall("x:sheets/x:sheet", space), 1):
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{place}.xml"))
        assert root.findall(".//x:f", space) == []
        found[tab.attrib["name"]] = [
            [words[int(cell.findtext("x:v", "", space))] if cell.get("t") == "s" else Decimal(cell.findtext("x:v", "", space)) for cell in row]
            for row in root.findall("x:sheetData/x:row", space)
        ]
    return found


def test_the_spreadsheet_reopened_and_summed(region, ada, bø, shop):
    Project.objects.filter(pk=shop[0].pk).update(name="=cmd|' /C calc'!A0")
    book = sheets(get(region, portfolio.person_with(Role.COORDINATOR, region), "costs-xlsx", years="3").content)
    assert list(book) == [str(YEAR), str(YEAR + 1), str(YEAR + 2)]
    head, *rows = book[str(YEAR)]
    assert head == [
        "Municipality", "Official code", "adopted, NOK", "preliminary, NOK", "Sum, NOK",
        "=cmd|' /C calc'!A0 (adopted)", "Mulig (possible, not split, approximate)", "Tilbudt (preliminary)",
    ]  # fmt: skip
    assert rows == [
        ["Ada", ada.code, Decimal(200), Decimal(50), Decimal(250), Decimal(200), Decimal(50)],
        ["Bø", bø.code, Decimal("100.5"), Decimal(50), Decimal("150.5"), Decimal("100.5"), Decimal(50)],
        ["Sum of the rows", Decimal("300.5"), Decimal(100), Decimal("400.5"), Decimal("300.5"), Decimal(0), Decimal(100)],
        ["possible, not split", Decimal(0), Decimal(0), Decimal(77), Decimal(0), Decimal(77), Decimal(0)],
        ["In all", Decimal("300.5"), Decimal(100), Decimal("477.5"), Decimal("300.5"), Decimal(77), Decimal(100)],
    ]
    assert sum(row[4] for row in rows[:2]) == rows[2][3]


def test_the_text_file_has_a_line_for_each_amount_and_no_formula(region, ada, bø, shop):
    Project.objects.filter(pk=shop[0].pk).update(name="=1+1")
    text = get(region, portfolio.person_with(Role.COORDINATOR, region), "costs-csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["Year", "Municipality", "Official code", "Project", "Reference", "How firm", "Amount, NOK"]
    assert len(rows) == 6
    assert rows[1] == [str(YEAR), "Ada", ada.code, "'=1+1", "bestemt", "adopted", "200.00"]
    assert sum(Decimal(row[6]) for row in rows[1:]) == Decimal("477.50")


def test_the_menu_says_where_one_is(region, shop):
    who = portfolio.person_with(Role.COORDINATOR, region)
    for name, said in (("costs", "page"), ("costs-municipality", "true")):
        text = get(region, who, name).content.decode()
        assert text.count("aria-current", 0, text.index("</nav>")) == 1
        assert f'<a href="/{region.slug}/costs/" aria-current="{said}">' in text


def test_members_of_the_years_that_are_shown(region, ada):
    portfolio.member(region, portfolio.municipality("Forhen"), valid_from=dt.date(2007, 1, 1), valid_to=dt.date(2013, 12, 31))
    project = projects.project(region)
    cash(project, 2013, 5)
    cash(project, 2014, 5)
    who = portfolio.person_with(Role.COORDINATOR, region)
    assert [line.name for line in get(region, who, year="2013").context["page"].costs.matrix.lines] == ["Ada", "Forhen"]
    assert [line.name for line in get(region, who, year="2014").context["page"].costs.matrix.lines] == ["Ada"]


ENTRY = 4  # the session and its activity, the user, their grants and the region
ASKS = {"costs": 17, "costs-csv": 17, "costs-xlsx": 17, "costs-municipality": 14}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", ASKS)
def test_it_asks_as_often_whatever_it_shows(region, name, rows, django_assert_num_queries):
    for number in range(rows):
        each = portfolio.member(region).organisation
        figures(each, ("2016-12-31", 100), ("2017-12-31", 101))
        decided, offered = projects.project(region), projects.project(region)
        projects.participation(offered, each, state="active")
        adopt(decided, YEAR, **{f"_{each.pk}": (3_00, 0)})
        Scenario.objects.create(project=offered, year=YEAR, name="A", definition=BY_SIZE, is_shown=True, base_minor=9_00)
        for year in range(number + 1):
            cash(offered, YEAR + year, 5_00)
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, region))
    with django_assert_num_queries(ENTRY + ASKS[name]):
        response = client.get(reverse(name, args=[region.slug]), {"years": "3"})
    if name == "costs":
        assert cells(response.context["page"].table)[each.name][:3] == [3_00, 9_00, 12_00]
