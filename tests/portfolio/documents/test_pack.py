"""The steering pack of a meeting: what is asked first, archivable and accessible, for the body and for those who read the whole region."""

import datetime as dt
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from costsharing.models import BudgetAmount, BudgetLine
from milestones.gates import Outcome
from milestones.models import DecisionPoint, Milestone, Risk, StatusReport
from milestones.queries.gates import meetings_for
from milestones.reporting import Subject
from portfolio.access.roles import Role
from portfolio.actions import rows
from portfolio.documents import html, jobs, render
from portfolio.documents.content import Text, Timeline
from portfolio.documents.kinds import Unreadable, from_json
from portfolio.documents.packing import known_at, pack_of
from portfolio.documents.requests import packs_of, request_pack
from portfolio.models import Body, Document, Meeting, MeetingDocument, User
from projects.models import OpenPoint, Project
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
    assert (made.pages, pdfs.conformance_faults(made.data), pdfs.strays(made.data)) == (5, [], [])


def test_it_begins_with_what_is_asked_and_numbers_it_by_project(meeting):
    pack = pack_of(meeting, TODAY)
    assert [(each.number, each.question.text, each.question.lang) for each in pack.asked] == [("1.1", "Ska vi börja?", "sv"), ("1.2", "Ska vi köpa?", "sv")]
    assert [(each.number, each.name.text) for each in pack.projects] == [("1", "Ørnen"), ("2", "Arkiv")]
    assert pack.heading == "To beslutninger i møtet"
    DecisionPoint.objects.filter(question="Ska vi köpa?").update(meeting=None)
    assert pack_of(meeting, TODAY).heading == "Én beslutning i møtet"
    assert [fact.value.text for fact in pack.asked[0].facts] == ["Ørnen", "Underlag", "version 2", "0 av 1 i orden", "Ikke besvart: «Er det penger?»."]


def test_it_proposes_advises_and_leaves_room_to_write_what_was_decided(meeting):
    one = known_at(meeting, TODAY)[0].asked[0].row
    DecisionPoint.objects.filter(pk=one.pk).update(proposal="Rådet godkänner.\nRamen står.", if_waiting="Ett halvår", recommended="changes")
    pack = pack_of(meeting, TODAY)
    told = {fact.label: fact.value.text for fact in pack.asked[0].facts}
    assert pack.asked[0].proposal == Text("Rådet godkänner.\nRamen står.", lang="sv")
    assert ("Ett halvår" in told.values(), "▲ Gå videre med endringer" in told.values(), pack.asked[1].proposal) == (True, True, None)
    assert pack.record is not None
    assert [row.text for row in pack.record.boxes.rows] == ["1.1 Ska vi börja?", "1.2 Ska vi köpa?"]
    assert (len(pack.record.boxes.columns), "Ett halvår" in html.document(pack), from_json(pack.as_json()) == pack) == (6, True, True)


def test_each_project_shows_plan_money_open_points_and_how_it_has_turned(meeting):
    project = known_at(meeting, TODAY)[0].project
    Milestone.objects.create(project=project, position=1, text="Upphandlat", planned_on=dt.date(2026, 3, 1), reached_on=dt.date(2026, 3, 11))
    line = BudgetLine.objects.create(project=project, position=1, text="Lön", kind="staff")
    BudgetAmount.objects.create(line=line, year=2026, minor=100_00)
    OpenPoint.objects.create(project=project, position=1, text="Vem leder", due_on=dt.date(2026, 12, 1))
    other = BudgetLine.objects.create(project=Project.objects.get(name="Arkiv"), position=1, text="Konsulent", kind="staff")
    BudgetAmount.objects.create(line=other, year=2026, minor=200_00)
    for number, status in ((1, "on_track"), (2, "watch")):
        report_of(project, number, status)
    pack = pack_of(meeting, TODAY)
    text = pack.canonical().decode()
    assert [block.block for block in pack.projects[0].blocks] == ["table", "timeline", "table", "matrices", "table", "table", "items"]
    assert [word in text for word in ("Upphandlat", "Lön", "Vem leder", "↘")] == [True] * 4
    assert pack.overview is not None
    assert [[cell.text for cell in row.cells if "300" in cell.text] for row in pack.overview.groups[0] if row.kind == "sum"] == [["300\xa0kr i 2026"]]
    assert [block.today for block in pack.projects[0].blocks if isinstance(block, Timeline)] == [TODAY]


def test_a_point_whose_day_has_passed_is_not_called_planned(meeting):
    project = known_at(meeting, TODAY)[0].project
    make.point(project, body=meeting.body, question="Gammal?", planned_on=dt.date(2015, 10, 31))
    rows = pack_of(meeting, TODAY).projects[0].blocks[0].groups[0]
    assert [row.cells[-1].text[0] for row in rows if "Gammal" in row.cells[1].text] == ["▲"]


def report_of(project: Project, number: int, status: str) -> None:
    """A sent one, as a row."""
    by, at = portfolio.user(), timezone.now()
    lights = {subject.value: "good" for subject in Subject}
    days = {"period_from": dt.date(2026, number, 1), "period_to": dt.date(2026, number, 28)}
    StatusReport.objects.create(project=project, number=number, status=status, begun_by=by, sent_at=at, sent_by=by, **days, **lights)


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
    assert [point.question for point, _ in page.context["asked"]] == ["Ska vi börja?", "Ska vi köpa?"]
    assert (page.context["papers_due"], page.context["mandate_due"]) == (dt.date(2026, 12, 3), dt.date(2026, 12, 1))
    assert client.post(reverse("meeting-pack-make", args=[region.slug, meeting.pk])).status_code == 303
    assert client.get(f"{address}?seen=requested").status_code == 204
    jobs.make_waiting()
    document = Document.objects.get()
    assert (document.state, document.pages) == (Document.State.READY, 5)
    assert b"making" not in client.get(f"{address}?seen=requested").content
    answer = client.get(reverse("meeting-pack", args=[region.slug, meeting.pk, document.pk]))
    assert (answer.content[:5], answer["X-Sha256"]) == (b"%PDF-", document.sha256)
    other = meeting.body.meetings.create(date=dt.date(2027, 1, 7))
    assert client.get(reverse("meeting-pack", args=[region.slug, other.pk, document.pk])).status_code == 404


def asked_by(person: User, name: str, meeting: Meeting, *more: int) -> Any:
    client = Client()
    client.force_login(person)
    ask = client.post if name == "meeting-pack-make" else client.get
    return ask(reverse(name, args=[meeting.body.region.slug, meeting.pk, *more]))


def test_members_of_the_body_and_readers_of_the_region_read_it_and_make_nothing(meeting, settings: Any, tmp_path: Any):
    settings.MEDIA_ROOT = tmp_path
    pack = request_pack(meeting=meeting, by=None, now=timezone.now())
    jobs.make_waiting()
    member, reader = (portfolio.person_with(role, meeting.body.region) for role in (Role.STEERING, Role.READER))
    meeting.body.seats.create(user=member, function="Medlem", valid_from=dt.date(2015, 1, 1))
    for person, links in ((member, 0), (reader, 2)):
        page = asked_by(person, "meeting", meeting)
        assert (page.status_code, page.content.count(b"/plan/points/"), b'<form class="actions' in page.content) == (200, links, False)
        assert asked_by(person, "meeting-pack", meeting, pack.pk).content[:5] == b"%PDF-"
        assert asked_by(person, "meeting-pack-make", meeting).status_code == 403
    slug, client = meeting.body.region.slug, Client()
    client.force_login(member)
    assert reverse("meeting", args=[slug, meeting.pk]) in client.get(reverse("body", args=[slug, meeting.body_id])).content.decode()


def test_others_do_not_see_it(meeting):
    region = meeting.body.region
    risen, other, manager = (portfolio.person_with(role, region) for role in (Role.STEERING, Role.STEERING, Role.MANAGER))
    meeting.body.seats.create(user=risen, function="Medlem", valid_from=dt.date(2015, 1, 1), valid_to=dt.date(2016, 1, 1))
    portfolio.body(region).seats.create(user=other, function="Medlem", valid_from=dt.date(2015, 1, 1))
    seated = portfolio.user()
    meeting.body.seats.create(user=seated, function="Medlem", valid_from=dt.date(2015, 1, 1))
    assert [asked_by(each, "meeting", meeting).status_code for each in (risen, other, manager, seated)] == [403, 403, 403, 404]
    elsewhere = portfolio.region()
    client = Client()
    client.force_login(portfolio.person_with(Role.ADMIN, elsewhere))
    assert client.get(reverse("meeting", args=[elsewhere.slug, meeting.pk])).status_code == 404


def test_a_meeting_that_was_held_says_what_it_decided(meeting):
    reader = portfolio.person_with(Role.READER, meeting.body.region)
    one, two = (each.row for each in known_at(meeting, TODAY)[0].asked)
    decided = make.decision(one, met_on=meeting.date)
    make.decision(two, Outcome.POSTPONE, met_on=meeting.date)
    page = asked_by(reader, "meeting", meeting)
    assert [(row.number, row.outcome) for row, _, _ in page.context["decided"]] == [(decided.number, "continue"), (decided.number + 1, "postpone")]
    assert (page.context["asked"], known_at(meeting, TODAY)[0].asked) == ([], [])
    assert meeting in meetings_for(two, meeting.body.region_id, meeting.date + dt.timedelta(weeks=4))
    assert meetings_for(one, meeting.body.region_id, meeting.date + dt.timedelta(weeks=5)) == [meeting], "the one that the point has"


def test_the_page_asks_as_often_whatever_it_shows(meeting, django_assert_num_queries):
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, meeting.body.region))
    for _ in range(2):
        with django_assert_num_queries(4 + 5):
            client.get(reverse("meeting", args=[meeting.body.region.slug, meeting.pk]))
        make.point(projects.project(meeting.body.region), body=meeting.body, meeting=meeting)
