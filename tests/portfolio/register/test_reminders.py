"""The region's page of reminders: what is foreseen, what a person does with it, what became of what was sent, and whether the loop is well."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from milestones.models import Milestone
from portfolio.access.roles import Role
from portfolio.models import Delivery, Loop, Reminder, ReminderRule
from portfolio.reminders import loop
from tests.factories import portfolio
from tests.factories.reminders import at, managed, milestone

pytestmark = pytest.mark.django_db
NOW = at("2026-11-02T12:00")
State, Fate = Reminder.State, Delivery.State


@pytest.fixture(autouse=True)
def then(settings: Any) -> Any:
    settings.SESSION_COOKIE_AGE = 12 * 60 * 60
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def office(client: Client, region: Any) -> Any:
    person = portfolio.person_with(Role.COORDINATOR, region, language="en-gb")
    client.force_login(person)
    return person


def foreseen(client: Client, region: Any) -> list[tuple[str, int, str]]:
    rows = client.get(reverse("reminders", args=[region.slug])).context["rows"]
    return [(row.told.due.title, row.told.notice.step, row.state) for row in rows]


def test_the_next_14_days_are_foreseen_and_written_down_only_when_somebody_acts(client: Client) -> None:
    project, manager = managed()
    milestone(project, "2026-11-20", "Kravspec")
    office(client, project.region)
    assert foreseen(client, project.region) == [("Kravspec", -14, "planned"), ("Kravspec", -7, "planned")]
    page = client.get(reverse("reminders", args=[project.region.slug])).content.decode()
    assert (manager.name in page, Reminder.objects.count()) == (True, 0)


def test_paused_let_go_on_and_stopped_with_a_reason(client: Client, then: Any) -> None:
    project, _ = managed()
    milestone(project, "2026-11-20", "Kravspec")
    person = office(client, project.region)
    [first, *_] = client.get(reverse("reminders", args=[project.region.slug])).context["rows"]
    address = f"{reverse('reminder', args=[project.region.slug])}?key={first.key}"
    assert client.get(address).status_code == 200
    assert client.post(address, {"do": "pause"}).status_code == 303
    row = Reminder.objects.get()
    assert (row.state, row.by, foreseen(client, project.region)[0][2]) == (State.PAUSED, person, "paused")
    then.move_to(at("2026-11-06T08:30"))
    assert (loop.tick(), Delivery.objects.count()) == (True, 0)
    then.move_to(NOW)
    assert client.post(address, {"do": "go"}).status_code == 303
    assert (Reminder.objects.get().state, client.post(address, {"do": "stop", "why": " "}).status_code) == (State.PLANNED, 422)
    assert client.post(address, {"do": "stop", "why": "Said at the meeting"}).status_code == 303
    row = Reminder.objects.get()
    assert (row.state, row.why, row.by) == (State.CANCELLED, "Said at the meeting", person)
    assert foreseen(client, project.region) == [("Kravspec", -7, "planned")]
    assert client.get(address).status_code == 303
    then.move_to(at("2026-11-06T08:30"))
    assert (loop.tick(), Delivery.objects.count(), Reminder.objects.get(pk=row.pk).state) == (True, 0, State.CANCELLED)


def test_stopped_by_somebody_it_says_so_and_may_leave_all_the_same(client: Client, then: Any) -> None:
    project, _ = managed()
    milestone(project, "2026-11-20", "Kravspec")
    person = office(client, project.region)
    page = reverse("reminders", args=[project.region.slug])
    [first, *_] = client.get(page).context["rows"]
    address = f"{reverse('reminder', args=[project.region.slug])}?key={first.key}"
    client.post(address, {"do": "stop", "why": "Sagt"})
    shown = client.get(page)
    assert (shown.context["planned"], f"Stopped by {person.name}" in shown.content.decode(), "Send it all the same" in shown.content.decode()) == (
        1,
        True,
        True,
    )
    assert client.post(address, {"do": "again"}).status_code == 303
    row = Reminder.objects.get()
    assert (row.state, row.by, row.why, client.get(page).context["planned"]) == (State.PLANNED, None, "", 2)
    client.post(address, {"do": "stop", "why": "Sagt"})
    then.move_to(at("2026-11-06T08:30"))
    client.post(address, {"do": "again"})
    assert (Reminder.objects.get().state, "Send it all the same" in client.get(page).content.decode()) == (State.CANCELLED, False)


def test_a_paused_one_goes_when_its_reason_does(client: Client) -> None:
    project, _ = managed()
    milestone(project, "2026-11-10")
    office(client, project.region)
    [row] = client.get(reverse("reminders", args=[project.region.slug])).context["rows"][:1]
    client.post(f"{reverse('reminder', args=[project.region.slug])}?key={row.key}", {"do": "pause"})
    Milestone.objects.update(reached_on=NOW.date())
    loop.tick()
    assert Reminder.objects.get().state == State.CANCELLED


def test_another_regions_reminder_is_not_found(client: Client) -> None:
    project, _ = managed()
    stone = milestone(project, "2026-11-10")
    loop.tick()
    elsewhere = portfolio.region()
    office(client, elsewhere)
    address = f"{reverse('reminder', args=[elsewhere.slug])}?key={Reminder.objects.get().key}"
    assert [client.get(address).status_code, client.post(address, {"do": "pause"}).status_code] == [303, 303]
    assert (Reminder.objects.get().state, stone.text in client.get(reverse("reminders", args=[elsewhere.slug])).content.decode()) == (State.PLANNED, False)


def test_fates_and_failures_are_shown_and_sent_again_to_the_address_of_today(client: Client, then: Any) -> None:
    project, manager = managed()
    milestone(project, "2026-11-10", "Kravspec")
    loop.tick()
    then.move_to(at("2026-11-03T08:30"))
    loop.tick()
    Delivery.objects.update(state=Fate.BOUNCED, sent_at=timezone.now(), error="550 5.1.1", maybe_twice=True)
    delivery = Delivery.objects.get()
    office(client, project.region)
    context = client.get(reverse("reminders", args=[project.region.slug])).context
    assert [list(context["dead"]), list(context["unsure"]), [row.delivery for row in context["sent"]]] == [[delivery]] * 3
    manager.email = "ny@example.test"
    manager.save()
    assert client.post(reverse("mail-again", args=[project.region.slug, delivery.pk])).status_code == 303
    delivery.refresh_from_db()
    assert (delivery.state, delivery.to_address, delivery.sent_at) == (Fate.WAITING, "ny@example.test", None)


def test_a_mail_is_called_off_with_a_reason(client: Client, then: Any) -> None:
    project, _ = managed()
    milestone(project, "2026-11-10")
    loop.tick()
    then.move_to(at("2026-11-03T08:30"))
    loop.tick()
    delivery = Delivery.objects.get()
    office(client, project.region)
    address = reverse("mail-cancel", args=[project.region.slug, delivery.pk])
    assert (client.post(address, {"why": ""}).status_code, Delivery.objects.get().state) == (303, Fate.WAITING)
    assert client.post(address, {"why": "Already agreed"}).status_code == 303
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == (Fate.CANCELLED, "Already agreed")
    assert client.post(address, {"why": "Again"}).status_code == 303
    delivery.refresh_from_db()
    assert delivery.error == "Already agreed"


@pytest.mark.parametrize("page", ["reminders", "mails", "portfolio"])
def test_a_loop_that_stands_still_is_told_of(client: Client, page: str) -> None:
    region = portfolio.region()
    office(client, region)
    said = "Nothing has been sent since"
    for minutes, is_told in ((None, False), (2, False), (4, True)):
        if minutes:
            Loop.objects.update_or_create(name=loop.NAME, defaults={"locked_until": NOW, "ticked_at": NOW - dt.timedelta(minutes=minutes)})
        assert (said in client.get(reverse(page, args=[region.slug])).content.decode()) is is_told


def test_the_region_has_rules_of_its_own(client: Client) -> None:
    region = portfolio.region()
    office(client, region)
    address = reverse("register-edit-new", args=[region.slug, "reminder-rules"])
    for before in ("30;14", "30,,14", "x", "1000"):
        assert client.post(address, {"kind": "milestone", "days_before": before, "every": 7, "times": 2, "do": "save"}).status_code == 422
    wanted = {"kind": "milestone", "days_before": "10,3", "every": 5, "times": 2, "is_mandatory": "on", "do": "save"}
    shown = client.get(address)
    assert client.post(address, wanted | {"shown": shown.context["shown"]}).status_code == 303
    rule = ReminderRule.objects.get()
    assert (rule.region, rule.kind, rule.days_before, rule.every, rule.times, rule.is_mandatory, rule.history.count()) == (
        region,
        "milestone",
        "10,3",
        5,
        2,
        True,
        1,
    )
    page = client.get(reverse("reminder-rules", args=[region.slug]))
    assert [(kind, tuple(told.policy.before)) for _, kind, told, _after, own in page.context["rules"] if own] == [("milestone", (10, 3))]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_as_often_whatever_they_show(client: Client, then: Any, rows: int) -> None:
    project, manager = managed(language="en-gb")
    for number in range(rows):
        milestone(project, "2026-11-10", f"En {number}")
        milestone(project, "2026-11-20", f"To {number}")
    loop.tick()
    then.move_to(at("2026-11-03T08:30"))
    loop.tick()
    person = office(client, project.region)
    found = {}
    for page, who in (("reminders", person), ("reminder-rules", person), ("me", manager)):
        client.force_login(who)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(page, args=[] if page == "me" else [project.region.slug])).status_code == 200
        found[page] = len(seen)
    assert found == {"reminders": 43, "reminder-rules": 5, "me": 62}


def test_my_own_page_shows_what_i_owe_and_keeps_how_i_want_it(client: Client) -> None:
    project, manager = managed(language="en-gb")
    milestone(project, "2026-11-10", "Kravspec")
    milestone(project, "2026-10-20", "Forstudie")
    other, _ = managed(project.region)
    milestone(other, "2026-11-10", "Andres")
    client.force_login(manager)
    page = client.get(reverse("me"))
    assert [(owed.due.title, owed.is_late) for owed in page.context["owed"]] == [("Forstudie", True), ("Kravspec", False)]
    assert [(coming.told.due.title, coming.told.notice.step) for coming in page.context["coming"]] == [
        ("Kravspec", -7),
        ("Forstudie", 2),
        ("Kravspec", -1),
        ("Kravspec", 0),
        ("Forstudie", 3),
    ]
    assert "Andres" not in page.content.decode()
    assert client.post(reverse("me"), {"reminders_as": "never"}).status_code == 422
    assert client.post(reverse("me"), {"reminders_as": "weekly"}).status_code == 303
    manager.refresh_from_db()
    assert manager.reminders_as == "weekly"


def test_whoever_has_one_region_keeps_its_menu_on_the_own_page(client: Client) -> None:
    project, manager = managed(language="en-gb")
    client.force_login(manager)
    page = client.get(reverse("me")).content.decode()
    assert (f'<a href="{reverse("costs", args=[project.region.slug])}"' in page, f'<a href="{reverse("me")}" aria-current="page">My page</a>' in page) == (
        True,
        True,
    )
    assert page.count('aria-current="page"') == 1
    portfolio.grant(manager, portfolio.region(), Role.READER)
    assert reverse("costs", args=[project.region.slug]) not in client.get(reverse("me")).content.decode()


def test_a_rule_of_the_regions_own_begins_as_the_program_reminds(client: Client) -> None:
    region = portfolio.region()
    client.force_login(portfolio.person_with(Role.ADMIN, region, language="en-gb"))
    address = reverse("register-edit-new", args=[region.slug, "reminder-rules"])
    form = client.get(f"{address}?kind=milestone").context["form"]
    assert [form[name].value() for name in ("kind", "days_before", "every", "times", "is_mandatory")] == ["milestone", "30,14,7,1,0", 7, 4, False]
    told = {kind: client.get(f"{address}?kind={kind}").context["form"].fields["every"].help_text for kind in ("milestone", "participation", "outcome", "none")}
    assert list(map(str, told.values())) == [
        "Each goes one step up: project manager, whoever is responsible for the project, coordinators.",
        "Each goes one step up: contact, deputy, official mailbox, coordinators.",
        "Each goes to the coordinators.",
        "Each goes one step up, and the last to the coordinators.",
    ]


def test_the_regions_hour_and_july(client: Client) -> None:
    region = portfolio.region()
    client.force_login(portfolio.person_with(Role.ADMIN, region, language="en-gb"))
    address = reverse("region-settings", args=[region.slug])
    shown = client.get(address).context["shown"]
    wanted = {"name": region.name, "language": "nb", "time_zone": "Europe/Oslo", "rests_in_july": "on", "shown": shown, "do": "save"}
    assert [client.post(address, wanted | {"reminders_at": time}).status_code for time in ("06:59", "17:00", "x", "")] == [422] * 4
    assert client.post(address, wanted | {"reminders_at": "09:15"}).status_code == 303
    region.refresh_from_db()
    assert (region.reminders_at, region.rests_in_july) == (dt.time(9, 15), True)
