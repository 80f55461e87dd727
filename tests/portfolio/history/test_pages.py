"""Who may read which history, in which order and part; as many queries whatever there is."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from milestones.models import Milestone, Risk, RiskMeasure
from portfolio.access.roles import Role
from portfolio.actions import rows
from portfolio.history import page
from portfolio.history.kinds import ELSEWHERE, OF_PROJECT, OF_REGION
from portfolio.history.words import TABS
from portfolio.models import Contact, Region, RegionMembership, Seat, User
from portfolio.models.recorded import Recorded
from projects.models import Chapter, FocusArea, Goal, Participation, Project, Strategy
from tests.factories import portfolio, projects
from tests.factories.full import project_with

pytestmark = pytest.mark.django_db
ENTRY = 4
ENDS_OF_TIME = ({"until": "9999-12-31"}, {"since": "0001-01-01"})


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


@pytest.mark.parametrize(("role", "everything"), [(Role.ADMIN, True), (Role.COORDINATOR, True), (Role.MANAGER, False), (Role.READER, False)])
def test_a_regions_history_is_for_everybody_but_who_sits_where_and_its_settings_for_the_office(project, by, role, everything):
    who = portfolio.person_with(role, project.region)
    seat = Seat(body=portfolio.body(project.region, "Styringsgruppen"), function="Direktør", user=portfolio.user(name="Canary"), valid_from="2026-01-01")
    rows.save(row=seat, by=by)
    contact = Contact(region=project.region, organisation=portfolio.municipality("Nes"), function="Canary", name="Canary", kind="contact", mail="c@a.test")
    rows.save(row=contact, by=by)
    whole = reverse("region-history", args=[project.region.slug])
    for address, settings in ((whole, everything), (f"{whole}latest/?of=body&number={seat.body_id}", False)):
        answer = client_of(who).get(address)
        body = answer.content.decode()
        assert (answer.status_code, "Direktør" in body, "Canary" in body, "the settings of the region" in body) == (200, True, everything, settings), address


def latest_of(region: Region, by: User, of: str, number: str = "") -> list[str]:
    with translation.override("en-gb"):
        return [re.sub(r"<[^>]+>", "", str(told.sentence)) for told in page.latest_of_region(by, region, of, number)]


def test_each_page_about_the_region_has_its_own_changes_at_its_foot(project, by):
    """A body's are not those of the next one, nor an organisation's those of its membership elsewhere."""
    region, nes = project.region, portfolio.municipality("Nes")
    for name in ("Utvalget", "Rådet"):
        body = portfolio.body(region, name)
        rows.save(row=Seat(body=body, function=f"Leder av {name}", valid_from="2026-01-01"), by=by)
    for where in (region, portfolio.region()):
        rows.save(row=RegionMembership(region=where, organisation=nes, note=where.name, valid_from="2026-01-01"), by=by)
    strategy = Strategy(region=region, name="Digital 2030")
    rows.save(row=strategy, by=by)
    area = FocusArea(strategy=strategy, number=1, name="Kompetanse")
    rows.save(row=area, by=by)
    rows.save(row=Goal(area=area, number=1, text="Alle kan"), by=by)
    assert latest_of(region, by, "body", str(body.pk)) == ["Kari added the seat “Leder av Rådet”.", "The program added the body “Rådet”."]
    assert latest_of(region, by, "organisation", str(nes.pk)) == ["Kari added the membership of “Nes”."]
    found = ["Kari added the goal “1 Alle kan”.", "Kari added the focus area “1 Kompetanse”.", "Kari added the strategy “Digital 2030”."]
    assert latest_of(region, by, "strategy", str(strategy.pk)) == found
    assert [latest_of(region, by, of, number) for of, number in (("nothing", "1"), ("body", "x"), ("body", "9" * 40))] == [[], [], []]
    for address, foot in (("bodies/", "bodies"), (f"bodies/{body.pk}/", f"body&amp;number={body.pk}"), ("strategy/", f"strategy&amp;number={strategy.pk}")):
        place = address if address == "strategy/" else f"register/{address}"
        assert f'hx-get="/{region.slug}/history/latest/?of={foot}"' in client_of(by).get(f"/{region.slug}/{place}").content.decode(), address


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
    for asked in ({"what": "x"}, {"who": "x"}, {"who": "999999"}, {"since": "i fjor"}, {"until": "2026-13-01"}, {"page": "x"}, *ENDS_OF_TIME):
        found = history(project, by, **asked)
        assert named(found) == ["første"]
        assert set(found.form.errors) == set(asked) - {"page"}
    unread = client_of(by).get(address(project) + "?since=i+fjor").content.decode()
    assert "One of the choices cannot be read, so nothing is left out." in unread
    assert history(project, by, page="9").told == []
    beyond = client_of(by).get(address(project) + "?page=9&what=milestones").content.decode()
    said = ("There is no such page: the changes end before it.", '<a href="?what=milestones">To the newest changes</a>', "No change is like that")
    assert [words in beyond for words in said] == [True, True, False]
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
    ("query", "queries"), [("?what=tab-plan", 16), ("?what=tab-money", 16), ("?what=tab-participation", 8), ("?what=tab-risks", 13), ("?what=tab-mandate", 6)]
)
def test_a_history_asks_as_often_whatever_it_shows(django_assert_num_queries, query, queries, number):
    project = project_with(number)
    client = client_of(portfolio.person_with(Role.COORDINATOR, project.region))
    with django_assert_num_queries(ENTRY + queries):
        assert client.get(address(project) + query).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_whole_history_asks_at_most_twice_for_each_kind_of_row(django_assert_max_num_queries, number):
    project = project_with(number)
    with django_assert_max_num_queries(ENTRY + 4 + 2 * len(OF_PROJECT)):
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


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("of", "queries"), [("body", 4), ("strategy", 4), ("members", 3)])
def test_a_foot_asks_as_often_whatever_it_shows(django_assert_num_queries, of, queries, number):
    region = portfolio.region()
    body, strategy = portfolio.body(region), Strategy.objects.create(region=region, name="S")
    for each in range(number):
        body.seats.create(function=f"Leder {each}", valid_from="2026-01-01")
        FocusArea.objects.create(strategy=strategy, number=each, name=f"Område {each}")
        portfolio.person_with(Role.READER, region)
    client = client_of(portfolio.person_with(Role.ADMIN, region))
    address = reverse("region-history-latest", args=[region.slug])
    with django_assert_num_queries(ENTRY + queries):
        shown = client.get(address, {"of": of, "number": strategy.pk if of == "strategy" else body.pk})
    assert shown.status_code == 200
