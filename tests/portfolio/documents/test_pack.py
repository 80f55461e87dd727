"""The steering pack of a meeting: what is asked first, archivable and accessible, for the office alone."""

import datetime as dt
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from milestones.gates import Outcome
from milestones.models import DecisionPoint, Risk
from portfolio.access.roles import Role
from portfolio.actions import rows
from portfolio.documents import jobs, render
from portfolio.documents.kinds import Unreadable, from_json
from portfolio.documents.packing import known_at, pack_of
from portfolio.documents.requests import packs_of, request_pack
from portfolio.models import Body, Document, Meeting, MeetingDocument
from tests.factories import decisions as make
from tests.factories import portfolio, projects
from tests.portfolio.documents import pdfs

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def meeting() -> Meeting:
    return meeting_in("nb")


def meeting_in(language: str) -> Meeting:
    """Two projects of the body: the later by name has two questions for the meeting, one of them without a basis; a third is over."""
    region = portfolio.region(name="Dalen", language=language)
    body = portfolio.body(region, "Rådet", papers_days=5)
    found = body.meetings.create(date=dt.date(2026, 12, 10), place="Nes")
    make.checklist(region, "Er det penger?")
    one, two = projects.project(region, name="Arkiv"), projects.project(region, name="Ørnen", language="sv", summary="Ett projekt.")
    make.decision(make.point(one, body=body, question="Starte?"), Outcome.CHANGES)
    make.point(one, body=body, question="Avslutte?", planned_on=dt.date(2027, 5, 1))
    make.point(two, body=body, question="Ska vi börja?", meeting=found, planned_on=found.date, basis="Underlag", mandate_version="version 2")
    make.point(two, body=body, question="Ska vi köpa?", meeting=found, planned_on=found.date)
    Risk.objects.create(project=two, position=1, text="Öppen risk", probability=3, impact=4)
    Risk.objects.create(project=two, position=2, text="Hemlig risk", probability=5, impact=5, is_confidential=True)
    make.point(projects.project(region, name="Slutt", stage="closed"), body=body)
    return found


@pytest.mark.parametrize("language", ["sv", "nb", "en-gb"])
def test_it_is_archivable_and_accessible_in_each_language(language):
    made = render.pdf(pack_of(meeting_in(language), TODAY))
    assert (made.pages, pdfs.conformance_faults(made.data), pdfs.strays(made.data)) == (4, [], [])


def test_it_begins_with_what_is_asked_and_numbers_it_by_project(meeting):
    pack = pack_of(meeting, TODAY)
    assert [(each.number, each.question.text, each.question.lang) for each in pack.asked] == [("1.1", "Ska vi börja?", "sv"), ("1.2", "Ska vi köpa?", "sv")]
    assert [(each.number, each.name.text) for each in pack.projects] == [("1", "Ørnen"), ("2", "Arkiv")]
    assert pack.heading == "To beslutninger i møtet"
    assert [fact.value.text for fact in pack.asked[0].facts] == ["Ørnen", "Underlag", "version 2", "0 av 1 i orden", "Ikke besvart: «Er det penger?»."]


def test_confidential_risks_are_not_on_paper(meeting):
    text = pack_of(meeting, TODAY).canonical().decode()
    assert ("Öppen risk" in text, "Hemlig risk" in text) == (True, False)


def test_it_comes_back_from_json_and_nothing_else_does(meeting):
    pack = pack_of(meeting, TODAY)
    assert from_json(pack.as_json()) == pack
    with pytest.raises(Unreadable):
        from_json(pack.as_json() | {"more": 1})


def test_asked_for_again_it_is_the_same_until_something_changes(meeting):
    now = timezone.now()
    first, again = (request_pack(meeting=meeting, by=None, now=now) for _ in range(2))
    make.decision(known_at(meeting, TODAY)[0].asked[0].row)
    third = request_pack(meeting=meeting, by=None, now=now)
    assert (first, first == third, packs_of(meeting).count()) == (again, False, 2)


def test_a_body_with_another_name_keeps_its_packs(meeting):
    made = request_pack(meeting=meeting, by=None, now=timezone.now())
    Body.objects.update(name="Representantskapet")
    other = meeting.body.meetings.create(date=dt.date(2027, 1, 7))
    assert (list(packs_of(Meeting.objects.get(pk=meeting.pk))), list(packs_of(other))) == ([made], [])


@pytest.mark.parametrize("language", ["sv", "nb", "en-gb"])
def test_a_pack_of_before_is_tied_to_the_meeting_that_its_title_names(language):
    meeting = meeting_in(language)
    meeting.body.meetings.create(date=dt.date(2027, 1, 7))
    made = request_pack(meeting=meeting, by=None, now=timezone.now())
    MeetingDocument.objects.all().delete()
    Document.objects.create(region=made.region, kind="pack", title="Noe annet", language=language, content={}, content_sha256="0", requested_at=timezone.now())
    import_module("portfolio.migrations.0013_packs_find_their_meetings").tie(apps, None)
    assert MeetingDocument.objects.values_list("meeting", "document").get() == (meeting.pk, made.pk)


def test_a_meeting_with_a_pack_is_not_removed(meeting):
    DecisionPoint.objects.update(meeting=None)
    request_pack(meeting=meeting, by=None, now=timezone.now())
    with pytest.raises(rows.Refused):
        rows.remove(row=meeting, by=portfolio.user())
    assert Meeting.objects.get() == meeting


def test_the_office_makes_it_and_fetches_it(meeting, settings: Any, tmp_path: Any):
    settings.MEDIA_ROOT = tmp_path
    region, client = meeting.body.region, Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, region))
    address = reverse("meeting", args=[region.slug, meeting.pk])
    page = client.get(address)
    assert [point.question for point in page.context["asked"]] == ["Ska vi börja?", "Ska vi köpa?"]
    assert (page.context["papers_due"], page.context["mandate_due"]) == (dt.date(2026, 12, 3), dt.date(2026, 12, 1))
    assert client.post(address).status_code == 303
    assert client.get(f"{address}?seen=requested").status_code == 204
    jobs.make_waiting()
    document = Document.objects.get()
    assert (document.state, document.pages) == (Document.State.READY, 4)
    assert b"making" not in client.get(f"{address}?seen=requested").content
    answer = client.get(reverse("meeting-pack", args=[region.slug, meeting.pk, document.pk]))
    assert (answer.content[:5], answer["X-Sha256"]) == (b"%PDF-", document.sha256)
    other = meeting.body.meetings.create(date=dt.date(2027, 1, 7))
    assert client.get(reverse("meeting-pack", args=[region.slug, other.pk, document.pk])).status_code == 404


def test_others_do_not_see_it(meeting):
    region = meeting.body.region
    for role, status in ((Role.READER, 403), (Role.STEERING, 403)):
        client = Client()
        client.force_login(portfolio.person_with(role, region))
        assert client.get(reverse("meeting", args=[region.slug, meeting.pk])).status_code == status
    elsewhere = portfolio.region()
    client = Client()
    client.force_login(portfolio.person_with(Role.ADMIN, elsewhere))
    assert client.get(reverse("meeting", args=[elsewhere.slug, meeting.pk])).status_code == 404


def test_the_page_asks_as_often_whatever_it_shows(meeting, django_assert_num_queries):
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, meeting.body.region))
    for _ in range(2):
        with django_assert_num_queries(4 + 4):
            client.get(reverse("meeting", args=[meeting.body.region.slug, meeting.pk]))
        make.point(projects.project(meeting.body.region), body=meeting.body, meeting=meeting)
