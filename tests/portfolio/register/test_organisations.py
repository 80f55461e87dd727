"""Members with their periods, the region's own organisations, and whom one writes to."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portfolio.access.roles import Role
from portfolio.models import Contact, FigureSource, KeyFigure, Organisation, Region
from tests.factories import portfolio
from tests.factories.registered import region_with

pytestmark = pytest.mark.django_db
ENTRY = 4
TODAY = dt.date(2026, 6, 1)


def reader(region: Region, role: Role = Role.READER) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(role, region))
    return client


def page_of(client: Client, region: Region, organisation: Organisation) -> str:
    return client.get(reverse("organisation", args=[region.slug, organisation.pk])).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_whatever_it_shows(django_assert_num_queries, rows):
    region = region_with(rows)
    client = reader(region, Role.COORDINATOR)
    with django_assert_num_queries(ENTRY + 2):
        page = client.get(reverse("register", args=[region.slug]))
    assert (len(page.context["members"].today), len(page.context["own"])) == (rows, rows)


@pytest.mark.parametrize("rows", [1, 3])
def test_an_organisation_asks_as_often_whatever_it_shows(django_assert_num_queries, rows):
    region = region_with(1)
    place = region.memberships.get().organisation
    for number in range(1, rows):
        contact(region, place, order=number + 1)
    client = reader(region, Role.COORDINATOR)
    with django_assert_num_queries(ENTRY + 5):
        page = client.get(reverse("organisation", args=[region.slug, place.pk]))
    assert len(page.context["page"].contacts) == rows


def contact(region: Region, organisation: Organisation, **fields: object) -> Contact:
    given = {"kind": "contact", "function": "Digitaliseringsleder", "mail": "digi@example.test", "name": "N. N.", "phone": "+47 00 00 00 00"} | fields
    return Contact.objects.create(region=region, organisation=organisation, **given)


def test_a_region_without_anything_says_how_to_begin():
    region = portfolio.region()
    page = reader(region).get(reverse("register", args=[region.slug])).content.decode()
    assert "The region has no members yet." in page
    assert "The region has added no organisation of its own" in page
    assert "<tbody" not in page


def test_members_stand_by_when_they_belong_and_by_name(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    region = portfolio.region()
    for name, begins, ends in (
        ("Åmot", "2020-01-01", None),
        ("Bø", "2020-01-01", "2026-06-01"),
        ("Nes", "2026-06-02", None),
        ("Ål", "2020-01-01", "2026-05-31"),
    ):
        portfolio.member(region, portfolio.municipality(name), valid_from=begins, valid_to=ends)
    members = reader(region).get(reverse("register", args=[region.slug])).context["members"]
    told = [[row.organisation.name for row in rows] for rows in (members.today, members.coming, members.former)]
    assert told == [["Bø", "Åmot"], ["Nes"], ["Ål"]]


def test_who_has_no_contact_is_marked_and_the_first_in_turn_is_named():
    region = region_with(2)
    first, second = region.memberships.all()
    Contact.objects.filter(organisation=first.organisation).delete()
    contact(region, second.organisation, order=2, function="Stedfortreder")
    contact(portfolio.region(), first.organisation, function="En annen regions")
    page = reader(region).get(reverse("register", args=[region.slug]))
    assert [row.contact for row in page.context["members"].today] == [None, "Kommunekontakt"]
    assert page.content.decode().count("missing</span>") == 1


def test_how_to_reach_people_is_for_the_office_only():
    region = portfolio.region()
    place = portfolio.member(region).organisation
    contact(region, place)
    told = ("N. N.", "digi@example.test", "+47 00 00 00 00")
    for role in (Role.ADMIN, Role.COORDINATOR):
        page = page_of(reader(region, role), region, place)
        assert [word for word in told if word not in page] == []
    for role in (Role.MANAGER, Role.STEERING, Role.READER):
        page = page_of(reader(region, role), region, place)
        assert [word for word in told if word in page] == []
        assert "Digitaliseringsleder" in page
        assert "shown to the coordinating office only" in page


def test_contacts_are_each_regions_own():
    here, there = portfolio.region(), portfolio.region()
    place = portfolio.member(here).organisation
    portfolio.member(there, place)
    contact(here, place, mail="her@example.test")
    contact(there, place, mail="der@example.test")
    page = page_of(reader(here, Role.ADMIN), here, place)
    assert ("her@example.test" in page, "der@example.test" in page) == (True, False)
    theirs = Organisation.objects.create(region=there, country="NO", kind="unit", name="Deres kontor")
    assert reader(here).get(reverse("organisation", args=[here.slug, theirs.pk])).status_code == 404


def test_what_is_missing_and_what_has_ended_is_said(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    region = portfolio.region()
    place = portfolio.member(region).organisation
    contact(region, place, kind="deputy", function="Vara", valid_to="2026-05-31")
    page = reader(region).get(reverse("organisation", args=[region.slug, place.pk]))
    assert "Nobody to write to yet." in page.content.decode()
    contact(region, place, kind="mailbox", function="Postmottak", name="")
    found = reader(region).get(reverse("organisation", args=[region.slug, place.pk])).context["page"]
    assert ([row.function for row in found.contacts], [row.function for row in found.former_contacts]) == (["Postmottak"], ["Vara"])
    assert found.lacks == ["contact", "deputy"]


def test_the_newest_figure_with_its_source_and_a_merger_are_told():
    region = portfolio.region()
    new = portfolio.municipality("Nye Nes")
    old = portfolio.municipality("Gamle Nes", successor=new, valid_to="2019-12-31")
    portfolio.member(region, old, valid_from="2015-01-01", valid_to="2019-12-31")
    source = FigureSource.objects.create(key="ssb", title="Folkemengd 1. januar", publisher="Byrået", licence="fri")
    for year, value in ((2018, 3456), (2019, 3501)):
        KeyFigure.objects.create(organisation=old, kind="population", date=dt.date(year, 1, 1), value=value, source=source)
    client = reader(region)
    page = page_of(client, region, old)
    assert "It has been merged into Nye Nes." in page
    assert "3,501<small>1\u00a0January\u00a02019, Folkemengd 1. januar</small>" in page
    assert "3,456" not in page
    assert "are not changed here" in page
    assert "Merged into it:" in page_of(client, region, new)
    assert "merged into Nye Nes" in client.get(reverse("register", args=[region.slug])).content.decode()
