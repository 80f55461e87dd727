"""The list of projects: what is asked for, in which order, in which form; and what waits above it."""

import csv
import datetime as dt
import html
import io
import re
import zipfile

import html5lib
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from costsharing.models import BudgetAmount, BudgetLine, FundingAmount, FundingLine
from milestones.models import DecisionPoint, Milestone
from portfolio.access.roles import Role
from portfolio.models import Region
from portfolio.overview.portfolio_filter import PortfolioFilter
from portfolio.overview.portfolio_page import PAGE
from projects.models import FocusArea, OpenPoint, Project, Strategy
from tests.factories import portfolio, projects
from tests.factories.full import mandate
from tests.factories.hostile import PAYLOADS
from tests.factories.many import many_projects

TODAY = dt.date(2026, 9, 12)
pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-09-12 10:00+02:00"):
        yield


@pytest.fixture
def region() -> Region:
    return portfolio.region("fjordane", name="Fjordane")


def client_of(region: Region, role: Role = Role.COORDINATOR, language: str = "en-gb", **fields: object) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(role, region, language=language, **fields))
    return client


def page(client: Client, query: str = "", name: str = "portfolio"):
    response = client.get(reverse(name, args=["fjordane"]) + query)
    assert response.status_code == 200
    return response


def names(client: Client, query: str = "") -> list[str]:
    return [row.project.name for row in page(client, query).context["page"].rows]


def text(markup: str) -> str:
    main = html5lib.parse(markup, namespaceHTMLElements=False).find(".//main")
    return " ".join(" ".join(main.itertext()).split()).replace("\u00a0", " ")


@pytest.fixture
def three(region: Region) -> dict[str, Project]:
    """Ørn runs and is late; Ål is an idea without anything; Zebra is closed."""
    strategy = Strategy.objects.create(region=region, key="s", name="S")
    area = FocusArea.objects.create(strategy=strategy, number=3, name="Arkiv")
    found = {
        "orn": projects.project(
            region, "orn", name="Ørn", stage="running", status="off_plan", focus_area=area, kind="procurement", status_on=dt.date(2026, 8, 1)
        ),
        "al": projects.project(region, "al", name="Ål", stage="idea", case_number="26/1"),
        "zebra": projects.project(region, "zebra", name="Zebra", stage="closed", status="closed", status_on=dt.date(2026, 9, 1)),
    }
    projects.role(found["orn"], "manager", holder="Kari")
    for each in found.values():
        Milestone.objects.create(project=each, position=1, text="Levert", planned_on=dt.date(2026, 9, 5) if each is not found["al"] else dt.date(2026, 9, 20))
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Ørn", "Ål", "Zebra"]),
        ("?q=ØRN", ["Ørn"]),
        ("?q=arkiv+kari", ["Ørn"]),
        ("?q=26/1", ["Ål"]),
        ("?q=nothing+here", []),
        ("?status=closed", ["Zebra"]),
        ("?stage=idea", ["Ål"]),
        ("?kind=procurement", ["Ørn"]),
        ("?manager=Kari", ["Ørn"]),
        ("?waits=late", ["Ørn"]),
        ("?stage=idea&kind=procurement", []),
        ("?sort=project", ["Zebra", "Ørn", "Ål"]),
        ("?sort=-project", ["Ål", "Ørn", "Zebra"]),
        ("?sort=status", ["Ørn", "Ål", "Zebra"]),
        ("?sort=age", ["Zebra", "Ørn", "Ål"]),
        ("?sort=-age", ["Ørn", "Zebra", "Ål"]),
        ("?sort=manager", ["Ørn", "Zebra", "Ål"]),
    ],
)
def test_the_address_says_which_projects_and_in_which_order(region, three, query, expected):
    assert names(client_of(region), query) == expected


def test_a_municipality_and_a_focus_area_are_chosen_by_what_the_form_offers(region, three):
    asked, left = projects.participation(three["al"]).organisation, projects.participation(three["orn"], state="left").organisation
    client = client_of(region)
    assert names(client, f"?municipality={asked.pk}") == ["Ål"]
    assert names(client, f"?area={three['orn'].focus_area_id}") == ["Ørn"]
    refused = page(client, f"?municipality={left.pk}")
    assert [row.project.name for row in refused.context["page"].rows] == ["Ørn", "Ål", "Zebra"]
    assert list(refused.context["page"].listing.form.errors) == ["municipality"]


WRONG = ["x", "'; DROP TABLE", "\x00", "²", "-1", "9" * 5000, "=1+1", "<script>"]


@pytest.mark.parametrize("field", [*PortfolioFilter.__dataclass_fields__, "sort", "page", "rows"])
def test_a_value_that_means_nothing_is_said_at_its_field_and_everything_is_shown(region, three, field):
    client = client_of(region)
    for value in WRONG:
        response = client.get(reverse("portfolio", args=["fjordane"]), {field: value, "stage": "idea"} if field != "stage" else {field: value})
        assert response.status_code == 200
        found = response.context["page"]
        if field in ("page", "rows"):
            assert ([row.project.name for row in found.rows], found.listing.form.errors) == (["Ål"], {})
        elif field != "q" or found.listing.form.errors:
            assert [row.project.name for row in found.rows] == ["Ørn", "Ål", "Zebra"]
            assert list(found.listing.form.errors) == [field]
            assert f'aria-describedby="id_{field}_error"' in response.content.decode()
            assert "One of the choices cannot be read, so nothing is left out." in response.content.decode()
        html5lib.HTMLParser(strict=True).parse(io.BytesIO(response.content), transport_encoding="utf-8")


def test_the_files_hold_the_rows_that_are_shown_in_their_order(region, three):
    client = client_of(region)
    budget(three["orn"], {2026: 1234_50}, {})
    for query in ("", "?sort=-project", "?stage=running", "?q=nothing+here"):
        shown = names(client, query)
        lines = list(csv.reader(io.StringIO(page(client, query, "portfolio-csv").content.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert [line[0] for line in lines[1:]] == shown
        book = zipfile.ZipFile(io.BytesIO(page(client, query, "portfolio-xlsx").content))
        cells = re.findall(r'<c r="A(\d+)"[^>]*><v>(\d+)</v>', book.read("xl/worksheets/sheet1.xml").decode())
        strings = [html.unescape(found) for found in re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())]
        assert [strings[int(index)] for row, index in cells if row != "1"] == shown
    row = dict(zip(*list(csv.reader(io.StringIO(page(client, "?q=orn", "portfolio-csv").content.decode("utf-8-sig")), delimiter=";"))[:2], strict=True))
    assert row == {
        "Project": "Ørn", "Reference": "orn", "Focus area": "3 Arkiv", "Status": "Off plan", "Stage": "Carrying out", "Kind": "Procurement", "Manager": "Kari",
        "Participants": "0", "Asked": "0", "2026, NOK": "1234.50", "In all, NOK": "1234.50", "How firm": "as stated", "Next deadline": "2026-09-05",
        "What is due": "Levert", "Late": "7 days over", "Figures from": "2026-08-01", "Age of the status": "out of date",
    }  # fmt: skip


def test_a_list_that_is_not_whole_says_so_on_paper_and_in_the_names_of_its_files(region, three):
    client = client_of(region)
    assert ("Only:" in text(page(client).content.decode()), attachment(client)) == (False, "fjordane-2026-09-12.csv")
    query = "?stage=running&q=%C3%98r"
    assert "Only: Search Ør; Stage Carrying out." in text(page(client, query).content.decode())
    assert (attachment(client, query), attachment(client, "?q=%E6%97%A5")) == ("fjordane-2026-09-12-or-carrying-out.csv", "fjordane-2026-09-12-search.csv")
    assert attachment(client, "?stage=x") == "fjordane-2026-09-12.csv"


def attachment(client: Client, query: str = "") -> str:
    return page(client, query, "portfolio-csv")["Content-Disposition"].split('"')[1]


def test_what_the_page_shows_stands_in_the_files_under_the_same_heading(region, three):
    client = client_of(region)
    heads = [head.heading for head in page(client).context["page"].heads]
    assert heads == ["Project", "Status", "Stage", "Manager", "Participants", "2026, NOK", "Next deadline", "Figures from"]
    lines = page(client, name="portfolio-csv").content.decode("utf-8-sig").splitlines()
    assert [head for head in heads if head not in lines[0].split(";")] == []


def test_a_row_says_its_dates_its_age_and_what_is_late_in_words(region, three):
    said = text(page(client_of(region)).content.decode())
    assert "Ørn 3 Arkiv Off plan Carrying out Procurement Kari – – 5 September 2026 Levert , 7 days over 42 days" in said.replace("Levert, 7", "Levert , 7")
    assert "Zebra Closed Closed Main project – – – 1 September 2026" in said


def test_pages_of_a_hundred_and_all_on_one(region):
    many_projects(region, 250, TODAY)
    client = client_of(region)
    everything = names(client, "?rows=all")
    parts = [names(client, f"?page={number}") for number in (1, 2, 3)]
    assert [len(part) for part in parts] == [PAGE, PAGE, 50]
    assert [name for part in parts for name in part] == everything
    assert names(client, "?page=99") == parts[2]
    shown = page(client, "?status=watch&sort=-money&page=1").content.decode()
    assert 'href="?status=watch&amp;sort=money"' in shown, "the same column again turns the order, and what was chosen stays"
    assert 'aria-sort="descending"' in shown
    whole = page(client, "?rows=all").content.decode()
    assert (whole.count('role="cell"'), whole.count('class="scroll" role="region" tabindex="0"')) == (0, 1)
    html5lib.HTMLParser(strict=True).parse(io.BytesIO(whole.encode()), transport_encoding="utf-8")


def test_nothing_found_says_so_and_leads_back(region, three):
    shown = page(client_of(region), "?q=nothing+here").content.decode()
    assert ("No project is like that" in shown, "<table" in shown, "Show all projects" in shown) == (True, False, True)


def budget(project: Project, cost: dict[int, int], funding: dict[int, int]) -> None:
    for kind, amount, years in ((BudgetLine, BudgetAmount, cost), (FundingLine, FundingAmount, funding)):
        line = kind.objects.create(project=project, position=1, text="x", kind="other")
        for year, minor in years.items():
            amount.objects.create(line=line, year=year, minor=minor)


def waiting(client: Client) -> list[tuple[int, str, str]]:
    return [(wait.number, wait.noun, wait.url.replace("/fjordane/", "")) for wait in page(client).context["page"].waits.rows]


def test_what_waits_has_a_number_a_noun_and_one_link(region, three):
    DecisionPoint.objects.create(project=three["orn"], position=1, question="Skal vi?", planned_on=dt.date(2026, 9, 1))
    DecisionPoint.objects.create(project=three["zebra"], position=1, question="Skal vi?", planned_on=dt.date(2026, 9, 1))
    OpenPoint.objects.create(project=three["al"], position=1, text="Avklares", due_on=dt.date(2026, 9, 11))
    OpenPoint.objects.create(project=three["al"], position=2, text="I dag", due_on=TODAY)
    OpenPoint.objects.create(project=three["al"], position=3, text="Gjort", due_on=dt.date(2026, 9, 1), done_on=TODAY)
    budget(three["orn"], {2026: 100, 2027: 50}, {2026: 100})
    budget(three["al"], {2026: 100}, {2026: 100, 2027: 0})
    other = projects.project(region, "other", name="Annen", stage="mandate")
    Milestone.objects.create(project=other, position=1, text="Sent", planned_on=dt.date(2026, 1, 1))
    Milestone.objects.create(project=other, position=2, text="Nådd", planned_on=dt.date(2026, 1, 1), reached_on=dt.date(2026, 1, 2))
    assert waiting(client_of(region)) == [
        (2, "milestones are late", "?waits=late#projects"),
        (1, "open point is overdue", "projects/al/"),
        (1, "budget and its funding differ", "projects/orn/money/"),
        (1, "project has no manager", "projects/other/participation/"),
        (2, "projects have no mandate", "?waits=mandate#projects"),
        (1, "decision point has passed, no decision recorded", "projects/orn/plan/"),
        (1, "project has no status report in time", "projects/orn/reports/"),
    ]
    assert names(client_of(region), "?waits=mandate") == ["Annen", "Ørn"]
    assert "Annen , Ørn . The first was due 1 January 2026." in text(page(client_of(region)).content.decode()).replace("Annen, Ørn.", "Annen , Ørn .")


STALE = "project has no status report in time"


def test_who_may_not_read_drafts_is_not_told_that_a_mandate_is_missing(region, three):
    assert [noun for _, noun, _ in waiting(client_of(region))] == ["milestone is late", "project has no mandate", STALE]
    assert [noun for _, noun, _ in waiting(client_of(region, Role.READER))] == ["milestone is late", STALE]


def test_what_waits_is_of_projects_that_the_person_may_know_of(region, three):
    party = projects.participation(three["al"]).organisation
    assert waiting(client_of(region, Role.CONTACT, organisation=party)) == []
    assert waiting(client_of(region, Role.MANAGER)) == []


def test_when_nothing_waits_the_next_date_is_said(region):
    project = projects.project(region, "rolig", name="Rolig", stage="running")
    projects.role(project, "manager", holder="Kari")
    mandate(project)
    client = client_of(region)
    assert "Nothing waits. Projects" in text(page(client).content.decode())
    Milestone.objects.create(project=project, position=1, text="Levert", planned_on=dt.date(2026, 10, 1))
    assert "Nothing waits. Next: 1 October 2026 , Levert , Rolig . Projects" in text(page(client).content.decode())


def test_the_sum_is_of_every_row_and_no_firmer_than_its_least_firm(region, three):
    budget(three["orn"], {2026: 100_00}, {})
    assert "Sum of 3 projects 100" in text(page(client_of(region)).content.decode())
    BudgetLine.objects.update(certainty="approximate")
    assert "Sum of 3 projects about 100" in text(page(client_of(region)).content.decode())
    assert "Sum of" not in text(page(client_of(region), "?stage=idea").content.decode())


@pytest.mark.parametrize("language", ["sv", "nb", "en-gb"])
def test_names_stand_in_the_order_of_the_readers_alphabet(region, language):
    """Whose English has none for å, ä and ö, reads them as the region does."""
    for number, name in enumerate(("Åre", "Ärla", "Östra", "Zon")):
        projects.project(region, f"p{number}", name=name)
    expected = {"sv": ["Zon", "Åre", "Ärla", "Östra"], "nb": ["Zon", "Ärla", "Östra", "Åre"], "en-gb": ["Zon", "Ärla", "Östra", "Åre"]}[language]
    assert names(client_of(region, language=language), "?sort=project") == expected


def test_hostile_words_neither_act_on_the_page_nor_in_a_file(region, three):
    client = client_of(region)
    for payload in PAYLOADS:
        Project.objects.update(name=payload[:200], case_number=payload[:60])
        FocusArea.objects.update(name=payload[:200])
        three["orn"].projectrole_rows.update(holder=payload[:300])
        three["orn"].milestone_rows.update(text=payload[:300])
        shown = page(client, "?rows=all").content.decode()
        html5lib.HTMLParser(strict=True).parse(io.BytesIO(shown.encode()), transport_encoding="utf-8")
        tree = html5lib.parse(shown, namespaceHTMLElements=False)
        assert {element.get("src") for element in tree.iter("script")} == {"/static/js/typed.js", "/static/vendor/htmx/htmx-4.0.1.min.js"}
        assert [element.tag for element in tree.iter() if element.tag in ("img", "iframe", "style", "object", "video", "math")] == []
        assert [name for element in tree.iter() for name in element.attrib if str(name).startswith("on") or name == "style"] == []
        cells = csv.reader(io.StringIO(page(client, name="portfolio-csv").content.decode("utf-8-sig"), newline=""), delimiter=";")
        assert [cell for line in cells for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
