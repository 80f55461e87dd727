"""Key figures as the region reads them, and one added by hand."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portfolio.access.roles import Role
from portfolio.models import FigureSource, KeyFigure, Organisation, Region
from tests.factories import figures as make
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db
ENTRY = 4


@pytest.fixture
def region() -> Region:
    return portfolio.region("fjordane")


@pytest.fixture
def place(region: Region) -> Organisation:
    return portfolio.member(region, portfolio.municipality("Ås")).organisation


def signed_in(region: Region, role: Role = Role.COORDINATOR) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(role, region, language="en-gb"))
    return client


def new(place: Organisation, **fields: Any) -> dict[str, Any]:
    written = {"title": "Own count", "publisher": "The office", "licence": "CC0"}
    return {"key": uuid.uuid4(), "organisation": place.pk, "kind": "pupils", "value": "120", "date": "2025-10-01", "basis": "counted"} | written | fields


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("figures", 3), ("figures-sources", 1), ("figures-series", 2), ("figures-new", 3)])
def test_it_asks_as_often_whatever_it_shows(region, django_assert_num_queries, rows, page, queries):
    for number in range(rows):
        place = portfolio.member(region).organisation
        made = [make.figure(place, 100 + n, date=dt.date(2020 + n, 1, 1), source=make.source(f"source-{number}-{n}")) for n in range(rows)]
    client = signed_in(region)
    with django_assert_num_queries(ENTRY + queries):
        assert client.get(reverse(page, args=[region.slug, made[0].pk] if page == "figures-series" else [region.slug])).status_code == 200


def test_the_newest_of_each_member_with_day_basis_source_and_sum(region, place):
    bare = portfolio.member(region, portfolio.municipality("Bø")).organisation
    make.figure(place, 100, date=dt.date(2024, 1, 1))
    make.figure(place, 110, basis="exact")
    make.figure(portfolio.municipality("No member"), 5000)
    page = signed_in(region).get("/fjordane/register/figures/").context["page"]
    assert [(each.organisation, each.line and each.line.figure.value, each.line and each.line.basis) for each in page.members] == [
        (bare, None, None),
        (place, 110, "as counted"),
    ]
    assert (page.total, page.counted, page.same_day) == (110, 1, make.DAY)
    assert "Sum of 1 of 2" in signed_in(region).get("/fjordane/register/figures/").content.decode()


def test_each_kind_can_be_chosen(region, place):
    make.figure(place, 100)
    make.figure(place, 7, kind="pupils")
    make.figure(place, 3, region, kind="other", name="Buses")
    client = signed_in(region)
    page = client.get("/fjordane/register/figures/?kind=other&name=Buses").context["page"]
    assert [(each.label, each.query, each.is_shown) for each in page.choices] == [
        ("population", "kind=population", False),
        ("pupils", "kind=pupils", False),
        ("Buses", "kind=other&name=Buses", True),
    ]
    assert page.total == 3
    assert client.get("/fjordane/register/figures/?kind=nonsense").context["page"].total == 100


def test_a_regions_own_figure_holds_there_and_is_nobody_elses_business(region, place):
    other = portfolio.region("elsewhere")
    portfolio.member(other, place)
    make.figure(place, 100)
    own = make.figure(place, 105, region)
    make.figure(place, 9, region, kind="pupils")
    assert signed_in(region).get("/fjordane/register/figures/").context["page"].total == 105
    theirs = signed_in(other)
    page = theirs.get("/elsewhere/register/figures/").context["page"]
    assert (page.total, len(page.choices)) == (100, 1)
    assert theirs.get(f"/elsewhere/register/figures/{own.pk}/").status_code == 404
    assert [each.key for each in theirs.get("/elsewhere/register/figures/sources/").context["sources"]] == ["folk"]


def test_a_series_with_its_line_and_what_has_been_replaced(region, place):
    make.figure(place, 100, date=dt.date(2023, 1, 1))
    old = make.figure(place, 110, date=dt.date(2024, 1, 1))
    make.figure(place, 112, region, date=dt.date(2024, 1, 1))
    client = signed_in(region)
    page = client.get(f"/fjordane/register/figures/{old.pk}/").context["page"]
    assert [(line.figure.value, line.replaced) for line in page.lines] == [(112, False), (110, True), (100, False)]
    assert page.chart.points.count(",") == 2
    body = client.get(f"/fjordane/register/figures/{old.pk}/").content.decode()
    assert "from 100 on 1\u00a0January\u00a02023 to 112 on 1\u00a0January\u00a02024" in body


def test_a_drawing_says_the_same_in_every_language(region, place):
    make.figure(place, 100, date=dt.date(2023, 1, 1))
    made = make.figure(place, 113, date=dt.date(2024, 3, 1))
    client, found = signed_in(region), set()
    for language in ("en-gb", "nb", "sv"):
        client.post("/account/language/", {"language": language})
        body = client.get(f"/fjordane/register/figures/{made.pk}/").content.decode()
        found.add(body[body.index("<polyline") : body.index("</svg>")])
    assert len(found) == 1


def test_a_figure_is_added_with_a_source_of_its_own_once(region, place):
    client, sent = signed_in(region), new(place)
    first = client.post("/fjordane/register/figures/new/", sent)
    again = client.post("/fjordane/register/figures/new/", sent)
    made = KeyFigure.objects.get()
    assert (first.status_code, first["Location"], again["Location"]) == (303, f"/fjordane/register/figures/{made.pk}/", first["Location"])
    assert (made.organisation, made.kind, made.value, made.date, made.basis, made.region) == (place, "pupils", 120, dt.date(2025, 10, 1), "counted", region)
    assert (made.source.title, made.source.publisher, made.source.licence, made.source.region) == ("Own count", "The office", "CC0", region)


def test_a_figure_that_is_typed_bears_a_source_of_the_region_and_never_a_registers(region, place):
    """Neither chosen, nor written with the name of one."""
    shared, theirs, own = make.source(), make.source("theirs", region=portfolio.region()), make.source("own", region=region)
    client = signed_in(region)
    for source in (theirs, shared):
        assert client.post("/fjordane/register/figures/new/", new(place, source=source.pk)).status_code == 422
    copied = client.post("/fjordane/register/figures/new/", new(place, title=shared.title.upper(), publisher=shared.publisher))
    assert (copied.status_code, list(copied.context["form"].errors)) == (422, ["title"])
    assert client.post("/fjordane/register/figures/new/", new(place, source=own.pk)).status_code == 303
    assert (KeyFigure.objects.get().source, FigureSource.objects.count()) == (own, 3)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"value": "-1"}, "value"),
        ({"value": "1,5"}, "value"),
        ({"value": ""}, "value"),
        ({"date": "2999-01-01"}, "date"),
        ({"date": "soon"}, "date"),
        ({"date": ""}, "date"),
        ({"organisation": "0"}, "organisation"),
        ({"kind": "other", "name": " "}, "name"),
        ({"kind": "x"}, "kind"),
        ({"title": ""}, "title"),
        ({"publisher": ""}, "publisher"),
        ({"licence": ""}, "licence"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(region, place, fields, field):
    page = signed_in(region).post("/fjordane/register/figures/new/", new(place, **fields))
    if field == "date" and fields["date"] != "2999-01-01":
        assert page.context["form"].errors["date"] == ["Write the day as 2026-10-31 or 31.10.2026."]
    assert (page.status_code, list(page.context["form"].errors), KeyFigure.objects.count(), FigureSource.objects.count()) == (422, [field], 0, 0)
    assert 'value="counted"' in page.content.decode()


def test_a_source_says_one_thing_of_a_day(region, place):
    held = make.figure(place, 2790, region, kind="pupils", date=dt.date(2025, 10, 1))
    page = signed_in(region).post("/fjordane/register/figures/new/", new(place, source=held.source.pk))
    said = "This source says 2,790 for that day already. A correction has a source of its own: write it below."
    assert (page.status_code, page.context["form"].errors) == (422, {"source": [said]})


def test_a_source_is_written_once(region, place):
    make.source("own", region=region, title="Own count", publisher="The office")
    page = signed_in(region).post("/fjordane/register/figures/new/", new(place))
    assert list(page.context["form"].errors) == ["title"]


def test_a_region_without_members_or_figures_has_its_pages(region):
    client = signed_in(region)
    assert "The region has no members yet." in client.get("/fjordane/register/figures/").content.decode()
    assert "No figures are loaded yet." in client.get("/fjordane/register/figures/sources/").content.decode()


def test_participants_are_counted_as_the_projects_region_counts_them(region, place):
    other = portfolio.region("elsewhere")
    make.figure(place, 100)
    make.figure(place, 105, region)
    found = []
    for each in (region, other):
        project = projects.project(each, starts_on=dt.date(2026, 1, 1))
        projects.participation(project, place)
        found.append(signed_in(each).get(project.get_absolute_url() + "participation/").context["page"].population)
    assert found == [105, 100]
