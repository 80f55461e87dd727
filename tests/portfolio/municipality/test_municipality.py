"""What one municipality takes part in, pays and has left to do, over all projects; who may open it; and the same as files."""

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from costsharing.models import Charge, LentHours, LocalCost, LocalCostAmount, Scenario
from milestones.models import DecisionPoint
from portfolio.access.roles import Role
from portfolio.models import Organisation, Region, User
from portfolio.web import papers
from projects.models import Commitment, Participation
from tests.costsharing.test_paying import ALIKE, adopt, cash
from tests.factories import offers, portfolio, projects

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = TODAY.year
EXTRACT = b"%PDF-1.7\nUtdrag\n%%EOF\n"


@pytest.fixture
def region() -> Region:
    return portfolio.region("dalen", name="Dalen")


@pytest.fixture
def ada() -> Organisation:
    return portfolio.municipality("Ada")


@pytest.fixture
def office(region: Region) -> User:
    return portfolio.person_with(Role.COORDINATOR, region)


@pytest.fixture
def contact(region: Region, ada: Organisation) -> User:
    return portfolio.person_with(Role.CONTACT, region, ada)


def url_of(region: Region, organisation: Organisation, name: str = "municipality", *more: int) -> str:
    return reverse(name, args=[region.slug, organisation.pk, *more])


def get(who: User, region: Region, organisation: Organisation, status: int = 200, **asked: Any) -> Any:
    client = Client()
    client.force_login(who)
    response = client.get(url_of(region, organisation), asked)
    assert response.status_code == status
    return response


def page_of(who: User, region: Region, organisation: Organisation, **asked: Any) -> Any:
    return get(who, region, organisation, **asked).context["page"]


def three(region: Region, ada: Organisation) -> list[Any]:
    """One adopted for this year, one calculated for the next, one possible."""
    other = portfolio.municipality("Bø")
    found = [projects.project(region, name, name=name.capitalize()) for name in ("avtalt", "beregnet", "mulig")]
    for project in found:
        projects.participation(project, ada, state="active")
        projects.participation(project, other)
    adopt(found[0], YEAR, "300", **{f"_{ada.pk}": (200_00, 30_00), f"_{other.pk}": (100_00, 0)})
    Scenario.objects.create(project=found[1], year=YEAR + 1, name="A", definition=ALIKE, base_minor=100_00, is_shown=True)
    cash(found[2], YEAR, 77_00)
    return found


def charge(allocation: Any, organisation: Organisation, state: str, minor: int, instalment: int = 1) -> None:
    days = {"decided_on": TODAY, "invoiced_on": TODAY if state != "decided" else None, "paid_on": TODAY if state == "paid" else None}
    Charge.objects.create(
        allocation=allocation, organisation=organisation, instalment=instalment, due_on=TODAY, net_minor=minor, gross_minor=minor, state=state, text="A", **days
    )


def cells(page: Any) -> dict[str, list[tuple[str | None, int | None]]]:
    return {row.part.project.name: [(each.sure, each.minor) for each in row.cells] for region in page.regions for row in region.rows}


# ---- what it costs -------------------------------------------------------------
def test_each_project_says_what_it_costs_in_two_years_and_how_sure_that_is(region, ada, contact):
    three(region, ada)
    page = page_of(contact, region, ada)
    assert page.season.years == [YEAR, YEAR + 1]
    assert cells(page) == {
        "Avtalt": [("decided", 200_00), (None, None)],
        "Beregnet": [(None, None), ("calculated", 50_00)],
        "Mulig": [("possible", None), (None, None)],
    }
    assert [(line.kind, list(line.amounts)) for line in page.regions[0].lines] == [
        ("decided", [200_00, 0]),
        ("calculated", [0, 50_00]),
        ("sum", [200_00, 50_00]),
        ("back", [-30_00, 0]),
        ("net", [170_00, 50_00]),
    ]


@pytest.mark.parametrize(
    ("state", "minor", "sure"),
    [("decided", 170_00, "decided"), ("invoiced", 100_00, "decided"), ("invoiced", 170_00, "invoiced"), ("paid", 170_00, "paid")],
)
def test_what_is_invoiced_and_paid_is_surer_than_what_is_decided(region, ada, contact, state, minor, sure):
    project = three(region, ada)[0]
    charge(project.allocations.get(), ada, state, minor)
    cell = page_of(contact, region, ada).regions[0].rows[0].cells[0]
    assert (cell.sure, cell.is_partly_invoiced) == (sure, (state, minor) == ("invoiced", 100_00))


def test_an_open_offer_says_what_it_would_cost_until_it_is_declined(region, ada, contact):
    project = projects.project(region, "arkiv", name="Arkiv")
    projects.participation(project, ada, state="invited")
    sent = timezone.now() - dt.timedelta(days=1)
    offer = offers.offer(project, state="open", opened_at=sent, closes_at=sent + offers.LAST_DAY)
    offers.version(
        offer, terms={"offer": {"title": "E-arkiv", "binding": "formal", "threshold": {}}, "cost": {"year": YEAR + 1, "case": case(ada.code, "9998")}}
    )
    invitee = offers.invitee(offer, ada)
    assert cells(page_of(contact, region, ada)) == {"Arkiv": [(None, None), ("offered", 500_00)]}
    offers.answer(invitee, "declines")
    assert cells(page_of(contact, region, ada)) == {"Arkiv": [(None, None), (None, None)]}


def offered_to(region: Region, *places: Organisation) -> Any:
    """For the next year, to all of them, split alike."""
    project = projects.project(region)
    projects.participation(project, places[0], state="invited")
    sent = timezone.now() - dt.timedelta(days=1)
    offer = offers.offer(project, state="open", opened_at=sent, closes_at=sent + offers.LAST_DAY)
    own = {"title": "E-arkiv", "binding": "formal", "asks_signature": False, "threshold": {}}
    offers.version(offer, terms={"offer": own, "cost": {"year": YEAR + 1, "case": case(*(each.code for each in places))}})
    return offer, [offers.invitee(offer, each) for each in places]


def test_an_open_offer_says_also_what_it_would_cost_with_those_who_have_said_yes(region, ada, contact):
    _offer, (_own, bø, li, vik) = offered_to(region, ada, *(portfolio.municipality(name) for name in ("Bø", "Li", "Vik")))
    assert cells_fewer(page_of(contact, region, ada)) == [(250_00, None, 0)]
    offers.answer(bø)
    offers.answer(li, "declines")
    offers.answer(vik, "joins_if").conditions.create(kind="participants", number=4)
    response = get(contact, region, ada)
    assert cells_fewer(response.context["page"]) == [(250_00, 500_00, 1)]
    words = f"500</span> if only the one that joins by the answers so far does, and {ada.name}."
    assert words in response.content.decode()


def cells_fewer(page: Any) -> list[tuple[int, int | None, int]]:
    found = [(row.cells[1].minor, row.cells[1].fewer) for each in page.regions for row in each.rows]
    return [(minor, fewer.now if fewer else None, fewer.now_count if fewer else 0) for minor, fewer in found]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_answers_of_the_others_are_read_at_once(django_assert_num_queries, region, ada, contact, rows):
    for _row in range(rows):
        _offer, (_own, other, _third) = offered_to(region, ada, portfolio.municipality(), portfolio.municipality())
        offers.answer(other, "joins_if").conditions.create(kind="participants", number=1)
    client = Client()
    client.force_login(contact)
    client.get(url_of(region, ada))
    with django_assert_num_queries(28):
        found = client.get(url_of(region, ada)).context["page"]
    assert [minor for _all, minor, _n in cells_fewer(found)] == [500_00] * rows


def case(*codes: str) -> dict[str, Any]:
    people = [{"code": code, "name": code, "figures": {}} for code in codes]
    return {"currency": "NOK", "unit": "1", "base": "1000", "participants": people, "parts": [{"label": "likt", "key": "equal", "fraction": "1"}]}


def test_costs_of_its_own_stand_beside_the_sum(region, ada, contact):
    project = three(region, ada)[0]
    cost = LocalCost.objects.create(project=project, position=1, text="Integrasjon")
    LocalCostAmount.objects.create(cost=cost, organisation=ada, year=YEAR, minor=40_00)
    LocalCostAmount.objects.create(cost=cost, organisation=portfolio.municipality("Bø"), year=YEAR, minor=99_00)
    found = page_of(contact, region, ada).regions[0]
    assert ([(each.text, list(each.amounts)) for each in found.locals], found.local_sums) == ([("Integrasjon", [40_00, None])], [40_00, 0])


def test_another_year_can_be_asked_for_and_nonsense_is_this_year(region, ada, contact):
    three(region, ada)
    assert page_of(contact, region, ada, year=YEAR + 1).season.years == [YEAR + 1, YEAR + 2]
    for said in ("", "x", "0", "99999", "²²²²"):
        assert page_of(contact, region, ada, year=said).season.years == [YEAR, YEAR + 1]


# ---- what else it says -----------------------------------------------------------
def test_answers_that_are_due_come_first_by_their_last_day(region, ada, contact, office):
    made = []
    for number, days in enumerate((20, 10)):
        offer = offers.open_offer(projects.project(region), title=f"Tilbud {number}", closes_at=timezone.now() + dt.timedelta(days=days))
        made.append(offers.invitee(offer, ada, address="kontakt@ada.example"))
    answered = offers.invitee(offers.open_offer(projects.project(region), title="Besvart", binding="intent"), ada)
    offers.answer(answered)
    decided = offers.invitee(offers.open_offer(projects.project(region), title="Vedtatt", asks_signature=True), ada)
    offers.answer(decided)
    offers.decision(decided)
    response = get(contact, region, ada)
    assert [(each.title, str(each.wait)) for each in response.context["page"].due] == [
        ("Tilbud 1", "answer"),
        ("Tilbud 0", "answer"),
        ("Vedtatt", "signature"),
    ]
    html = get(office, region, ada).content.decode()  # who does not answer is told by what
    assert ("kontakt@ada.example" in html, "k…@ada.example" in html, "offers/" in html.partition("<main")[2]) == (False, True, False)


def test_the_next_decision_point_of_each_project_is_named(region, ada, contact):
    project = three(region, ada)[0]
    for number, days in ((1, -3), (2, 30), (3, 60)):
        DecisionPoint.objects.create(
            project=project, position=number, number=number, question=f"Spørsmål {number}", planned_on=TODAY + dt.timedelta(days=days), precision="day"
        )
    assert [row.part.next.text if row.part.next else "" for row in page_of(contact, region, ada).regions[0].rows] == ["Spørsmål 2", "", ""]


def test_people_and_hours_are_its_own_and_those_that_all_promise(region, ada, contact):
    project = three(region, ada)[0]
    LentHours.objects.create(project=project, organisation=ada, year=YEAR, promised_minutes=600, delivered_minutes=300, rate_minor=600_00)
    LentHours.objects.create(project=project, organisation=portfolio.municipality(), year=YEAR, delivered_minutes=60, rate_minor=100)
    projects.role(project, "expert", organisation=ada, holder="Arkivleder")
    for title, fields in (
        ("Koordinator", {"side": "each", "least": 5, "unit": "post_percent"}),
        ("Lokaler", {"side": "one", "organisation": ada}),
        ("Annen", {"side": "one", "organisation": portfolio.municipality()}),
        ("Kontor", {"side": "office"}),
    ):
        Commitment.objects.create(project=project, position=Commitment.objects.count() + 1, title=title, **fields)
    lent = page_of(contact, region, ada).lent
    assert [(each.row.year, each.row.reimbursement_minor) for each in lent.hours] == [(YEAR, 3000_00)]
    assert [role.holder for _, role in lent.roles] == ["Arkivleder"]
    assert [(each.row.title, each.what, each.is_by_all) for each in lent.promises] == [("Koordinator", "5% of a post", True), ("Lokaler", "", False)]


def test_its_decisions_come_with_their_extract(region, ada, contact, office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    name, digest = papers.keep(EXTRACT, tmp_path, "minutes")
    invitee = offers.invitee(offers.open_offer(projects.project(region)), ada)
    made = offers.decision(invitee, paragraph="§ 12", case_number="KS 2026/14", extract=name, extract_sha256=digest, received_on=TODAY)
    html = get(contact, region, ada).content.decode()
    assert [words for words in ("§ 12", "KS 2026/14", url_of(region, ada, "municipality-extract", made.pk)) if words not in html] == []
    other = portfolio.municipality("Bø")
    stranger = portfolio.person_with(Role.CONTACT, region, other)
    asked = ((contact, ada, 200), (office, ada, 200), (office, other, 404), (stranger, ada, 404), (stranger, other, 404))
    for who, organisation, status in asked:
        client = Client()
        client.force_login(who)
        response = client.get(url_of(region, organisation, "municipality-extract", made.pk))
        assert (response.status_code, response.content == EXTRACT) == (status, status == 200)


def test_nothing_at_all_is_said_in_words(region, ada, contact):
    html = get(contact, region, ada).content.decode()
    assert "<tbody" not in html
    said = ("Nothing waits.", "takes part in no project now", "Nothing has been offered", "Nothing is lent", "No formal decision", "No minutes about")
    assert [words for words in said if words not in html] == []


# ---- who opens it ------------------------------------------------------------------
def test_the_region_s_readers_open_every_municipality_and_others_only_their_own(region, ada):
    bø = portfolio.municipality("Bø")
    for role in (Role.ADMIN, Role.COORDINATOR, Role.READER):
        get(portfolio.person_with(role, region), region, ada)
    for who in (portfolio.person_with(Role.CONTACT, region, bø), portfolio.user(), portfolio.person_with(Role.COORDINATOR, portfolio.region())):
        get(who, region, ada, 404)
    for role in (Role.MANAGER, Role.STEERING):
        get(portfolio.person_with(role, region), region, ada, 404)


def test_another_region_s_own_organisation_is_not_there(region, office):
    theirs = Organisation.objects.create(region=portfolio.region(), country="NO", kind="unit", name="Deres")
    get(office, region, theirs, 404)
    projects.participation(projects.project(region), theirs)
    get(office, region, theirs)


def test_a_guest_reads_of_its_part_in_every_region_and_of_nothing_else_there(region, ada, contact):
    away = portfolio.region("fjellet", name="Fjellet", currency="SEK")
    three(region, ada)
    get(contact, away, ada, 404)
    theirs = projects.project(away, "gjest", name="Gjesteprosjekt")
    projects.participation(theirs, ada, state="invited")
    hidden = projects.project(away, "hemmelig", name="Zqhemmelig")
    projects.participation(hidden, portfolio.municipality("Zqannen"))
    offers.invitee(offers.open_offer(hidden, title="Zqtilbud"), portfolio.municipality("Zqtredje"))
    for here, order in ((region, ["Dalen", "Fjellet"]), (away, ["Fjellet", "Dalen"])):
        response = get(contact, here, ada)
        assert [each.region.name for each in response.context["page"].regions] == order
        assert "Zq" not in response.content.decode()
    office = portfolio.person_with(Role.COORDINATOR, region)
    assert [each.region.name for each in page_of(office, region, ada).regions] == ["Dalen"]


def test_two_regions_of_one_name_are_two(region, ada, contact):
    twin = portfolio.region(name="Dalen")
    for number, where in enumerate((twin, region, twin)):
        projects.participation(projects.project(where, name=f"Prosjekt {number}"), ada)
    assert [(each.region, len(each.rows)) for each in page_of(contact, region, ada).regions] == [(region, 1), (twin, 2)]


@pytest.mark.parametrize("fields", [{"state": "declined"}, {"state": "left"}, {"state": "active", "valid_to": TODAY - dt.timedelta(days=1)}])
def test_what_it_has_left_is_the_office_s_to_see_while_it_pays(region, ada, contact, office, fields):
    project = projects.project(region, "forlatt", name="Forlatt")
    projects.participation(project, ada, **fields)
    assert cells(page_of(office, region, ada)) == {}
    adopt(project, YEAR, "200", **{f"_{ada.pk}": (200_00, 0)})
    assert cells(page_of(office, region, ada)) == {"Forlatt": [("decided", 200_00), (None, None)]}
    assert cells(page_of(contact, region, ada)) == {}


# ---- files ------------------------------------------------------------------------
def test_the_year_s_table_is_a_file_for_the_budget(region, ada, contact):
    three(region, ada)
    client = Client()
    client.force_login(contact)
    response = client.get(url_of(region, ada, "municipality-csv"))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[:1] + row[2:3] + row[5:10] for row in rows[1:]] == [
        [str(YEAR), "Avtalt", "Decided", "NOK", "200.00", "30.00", "170.00"],
        [str(YEAR), "Mulig", "Possible, not split", "NOK", "", "", ""],
        [str(YEAR + 1), "Beregnet", "Calculated, not decided", "NOK", "50.00", "0.00", "50.00"],
    ]
    assert sum(Decimal(row[7] or 0) for row in rows[1:]) == 250
    book = client.get(url_of(region, ada, "municipality-xlsx"))
    assert (book.status_code, book.content[:2]) == (200, b"PK")
    assert response["Content-Disposition"] == f'attachment; filename="municipality-{ada.code}-{YEAR}-{TODAY.isoformat()}.csv"'


# ---- how much it asks of the database ---------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3, 20])
def test_it_asks_as_often_whatever_it_shows(django_assert_num_queries, region, ada, contact, office, rows):
    for number in range(rows):
        project = projects.project(region)
        projects.participation(project, ada, state="active")
        adopt(project, YEAR, "300", **{f"_{ada.pk}": (200_00, 30_00)})
        charge(project.allocations.get(), ada, "invoiced", 170_00)
        Scenario.objects.create(project=project, year=YEAR + 1, name="A", definition=ALIKE, base_minor=100_00, is_shown=True)
        LentHours.objects.create(project=project, organisation=ada, year=YEAR, delivered_minutes=60, rate_minor=100)
        invitee = offers.invitee(offers.open_offer(project), ada)
        said = offers.answer(invitee, "joins_if")
        said.conditions.create(kind="participants", number=3)
        said.conditions.create(kind="with", organisation=portfolio.municipality(f"Med {number}"))
        offers.decision(invitee)
    for who in (contact, office):
        client = Client()
        client.force_login(who)
        client.get(url_of(region, ada))
        with django_assert_num_queries(32):
            assert len(client.get(url_of(region, ada)).context["page"].parts) == rows
    assert Participation.objects.count() == rows
