"""Payers: typed or pasted, and who lacks what."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from costsharing.models import Payer
from costsharing.queries.payers import payees
from portfolio.access.roles import Role
from portfolio.lib.rowtext import PastedRow, pasted_rows
from portfolio.models import Region
from tests.factories import portfolio

pytestmark = pytest.mark.django_db
GOOD = "Malmö\t212000-1124\t0007:2120001124\tZZ 1\t\nÅre\t212000-1124\t0007:2120001124\tÅ-77\tB 12\n"


@pytest.fixture
def region() -> Region:
    region = portfolio.region(country="SE", currency="SEK", language="sv")
    for name, code in (("Malmö", "1280"), ("Åre", "2321")):
        portfolio.member(region, portfolio.municipality(name, code=code, country="SE"))
    return region


@pytest.fixture
def client(region: Region) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, region))
    return client


def url(region: Region, name: str = "payers-import") -> str:
    return reverse(name, args=[region.slug])


def test_rows_of_a_spreadsheet_and_of_a_file():
    rows = [PastedRow(2, ("Malmö", "1", "x y")), PastedRow(3, ("Åre", "2", "z"))]
    assert pasted_rows("\ufeff\nMalmö\t1\tx  y\nÅre\t2\tz\n\n") == rows
    assert pasted_rows("\nMalmö;1;x  y\r\nÅre;2;'z") == rows
    assert rows[0].cell(7) == ""


def test_a_block_is_shown_before_it_is_stored_and_stored_once(client, region):
    shown = client.post(url(region), {"rows": "Namn\tNummer\n" + GOOD, "do": "read"})
    assert (shown.status_code, Payer.objects.count()) == (200, 0)
    assert [(row.is_new, row.payer.organisation.code) for row in shown.context["rows"]] == [(True, "1280"), (True, "2321")]
    sent = {"rows": GOOD, "do": "save", "key": str(uuid.uuid4())}
    assert [client.post(url(region), sent).status_code for _ in range(2)] == [303, 303]
    stored = list(Payer.objects.values_list("organisation__name", "organisation_number", "peppol_id", "buyer_reference", "order_number", "is_example"))
    assert stored == [("Malmö", "2120001124", "0007:2120001124", "ZZ 1", "", False), ("Åre", "2120001124", "0007:2120001124", "Å-77", "B 12", False)]
    assert [row.history.count() for row in Payer.objects.all()] == [1, 1]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("Malmo\t212000-1124", "Row 3: No party is called “Malmo”."),
        ("1280\t212000-1124\t0007:2120001124\tx", "Row 3: Malmö stands in row 1 already."),
        ("Lund\t212000-1125", "Row 3: This is no Swedish organisation number"),
        ("Lund\t212000-1124\t0192:2120001124", "Row 3: Write 0007:2120001124"),
        ("Lund\t\t0007:2120001124", "Row 3: Write it too"),
        ("Lund\t212000-1124\t0007:2120001124\t" + "x" * 61, "is longer than 60 signs"),
    ],
)
def test_one_bad_row_stores_nothing_and_is_named(client, region, bad, said):
    portfolio.municipality("Lund", code="1281", country="SE")
    answer = client.post(url(region), {"rows": GOOD + bad, "do": "save"})
    assert (answer.status_code, Payer.objects.count()) == (422, 0)
    faults = answer.context["form"].errors["rows"]
    assert len(faults) == 1
    assert said in faults[0]
    assert answer.context["form"]["rows"].value() == GOOD + bad


def test_a_name_on_both_sides_of_the_border_is_the_one_at_home(client, region):
    for country, code in (("SE", "1281"), ("NO", "1112")):
        portfolio.municipality("Lund", country=country, code=code)
    assert client.post(url(region), {"rows": "Lund\t212000-1124", "do": "save"}).status_code == 303
    assert Payer.objects.get().organisation.country == region.country == "SE"


def test_nothing_and_only_headings_are_refused(client, region):
    for rows in ("", "Namn;Nummer;Peppol\n"):
        answer = client.post(url(region), {"rows": rows, "do": "read"})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["rows"])


def test_who_lacks_what(client, region):
    (everything,) = client.get(url(region, "payers")).context["lacking_alike"]
    assert (everything.lacks, len(everything.payees)) == (["organisation number", "Peppol id", "buyer reference"], 2)
    assert [each.lacks for each in payees(region)] == [("organisation_number", "peppol_id", "buyer_reference")] * 2
    client.post(url(region), {"rows": "Malmö\t212000-1124\n" + GOOD.splitlines()[1], "is_example": "on", "do": "save"})
    assert [(each.organisation.name, each.lacks) for each in payees(region)] == [("Malmö", ("peppol_id", "buyer_reference")), ("Åre", ())]
    page = client.get(url(region, "payers"))
    assert (len(page.context["lacking"]), page.context["has_examples"]) == (1, True)
    assert page.content.decode().count('<i class="how-sure">example</i>') == 2
    client.post(url(region), {"rows": GOOD, "do": "save"})
    page = client.get(url(region, "payers"))
    assert (page.context["lacking"], page.context["has_examples"]) == ([], False)


def test_a_typed_number_is_checked_by_the_country_of_its_owner(client, region):
    new = reverse("register-edit-new", args=[region.slug, "payers"])
    typed = {"organisation": "Malmö", "organisation_number": "974 760 673", "peppol_id": "", "do": "save", "shown": ""}
    answer = client.post(new, typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["organisation_number"])
    assert client.post(new, typed | {"organisation_number": "212000-1124", "peppol_id": "0007:2120001124"}).status_code == 303
    assert Payer.objects.get().organisation_number == "2120001124"


def test_a_reader_reads_and_cannot_import(client, region):
    client.force_login(portfolio.person_with(Role.READER, region))
    assert (client.get(url(region, "payers")).status_code, client.get(url(region)).status_code) == (200, 403)


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_whatever_it_shows(client, django_assert_num_queries, region, rows):
    for number in range(rows):
        Payer.objects.create(region=region, organisation=portfolio.municipality(), buyer_reference=f"{number}")
    with django_assert_num_queries(6):
        assert client.get(url(region, "payers")).status_code == 200
