"""From a share to what is paid: planned, decided, invoiced, paid, taken back, replaced; and the list that leaves the house."""

import csv
import datetime as dt
import io
import re
import uuid
import zipfile
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from costsharing.models import Allocation, Charge, Payer, Share
from costsharing.queries.charges import deeds_of, left
from portfolio.access.roles import Role
from tests.costsharing.test_constraints import adopted
from tests.factories import portfolio, projects
from tests.factories.at_once import at_once

pytestmark = pytest.mark.django_db
TERMS = {"text": "E-arkiv", "period": "2016", "vat_percent": "25", "n": "2", "due_1": "2016-03-31", "due_2": "2016-09-30"}


@pytest.fixture
def allocation() -> Allocation:
    project = projects.project(portfolio.region(country="SE", currency="SEK"))
    made = adopted(project)
    for number, net in enumerate((61_119_00, 40_000_50, 0), 1):
        who = portfolio.municipality(f"Kommun {number}", country="SE")
        Share.objects.create(allocation=made, organisation=who, gross_minor=net, net_minor=net, exact="1")
    return made


@pytest.fixture
def client(allocation: Allocation) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, allocation.project.region))
    return client


def url(allocation: Allocation, name: str = "charges") -> str:
    return reverse(name, args=[allocation.project.region.slug, allocation.project.reference, allocation.number])


def plan(client: Client, allocation: Allocation, **more: str) -> HttpResponse:
    return client.post(url(allocation, "charges-plan"), TERMS | {"key": str(uuid.uuid4())} | more)


def step(client: Client, allocation: Allocation, do: str, **more: Any) -> HttpResponse:
    return client.post(url(allocation, "charges-step"), {"do": do, "key": str(uuid.uuid4()), "on": "2016-02-01"} | more)


def states(allocation: Allocation) -> list[str]:
    return list(allocation.charges.order_by("instalment", "organisation__code").values_list("state", flat=True))


def errors(answer: HttpResponse) -> dict[str, list[str]]:
    assert answer.status_code == 422
    return {name: list(said) for name, said in answer.context["form"].errors.items()}


def give_payers(allocation: Allocation) -> None:
    for number, share in enumerate(allocation.shares.all(), 1):
        numbers = {"organisation_number": "2120001124", "peppol_id": "0007:2120001124", "buyer_reference": f"=1+{number}"}
        Payer.objects.create(region=allocation.project.region, organisation=share.organisation, **numbers, is_example=number == 1)


def test_the_plan_adds_up_to_each_net_share_in_whole_units(client, allocation):
    assert plan(client, allocation).status_code == 303
    rows = [(row.organisation.name, row.instalment, row.net_minor, row.vat_minor, row.gross_minor, str(row.due_on)) for row in allocation.charges.all()]
    assert rows == [
        ("Kommun 1", 1, 30_560_00, 7_640_00, 38_200_00, "2016-03-31"),
        ("Kommun 2", 1, 20_000_00, 5_000_00, 25_000_00, "2016-03-31"),
        ("Kommun 1", 2, 30_559_00, 7_639_75, 38_198_75, "2016-09-30"),
        ("Kommun 2", 2, 20_000_50, 5_000_13, 25_000_63, "2016-09-30"),
    ]
    page = client.get(url(allocation))
    assert (page.status_code, page.context["sums"][-1].net) == (200, 101_119_50)


def test_parts_of_its_own(client, allocation):
    assert plan(client, allocation, part_1="75 %", part_2="1/4").status_code == 303
    assert list(allocation.charges.values_list("net_minor", flat=True)) == [45_839_00, 30_000_00, 15_280_00, 10_000_50]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"part_1": "50", "part_2": "49,99"}, {"part_2": ["The parts add up to 0.01 per cent too little."]}),
        ({"part_1": "50", "part_2": "2/3"}, {"part_2": ["The parts add up to 50/3 per cent too much."]}),
        ({"part_1": "50"}, {"part_2": ["Write the part of every instalment, or of none."]}),
        ({"part_1": "half"}, {"part_1": ["Write per cent, like 25, or a fraction, like 1/4."]}),
        ({"part_1": "1/0"}, {"part_1": ["Write per cent, like 25, or a fraction, like 1/4."]}),
        ({"due_1": "2016-03-25"}, {"due_1": ["No payments are made on 25\xa0March\xa02016. The next working day is 29\xa0March\xa02016."]}),
        ({"due_2": "2016-03-31"}, {"due_2": ["Choose a day after that of the instalment before."]}),
        ({"due_1": "soon"}, {"due_1": ["Write the day as 2026-10-31 or 31.10.2026."]}),
        ({"text": ""}, {"text": ["Write something here."]}),
    ],
)
def test_a_plan_that_cannot_be_is_said_at_its_field(client, allocation, typed, said):
    answer = plan(client, allocation, **typed)
    assert (errors(answer), Charge.objects.count()) == (said, 0)
    assert {name: answer.context["form"][name].value() for name in typed} == typed


def test_it_is_planned_once_and_taken_away_whole(client, allocation):
    key = str(uuid.uuid4())
    assert [plan(client, allocation, key=key).status_code for _ in range(2)] == [303, 303]
    assert errors(plan(client, allocation))["__all__"] == ["The charges are planned already. Take the plan away first, if nothing of it is decided."]
    assert errors(step(client, allocation, "unplan")) == {"reason": ["Say in a few words why."]}
    assert step(client, allocation, "unplan", reason="Feil dag").status_code == 303
    assert (Charge.objects.count(), Charge.history.filter(history_type="-", history_change_reason="Feil dag").count()) == (0, 4)
    plan(client, allocation)
    step(client, allocation, "decide", instalment="1")
    assert errors(step(client, allocation, "unplan", reason="x"))["__all__"] == ["Something of the plan is decided already. Take that back first."]


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_at_once_make_one_plan(allocation):
    """The other is told that it stands already; no instalment of it is stored."""
    clients = [Client(), Client()]
    for each in clients:
        each.force_login(portfolio.person_with(Role.COORDINATOR, allocation.project.region))
    texts = ("Den ene", "Den andre")
    answers = at_once([partial(plan, each, allocation, text=text) for each, text in zip(clients, texts, strict=True)])
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    won = texts[[answer.status_code for answer in answers].index(303)]
    assert list(allocation.charges.values_list("text", flat=True)) == [won] * 4
    assert Charge.history.count() == 4
    lost = next(answer for answer in answers if answer.status_code == 422)
    assert errors(lost)["__all__"] == ["The charges are planned already. Take the plan away first, if nothing of it is decided."]
    assert lost.context["form"]["text"].value() in set(texts) - {won}


def test_step_by_step_forward_and_back(client, allocation):
    plan(client, allocation)
    first, second, *_ = rows = list(allocation.charges.all())
    assert step(client, allocation, "decide", instalment=["1", "2"]).status_code == 303
    assert step(client, allocation, "invoice", instalment="1", first_number="A-099", on="2016-02-02").status_code == 303
    assert states(allocation) == ["invoiced", "invoiced", "decided", "decided"]
    assert list(allocation.charges.values_list("invoice_number", flat=True)) == ["A-099", "A-100", "", ""]
    assert step(client, allocation, "pay", charge=[first.pk], on="2016-03-31").status_code == 303
    assert step(client, allocation, "back", charge=[first.pk], reason="Feil bank").status_code == 303
    first.refresh_from_db()
    assert (first.state, first.paid_on, first.invoice_number, first.invoiced_on) == ("invoiced", None, "A-099", dt.date(2016, 2, 2))
    assert step(client, allocation, "back", charge=[first.pk, second.pk], reason="Feil nummer").status_code == 303
    first.refresh_from_db()
    assert (first.state, first.invoice_number, first.decided_on) == ("decided", "", dt.date(2016, 2, 1))
    assert [line.history_change_reason for line in first.history.all()] == ["Feil nummer", "Feil bank", "", "", "", ""]
    deeds = [(deed.what, deed.count, deed.name, deed.numbers, deed.reason) for deed in deeds_of(allocation)]
    assert deeds == [
        ("decided", 2, "Kommun 2", "", "Feil nummer"),
        ("invoiced", 1, "Kommun 1", "A-099", "Feil bank"),
        ("paid", 1, "Kommun 1", "A-099", ""),
        ("invoiced", 2, "Kommun 2", "A-099 … A-100", ""),
        ("decided", 4, "Kommun 2", "", ""),
        ("calculated", 4, "Kommun 2", "", ""),
    ]
    page = client.get(url(allocation)).content.decode()
    assert [text in page for text in ("Feil bank", "Feil nummer", "(A-099)")] == [True, True, True]
    assert len(rows) == 4


def test_nothing_moves_unless_everything_ticked_can(client, allocation):
    plan(client, allocation)
    first = allocation.charges.first()
    step(client, allocation, "decide", charge=[first.pk])
    before = states(allocation)
    said = errors(step(client, allocation, "decide", instalment="1"))["__all__"]
    assert said == ["Not at the step “calculated”: Kommun 1 1. Look at the list as it stands now."]
    assert errors(step(client, allocation, "decide"))["__all__"] == ["Tick the charges first, one by one or a whole instalment."]
    assert errors(step(client, allocation, "back", instalment="1", reason="x"))["__all__"] == [
        "Tick charges that stand at one and the same step, decided or later."
    ]
    lacking = {"first_number": ["Write a number that ends in figures, or a number in each row. Without one: Kommun 1."]}
    assert errors(step(client, allocation, "invoice", charge=[first.pk])) == lacking
    early = errors(step(client, allocation, "invoice", charge=[first.pk], on="2016-01-31", **{f"number_{first.pk}": "7"}))
    assert early["__all__"] == ["The day is before that of the step before it: Kommun 1 1."]
    answer = step(client, allocation, "invoice", charge=[first.pk], on="in spring", **{f"number_{first.pk}": "Ä 7"})
    assert errors(answer) == {"on": ["Write the day as 2026-10-31 or 31.10.2026."]}
    assert 'value="Ä 7"' in answer.content.decode()
    assert re.search(f'value="{first.pk}" checked', answer.content.decode())
    assert states(allocation) == before


def test_what_is_invoiced_stays_and_the_replacing_one_charges_the_difference(client, allocation):
    plan(client, allocation)
    step(client, allocation, "decide", instalment="1")
    step(client, allocation, "invoice", instalment="1", first_number="1")
    one, two, _ = [share.organisation for share in allocation.shares.all()]
    new = adopted(allocation.project, number=2, replaces=allocation, reason="Feil folketal")
    late = portfolio.municipality("Kommun 4", country="SE")
    for who, net in ((one, 20_000_00), (late, 50_000_00)):
        Share.objects.create(allocation=new, organisation=who, gross_minor=net, net_minor=net, exact="1")
    assert left(new) == {one.pk: -10_560_00, two.pk: -20_000_00, late.pk: 50_000_00}
    assert plan(client, new, n="1").status_code == 303
    assert list(new.charges.values_list("organisation__name", "net_minor")) == [("Kommun 1", -10_560_00), ("Kommun 2", -20_000_00), ("Kommun 4", 50_000_00)]
    assert states(allocation) == ["invoiced", "invoiced"], "what was never invoiced is withdrawn"
    stopped = "The allocation is replaced: what is invoiced can only be paid, the rest is charged by the one that holds now."
    assert errors(step(client, allocation, "back", instalment="1", reason="x"))["__all__"] == [stopped]
    assert step(client, allocation, "pay", instalment="1").status_code == 303
    everything = Charge.objects.filter(allocation__project=new.project).values_list("organisation__name", "net_minor")
    charged: dict[str, int] = {}
    for name, net in everything:
        charged[name] = charged.get(name, 0) + net
    assert charged == {"Kommun 1": 20_000_00, "Kommun 2": 0, "Kommun 4": 50_000_00}
    assert len(client.get(url(new)).context["before"]) == 2


# ---- the list -------------------------------------------------------------------------
def sheet(answer: HttpResponse) -> list[dict[str, Any]]:
    """The file as a spreadsheet program reads it: cells by their column."""
    book = zipfile.ZipFile(io.BytesIO(answer.content))
    texts = [re.sub("<[^>]+>", "", text) for text in re.findall("<si>(.*?)</si>", book.read("xl/sharedStrings.xml").decode(), re.S)]
    xml = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    found = []
    for row in re.findall("<row .*?</row>", xml, re.S):
        cells = re.findall(r'<c r="([A-Z]+)\d+"([^>]*)><v>(.*?)</v>', row)
        found.append({column: texts[int(value)] if 't="s"' in kind else Decimal(value) for column, kind, value in cells})
    names = found[0]
    return [{names[column]: value for column, value in row.items()} for row in found[1:]]


def test_the_list_is_refused_until_everyone_has_what_an_invoice_needs(client, allocation):
    plan(client, allocation)
    answer = client.get(url(allocation, "charges-file") + "?as=xlsx")
    assert (answer.status_code, [each.organisation.name for each in answer.context["list"].lacking]) == (422, ["Kommun 1", "Kommun 2"])
    assert "organisation number, Peppol id, buyer reference" in answer.content.decode()
    give_payers(allocation)
    Payer.objects.filter(organisation__name="Kommun 2").update(buyer_reference="")
    answer = client.get(url(allocation, "charges-file") + "?as=xlsx")
    assert [(each.organisation.name, each.lacks) for each in answer.context["list"].lacking] == [("Kommun 2", ("buyer_reference",))]
    partly = client.get(url(allocation, "charges-file") + "?" + answer.context["query"])
    assert (partly["Content-Disposition"].endswith('-incomplete.xlsx"'), [row["Payer"] for row in sheet(partly)]) == (True, ["Kommun 1"] * 2)
    Payer.objects.filter(organisation__name="Kommun 2").update(buyer_reference="ZZ")
    assert client.get(url(allocation, "charges-file") + "?as=xlsx").status_code == 200


def test_the_list_reopened_adds_up_and_holds_no_formula(client, allocation):
    plan(client, allocation, text='=HYPERLINK("https://elsewhere.test/")')
    give_payers(allocation)
    rows = sheet(client.get(url(allocation, "charges-file") + "?as=xlsx"))
    assert [sum(row[name] for row in rows) for name in ("Net", "VAT", "Gross")] == [Decimal("101119.50"), Decimal("25279.88"), Decimal("126399.38")]
    assert sum(row["Net"] for row in rows) == Decimal(sum(allocation.shares.values_list("net_minor", flat=True))) / 100
    assert rows[0] == {
        "Payer": "Kommun 1",
        "Number of the municipality": allocation.shares.first().organisation.code,
        "Organisation number": "212000-1124",
        "Peppol id": "0007:2120001124",
        "Buyer reference": "=1+1",
        "Text": "=HYPERLINK(&quot;https://elsewhere.test/&quot;)".replace("&quot;", '"'),
        "Period": "2016",
        "Instalment": 1,
        "Due": Decimal(42460),
        "Net": Decimal(30560),
        "VAT, per cent": 25,
        "VAT": Decimal(7640),
        "Gross": Decimal(38200),
        "Currency": "SEK",
        "State": "Calculated",
        "Numbers made up as an example": "Yes",
    } | {name: "" for name in ("Order number", "Invoice number") if name in rows[0]}


def test_the_same_as_text(client, allocation):
    plan(client, allocation)
    give_payers(allocation)
    step(client, allocation, "decide", instalment="2")
    answer = client.get(url(allocation, "charges-file") + "?as=csv&instalment=2&state=decided")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["Payer"], row["Buyer reference"], row["Net"], row["Due"]) for row in rows] == [
        ("Kommun 1", "'=1+1", "30559.00", "2016-09-30"),
        ("Kommun 2", "'=1+2", "20000.50", "2016-09-30"),
    ]
    assert client.get(url(allocation, "charges-file") + "?as=csv&state=paid").status_code == 422


def test_a_reader_sees_and_changes_nothing(client, allocation):
    plan(client, allocation)
    client.force_login(portfolio.person_with(Role.READER, allocation.project.region))
    assert client.get(url(allocation)).status_code == 200
    assert [client.get(url(allocation, name)).status_code for name in ("charges-file", "charges-plan")] == [403, 403]
    assert (step(client, allocation, "decide", instalment="1").status_code, set(states(allocation))) == (403, {"calculated"})


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_whatever_it_shows(client, django_assert_num_queries, allocation, rows):
    for share in list(allocation.shares.all())[:rows]:
        Charge.objects.create(allocation=allocation, organisation=share.organisation, instalment=1, due_on=dt.date(2016, 3, 1), text="x", net_minor=0)
    with django_assert_num_queries(4 + 5):
        assert client.get(url(allocation)).status_code == 200
