"""A year made up: actual costs under the adopted rule, less what was invoiced; stored whole."""

import datetime as dt
import uuid
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from costsharing.actions.adopting import Reference, adopt, fingerprint
from costsharing.models import Allocation, Charge, FundingLine, LentHours, Scenario, Settlement
from costsharing.queries.carried import carried_in
from costsharing.queries.curves import curve
from costsharing.queries.grounds import code_of, grounds_of
from costsharing.queries.tried import tried
from portfolio.access.roles import Role
from tests.costsharing.test_cases import funding, line
from tests.factories import portfolio, projects
from tests.factories.at_once import at_once

pytestmark = pytest.mark.django_db
PASSWORD = "tre ord og ett tall 7"
RULE = {"unit": "1", "parts": [{"label": "alike", "key": "equal", "fraction": "1"}]}
DAY = dt.date(2017, 3, 1)
TEXT = "Settlement of 2017, %s"


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    cache.clear()


@pytest.fixture
def allocation() -> Allocation:
    project = projects.project(language="en-gb")
    for name in ("Berg", "Dal", "Eid"):
        projects.participation(project, portfolio.municipality(name))
    line(project, "Drift", 400_00, 1)
    funding(project, "cash", 300_00, 1)
    funding(project, "grant", 100_00, 2)
    scenario = Scenario.objects.create(project=project, year=2017, name="A", definition=RULE)
    seen = fingerprint(tried(scenario).basis.case)
    body = portfolio.body(project.region)
    return adopt(scenario=scenario, seen=seen, reference=Reference(body, DAY), by=portfolio.user())


@pytest.fixture
def client(allocation: Allocation) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, allocation.project.region, password=PASSWORD))
    return client


def url(allocation: Allocation, name: str = "settlement") -> str:
    return reverse(name, args=[allocation.project.region.slug, allocation.project.reference, allocation.number])


def charge(allocation: Allocation, *amounts: int, state: str = "paid") -> None:
    for share, minor in zip(allocation.shares.all(), amounts, strict=False):
        days = {"decided_on": DAY, "invoiced_on": DAY, "paid_on": DAY}
        who = {"allocation": allocation, "organisation": share.organisation, "instalment": 1, "due_on": DAY, "text": "x"}
        Charge.objects.create(**who, net_minor=minor, gross_minor=minor, state=state, **days)


def post(client: Client, allocation: Allocation, do: str, **more: Any) -> HttpResponse:
    decision = {"unspent": "carried", "body": str(allocation.body_id), "decided_on": "2018-02-01", "paragraph": "§ 4", "case_number": "18/7"}
    password = {"password": PASSWORD} if do == "settle" else {}
    return client.post(url(allocation, "settlement-make"), decision | {"base": "340", "deduct_0": "100", "do": do, "key": str(uuid.uuid4())} | password | more)


def settled(client: Client, allocation: Allocation, **more: str) -> HttpResponse:
    shown = post(client, allocation, "look", **more)
    assert (shown.status_code, Settlement.objects.count()) == (200, 0)
    return post(client, allocation, "settle", seen=shown.context["seen"], **more)


def test_what_is_left_is_carried_forward_and_becomes_funding(client, allocation):
    charge(allocation, 100_00, 100_00, 50_00)
    assert settled(client, allocation).status_code == 303
    page = client.get(url(allocation))
    rows = [(row.name, row.actual, row.charged, row.to_pay, row.paid_back, row.carried) for row in page.context["rows"]]
    assert rows == [("Berg", 80_00, 100_00, 0, 0, 20_00), ("Dal", 80_00, 100_00, 0, 0, 20_00), ("Eid", 80_00, 50_00, 30_00, 0, 0)]
    stored = Settlement.objects.get()
    assert (stored.actual_minor, stored.paragraph, stored.case["base"], stored.result["allocation"]["total"]) == (240_00, "§ 4", "340", "240")
    carry = url(allocation, "settlement-carry")
    assert [client.post(carry, {"key": str(uuid.uuid4())}).status_code for _ in range(2)] == [303, 422]
    (added,) = FundingLine.objects.filter(kind="unspent")
    assert (added.text, list(added.amounts.values_list("year", "minor"))) == ("Unspent from 2017", [(2018, 40_00)])


def test_or_paid_back(client, allocation):
    charge(allocation, 100_00, 100_00, 100_00)
    assert settled(client, allocation, unspent="repaid").status_code == 303
    sums = client.get(url(allocation)).context["sums"]
    assert (sums.actual, sums.charged, sums.to_pay, sums.paid_back, sums.carried) == (240_00, 300_00, 0, 60_00, 0)
    assert client.post(url(allocation, "settlement-carry"), {}).status_code == 422


def test_what_is_left_becomes_charges_and_credits_once(client, allocation):
    charge(allocation, 100_00, 100_00, 50_00)
    settled(client, allocation, unspent="repaid")
    due = {"due_on": "2018-03-01", "vat_percent": "0", "key": str(uuid.uuid4())}
    assert [client.post(url(allocation, "settlement-charge"), due).status_code for _ in range(2)] == [303, 303]
    answer = client.post(url(allocation, "settlement-charge"), due | {"key": str(uuid.uuid4())})
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (422, ["The differences stand among the charges already."])
    made = [(row.organisation.name, row.instalment, row.net_minor, row.gross_minor, row.state) for row in Charge.objects.filter(settlement__isnull=False)]
    assert made == [("Berg", 2, -20_00, -20_00, "calculated"), ("Dal", 2, -20_00, -20_00, "calculated"), ("Eid", 2, 30_00, 30_00, "calculated")]
    assert {(row.text, row.period, str(row.due_on)) for row in Charge.objects.filter(instalment=2)} == {(TEXT % allocation.project.name, "2017", "2018-03-01")}
    assert sum(Charge.objects.values_list("net_minor", flat=True)) == 240_00


def test_they_are_decided_invoiced_and_taken_away_like_the_others_which_stay(client, allocation):
    charge(allocation, 100_00, 100_00, 50_00, state="invoiced")
    settled(client, allocation, unspent="repaid")
    due = {"due_on": "2018-03-01", "vat_percent": "25"}
    assert client.post(url(allocation, "settlement-charge"), due).status_code == 303
    assert set(Charge.objects.filter(instalment=2).values_list("vat_minor", flat=True)) == {-5_00, 7_50}
    step = partial(client.post, url(allocation, "charges-step"))
    assert step({"do": "back", "instalment": "1", "reason": "x"}).status_code == 422
    assert step({"do": "unplan", "reason": "Feil dag"}).status_code == 303
    assert list(Charge.objects.values_list("instalment", "state")) == [(1, "invoiced")] * 3
    assert client.post(url(allocation, "settlement-charge"), due).status_code == 303
    assert step({"do": "decide", "instalment": "2", "on": "2018-02-02"}).status_code == 303
    assert step({"do": "invoice", "instalment": "2", "on": "2018-02-03", "first_number": "K-1"}).status_code == 303
    assert step({"do": "back", "instalment": "2", "reason": "Feil nummer"}).status_code == 303
    assert step({"do": "unplan", "reason": "x"}).status_code == 422
    assert set(Charge.objects.filter(instalment=2).values_list("state", flat=True)) == {"decided"}


def test_what_was_carried_forward_is_not_given_back_too(client, allocation):
    charge(allocation, 100_00, 100_00, 50_00)
    settled(client, allocation)
    assert client.post(url(allocation, "settlement-charge"), {"due_on": "2018-03-01", "vat_percent": "0"}).status_code == 303
    assert [(row.organisation.name, row.net_minor) for row in Charge.objects.filter(instalment=2)] == [("Eid", 30_00)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"due_on": "2018-03-03"}, {"due_on": ["No payments are made on 3\xa0March\xa02018. The next working day is 5\xa0March\xa02018."]}),
        ({"due_on": ""}, {"due_on": ["Write the day as 2026-10-31 or 31.10.2026."]}),
    ],
)
def test_a_day_that_cannot_be_is_said_at_its_field(client, allocation, typed, said):
    charge(allocation, 50_00, 50_00, 50_00)
    settled(client, allocation)
    answer = client.post(url(allocation, "settlement-charge"), {"vat_percent": "0"} | typed)
    assert (answer.status_code, dict(answer.context["due"].errors), Charge.objects.filter(instalment=2).count()) == (422, said, 0)


def test_before_the_year_is_settled_there_is_nothing_to_charge(client, allocation):
    assert client.post(url(allocation, "settlement-charge"), {}).status_code == 404


def test_delivered_hours_are_taken_off(client, allocation):
    charge(allocation, 100_00, 100_00, 100_00)
    berg = allocation.shares.first().organisation
    LentHours.objects.create(project=allocation.project, organisation=berg, year=2017, delivered_minutes=90, rate_minor=10_00)
    settled(client, allocation)
    assert [row.actual for row in client.get(url(allocation)).context["rows"]] == [65_00, 80_00, 80_00]


def test_it_is_stored_whole_and_nothing_moves_it(client, allocation):
    charge(allocation, 100_00, 100_00, 100_00)
    settled(client, allocation)
    before = client.get(url(allocation)).context["rows"]
    Charge.objects.update(net_minor=1, gross_minor=1)
    LentHours.objects.create(project=allocation.project, organisation=allocation.shares.first().organisation, year=2017, delivered_minutes=90, rate_minor=1)
    assert client.get(url(allocation)).context["rows"] == before
    answer = post(client, allocation, "settle", seen="x")
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (422, ["The year is settled."])


def test_numbers_that_moved_since_they_were_seen_are_not_stored(client, allocation):
    charge(allocation, 100_00, 100_00)
    seen = post(client, allocation, "look").context["seen"]
    charge(Allocation.objects.get(), state="paid")
    Charge.objects.filter(organisation__name="Dal").update(net_minor=1, gross_minor=1)
    answer = post(client, allocation, "settle", seen=seen)
    said = "The numbers have moved since you looked at them. Look at them as they are now, and settle then."
    assert (answer.status_code, answer.context["form"].non_field_errors(), Settlement.objects.count()) == (422, [said], 0)
    assert answer.context["seen"] != seen


def test_sent_twice_it_is_settled_once(client, allocation):
    seen, key = post(client, allocation, "look").context["seen"], str(uuid.uuid4())
    assert [post(client, allocation, "settle", seen=seen, key=key).status_code for _ in range(2)] == [303, 303]
    assert Settlement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_settle_at_once_settle_once(allocation):
    charge(allocation, 100_00, 100_00, 50_00)
    clients = [Client(), Client()]
    for each in clients:
        each.force_login(portfolio.person_with(Role.COORDINATOR, allocation.project.region, password=PASSWORD))
    kinds = ("carried", "repaid")
    seen = [post(each, allocation, "look", unspent=kind).context["seen"] for each, kind in zip(clients, kinds, strict=True)]
    answers = at_once([partial(post, each, allocation, "settle", unspent=kind, seen=of) for each, kind, of in zip(clients, kinds, seen, strict=True)])
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    stored = Settlement.objects.get()
    assert stored.unspent == kinds[[answer.status_code for answer in answers].index(303)]
    assert stored.allocation == allocation
    lost = next(answer for answer in answers if answer.status_code == 422)
    assert lost.context["form"].non_field_errors() == ["The year is settled."]
    assert lost.context["settled"] == stored


def test_charges_on_their_way_are_sent_first(client, allocation):
    charge(allocation, 100_00, state="calculated")
    answer = post(client, allocation, "settle", seen=post(client, allocation, "look").context["seen"])
    assert answer.context["form"].non_field_errors() == ["1 charge is not invoiced yet. Invoice it first, or take the plan away."]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"base": ""}, {"base": ["Write an amount; 0 if there was none."]}),
        ({"base": "much"}, {"base": ["Write an amount in figures, like 62 826 or 62 826,50."]}),
        ({"unspent": "x"}, {"unspent": ["Choose one of the list."]}),
        ({"decided_on": "soon"}, {"decided_on": ["Write the day as 2026-10-31 or 31.10.2026."]}),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client, allocation, typed, said):
    answer = post(client, allocation, "look", **typed)
    assert (answer.status_code, dict(answer.context["form"].errors)) == (422, said)


@pytest.mark.parametrize("role", [Role.READER, Role.MANAGER, Role.STEERING])
def test_only_whoever_adopts_settles(client, allocation, role):
    user = portfolio.person_with(role, allocation.project.region)
    if role is not Role.READER:
        projects.role(allocation.project, "manager", user=user)
    client.force_login(user)
    page = client.get(url(allocation))
    assert [page.status_code, post(client, allocation, "look").status_code] == [200, 403]
    assert 'name="base"' not in page.content.decode()


def test_without_the_password_nothing_is_settled_and_what_was_typed_is_kept(client, allocation):
    charge(allocation, 100_00, 100_00, 100_00)
    seen = post(client, allocation, "look").context["seen"]
    for password, said in (("", "Write your password."), ("feil", "That is not the password you have now. Write it again.")):
        answer = post(client, allocation, "settle", seen=seen, password=password)
        assert (answer.status_code, Settlement.objects.count()) == (422, 0)
        assert answer.context["confirming"].errors["password"] == [said]
        assert answer.context["form"]["case_number"].value() == "18/7"
    assert settled(client, allocation).status_code == 303


def test_it_asks_as_often_before_and_after(client, django_assert_num_queries, allocation):
    with django_assert_num_queries(4 + 3):
        client.get(url(allocation))


def test_each_has_paid_its_own_part_of_what_is_carried_forward(client, allocation):
    """2018 costs 390 of which 40 are left: those who paid them beforehand pay so much less, and one who has left gets it back."""
    charge(allocation, 100_00, 100_00, 100_00)
    Charge.objects.filter(organisation__name="Eid").update(net_minor=80_00, gross_minor=80_00)
    settled(client, allocation)
    project = allocation.project
    cost = project.budgetline_rows.get()
    cost.amounts.create(year=2018, minor=390_00)
    scenario = Scenario.objects.create(project=project, year=2018, name="B", definition=RULE)
    before = tried(scenario)
    assert [before.result.amount(code) for code in before.result.columns.codes] == [130_00] * 3
    client.post(url(allocation, "settlement-carry"), {"key": str(uuid.uuid4())})
    assert shares(scenario) == {"Berg": 110_00, "Dal": 110_00, "Eid": 130_00}
    eid = code_of(project.participations.get(organisation__name="Eid").organisation)
    assert [point.low for point in curve(tried(scenario), eid).points] == [390_00, 195_00, 130_00]  # nobody gains by whose money goes back
    project.participations.filter(organisation__name="Berg").update(state="left")
    assert shares(scenario) == {"Berg": -20_00, "Dal": 175_00, "Eid": 195_00}
    scenario.definition = RULE | {"corrections": {code_of(project.participations.get(organisation__name="Dal").organisation): "6"}}
    assert shares(scenario) == {"Berg": -20_00, "Dal": 178_00, "Eid": 192_00}
    FundingLine.objects.filter(kind="unspent").update(text="Rest")
    scenario.definition = RULE
    assert shares(scenario) == {"Berg": -20_00, "Dal": 175_00, "Eid": 195_00}  # whatever the line is called
    FundingLine.objects.filter(kind="unspent").update(carries=None)
    assert shares(scenario) == {"Dal": 175_00, "Eid": 175_00}


def test_what_the_budget_holds_of_carried_money_is_what_each_has_paid(client, allocation):
    """Half of it in each of two years, more than there was, and the money of two years in one: never more back than was paid."""
    charge(allocation, 100_00, 100_00, 100_00)
    Charge.objects.filter(organisation__name="Eid").update(net_minor=80_00, gross_minor=80_00)
    settled(client, allocation)
    client.post(url(allocation, "settlement-carry"), {"key": str(uuid.uuid4())})
    (line,), settlement = FundingLine.objects.filter(kind="unspent"), Settlement.objects.get()
    code = {name: code_of(allocation.project.participations.get(organisation__name=name).organisation) for name in ("Berg", "Dal")}

    def paid(*held: tuple[int, int]) -> dict[int, tuple[int, int]]:
        """Year → what Berg and Dal have paid, where each year holds so much of it."""
        line.amounts.all().delete()
        for year, minor in held:
            line.amounts.create(year=year, minor=minor)
        ground = grounds_of([(allocation.project_id, year) for year, _minor in held])
        found = carried_in({key: each.settled for key, each in ground.items()})
        return {year: tuple(each[code[name]].minor for name in code) for (_project, year), each in found.items()}

    assert paid((2018, 40_00)) == {2018: (20_00, 20_00)}
    assert paid((2018, 15_00), (2019, 25_01)) == {2018: (7_50, 7_50), 2019: (12_51, 12_50)}
    assert paid((2018, 99_00)) == {2018: (20_00, 20_00)}
    assert paid((2018, -1_00)) == {2018: (0, 0)}
    twice = carried_in({(allocation.project_id, 2019): [(settlement.pk, 40_00), (settlement.pk, 10_00)]})
    assert {one.organisation.name: one.minor for one in twice[allocation.project_id, 2019].values()} == {"Berg": 25_00, "Dal": 25_00}


def shares(scenario: Scenario) -> dict[str, int]:
    found = tried(scenario)
    assert found.faults == ()
    return {found.basis.organisations[code].name: found.result.amount(code) for code in found.result.columns.codes}
