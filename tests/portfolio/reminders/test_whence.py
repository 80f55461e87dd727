"""Deadlines of what nobody has looked at, reported or measured yet, and who is told of them first."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from milestones.models import Benefit, BenefitMeasurement, BenefitOwner, FollowUp, Risk, RiskMeasure, RiskReview
from portfolio.access.roles import Role
from portfolio.models import Contact, Delivery, User
from portfolio.reminders.owed import owed_by
from portfolio.reminders.recipients import People
from portfolio.reminders.sources import SOURCES
from projects.models import Project
from tests.factories import portfolio, projects
from tests.factories.reminders import at, managed, milestone

pytestmark = pytest.mark.django_db
MAY = at("2026-05-04T12:00", 2)


def days(kind: str) -> list[dt.date]:
    source = SOURCES[kind]
    return sorted(due.due for due in source.dues(source.rows()))


@pytest.fixture
def project() -> Project:
    """That was begun on 4 May and has never reported."""
    with time_machine.travel(MAY, tick=False):
        project, _manager = managed()
        project.status_on = None
        project.save()
        return project


def test_a_project_that_never_reported_owes_a_report_from_the_day_it_was_carried_out(project: Project) -> None:
    assert (days("status"), days("report")) == ([dt.date(2026, 6, 4)], [dt.date(2026, 6, 4)])
    Project.objects.update(stage="mandate")
    assert (days("status"), days("report")) == ([], [])
    Project.objects.update(stage="running", status_on=dt.date(2026, 9, 1))
    assert (days("status"), days("report")) == ([dt.date(2026, 10, 1)], [dt.date(2026, 10, 1)])


def test_the_office_is_told_of_a_missing_report_on_its_own(project: Project) -> None:
    coordinator = portfolio.person_with(Role.COORDINATOR, project.region)
    people = People([project.region_id], dt.date(2026, 6, 11))
    [due] = SOURCES["report"].dues(SOURCES["report"].rows())
    assert people.rungs(due, SOURCES["report"].owes) == ((f"u{coordinator.pk}",),)


@pytest.mark.parametrize(("day", "waits"), [("2026-06-08", []), ("2026-06-09", ["project has no status report in time"])])
def test_what_waits_names_the_report_that_is_missing(project: Project, day: str, waits: list[str]) -> None:
    projects.role(project, "manager", holder="Leder")
    client = Client()
    with time_machine.travel(f"{day} 10:00+02:00", tick=False):
        client.force_login(portfolio.person_with(Role.COORDINATOR, project.region, language="en-gb"))
        response = client.get(reverse("portfolio", args=[project.region.slug]))
    assert [wait.noun for wait in response.context["page"].waits.rows if wait.noun != "project has no mandate"] == waits
    assert ("<strong>no report</strong>" in response.content.decode()) is bool(waits)


def test_mails_that_did_not_arrive_wait_for_the_office() -> None:
    project, _manager = managed()
    client, now = Client(), at("2026-11-10T12:00")
    with time_machine.travel(now, tick=False):
        client.force_login(portfolio.person_with(Role.COORDINATOR, project.region, language="en-gb"))
        for key, state in (("a", "failed"), ("b", "bounced"), ("c", "waiting")):
            sent = {"sent_at": now} if state == "bounced" else {}
            lost = {"error": "550"} if state != "waiting" else {}
            Delivery.objects.create(key=key, region=project.region, kind="reminder", to_name="<Per>", to_address="x@kommune.example", language="nb",
                                    subject="Frist", state=state, asked_at=now, next_at=now, until=now, **sent, **lost)  # fmt: skip
        page = client.get(reverse("portfolio", args=[project.region.slug])).context["page"]
    [found] = [wait for wait in page.waits.rows if "mail" in wait.noun]
    address = reverse("reminders", args=[project.region.slug])
    assert (found.number, found.noun, found.url) == (2, "mails did not arrive", f"{address}#dead")
    assert found.line == "&lt;Per&gt;. Correct the address, then send it again."


def test_a_risk_that_nobody_has_looked_at_counts_from_the_day_it_was_written_down(project: Project) -> None:
    with time_machine.travel(MAY, tick=False):
        high = Risk.objects.create(project=project, text="Høy", probability=4, impact=4, position=1)
        Risk.objects.create(project=project, text="Lav", probability=1, impact=2, position=2)
        Risk.objects.create(project=project, text="Uten", position=3)
        client = Client()
        client.force_login(portfolio.person_with(Role.COORDINATOR, project.region))
        shown = client.get(reverse("risks", args=[project.region.slug, project.reference])).context["page"].risks
        assert [row.review_by for row in shown] == [dt.date(2026, 6, 4), dt.date(2026, 11, 4), None]
        rolled = client.get(f"{reverse('portfolio-risks', args=[project.region.slug])}?which=every").context["page"].rows
        assert [line.review_by for line in rolled] == [row.review_by for row in shown]
    assert days("risk") == [dt.date(2026, 6, 4), dt.date(2026, 11, 4)]
    RiskReview.objects.create(risk=high, reviewed_on=dt.date(2026, 7, 1), probability=3, impact=3)
    assert days("risk") == [dt.date(2026, 10, 1), dt.date(2026, 11, 4)]


def test_a_benefit_is_measured_at_its_target_and_every_year(project: Project) -> None:
    with time_machine.travel(MAY, tick=False):
        benefit = Benefit.objects.create(project=project, text="Tid", kind="freed", position=1)
    found = [days("benefit")]
    Benefit.objects.update(baseline_on=dt.date(2026, 1, 1))
    found.append(days("benefit"))
    Benefit.objects.update(target_on=dt.date(2026, 10, 1))
    found.append(days("benefit"))
    BenefitMeasurement.objects.create(benefit=benefit, measured_on=dt.date(2026, 10, 2), value_hundredths=1)
    found.append(days("benefit"))
    FollowUp.objects.create(region=project.region, benefit_months=3)
    Project.objects.update(stage="closed")
    found.append(days("benefit"))
    assert found == [[dt.date.fromisoformat(day)] for day in ("2027-05-04", "2027-01-01", "2026-10-01", "2027-10-02", "2027-01-02")]


def test_a_benefit_is_measured_in_each_municipality_that_has_an_owner_for_it(project: Project) -> None:
    benefit = Benefit.objects.create(project=project, text="Tid", kind="freed", baseline_on=dt.date(2026, 1, 1), position=1)
    nes, vang = portfolio.municipality("Nes"), portfolio.municipality("Vang")
    contact = Contact.objects.create(region=project.region, organisation=vang, kind="contact", function="Post", mail="post@kommune.example")
    kari = portfolio.person_with(Role.READER, project.region, name="Kari Eier")
    for place, owner in ((nes, "Kari Eier"), (vang, "Helsesjefen")):
        BenefitOwner.objects.create(benefit=benefit, organisation=place, owner=owner)
    BenefitMeasurement.objects.create(benefit=benefit, organisation=nes, measured_on=dt.date(2026, 3, 1), value_hundredths=1)
    source = SOURCES["benefit_there"]
    people = People([project.region_id], dt.date(2026, 11, 2))
    found = [(due.due, people.rungs(due, source.owes)[0]) for due in source.dues(source.rows().order_by("pk"))]
    assert found == [(dt.date(2027, 3, 1), (f"u{kari.pk}",)), (dt.date(2027, 1, 1), (f"c{contact.pk}",))]
    BenefitMeasurement.objects.create(benefit=benefit, measured_on=dt.date(2026, 4, 1), value_hundredths=1)
    assert days("benefit_there") == [dt.date(2027, 4, 1)] * 2


def test_measures_of_a_closed_risk_are_no_deadlines(project: Project) -> None:
    risk = Risk.objects.create(project=project, text="x", position=1)
    RiskMeasure.objects.create(risk=risk, text="y", due_on=dt.date(2026, 11, 10), position=1)
    assert days("measure") == [dt.date(2026, 11, 10)]
    Risk.objects.update(status="closed", closed_because="Over")
    assert days("measure") == []


@pytest.mark.parametrize(("owner", "is_first"), [("Kari Eier", True), ("KARI@kommune.example", True), ("Kari", False), ("To Like", False), ("", False)])
def test_whoever_is_named_as_owner_is_told_first(project: Project, owner: str, is_first: bool) -> None:
    region, manager = project.region, User.objects.get()
    kari = portfolio.person_with(Role.READER, region, name="Kari Eier", email="kari@kommune.example")
    for _number in range(2):
        portfolio.person_with(Role.READER, region, name="To Like")
    risk = Risk.objects.create(project=project, text="x", position=1)
    RiskMeasure.objects.create(risk=risk, text="y", owner=owner, due_on=dt.date(2026, 11, 10), position=1)
    [due] = SOURCES["measure"].dues(SOURCES["measure"].rows())
    rungs = People([region.pk], dt.date(2026, 11, 2)).rungs(due, SOURCES["measure"].owes)
    assert rungs == (((f"u{kari.pk}",),) if is_first else ()) + ((f"u{manager.pk}",),)


def test_an_owner_who_may_not_see_the_project_is_not_told(project: Project) -> None:
    other = portfolio.person_with(Role.MANAGER, project.region, name="Annen Leder")
    risk = Risk.objects.create(project=project, text="x", position=1)
    RiskMeasure.objects.create(risk=risk, text="y", owner=other.name, due_on=dt.date(2026, 11, 10), position=1)
    [due] = SOURCES["measure"].dues(SOURCES["measure"].rows())
    assert People([project.region_id], dt.date(2026, 11, 2)).owner(due) == ()


def test_what_has_been_late_for_years_is_still_owed() -> None:
    project, manager = managed()
    milestone(project, "2019-11-10")
    assert [owed.due.due for owed in owed_by(manager, dt.date(2026, 11, 2))] == [dt.date(2019, 11, 10)]
