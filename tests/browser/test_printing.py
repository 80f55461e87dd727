"""What the browser's own printing gives: the page without what one can only press, and where and when it comes from."""

import datetime as dt
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from costsharing.models import Scenario
from portfolio.access.roles import Role
from portfolio.lib.formats import day
from projects.models import Project
from tests.browser.checks import sign_in
from tests.factories import portfolio, projects
from tests.factories.full import project_with
from tests.factories.many import many_projects

ON_SCREEN_ONLY = (
    "Accessibility",
    "Svenska",
    "My page",
    "Edit",
    "Add",
    "Show",
    "New project",
    "Make PDF of the mandate",
    "Spreadsheet (XLSX)",
    "Overview",
    "Change",
    "Latest changes of this page",
)


@pytest.fixture
def project(transactional_db: None) -> Project:
    return project_with(3, portfolio.region("fjordane", name="Fjordane"))


@pytest.fixture
def coordinator(page: Page, project: Project, live_server: Any) -> Page:
    sign_in(page, portfolio.person_with(Role.COORDINATOR, project.region), live_server.url)
    return page


def printed(page: Page, address: str, folder: Path) -> list[str]:
    """The text of each page of A4, as one reads it."""
    page.goto(address)
    file = folder / "printed.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    sizes = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in sizes
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    return text.replace("\u00a0", " ").split("\f")[:-1]


def test_a_printed_project_says_where_it_comes_from_and_nothing_that_one_can_press(coordinator: Page, project: Project, tmp_path: Path) -> None:
    pages = printed(coordinator, project.get_absolute_url(), tmp_path)
    today = day(timezone.localdate(), "en-gb")
    assert pages[0].split("\n")[0].strip().startswith(f"Fjordane. Printed {today} from Samverk.".replace("\u00a0", " "))
    words = set(re.split(r"\s{2,}|\n", "\n".join(pages)))
    assert words & set(ON_SCREEN_ONLY) == set()
    assert [each for each in ("Plan and decision points", "Open points", "The risks and what we do") if each not in words] == []
    assert [(re.findall(r"\d+ */ *\d+", page) or [page])[-1].replace(" ", "") for page in pages] == [
        f"{number}/{len(pages)}" for number in range(1, len(pages) + 1)
    ]


def test_a_printed_body_has_its_meetings_and_no_link_to_change_them(coordinator: Page, project: Project, tmp_path: Path) -> None:
    body = portfolio.body(project.region, "Board")
    body.meetings.create(date=dt.date(2098, 12, 5))
    words = set(re.split(r"\s{2,}|\n", "\n".join(printed(coordinator, f"/fjordane/register/bodies/{body.pk}/", tmp_path))))
    assert (words & set(ON_SCREEN_ONLY), "Friday 5 December 2098" in words) == (set(), True)


def test_the_cost_matrix_of_33_municipalities_and_20_projects_is_three_sheets_with_their_sums(coordinator: Page, project: Project, tmp_path: Path) -> None:
    """A4 lying: the totals, then ten projects to a sheet; no sum is alone on a page."""
    places = [portfolio.member(project.region).organisation for _ in range(33)]
    for number in range(20):
        each = projects.project(project.region, name=f"Felles saksbehandling {number}")
        for place in places:
            projects.participation(each, place, state="active")
        alike = {"unit": "1", "parts": [{"label": "Likt", "key": "equal", "fraction": "1"}]}
        Scenario.objects.create(project=each, year=2090, name="A", definition=alike, base_minor=1_234_567_00, is_shown=True)
    coordinator.goto("/fjordane/costs/?year=2090")
    file = tmp_path / "costs.pdf"
    coordinator.pdf(path=file, prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout.split("\f")[:-1]
    assert [(page.count("Sum of the rows"), len(re.findall(r"Kommune \d+", page))) for page in text] == [(1, 33)] * 3


def test_a_long_list_repeats_its_head_on_every_page_and_its_sum_once(coordinator: Page, project: Project, tmp_path: Path) -> None:
    many_projects(project.region, 90, timezone.localdate())
    pages = printed(coordinator, "/fjordane/", tmp_path)
    heads = [len(re.findall(r"Project\s+Status\s+Stage", page)) for page in pages]
    assert len(pages) > 3
    assert heads == [1] * len(pages)
    assert [page.count("Sum of ") for page in pages] == [0] * (len(pages) - 1) + [1]
    assert "The figures are those of each project's pages on that day." in " ".join(pages[0].split())
