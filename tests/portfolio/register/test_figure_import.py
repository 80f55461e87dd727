"""A file of figures: what it would do is seen first, then all of it is stored, once, or nothing."""

import datetime as dt
import uuid
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from portfolio.access.roles import Role
from portfolio.models import FigureSource, FigureUpload, FormerCode, KeyFigure, Organisation, Region
from tests.factories import figures as make
from tests.factories import portfolio

pytestmark = pytest.mark.django_db
HEAD = ["Kommunenr", "Kommune", "År", "Antall"]
WRITTEN = {"title": "Own count", "publisher": "The office", "licence": "CC0"}


@pytest.fixture
def region() -> Region:
    return portfolio.region("fjordane")


@pytest.fixture
def place(region: Region) -> Organisation:
    return portfolio.member(region, portfolio.municipality("Ås", code="3001")).organisation


@pytest.fixture
def office(region: Region) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, region, language="en-gb"))
    return client


def send(client: Client, file: SimpleUploadedFile, **fields: Any) -> HttpResponse:
    return client.post("/fjordane/register/figures/file/", {"file": file, "kind": "pupils"} | WRITTEN | fields)


def confirm(client: Client, address: str, **fields: Any) -> HttpResponse:
    page = client.get(address)
    return client.post(address, {"shown": page.context["shown"], "key": uuid.uuid4()} | fields)


def stored() -> list[tuple[str, dt.date, int]]:
    return list(KeyFigure.objects.order_by("organisation__name", "date").values_list("organisation__name", "date", "value"))


@pytest.mark.parametrize("made", [make.xlsx, make.csv])
def test_a_table_is_looked_at_then_stored_with_its_source(region, place, office, made):
    sent = send(office, made(HEAD, ["3001", "Ås kommune", 2025, 120], ["3001", "", 2024, 110]))
    assert (sent.status_code, stored(), FigureSource.objects.count()) == (303, [], 0)
    done = confirm(office, sent["Location"])
    assert (done.status_code, done["Location"]) == (303, "/fjordane/register/figures/?kind=pupils")
    assert stored() == [("Ås", dt.date(2024, 1, 1), 110), ("Ås", dt.date(2025, 1, 1), 120)]
    assert set(KeyFigure.objects.values_list("region", "source__title", "kind")) == {(region.pk, "Own count", "pupils")}


def test_confirmed_twice_it_is_stored_once(region, place, office):
    address = send(office, make.csv(HEAD, ["3001", "", 2025, 120]))["Location"]
    shown = office.get(address).context["shown"]
    first, again = (office.post(address, {"shown": shown, "key": uuid.uuid4()}) for _ in range(2))
    assert (first.status_code, again.status_code, again["Location"], len(stored())) == (303, 303, first["Location"], 1)
    page = office.get(address)
    assert "These figures were added" in page.content.decode()
    assert "<button" not in page.content.decode().partition("<main")[2].partition("</main>")[0]


def test_a_year_is_its_last_day_in_sweden(place):
    region = portfolio.region("skane", country="SE")
    portfolio.member(region, portfolio.municipality("Perstorp", code="1275", country="SE"))
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, region))
    table = make.csv(["Kommun", "År", "Antal"], ["Perstorps kommun", 2024, 7])
    sent = client.post("/skane/register/figures/file/", {"file": table, "kind": "pupils"} | WRITTEN)
    confirm(client, sent["Location"])
    assert stored() == [("Perstorp", dt.date(2024, 12, 31), 7)]


def test_what_is_there_already_and_what_is_said_otherwise(region, place, office):
    other = portfolio.member(region, portfolio.municipality("Bø", code="3002")).organisation
    make.figure(place, 120, kind="pupils")
    make.figure(other, 90, kind="pupils")
    address = send(office, make.csv(HEAD, ["3001", "", 2025, 120], ["3002", "", 2025, 95]))["Location"]
    page = office.get(address)
    assert [(str(state), [each.organisation for each in rows]) for state, rows in page.context["groups"]] == [("clash", []), ("differs", [other]), ("new", [])]
    assert len(page.context["alike"]) == 1
    confirm(office, address)
    assert stored() == [("Bø", dt.date(2025, 1, 1), 90), ("Bø", dt.date(2025, 1, 1), 95), ("Ås", dt.date(2025, 1, 1), 120)]


def test_the_same_source_cannot_say_something_else(region, place, office):
    held = make.figure(place, 120, region, kind="pupils")
    address = send(office, make.csv(HEAD, ["3001", "", 2025, 121]), source=held.source.pk)["Location"]
    page = office.get(address)
    assert (page.context["is_possible"], page.context["has_clashes"]) == (False, True)
    assert (confirm(office, address).status_code, len(stored())) == (409, 1)


def test_somebody_was_faster_and_the_preview_is_shown_anew(region, place, office):
    address = send(office, make.csv(HEAD, ["3001", "", 2025, 120]))["Location"]
    shown = office.get(address).context["shown"]
    make.figure(place, 120, kind="pupils")
    page = office.post(address, {"shown": shown, "key": uuid.uuid4()})
    assert (page.status_code, page.context["wanted"], len(stored())) == (409, 0, 1)


def test_others_than_members_and_sums_are_left_out(region, place, office):
    portfolio.municipality("Oslo", code="0301")
    rows = [["3001", "Ås", 2025, 120], [301, "Oslo", 2025, 9000], ["", "I alt", 2025, 9120]]
    page = office.get(send(office, make.xlsx(HEAD, *rows))["Location"])
    assert ([line.row for line in page.context["outside"]], page.context["wanted"]) == ([3, 4], 1)


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (["9999", "", 2025, 1], "Kommunenr", "No municipality or member is called that."),
        (["", "Atlantis", 2025, 1], "Kommune", "No municipality or member is called that."),
        (["", "Herøy", 2025, 1], "Kommune", "Several have this name."),
        (["3001", "Herøy", 2025, 1], "Kommunenr", "The number and the name are of different municipalities."),
        (["3001", "", 2099, 1], "År", "That day has not been yet."),
        (["3001", "", 2025, "1,5"], "Antall", "Write a whole number"),
        (["3001", "", 2024, 2], "Kommunenr", "Row 2 is about the same municipality and day."),
        (["0601", "", 2019, 2], "Kommunenr", "What had this number has been divided since."),
    ],
)
def test_a_fault_names_row_and_column_and_nothing_is_kept(region, place, office, row, column, said):
    for code in ("1515", "1818"):
        portfolio.municipality("Herøy", code=code)
        FormerCode.objects.create(organisation=Organisation.objects.get(code=code), code="0601", first_year=2005, last_year=2019, share_millionths=500_000)
    page = send(office, make.xlsx(HEAD, ["3001", "", 2024, 1], row))
    assert (page.status_code, FigureUpload.objects.count()) == (422, 0)
    [fault] = page.context["faults"]
    assert (fault.row, fault.column, fault.advice.startswith(said)) == (3, column, True)


def test_a_number_of_old_is_the_municipality_of_today(region, place, office):
    FormerCode.objects.create(organisation=place, code="0214", first_year=2005, last_year=2019, share_millionths=1_000_000)
    confirm(office, send(office, make.csv(["Region", "År", "Antall"], ["0214 Ås", 2019, 5]))["Location"])
    assert stored() == [("Ås", dt.date(2019, 1, 1), 5)]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "This is neither a spreadsheet"),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04broken"), "The file cannot be read as a spreadsheet."),
        (SimpleUploadedFile("a.csv", b""), "The file is empty."),
        (SimpleUploadedFile("a.csv", b"a" * 2_000_001), "The file is too large."),
        (make.csv(["Kommune", "Antall"], ["x", 1]), "No column says when."),
        (make.csv(["Kommune", "År", "Antall"]), "There are no rows"),
    ],
)
def test_what_is_no_table_is_said_at_the_field(region, place, office, file, said):
    file.seek(0)
    page = send(office, file)
    assert (page.status_code, page.context["form"].errors["file"][0].startswith(said)) == (422, True)


def test_what_nobody_confirms_is_gone_after_a_day(region, place, office):
    with time_machine.travel(dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC), tick=False):
        office.force_login(portfolio.person_with(Role.COORDINATOR, region))
        address = send(office, make.csv(HEAD, ["3001", "", 2025, 120]))["Location"]
    with time_machine.travel(dt.datetime(2026, 1, 2, 13, tzinfo=dt.UTC), tick=False):
        office.force_login(portfolio.person_with(Role.COORDINATOR, region))
        assert office.get(address)["Location"] == "/fjordane/register/figures/file/"
        send(office, make.csv(HEAD, ["3001", "", 2025, 121]))
    assert len(FigureUpload.objects.all()) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_however_long_the_file_is(region, place, office, django_assert_num_queries, rows):
    table = make.csv(HEAD, *(["3001", "", 2020 + number, 100] for number in range(rows)))
    with django_assert_num_queries(13):
        address = send(office, table)["Location"]
    with django_assert_num_queries(10):
        shown = office.get(address).context["shown"]
    with django_assert_num_queries(17):
        office.post(address, {"shown": shown, "key": uuid.uuid4()})
    assert len(stored()) == rows


def test_another_regions_file_is_not_there(region, place, office):
    portfolio.region("elsewhere")
    address = send(office, make.csv(HEAD, ["3001", "", 2025, 120]))["Location"]
    client = Client()
    client.force_login(portfolio.person_with(Role.ADMIN, Region.objects.get(slug="elsewhere")))
    assert client.get(address).status_code == 404
    assert client.get(address.replace("fjordane", "elsewhere")).status_code == 404


def test_a_file_that_would_fill_the_disk_is_cut_off(region, place, office):
    assert send(office, SimpleUploadedFile("a.csv", b"a" * 5_100_000)).status_code == 413
