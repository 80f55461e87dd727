"""The rows of a region's register are edited by the same forms as a project's."""

import uuid
from typing import Any

import pytest
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portfolio.access.roles import Role
from portfolio.editing.forms import form_of
from portfolio.editing.holders import RegionHolder
from portfolio.editing.posting import shown
from portfolio.editing.record import Record
from portfolio.editing.register_records import ALL, REGISTER_RECORDS
from portfolio.models import Body, Region, RegionMembership, Seat
from projects.models import FocusArea
from tests.factories import portfolio, projects
from tests.factories.registered import region_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    return region_with(2)


@pytest.fixture
def client(region: Region) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, region))
    return client


def url(page: str, region: Region, *more: Any) -> str:
    return reverse(f"register-edit-{page}", args=[region.slug, *more])


def filled(record: Record, region: Region, row: Any = None) -> dict[str, str]:
    form = form_of(record, RegionHolder(region), row or record.new(region), portfolio.person_with(Role.COORDINATOR, region))
    sent = {field.html_name: field.value() for field in form}
    sent = {name: "" if value is None else "on" if value is True else str(value) for name, value in sent.items() if value is not False}
    return {**sent, "shown": shown(form), "key": str(uuid.uuid4()), "do": "save", "reason": "Vedtak 12/26"}


def undo(client: Client, response: HttpResponse) -> HttpResponse:
    page = client.get(response["Location"])
    return client.post(next(message.extra_tags for message in page.context["messages"]), follow=True)


def rows(record: Record, region: Region) -> list[dict[str, Any]]:
    return list(record.rows(region).order_by("pk").values())


@pytest.mark.parametrize("record", ALL, ids=lambda record: record.slug)
def test_what_a_form_shows_is_what_it_saves(client, region, record):
    before, row = rows(record, region), record.rows(region).first()
    assert client.get(url("rows", region, record.slug)).status_code == 200
    address = url("row", region, record.slug, row.pk)
    assert client.get(address).status_code == 200
    response = client.post(address, filled(record, region, row))
    assert response.status_code == 303, response.context["form"].errors
    assert client.get(response["Location"]).status_code == 200
    assert rows(record, region) == before
    line = row.history.first()
    assert (line.history_user.email.startswith("person"), line.history_change_reason) == (True, "Vedtak 12/26" if record.asks_why or record.weighty else "")


@pytest.mark.parametrize("record", [each for each in ALL if not each.is_single], ids=lambda record: record.slug)
def test_removing_is_undone_to_the_last_value(client, region, record):
    """With all that hangs below it."""
    everything = {each.slug: rows(each, region) for each in ALL}
    row = record.rows(region).first()
    response = client.post(url("row", region, record.slug, row.pk), filled(record, region, row) | {"do": "remove"})
    assert (response.status_code, len(rows(record, region))) == (303, len(everything[record.slug]) - 1)
    assert undo(client, response).status_code == 200
    assert {each.slug: rows(each, region) for each in ALL} == everything


def test_a_row_is_added_where_its_link_began_and_taken_back(client, region):
    body = region.bodies.first()
    page = client.get(url("new", region, "seats"), {"body": body.pk})
    assert f'<option value="{body.pk}" selected>' in page.content.decode()
    sent = {"body": str(body.pk), "function": "Nestleder", "valid_from": "2026-01-01", "key": str(page.context["key"]), "shown": ""}
    answers = [client.post(url("new", region, "seats"), sent) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    assert body.seats.filter(function="Nestleder").count() == 1
    undo(client, answers[0])
    assert not body.seats.filter(function="Nestleder").exists()


def test_a_link_chooses_nothing_of_another_region(client, region):
    theirs = region_with(1)
    page = client.get(url("new", region, "seats"), {"body": theirs.bodies.get().pk, "organisation": theirs.own_organisations.get().pk})
    chosen = {name: value for name, value in page.context["form"].initial.items() if value}
    assert (page.status_code, chosen) == (200, {})


def references() -> list[tuple[Record, str]]:
    return [(record, name) for record in ALL for name in record.fields if isinstance(record.model._meta.get_field(name), models.ForeignKey)]


@pytest.mark.parametrize(("record", "name"), references(), ids=str)
def test_nothing_of_another_region_can_be_chosen(client, region, record, name):
    foreign, row, before = region_with(1), record.rows(region).first(), rows(record, region)
    kind = record.model._meta.get_field(name).related_model.__name__
    of = {"Body": foreign.bodies.first(), "Organisation": foreign.own_organisations.first(), "User": portfolio.person_with(Role.ADMIN, foreign)}
    of |= {
        "Checklist": foreign.checklists.first(),
        "Strategy": foreign.strategies.first(),
        "FocusArea": FocusArea.objects.filter(strategy__region=foreign).first(),
    }
    theirs: Any = of[kind]
    theirs.name = "Bare deres"
    theirs.save()
    for value in (str(theirs.pk), "Bare deres"):
        response = client.post(url("row", region, record.slug, row.pk), filled(record, region, row) | {name: value})
        assert (response.status_code, list(response.context["form"].errors)) == (422, [name])
        assert value == "Bare deres" or "Bare deres" not in response.content.decode()
    assert rows(record, region) == before


def test_joining_and_leaving_need_a_reason_and_a_day(client, region):
    place = portfolio.municipality("Nes")
    sent = {"organisation": "Nes", "valid_from": "", "key": str(uuid.uuid4())}
    response = client.post(url("new", region, "memberships"), sent)
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, ["reason", "valid_from"])
    assert client.post(url("new", region, "memberships"), sent | {"valid_from": "01.01.2026", "reason": "Sak 4/25"}).status_code == 303
    made = RegionMembership.objects.get(organisation=place)
    assert [line.history_change_reason for line in made.history.all()] == ["Sak 4/25"]
    for given, at in (({"valid_to": "2025-12-31", "reason": "Sak 5/25"}, "valid_to"), ({"valid_to": "2026-12-31", "reason": ""}, "reason")):
        response = client.post(url("row", region, "memberships", made.pk), filled(REGISTER_RECORDS["memberships"], region, made) | given)
        assert (response.status_code, list(response.context["form"].errors)) == (422, [at])
    removed = client.post(url("row", region, "memberships", made.pk), filled(REGISTER_RECORDS["memberships"], region, made) | {"do": "remove", "reason": " "})
    assert (removed.status_code, list(removed.context["form"].errors)) == (422, ["reason"])
    twice = client.post(url("new", region, "memberships"), {"organisation": "Nes", "valid_from": "2026-02-01", "reason": "igjen"})
    assert list(twice.context["form"].errors) == ["organisation"]


def test_what_a_project_builds_on_stays(client, region):
    body = region.bodies.first()
    projects.role(projects.project(region), "steering_group", body=body)
    sent = filled(REGISTER_RECORDS["bodies"], region, body) | {"do": "remove", "name": "Skrevet"}
    response = client.post(url("row", region, "bodies", body.pk), sent)
    assert response.status_code == 422
    assert 'value="Skrevet"' in response.content.decode()
    assert [list(each) for each in response.context["form"].errors.values()] == [
        ["Something else builds on it, so it cannot be removed. Give it an end, or take it out there first."]
    ]
    assert (Body.objects.filter(pk=body.pk).exists(), body.seats.count()) == (True, 1)


def test_the_second_editor_sees_both_texts(client, region):
    row = Seat.objects.filter(body__region=region).first()
    record, address = REGISTER_RECORDS["seats"], url("row", region, "seats", row.pk)
    mine, theirs = filled(record, region, row) | {"function": "Min"}, filled(record, region, row) | {"function": "Deres"}
    assert client.post(address, theirs).status_code == 303
    page = client.post(address, mine)
    assert (page.status_code, [(pair.theirs, pair.mine) for pair in page.context["pairs"] if pair.differs]) == (409, [("Deres", "Min")])
    row.refresh_from_db()
    assert client.post(address, filled(record, region, row) | {"do": "remove"}).status_code == 303
    gone = client.post(address, mine | {"key": str(uuid.uuid4())})
    assert (gone.status_code, gone.context["is_gone"]) == (409, True)


def test_a_reader_of_the_register_does_not_write(region):
    client = Client()
    client.force_login(portfolio.person_with(Role.MANAGER, region))
    assert client.get(url("rows", region, "bodies")).status_code == 403
    assert client.get(url("rows", portfolio.region(), "bodies")).status_code == 404
    assert client.get(url("rows", region, "nothing")).status_code == 403


# ---- wrong input -------------------------------------------------------------
OWN = {"name": "Kontoret", "kind": "unit", "country": "SE"}
PERSON = {"organisation": "Nes", "kind": "contact", "order": "1", "function": "Kontakt", "mail": "post@example.test"}
WRONG = [
    ("organisations", OWN | {"organisation_number": "212000-1109"}, ["organisation_number"]),
    ("organisations", OWN | {"organisation_number": "212000-1108", "country": "NO"}, ["organisation_number"]),
    ("organisations", OWN | {"organisation_number": "x", "country": ""}, ["country"]),
    ("organisations", OWN | {"kind": "municipality"}, ["kind"]),
    ("organisations", OWN | {"name": "Kontoret 1"}, ["name"]),
    ("organisations", OWN | {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, ["valid_to"]),
    ("contacts", PERSON | {"mail": "post"}, ["mail"]),
    ("contacts", PERSON | {"mail": ""}, ["mail"]),
    ("contacts", PERSON | {"order": "0"}, ["order"]),
    ("contacts", PERSON | {"order": "x"}, ["order"]),
    ("contacts", PERSON | {"kind": "mailbox", "name": "N. N."}, ["name"]),
    ("contacts", PERSON | {"organisation": ""}, ["organisation"]),
    ("contacts", PERSON | {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, ["valid_to"]),
    ("bodies", {"name": "Rådet 1", "kind": "board"}, ["name"]),
    ("bodies", {"name": "Styret", "kind": "board", "papers_days": "en uke"}, ["papers_days"]),
    ("seats", {"function": "", "valid_from": ""}, ["body", "function", "valid_from"]),
    ("meetings", {"date": "2030-01-01", "starts_at": "halv ti"}, ["body", "starts_at"]),
]


@pytest.mark.parametrize(("slug", "sent", "fields"), WRONG)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(client, region, slug, sent, fields):
    portfolio.municipality("Nes")
    before = rows(REGISTER_RECORDS[slug], region)
    response = client.post(url("new", region, slug), sent)
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, fields)
    assert rows(REGISTER_RECORDS[slug], region) == before
    text = response.content.decode()
    assert "is violated" not in text
    assert all(f'href="#id_{field}"' in text for field in fields)


def test_a_second_contact_needs_a_turn_of_its_own(client, region):
    held = region.contacts.first()
    sent = PERSON | {"organisation": f"{held.organisation.name} ({held.organisation.code})"}
    assert list(client.post(url("new", region, "contacts"), sent).context["form"].errors) == ["order"]
    assert client.post(url("new", region, "contacts"), sent | {"order": "2"}).status_code == 303
    assert list(region.contacts.filter(organisation=held.organisation).values_list("order", "mail")) == [(1, "post1@example.test"), (2, "post@example.test")]


def test_a_body_meets_once_a_day(client, region):
    held = region.bodies.first().meetings.get()
    response = client.post(url("new", region, "meetings"), {"body": held.body_id, "date": "01.01.2030"})
    assert list(response.context["form"].errors) == ["date"]


def test_a_number_is_kept_as_its_country_writes_it(client, region):
    assert client.post(url("new", region, "organisations"), OWN | {"organisation_number": "2120001108"}).status_code == 303
    made = region.own_organisations.get(name="Kontoret")
    assert (made.organisation_number, made.code, made.kind) == ("212000-1108", "", "unit")
    page = client.get(url("row", region, "organisations", made.pk)).content.decode()
    assert 'value="212000-1108"' in page
    assert "Municipality" not in page.partition('name="kind"')[2].partition("</select>")[0].title()


def test_an_organisation_does_not_belong_to_what_belongs_to_it(client, region):
    above, below = region.own_organisations.order_by("pk")[:2]
    below.parent = above
    below.save()
    sent = filled(REGISTER_RECORDS["organisations"], region, above)
    for name in (above.name, below.name):
        assert list(client.post(url("row", region, "organisations", above.pk), sent | {"parent": name}).context["form"].errors) == ["parent"]


def test_a_municipality_is_not_changed_here(client, region):
    place = region.memberships.first().organisation
    assert client.get(url("row", region, "organisations", place.pk)).status_code == 404
