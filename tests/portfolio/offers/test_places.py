"""A party joins late, gives notice and takes it back: looked at first, saved by a deed of its own, undone while nothing was decided upon it."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portfolio.access.roles import Role
from portfolio.models import Organisation
from projects.models import Participation, Project
from tests.factories import offers as make
from tests.factories import portfolio, projects
from tests.factories.shared_costs import KR, charge, decided, scenario, shared, taking

pytestmark = pytest.mark.django_db
LEAVES = {"notice_on": "2026-01-15", "on": "2026-06-30"}


@pytest.fixture
def world() -> tuple[Client, Project, dict[str, Organisation]]:
    project, who = shared()
    client = Client(headers={"accept-language": "en-gb"})
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region, language="en-gb"))
    return client, project, who


def url(project: Project, name: str, *more: Any) -> str:
    return reverse(name, args=[project.region.slug, project.reference, *more])


def place_of(project: Project, organisation: Organisation) -> Participation:
    return Participation.objects.get(project=project, organisation=organisation)


def hidden(page: Any) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.content.decode()))


def text(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())).replace("\u00a0", " ")


def save(client: Client, address: str, asked: dict[str, str], **more: str) -> Any:
    looked = client.get(address, asked)
    assert looked.status_code == 200
    return client.post(address, hidden(looked) | {"reason": "Beslut KS § 12"} | more)


def test_leaving_is_looked_at_then_saved_then_taken_back(world):
    client, project, who = world
    made = decided(project)
    charge(made, who["Lund"], 51_666_66, "paid")
    row = place_of(project, who["Lund"])
    address = url(project, "leave", row.pk)
    looked = client.get(address, LEAVES)
    said = text(looked)
    asked = (
        "What changes when Lund leaves 30 June 2026",
        "51,666.66",
        "36,923.08",
        "−14,743.58",
        "+8,717.94",
        "Allocation 1 binds until",
        "3 take part now.",
        "2 do.",
    )
    assert [words for words in asked if words not in said] == []
    row.refresh_from_db()
    assert (row.notice_on, row.valid_to, Participation.history.filter(id=row.pk).count()) == (None, None, 1)
    saved = client.post(address, hidden(looked) | {"reason": "Beslut KS § 12"})
    row.refresh_from_db()
    assert (saved.status_code, saved["Location"]) == (303, url(project, "place", row.pk))
    assert (row.notice_on, row.valid_to, row.state) == (dt.date(2026, 1, 15), dt.date(2026, 6, 30), "active")
    assert client.post(address, hidden(looked) | {"reason": "Beslut KS § 12"}).status_code == 303
    assert Participation.history.filter(id=row.pk).count() == 2
    shown = text(client.get(saved["Location"]))
    assert [words for words in ("Notice given", "15 January 2026", "decided, allocation 1", "Take the notice back") if words not in shown] == []
    assert "Notice 15 January 2026, last day 30 June 2026" in text(client.get(url(project, "participation")))
    assert "Beslut KS § 12" in text(client.get(url(project, "history")))
    made.refresh_from_db()
    assert sum(share.gross_minor for share in made.shares.all()) == 100_000 * KR
    assert client.post(url(project, "place-undo", row.pk)).status_code == 303
    row.refresh_from_db()
    assert (row.notice_on, row.valid_to) == (None, None)
    again = client.post(url(project, "place-undo", row.pk), follow=True)
    assert "There is nothing to take back here." in text(again)


def test_nothing_is_taken_back_once_an_allocation_rests_on_it(world):
    client, project, who = world
    row = place_of(project, who["Lund"])
    save(client, url(project, "leave", row.pk), LEAVES)
    decided(project)
    page = text(client.get(url(project, "place", row.pk)))
    assert ("Allocation 1 of 2026 was decided since" in page, "Take the notice back" in page) == (True, False)
    refused = client.post(url(project, "place-undo", row.pk), follow=True)
    row.refresh_from_db()
    assert ("Allocation 1 of 2026 was decided since" in text(refused), row.valid_to) == (True, dt.date(2026, 6, 30))


def test_what_moved_since_one_looked_is_looked_at_once_more(world):
    client, project, who = world
    made = decided(project)
    row = place_of(project, who["Lund"])
    looked = client.get(url(project, "leave", row.pk), LEAVES)
    charge(made, who["Lund"], 10_000 * KR, "invoiced")
    refused = client.post(url(project, "leave", row.pk), hidden(looked) | {"reason": "Beslut KS § 12"})
    row.refresh_from_db()
    assert (refused.status_code, row.valid_to, "Something has changed" in text(refused), "10,000" in text(refused)) == (409, None, True, True)
    assert "Beslut KS § 12" in refused.content.decode()
    assert client.post(url(project, "leave", row.pk), hidden(refused) | {"reason": "Beslut KS § 12"}).status_code == 303


def test_a_save_without_a_reason_loses_nothing_that_was_typed(world):
    client, project, who = world
    row = place_of(project, who["Lund"])
    looked = client.get(url(project, "leave", row.pk), LEAVES)
    refused = client.post(url(project, "leave", row.pk), hidden(looked))
    assert (refused.status_code, "Say in a few words why" in text(refused), hidden(refused)["on"]) == (422, True, "2026-06-30")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"notice_on": "2026-07-01", "on": "2026-06-30"}, "Write a day on or after the one when notice was given."),
        ({"notice_on": "2099-07-01", "on": "2099-12-31"}, "That day is still to come."),
        ({"notice_on": "", "on": ""}, "Write the day as 2026-10-31"),
        ({"notice_on": "2020-01-01", "on": "2020-06-30"}, "It takes part from 1 January 2026."),
    ],
)
def test_days_that_cannot_be_are_told_at_the_field(world, asked, said):
    client, project, who = world
    Participation.objects.update(valid_from=dt.date(2026, 1, 1))
    page = client.get(url(project, "leave", place_of(project, who["Lund"]).pk), asked)
    assert (page.status_code, said in text(page), "ripple" in page.context) == (422, True, False)


def test_joining_late_with_a_fee_on_the_terms_that_were_sent(world):
    client, project, _who = world
    decided(project)
    scenario(project, 2027, is_shown=True)
    place = taking(project, "Eslöv", 30_000, state="")
    sent = make.offer(project, state="concluded", outcome="starts", late_joining="Uppsägning två år i förväg.", **over())
    terms = make.version(sent)
    asked = {"organisation": "Eslöv", "on": "2026-10-01", "fee": "5 000", "terms": str(terms.pk)}
    looked = text(client.get(url(project, "join-late"), asked))
    said = (
        "Uppsägning två år i förväg.",
        "What changes when Eslöv joins 1 October 2026",
        "+11,967.80",
        "Afterwards 4 do.",
        "By the try “A 2027”",
        "terms that were sent",
    )
    assert [words for words in said if words not in looked] == []
    saved = save(client, url(project, "join-late"), asked)
    row = place_of(project, place)
    assert saved["Location"] == url(project, "place", row.pk)
    assert (row.state, row.valid_from, row.joining_fee_minor, row.joins_on_terms) == ("active", dt.date(2026, 10, 1), 5_000 * KR, terms)
    assert "Joining fee SEK 5,000" in text(client.get(url(project, "participation")))
    assert "Take the joining back" in text(client.get(saved["Location"]))
    assert client.post(url(project, "place-undo", row.pk)).status_code == 303
    assert Participation.objects.filter(organisation=place).exists() is False


def over() -> dict[str, Any]:
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    day = dt.timedelta(days=1)
    return {"opened_at": at, "closes_at": at + day, "closed_at": at + day, "concluded_at": at + 2 * day, "concluded_by": portfolio.user()}


def test_who_declined_and_who_left_may_join_later_and_who_is_asked_answers(world):
    client, project, _who = world
    no, gone, asked = (taking(project, name, 1, state=state) for name, state in (("Höör", "declined"), ("Eslöv", "active"), ("Klippan", "invited")))
    Participation.objects.filter(organisation=gone).update(valid_to=dt.date(2026, 3, 31))
    make.invitee(make.open_offer(project), asked)
    for name, day, words in (
        ("Lund", "2026-04-01", "It takes part already."),
        ("Eslöv", "2026-03-31", "It takes part until 31 March 2026."),
        ("Klippan", "2026-04-01", "It has an offer that is not concluded."),
        ("Lun", "2026-04-01", "None is called that."),
    ):
        page = client.get(url(project, "join-late"), {"organisation": name, "on": day})
        assert (page.status_code, words in text(page)) == (422, True), name
    for name, day in (("Höör", "2026-04-01"), ("Eslöv", "2026-04-01")):
        assert save(client, url(project, "join-late"), {"organisation": name, "on": day}).status_code == 303
    assert list(Participation.objects.filter(organisation__in=[no, gone]).order_by("organisation__name", "pk").values_list("state", "valid_from")) == [
        ("active", None),
        ("active", dt.date(2026, 4, 1)),
        ("active", dt.date(2026, 4, 1)),
    ]


def test_a_successor_takes_the_place_and_goes_with_it(world):
    client, project, who = world
    decided(project)
    new = taking(project, "Nya Bjuv", 10_000, state="")
    Organisation.objects.filter(pk=who["Bjuv"].pk).update(successor=new)
    row = place_of(project, who["Bjuv"])
    asked = LEAVES | {"takes_over": "on"}
    assert "Nya Bjuv" in text(client.get(url(project, "leave", row.pk), asked))
    assert save(client, url(project, "leave", row.pk), asked).status_code == 303
    follows = place_of(project, new)
    assert (follows.state, follows.valid_from) == ("active", dt.date(2026, 7, 1))
    assert client.get(url(project, "leave", row.pk), asked).status_code == 422
    client.post(url(project, "place-undo", follows.pk))
    row.refresh_from_db()
    assert (row.valid_to, Participation.objects.filter(organisation=new).exists()) == (None, False)


def test_only_the_office_acts_and_readers_see_days_and_sums(world):
    client, project, who = world
    made = decided(project)
    row = place_of(project, who["Lund"])
    for role, may in ((Role.READER, 200), (Role.MANAGER, 404)):
        other = Client()
        other.force_login(portfolio.person_with(role, project.region))
        answers = [other.get(url(project, "place", row.pk)).status_code, other.get(url(project, "leave", row.pk)).status_code]
        answers += [other.get(url(project, "join-late")).status_code, other.post(url(project, "place-undo", row.pk)).status_code]
        assert answers == [may, *[403 if may == 200 else 404] * 3]
    elsewhere = projects.participation(projects.project())
    assert client.get(url(project, "place", elsewhere.pk)).status_code == 404
    assert made.shares.count() == 3


@pytest.mark.parametrize("n", [1, 3])
def test_as_many_queries_for_one_as_for_three(n):
    project, who = shared(dict.fromkeys(("Bjuv", "Lund", "Höör", "Osby")[: n + 1], 1_000))
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region))
    for year in range(2026, 2026 + n):
        made = decided(project, year)
        charge(made, who["Lund"], 1, "invoiced")
    taking(project, "Eslöv", 1, state="")
    row = place_of(project, who["Lund"])
    sent = make.offer(project, state="concluded", outcome="starts", conclusion={"joins": [each.pk for each in who.values()]}, **over())
    make.version(sent)
    for each in who.values():
        make.decision(make.invitee(sent, each))
    counts = []
    asked = {"organisation": "Eslöv", "on": "2026-10-01"}
    for name, more, data in (("place", [row.pk], {}), ("leave", [row.pk], LEAVES), ("join-late", [], asked), ("participation", [], {})):
        client.get(url(project, name, *more), data)
        with CaptureQueriesContext(connection) as run:
            client.get(url(project, name, *more), data)
        counts.append(len(run))
    assert counts == [14, 29, 22, 8]


def test_one_form_is_one_deed(world):
    client, project, who = world
    row = place_of(project, who["Lund"])
    looked = hidden(client.get(url(project, "leave", row.pk), LEAVES)) | {"reason": "x", "key": str(uuid.uuid4())}
    answers = [client.post(url(project, "leave", row.pk), looked)["Location"] for _ in range(2)]
    assert (len(set(answers)), Participation.history.filter(id=row.pk).count()) == (1, 2)


def test_nobody_joins_before_the_project_starts_or_leaves_after_it_ends(world):
    client, project, who = world
    Project.objects.filter(pk=project.pk).update(starts_on=dt.date(2026, 3, 1), ends_on=dt.date(2026, 12, 31))
    late = portfolio.municipality("Ystad")
    joins = client.get(url(project, "join-late"), {"organisation": late.code, "on": "2026-02-28", "fee": "10000"})
    leaves = client.get(url(project, "leave", place_of(project, who["Lund"]).pk), LEAVES | {"on": "2027-01-31"})
    assert (joins.status_code, "The project starts 1 March 2026. Write that day or a later one." in text(joins)) == (422, True)
    assert (leaves.status_code, "The project ends 31 December 2026. Write that day or an earlier one." in text(leaves)) == (422, True)


def test_the_period_of_notice_is_read_beside_the_day_in_the_terms_that_it_joined_on(world):
    client, project, who = world
    words = ("Sex månaders uppsägning.", "Två års uppsägning.")
    first, _second = (make.version(make.offer(project, state="concluded", outcome="starts", late_joining=each, **over())) for each in words)
    row = place_of(project, who["Lund"])
    for said, other in (words[::-1], words):
        page = text(client.get(url(project, "leave", row.pk)))
        assert (said in page, other in page, "Count the last day by it from the day of the notice" in page) == (True, False, True)
        Participation.objects.filter(pk=row.pk).update(joins_on_terms=first)
