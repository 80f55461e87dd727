"""From a deadline to a mail: planned once, sent in its slot, stopped when the reason is gone, started anew when the date moves."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from costsharing.models import FundingLine
from milestones.models import DecisionPoint, Milestone, Risk, RiskMeasure
from portfolio.access.roles import Role
from portfolio.deliveries import jobs
from portfolio.models import Contact, Delivery, Loop, Organisation, Region, Reminder, ReminderRule, RoleGrant
from portfolio.reminders import loop
from portfolio.reminders.planning import plan
from projects.models import OpenPoint, Project
from tests.factories import portfolio, projects
from tests.factories.mail import words_of
from tests.factories.reminders import at, due_for_many, managed, milestone

pytestmark = pytest.mark.django_db
State, Fate = Reminder.State, Delivery.State
MONDAY = at("2026-11-02T12:00")


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR, settings.MAIL_TRANSPORT, settings.SITE_URL = tmp_path, "portfolio.mail.FileBackend", "https://samverk.example.org"
    return tmp_path / "mail"


def told(**of: Any) -> list[tuple[str, int, str, str]]:
    """Kind, step, slot and state of each reminder."""
    rows = Reminder.objects.filter(**of).order_by("due_at", "kind", "step", "pk")
    return [(row.kind, row.step, f"{timezone.localtime(row.due_at):%m-%d %H:%M}", row.state) for row in rows]


def run(now: dt.datetime) -> int:
    """A round of the loop, and how many mails left by it."""
    with time_machine.travel(now, tick=False):
        assert loop.tick()
        return jobs.send_waiting()


def bodies(files: Path) -> list[str]:
    from email import message_from_bytes
    from email.policy import default

    return [words_of(message_from_bytes(path.read_bytes(), policy=default)) for path in sorted(files.glob("*.eml"))]


def test_planned_a_day_and_a_half_ahead_and_once() -> None:
    project, _ = managed()
    milestone(project, "2026-11-10")
    milestone(project, "2026-11-11")
    assert (plan(MONDAY), told()) == (1, [("milestone", -7, "11-03 08:30", "planned")])
    assert (plan(MONDAY), plan(MONDAY + dt.timedelta(hours=12)), len(told())) == (0, 1, 2)


def test_it_leaves_in_its_slot_with_one_link(files: Path) -> None:
    project, manager = managed(language="sv")
    milestone(project, "2026-11-10", "Kravspec")
    assert [run(MONDAY), run(at("2026-11-03T08:29")), run(at("2026-11-03T08:30")), run(at("2026-11-03T08:31"))] == [0, 0, 1, 0]
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.kind, delivery.to_address, delivery.language) == (Fate.SENT, "reminder", manager.email, "sv")
    [body] = bodies(files)
    assert body.count("https://") == 1
    assert f"https://samverk.example.org/{project.region.slug}/projects/{project.reference}/plan/" in body
    assert ("Kravspec" in body, "2026-11-10" in body, project.name in body) == (True, True, True)
    assert told() == [("milestone", -7, "11-03 08:30", "posted")]


def test_several_at_one_slot_are_one_mail(files: Path) -> None:
    project, _ = managed()
    for text in ("Anskaffelse", "Opplæring"):
        milestone(project, "2026-11-10", text)
    assert [run(MONDAY), run(at("2026-11-03T08:30"))] == [0, 1]
    assert (Delivery.objects.get().kind, Delivery.objects.get().reminders.count()) == ("digest", 2)
    [body] = bodies(files)
    assert ("Anskaffelse" in body, "Opplæring" in body, body.count("https://")) == (True, True, 1)
    assert "https://samverk.example.org/me/\n" in body.replace("\r", "")


@pytest.mark.parametrize(("wish", "mails"), [("each", 3), ("daily", 1), ("needed", 0)])
def test_as_the_person_wishes(wish: str, mails: int) -> None:
    project, _ = managed(reminders_as=wish)
    for _number in range(3):
        milestone(project, "2026-11-10")
    assert [run(MONDAY), run(at("2026-11-03T08:30"))] == [0, mails]


def test_once_a_week_on_its_first_day() -> None:
    project, _ = managed(reminders_as="weekly")
    milestone(project, "2026-11-17")  # its seven days before are a Tuesday
    assert [run(at(f"2026-11-{day:02d}T08:30")) for day in (6, 9, 10, 11)] == [0, 1, 0, 0]


def test_nobody_does_without_what_the_region_demands() -> None:
    project, _ = managed(reminders_as="needed")
    milestone(project, "2026-11-10")
    ReminderRule.objects.create(region=project.region, kind="milestone", days_before="7", is_mandatory=True)
    assert [run(MONDAY), run(at("2026-11-03T08:30"))] == [0, 1]


def test_the_regions_own_rule_counts() -> None:
    project, _ = managed()
    milestone(project, "2026-11-05")
    ReminderRule.objects.create(region=project.region, kind="milestone", days_before="2", every=3, times=1)
    plan(MONDAY)
    assert told() == [("milestone", -2, "11-03 08:30", "planned")]


def test_it_stops_when_the_reason_is_gone_and_begins_anew_when_it_is_back() -> None:
    project, _ = managed()
    stone = milestone(project, "2026-11-10")
    plan(MONDAY)
    Milestone.objects.update(reached_on=dt.date(2026, 11, 2))
    assert (plan(MONDAY), told()) == (1, [("milestone", -7, "11-03 08:30", "cancelled")])
    assert Reminder.objects.get().why != ""
    Milestone.objects.update(reached_on=None)
    assert (plan(MONDAY), told()) == (1, [("milestone", -7, "11-03 08:30", "planned")])
    stone.delete()
    assert (plan(MONDAY), told()) == (1, [("milestone", -7, "11-03 08:30", "cancelled")])


def test_a_moved_date_reminds_anew() -> None:
    project, _ = managed()
    stone = milestone(project, "2026-11-10")
    assert [run(MONDAY), run(at("2026-11-03T08:30"))] == [0, 1]
    stone.planned_on = dt.date(2026, 11, 11)
    stone.save()
    assert [run(at("2026-11-03T09:00")), run(at("2026-11-04T08:30"))] == [0, 1]
    assert Reminder.objects.filter(state=State.POSTED).count() == 2


def test_reached_after_it_was_ordered_it_is_not_sent() -> None:
    project, _ = managed()
    milestone(project, "2026-11-10")
    run(MONDAY)
    with time_machine.travel(at("2026-11-03T08:30"), tick=False):
        loop.tick()
        Milestone.objects.update(reached_on=dt.date(2026, 11, 3))
        assert jobs.send_waiting() == 0
    assert (Delivery.objects.get().state, Reminder.objects.get().state) == (Fate.CANCELLED, State.CANCELLED)


def test_late_it_goes_up_the_ladder() -> None:
    """The manager, then whoever is responsible, then the coordinators."""
    project, manager = managed()
    responsible = portfolio.person_with(Role.STEERING, project.region)
    projects.role(project, "responsible", user=responsible)
    coordinator = portfolio.person_with(Role.COORDINATOR, project.region)
    milestone(project, "2026-11-02")
    for week, day in enumerate(("2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30", "2026-12-07")):
        assert run(at(f"{day}T08:00")) == 0
        assert run(at(f"{day}T08:30")) == (week < 4)
    assert list(Delivery.objects.order_by("pk").values_list("recipient", flat=True)) == [manager.pk, responsible.pk, coordinator.pk, coordinator.pk]


def test_without_a_manager_the_coordinators_owe_it_and_without_them_the_administrators() -> None:
    region = portfolio.region()
    admin = portfolio.person_with(Role.ADMIN, region)
    milestone(projects.project(region), "2026-11-10")
    plan(MONDAY)
    assert list(Reminder.objects.values_list("user", flat=True)) == [admin.pk]
    coordinator = portfolio.person_with(Role.COORDINATOR, region)
    plan(MONDAY)
    assert list(Reminder.objects.order_by("pk").values_list("user", "state")) == [(admin.pk, "cancelled"), (coordinator.pk, "planned")]


def test_who_has_left_is_told_nothing() -> None:
    project, manager = managed()
    milestone(project, "2026-11-10")
    RoleGrant.objects.filter(user=manager).update(valid_to=dt.date(2026, 11, 1))
    assert (plan(MONDAY), told()) == (0, [])


def test_whoever_left_yesterday_is_told_nothing_from_midnight_here() -> None:
    project, manager = managed()
    milestone(project, "2026-11-10")
    RoleGrant.objects.filter(user=manager).update(valid_to=dt.date(2026, 11, 2))
    assert (plan(at("2026-11-03T00:30")), told()) == (0, [])
    assert (plan(at("2026-11-02T23:30")), told()) == (1, [("milestone", -7, "11-03 08:30", "planned")])


def a_party(project: Project) -> tuple[Organisation, dict[str, Contact]]:
    """Whose participation ends on 9 December; asked thirty days before, and late."""
    party = portfolio.municipality()
    projects.participation(project, party, valid_to=dt.date(2026, 12, 9))
    region = project.region
    kinds = {"contact": "post", "deputy": "vara", "mailbox": "postmottak"}
    made = {
        kind: Contact.objects.create(region=region, organisation=party, kind=kind, function=kind, mail=f"{name}@kommune.example", language="nb")
        for kind, name in kinds.items()
    }
    return party, made


def test_a_party_is_told_by_contact_deputy_mailbox_and_coordinator() -> None:
    project, _ = managed()
    a_party(project)
    ReminderRule.objects.create(region=project.region, kind="participation", days_before="30", every=7, times=4)
    ReminderRule.objects.create(region=project.region, kind="agreement", days_before="", every=7, times=0)
    coordinator = portfolio.person_with(Role.COORDINATOR, project.region)
    days = ("2026-11-09", "2026-12-16", "2026-12-23", "2026-12-30", "2027-01-06")
    for each in days:
        assert [run(at(f"{each}T08:00")), run(at(f"{each}T08:30"))] == [0, 1]
    sent = list(Delivery.objects.order_by("pk").values_list("to_address", flat=True))
    assert sent == ["post@kommune.example", "post@kommune.example", "vara@kommune.example", "postmottak@kommune.example", coordinator.email]


def test_where_mails_come_back_from_the_contact_the_mailbox_is_asked() -> None:
    project, _ = managed()
    _, contacts = a_party(project)
    Contact.objects.filter(pk=contacts["contact"].pk).update(came_back_from="POST@kommune.example")
    plan(at("2026-11-08T12:00"))
    assert list(Reminder.objects.filter(kind="participation").values_list("contact__kind", flat=True)) == ["mailbox"]


def test_after_a_week_of_standstill_one_mail_with_the_last_of_each_and_nothing_of_days_that_are_gone(files: Path) -> None:
    project, _ = managed()
    for day in ("2026-11-05", "2026-11-10", "2026-11-17", "2026-11-24"):
        milestone(project, day, f"Til {day}")
    run(MONDAY)
    assert [run(at("2026-11-10T10:00")), run(at("2026-11-10T10:01")), run(at("2026-11-11T08:30"))] == [1, 0, 0]
    [body] = bodies(files)
    assert [day for day in ("05", "10", "17", "24") if f"Til 2026-11-{day}" in body] == ["10", "17", "24"]
    assert told(state="cancelled") == [("milestone", -14, "11-03 08:30", "cancelled"), ("milestone", -7, "11-03 08:30", "cancelled")]


def test_a_deadline_that_is_new_is_not_told_of_for_the_days_before_it_was_there() -> None:
    project, _ = managed()
    run(MONDAY)
    milestone(project, "2026-11-09")
    run(MONDAY + dt.timedelta(minutes=1))
    assert (told(), plan(at("2026-11-06T08:00")), told()) == ([], 1, [("milestone", -1, "11-06 08:30", "planned")])


def test_in_the_quiet_hours_a_late_mail_waits() -> None:
    project, _ = managed()
    milestone(project, "2026-11-10")
    run(MONDAY)
    with time_machine.travel(at("2026-11-03T08:30"), tick=False):
        loop.tick()  # the worker that sends is away until the evening
    with time_machine.travel(at("2026-11-03T20:00"), tick=False):
        assert jobs.send_waiting() == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.next_at, delivery.tries) == (Fate.WAITING, at("2026-11-04T08:30"), 0)
    with time_machine.travel(at("2026-11-04T08:30"), tick=False):
        assert jobs.send_waiting() == 1


def test_each_kind_of_deadline_is_found_and_a_closed_project_has_none() -> None:
    project, _ = managed()
    body = portfolio.body(project.region, papers_days=5)
    day = dt.date(2026, 11, 10)
    DecisionPoint.objects.create(project=project, question="Videre?", body=body, planned_on=day, position=1)
    DecisionPoint.objects.create(project=project, question="Stans?", body=body, planned_on=dt.date(2026, 11, 17), position=2)
    DecisionPoint.objects.create(project=project, question="Forrige?", planned_on=dt.date(2026, 10, 27), position=3)
    risk = Risk.objects.create(project=project, text="Hemmelig", is_confidential=True, position=1)
    RiskMeasure.objects.create(risk=risk, text="Skjult", due_on=day, position=1)
    OpenPoint.objects.create(project=project, text="Avklar", due_on=day, position=1)
    for position, state in enumerate(("to_seek", "", "sought", "granted", "refused"), 1):
        FundingLine.objects.create(project=project, position=position, text=f"Tilskudd {position}", kind="grant", grant_state=state, apply_by=day)
    projects.participation(project, valid_to=dt.date(2026, 12, 3))
    milestone(project, "2026-11-10")
    Project.objects.filter(pk=project.pk).update(status_on=dt.date(2026, 10, 3))
    portfolio.person_with(Role.COORDINATOR, project.region)
    plan(MONDAY)
    found = sorted(Reminder.objects.filter(due_at=at("2026-11-03T08:30")).values_list("kind", "step", "title"))
    assert found == [
        ("agreement", -30, projects.Participation.objects.get().organisation.name),
        ("decision", -14, "Stans?"),
        ("decision", -7, "Videre?"),
        ("grant", -7, "Tilskudd 1"),
        ("grant", -7, "Tilskudd 2"),
        ("measure", -7, ""),
        ("milestone", -7, Milestone.objects.get().text),
        ("open_point", -7, "Avklar"),
        ("outcome", 1, "Forrige?"),
        ("papers", -7, "Stans?"),
        ("papers", 0, "Videre?"),
        ("participation", -30, projects.Participation.objects.get().organisation.name),
        ("status", 0, project.name),
    ]
    Project.objects.filter(pk=project.pk).update(stage="stopped")
    plan(MONDAY)
    assert set(Reminder.objects.values_list("state", flat=True)) == {"cancelled"}


def test_what_did_not_arrive_is_told_to_the_coordinators_and_that_to_nobody() -> None:
    project, _ = managed()
    milestone(project, "2026-11-10")
    coordinator = portfolio.person_with(Role.COORDINATOR, project.region)
    run(MONDAY)
    run(at("2026-11-03T08:30"))
    Delivery.objects.update(state=Fate.FAILED, sent_at=None, error="550")
    assert [run(at("2026-11-03T09:00")), run(at("2026-11-04T08:30"))] == [0, 1]
    told_of = Delivery.objects.latest("pk")
    assert (told_of.recipient, told_of.reminders.get().kind) == (coordinator, "undelivered")
    told_of.state, told_of.sent_at, told_of.error = Fate.FAILED, None, "550"
    told_of.save()
    run(at("2026-11-04T09:00"))
    assert set(Reminder.objects.filter(kind="undelivered").values_list("object_key", flat=True)) == {str(Delivery.objects.earliest("pk").pk)}


def test_one_region_that_cannot_be_reckoned_keeps_no_other_from_reminding() -> None:
    first, _ = managed()
    Region.objects.filter(pk=first.region_id).update(time_zone="Nowhere/Here")
    second, _ = managed()
    for project in (first, second):
        milestone(project, "2026-11-10")
    assert (plan(MONDAY), Reminder.objects.get().region) == (1, second.region)


def test_two_beats_do_what_one_does() -> None:
    assert loop.tick()
    held = timezone.now() + dt.timedelta(minutes=1)
    Loop.objects.update(locked_until=held)
    assert (loop.tick(), Loop.objects.get().locked_until) == (False, held)


def test_as_many_queries_for_many_projects_as_for_one() -> None:
    region = portfolio.region()

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            plan(MONDAY)
        return len(seen)

    for number in range(3):
        milestone(managed(region)[0], "2026-11-10")
        if number == 0:
            first = queries()
    assert (first, queries()) == (32, 32)


def test_many_are_told_at_once() -> None:
    people = due_for_many(250, "2026-11-10", each=2)
    run(MONDAY)
    with time_machine.travel(at("2026-11-03T08:30"), tick=False):
        loop.tick()
    assert (Delivery.objects.count(), Reminder.objects.filter(state=State.POSTED, delivery__isnull=False).count()) == (250, 500)
    assert set(Delivery.objects.values_list("recipient", flat=True)) == {each.pk for each in people}
