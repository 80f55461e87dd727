"""Who may read which history, in which order and part; as many queries whatever there is."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from milestones.models import Milestone, Risk, RiskMeasure
from portfolio.access.roles import Role
from portfolio.actions import rows
from portfolio.history import page
from portfolio.history.kinds import ELSEWHERE, OF_PROJECT, OF_REGION
from portfolio.history.words import TABS
from portfolio.models import User
from portfolio.models.recorded import Recorded
from projects.models import Chapter, Participation, Project
from tests.factories import portfolio, projects
from tests.factories.full import project_with

pytestmark = pytest.mark.django_db
ENTRY = 4


@pytest.fixture
def project() -> Project:
    return projects.project(portfolio.region("fjordane", name="Fjordane"), "tjenester", language="nb")


@pytest.fixture
def by(project: Project) -> User:
    return portfolio.person_with(Role.COORDINATOR, project.region, name="Kari")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(project: Project, name: str = "history") -> str:
    return reverse(name, args=[project.region.slug, project.reference])


def concrete(model: type[Any]) -> set[type[Any]]:
    below = {each for sub in model.__subclasses__() for each in concrete(sub)}
    return below if model._meta.abstract else {model, *below}


def test_every_recorded_model_has_a_page_that_shows_its_history_or_a_reason():
    shown = {kind.model for kind in [*OF_PROJECT, *OF_REGION]}
    missing = {model.__name__ for model in concrete(Recorded) - shown if not model.__name__.startswith("Historical")}
    assert missing == set(ELSEWHERE)
    assert all(ELSEWHERE.values())


def test_every_kind_stands_under_a_tab_that_has_a_name():
    assert {kind.tab for kind in OF_PROJECT} == set(TABS)


def test_what_is_confidential_is_read_by_nobody_who_may_not_see_it(project, by):
    """Not while it is, nor what was written before it was or while it was, nor of the measures, nor who wrote it."""
    secretive = portfolio.person_with(Role.COORDINATOR, project.region, name="Canary person")
    risk = Risk(project=project, text="canary text", cause="canary cause")
    rows.save(row=risk, by=secretive)
    risk.is_confidential = True
    rows.save(row=risk, by=secretive, reason="canary reason")
    measure = RiskMeasure(risk=risk, text="canary measure")
    rows.save(row=measure, by=secretive)
    opened = Risk(project=project, text="canary opened", is_confidential=True)
    rows.save(row=opened, by=secretive)
    opened.is_confidential, opened.text = False, "Nå åpen"
    rows.save(row=opened, by=secretive)
    measure.risk, measure.text = opened, "canary moved"
    rows.save(row=measure, by=secretive)
    rows.save(row=Risk(project=project, text="Åpen risiko"), by=by)
    untold = Risk.objects.create(project=project, position=9, text="canary untold")
    Risk.objects.filter(pk=untold.pk).update(is_confidential=True)  # as a restored or repaired row: without a line of its own
    unit = portfolio.municipality("Nes")
    Participation.objects.create(project=project, organisation=unit, state="active")
    contact = portfolio.person_with(Role.CONTACT, project.region, unit)
    for who, canaries in ((by, True), (contact, False)):
        for url in (
            address(project),
            *(address(project) + f"?what={what}" for what in ("tab-risks", "measures")),
            address(project, "history-latest") + "?tab=risks",
        ):
            response = client_of(who).get(url)
            assert response.status_code == 200
            assert (b"canary" in response.content.lower()) is canaries, url
    assert "Åpen risiko" in client_of(contact).get(address(project)).content.decode()


def test_drafts_are_read_by_nobody_who_may_not_see_them(project, by):
    row = Chapter(project=project, key="background", text="canary draft")
    rows.save(row=row, by=portfolio.user(name="Canary writer"), reason="canary why")
    reader = portfolio.person_with(Role.READER, project.region)
    asked = ("tab-mandate", "chapters")
    for url in (address(project), *(address(project) + f"?what={what}" for what in asked), address(project, "history-latest") + "?tab=mandate"):
        assert b"canary" in client_of(by).get(url).content.lower(), url
        assert b"canary" not in client_of(reader).get(url).content.lower(), url


def test_no_line_of_another_project_or_region(project, by):
    other = project_with(1)
    Risk.objects.filter(project=other).update(text="canary")
    rows.save(row=Milestone(project=other, text="canary"), by=by, reason="canary")
    assert b"canary" not in client_of(by).get(address(project)).content
    assert client_of(by).get(address(other)).status_code == 404
    assert b"canary" not in client_of(by).get(reverse("region-history", args=[project.region.slug])).content


@pytest.mark.parametrize(("role", "status"), [(Role.ADMIN, 200), (Role.COORDINATOR, 200), (Role.MANAGER, 403), (Role.READER, 403)])
def test_a_regions_history_is_for_its_office(project, role, status):
    who = portfolio.person_with(role, project.region)
    assert client_of(who).get(reverse("region-history", args=[project.region.slug])).status_code == status


def history(project: Project, by: User, **asked: str) -> page.HistoryPage:
    project.allowed = frozenset()
    return page.project_history(by, project, asked)


def named(found: page.HistoryPage) -> list[str]:
    return [str(told.sentence).rsplit("“", 1)[1].split("”")[0].split(">")[1].split("<")[0] for told in found.told if "“" in str(told.sentence)]


def test_by_kind_by_person_and_by_period(project, by):
    other = portfolio.person_with(Role.MANAGER, project.region, name="Ola")
    for day, who, row in (
        (1, by, Milestone(project=project, text="første")),
        (2, other, Milestone(project=project, text="andre")),
        (3, by, Risk(project=project, text="tredje")),
    ):
        with time_machine.travel(dt.datetime(2026, 3, day, 23, 30, tzinfo=dt.UTC), tick=False):
            rows.save(row=row, by=who)
    assert named(history(project, by)) == ["tredje", "andre", "første"]
    assert named(history(project, by, what="milestones")) == ["andre", "første"]
    assert named(history(project, by, what="tab-risks")) == ["tredje"]
    assert named(history(project, by, who=str(other.pk))) == ["andre"]
    # in Oslo it is the next day already
    assert named(history(project, by, since="2026-03-03", until="2026-03-03")) == ["andre"]
    assert named(history(project, by, since="2026-03-03", who=str(by.pk))) == ["tredje"]
    form = history(project, by).form
    assert [name for _pk, name in form.fields["who"].choices][1:] == ["Kari", "Ola"]


def test_a_wrong_filter_is_said_and_the_history_is_whole(project, by):
    rows.save(row=Milestone(project=project, text="første"), by=by)
    for asked in ({"what": "x"}, {"who": "x"}, {"who": "999999"}, {"since": "i fjor"}, {"until": "2026-13-01"}, {"page": "x"}):
        found = history(project, by, **asked)
        assert named(found) == ["første"]
        assert set(found.form.errors) == set(asked) - {"page"}
    assert history(project, by, page="9").told == []
    assert client_of(by).get(address(project) + "?page=9&who=x%00").status_code == 200


def test_pages_follow_each_other_without_a_gap(project, by, monkeypatch):
    monkeypatch.setattr(page, "PAGE", 4)
    for number in range(9):
        rows.save(row=Milestone(project=project, text=f"m{number}"), by=by)
    pages = [history(project, by, what="milestones", page=str(number)) for number in (1, 2, 3)]
    assert [named(each) for each in pages] == [["m8", "m7", "m6", "m5"], ["m4", "m3", "m2", "m1"], ["m0"]]
    assert [(each.newer_url, each.older_url) for each in pages] == [
        ("", "?what=milestones&page=2"),
        ("?what=milestones&page=1", "?what=milestones&page=3"),
        ("?what=milestones&page=2", ""),
    ]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"), [("?what=tab-plan", 9), ("?what=tab-money", 16), ("?what=tab-participation", 8), ("?what=tab-risks", 13), ("?what=tab-mandate", 6)]
)
def test_a_history_asks_as_often_whatever_it_shows(django_assert_num_queries, query, queries, number):
    project = project_with(number)
    client = client_of(portfolio.person_with(Role.COORDINATOR, project.region))
    with django_assert_num_queries(ENTRY + queries):
        assert client.get(address(project) + query).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_whole_history_asks_at_most_twice_for_each_kind_of_row(django_assert_max_num_queries, number):
    project = project_with(number)
    with django_assert_max_num_queries(ENTRY + 3 + 2 * len(OF_PROJECT)):
        client_of(portfolio.person_with(Role.COORDINATOR, project.region)).get(address(project))


def test_a_tab_leads_to_its_own_changes_and_asks_for_them_only_when_opened(project, by):
    body = client_of(by).get(address(project, "plan")).content.decode()
    assert f'hx-get="{address(project, "history-latest")}?tab=plan"' in body
    assert f'href="{address(project)}?what=tab-plan"' in body
    for number in range(7):
        rows.save(row=Milestone(project=project, text=f"m{number}"), by=by)
    part = client_of(by).get(address(project, "history-latest") + "?tab=plan").content.decode()
    assert [f"m{number}" in part for number in range(7)] == [False, False, True, True, True, True, True]
    assert "<html" not in part
    assert client_of(by).get(address(project, "history-latest") + "?tab=nothing").status_code == 200
