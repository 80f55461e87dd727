"""Whatever a person does to what somebody is reminded of, or to who is: the reminders are planned anew when it is stored."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from costsharing.actions import budgets
from costsharing.models import FundingLine
from milestones.actions import decisions, moving, preparing, reports
from milestones.gates import Outcome
from milestones.models import Benefit, BenefitMeasurement, BenefitOwner, Decision, Milestone, Risk, RiskMeasure, RiskReview
from milestones.queries.steps import rows_of, sittings_of, step_of
from milestones.reporting import Subject
from milestones.ripple import Edge, Kind, Move, Pace, Reach, ripple
from portfolio import outbox
from portfolio.access.roles import Role
from portfolio.actions import invitations, people, rows
from portfolio.exchange.importing import import_files
from portfolio.models import Delivery, Invitation, RoleGrant, User
from portfolio.reminders import bounces
from portfolio.reminders.sources import ALL
from projects.actions import closing, name_person, offers
from projects.actions.answers import Said, answer_by_link, enter
from projects.actions.asking import ask, reply
from projects.models import AnswerLink, Invitee, OfferQuestion, OpenPoint, Participation, Project, ProjectRole
from projects.offering import Binding, Choice, fingerprint
from projects.offering import Outcome as Concluded
from projects.queries.offers import own_terms
from tests.factories import decisions as make
from tests.factories import dossiers, portfolio, projects
from tests.factories.full import project_with

pytestmark = pytest.mark.django_db
Deed = Callable[[], Any]
DAY = dt.date(2027, 3, 1)
NOW = timezone.now()


def moved(project: Project, by: User) -> Any:
    """All dates of a plan, by a week."""
    of = rows_of(project)
    first = min((row for row in of if isinstance(row, Milestone)), key=lambda row: row.planned_on)
    asked = Move(Kind.MILESTONE, first.pk, Edge.LAST, first.planned_on + dt.timedelta(days=7), Pace.CALENDAR, Reach.AFTER)
    return moving.move(found=ripple([step_of(row) for row in of], asked, "NO"), of=of, sittings=sittings_of(of), by=by, reason="Sen")


def of_the_plan(by: User) -> Iterator[Deed]:
    point = make.point(planned_on=DAY, body=None)
    project, condition = point.project, make.Asked("Vis tallene", DAY)
    Milestone.objects.create(project=project, position=1, text="Levert", planned_on=dt.date(2027, 1, 1))
    projects_task = {"project": project, "position": 1, "text": "Brev", "due_on": dt.date(2027, 2, 1)}
    moving.MODELS[Kind.TASK].objects.create(**projects_task)
    yield lambda: moved(project, by)
    line = moved(project, by)
    yield lambda: moving.take_back(entry=line, by=by)
    meeting = point.body.meetings.create(date=DAY)
    yield lambda: preparing.choose_meeting(point=point, meeting=meeting, by=by)
    yield lambda: make.decision(point, Outcome.CHANGES, condition, by=by)
    said = make.said(point, Outcome.CHANGES, condition)
    yield lambda: decisions.correct(decision=Decision.objects.get(), said=said, reason="Feil dag", by=by)

    def met() -> Any:
        open_one = Decision.objects.get(replaces__isnull=False).conditions.get()
        open_one.done_on = make.MET
        return decisions.meet(conditions=[open_one], by=by)

    yield met


def of_the_money(by: User) -> Iterator[Deed]:
    project = projects.project()
    grant = FundingLine.objects.create(project=project, position=1, text="Tilskudd", kind="grant", apply_by=DAY)
    wanted = {"funding": {str(grant.pk): {"text": "Tilskudd", "kind": "grant", "grant_state": "sought", "certainty": "stated"}}}
    yield lambda: budgets.save_budget(project=project, wanted=wanted, by=by, reason="")
    at = budgets.save_budget(project=project, wanted=wanted, by=by, reason="")
    yield lambda: budgets.take_back(project=project, at=at, by=by)


def of_the_rest(by: User) -> Iterator[Deed]:
    """By the pages that edit any row."""
    project = projects.project()
    risk = Risk(project=project, text="Forsinket")
    yield lambda: rows.save(row=risk, by=by)
    benefit = Benefit(project=project, text="Raskere svar", target_on=DAY)
    yield lambda: rows.save(row=benefit, by=by)
    for row in (
        RiskMeasure(risk=risk, text="Ring", due_on=DAY),
        RiskReview(risk=risk, reviewed_on=DAY, probability=1, impact=1),
        BenefitMeasurement(benefit=benefit, measured_on=DAY, value_hundredths=1),
        BenefitOwner(benefit=benefit, organisation=portfolio.municipality(), owner="Helsesjefen"),
        OpenPoint(project=project, text="Avklar", due_on=DAY),
        Participation(project=project, organisation=portfolio.municipality(), valid_to=DAY),
    ):
        yield lambda row=row: rows.save(row=row, by=by)
    yield lambda: rows.remove(row=risk, by=by)
    line = rows.latest(Risk, risk.pk) or Risk.history.filter(history_type="-").first()
    yield lambda: rows.revert(entry=line, by=by)
    begins = reports.Beginning(DAY, DAY, dict.fromkeys(Subject, "good"), {}, status=Project.Status.ON_TRACK)
    report = reports.begin(project=project, by=by, begins=begins)
    yield lambda: reports.send(report=report, facts={}, by=by, on=DAY)


def of_people_and_mails(by: User) -> Iterator[Deed]:
    project = project_with(1)
    role = ProjectRole.objects.create(project=project, role="manager", holder="Leder", position=9)
    yield lambda: name_person(role=role, user=by)
    yield lambda: people.choose_reminders(user=by, wish="weekly")
    invited = {"email": "ny@kommune.example", "name": "Ny", "role": Role.READER, "organisation": None, "language": "nb"}
    invitations.invite(region=project.region, by=by, at=NOW, **invited)
    asked = {"invitation": Invitation.objects.get(), "user": portfolio.user(), "at": NOW, "today": NOW.date()}
    yield lambda: invitations.accept(**asked)
    told = {"kind": "reminder", "to_address": "x@kommune.example", "to_name": "X", "subject": "Frist", "language": "nb", "by": None, "at": NOW}
    mails = [outbox.post(key=key, region=project.region, **told) for key in ("first", "second")]
    Delivery.objects.filter(kind="reminder").update(state=Delivery.State.FAILED, error="550")
    yield lambda: outbox.post_again(delivery=mails[0], at=NOW)
    yield lambda: outbox.call_off(delivery=mails[1], why="Feil")
    Delivery.objects.filter(pk=mails[0].pk).update(state=Delivery.State.SENT, sent_at=NOW)
    yield lambda: bounces.mark(mails[0], "550")


def of_offers(by: User) -> Iterator[Deed]:
    project = projects.project()
    portfolio.grant(by, project.region, Role.COORDINATOR)
    ends = NOW + dt.timedelta(days=30)
    drafted = offers.draft(project=project, title="Arkiv", binding=Binding.FORMAL, by=by, closes_at=ends)
    terms = {"offer": own_terms(drafted)}
    to = offers.Recipient(portfolio.municipality(), "a@kommune.example", "nb", "Direktør")
    yield lambda: offers.send(offer=drafted, terms=terms, shown=fingerprint(terms), recipients=[to], by=by)
    other = terms | {"project": "x"}
    yield lambda: offers.change(offer=drafted, terms=other, shown=fingerprint(other), by=by)
    said = Said(Choice.JOINS, "A", "B", "C")
    yield lambda: answer_by_link(link=AnswerLink.objects.get(), version=2, said=said, shown_sha256="a", key=uuid.uuid4())
    yield lambda: enter(invitee=Invitee.objects.get(), version=2, said=said, because="Brev", by=by, key=uuid.uuid4())
    yield lambda: ask(link=AnswerLink.objects.get(), name="A", text="B", key=uuid.uuid4(), at=NOW)
    yield lambda: reply(question=OfferQuestion.objects.get(), answer="C", stood="", tells=False, by=by, at=NOW)
    yield lambda: closing.close(offer=drafted, by=by)
    yield lambda: closing.extend(offer=drafted, closes_at=ends + dt.timedelta(days=1), by=by, reason="x")
    closing.close(offer=drafted, by=by)
    outcome = {"outcome": Concluded.DOES_NOT_START, "computed": Concluded.DOES_NOT_START, "verdict": {}, "joins": [], "reason": ""}
    yield lambda: closing.conclude(offer=drafted, counted=2, by=by, **outcome)


@contextmanager
def seeing() -> Iterator[set[Any]]:
    """The tables in which single rows are written meanwhile."""
    written: set[Any] = set()

    def see(sender: Any, **_: Any) -> None:
        written.add(sender)

    for signal in (post_save, post_delete):
        signal.connect(see)
    yield written
    for signal in (post_save, post_delete):
        signal.disconnect(see)


def test_every_deed_rings_and_every_table_of_the_sources_is_written_by_one(django_capture_on_commit_callbacks: Any, tmp_path: Path) -> None:
    by, written = portfolio.user(), {Delivery}  # its states are stamped in bulk
    silent = []
    for deeds in (of_the_plan, of_the_money, of_the_rest, of_people_and_mails, of_offers):
        for number, deed in enumerate(deeds(by), 1):
            connection.run_on_commit.clear()  # of the deeds before, which are not stored yet either
            with django_capture_on_commit_callbacks() as bells, seeing() as found:
                deed()
            written |= found
            if bells.count(outbox.plan_anew) != 1:
                silent.append((deeds.__name__, number))
    assert silent == []
    beside = {RiskReview, BenefitMeasurement, Decision, ProjectRole, RoleGrant}
    assert {source.model for source in ALL} | beside <= written
    dossiers.ground()
    connection.run_on_commit.clear()
    with django_capture_on_commit_callbacks() as bells:
        import_files([dossiers.write(tmp_path, dossiers.least())])
    assert bells.count(outbox.plan_anew) == 1
