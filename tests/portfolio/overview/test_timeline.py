"""The portfolio's time line: the same projects as the list, a picture and a table that say the same, as many queries whatever the number."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from milestones.gates import Outcome
from milestones.models import Milestone
from portfolio.access.roles import Role
from tests.factories import decisions, portfolio, projects
from tests.factories.full import project_with
from tests.factories.many import many_projects

pytestmark = pytest.mark.django_db
ENTRY = 4


@pytest.fixture
def region():
    return portfolio.region(language="nb")


@pytest.fixture
def client(client, region):
    client.force_login(portfolio.person_with(Role.COORDINATOR, region, language="nb"))
    return client


def get(client, region, **asked):
    return client.get(reverse("timeline", args=[region.slug]), asked)


def test_the_picture_and_the_table_say_the_same(client, region):
    project_with(3, region)
    page = get(client, region).content.decode()
    picture, table = re.search(r"<svg.*?class=\"chart\".*?</svg>", page)[0], page.partition("<tbody")[2]
    said = set(re.findall(r"<title>([^<]+, [^<]+)</title>", picture))
    assert len(said) == 9, "three phases, three milestones, three decision points"
    listed = {f"{text}, {dates}" for text, dates in re.findall(r"<li><span[^>]*>([^<]*)</span> <span[^>]*>([^<]*)</span></li>", table)}
    assert said == listed


def test_a_decided_point_is_drawn_and_told_as_decided_and_a_postponed_one_is_not(client, region):
    project = projects.project(region, language="nb")
    for place, outcome in enumerate((Outcome.CONTINUE, Outcome.POSTPONE, None), 1):
        point = decisions.point(project, question=f"Spørsmål {place}", planned_on=dt.date(2026, 3, place))
        if outcome:
            decisions.decision(point, outcome)
    page = get(client, region).content.decode()
    drawn = re.findall(r'<rect class="([^"]+)" x="[^"]+" y="[^"]+" width="14" height="14"><title>([^<]+)</title>', page)
    assert [(look, said.partition(" ")[2]) for look, said in drawn] == [
        ("f-ink", "Spørsmål 1, 01.03.2026, vedtatt"),
        ("f-paper c-inkx", "Spørsmål 2, 02.03.2026"),
        ("f-paper c-inkx", "Spørsmål 3, 03.03.2026"),
    ]
    assert "01.03.2026, vedtatt</span></li>" in page.partition("<tbody")[2]


def test_it_shows_what_the_filter_chooses(client, region):
    first, _ = (
        projects.project(region, name=name, starts_on=dt.date(2016, 1, 1), ends_on=dt.date(2018, 12, 31), status="watch") for name in ("Arkiv", "Byggesak")
    )
    first.status = "on_track"
    first.save()
    page = get(client, region, status="on_track").context["page"]
    assert [each.row.project.name for each in page.rows] == ["Arkiv"]
    assert get(client, region, q="finnes ikke").context["page"].pictures == []


@pytest.mark.parametrize("asked", [{"scale": "quarter", "at": "2026-3"}, {"scale": "quarter", "at": "x"}, {"scale": "week", "page": "99"}, {"status": "x"}])
def test_whatever_is_asked_for_has_an_answer(client, region, asked):
    project_with(1, region)
    response = get(client, region, **asked)
    assert (response.status_code, len(response.context["page"].pictures)) == (200, 1)
    if asked.get("at") == "2026-3":
        page = response.context["page"]
        assert (page.window.first, [link.url for link in page.steps]) == (dt.date(2026, 7, 1), ["?scale=quarter&at=2025-3", "?scale=quarter&at=2027-3"])
        assert 'name="scale" value="quarter"' in response.content.decode()


def test_it_asks_as_often_for_10_200_and_2000_projects(client, region, django_assert_num_queries):
    made = 0
    for count in (10, 200, 2000):
        many_projects(region, count - made, timezone.localdate())
        made = count
        for asked in ({}, {"scale": "quarter", "page": "2"}):
            with django_assert_num_queries(ENTRY + 6):
                response = get(client, region, **asked)
            assert len(response.context["page"].rows) == min(count, 100)
    assert len(response.context["page"].pictures) == 8


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_for_one_row_of_everything_and_for_three(client, region, django_assert_num_queries, rows):
    project_with(rows, region)
    with django_assert_num_queries(ENTRY + 6):
        assert get(client, region).status_code == 200


def test_a_milestone_without_any_day_is_not_drawn(client, region):
    Milestone.objects.create(project=projects.project(region), position=1, text="Uten dag")
    assert "Uten dag" not in get(client, region).content.decode()
