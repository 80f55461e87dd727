"""Where deadlines come from: one line for each kind. What has a day and is open is a deadline; when it is done, or gone, so are its reminders."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, CharField, DateField, Exists, F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Left, TruncDate

from costsharing.models import FundingLine
from milestones.followup import months_on
from milestones.gates import CLOSING
from milestones.models import (
    Benefit,
    BenefitMeasurement,
    BenefitOwner,
    Condition,
    Decision,
    DecisionPoint,
    FollowUp,
    Milestone,
    Risk,
    RiskMeasure,
    RiskReview,
    Task,
)
from milestones.queries.followups import noted
from milestones.reminding import Policy
from portfolio.lib import workdays
from portfolio.lib.periods import last_day
from portfolio.models import DeadlineKind as K
from portfolio.models import Delivery, Reminder
from portfolio.reminders import waits
from projects.lifecycle import AT_WORK, Stage
from projects.models import Answer, Invitee, Offer, OfferQuestion, OpenPoint, Participation, Project
from projects.queries import at_work_since

CLOSED = (Stage.CLOSED, Stage.STOPPED)
EXACT = Value("day", CharField())
NO_TEXT, NO_NUMBER, NO = Value("", CharField()), Cast(Value(None), IntegerField()), Value(False, BooleanField())
NO_DAY = Cast(Value(None), DateField())


class Owes(Enum):
    MANAGER = "whoever is named, if the region knows them; then the project's manager; then who is responsible for it, then the coordinators"
    OFFICE = "the coordinators"
    PARTY = "whoever is named, if the region knows them; then the party's contact; then its deputy, its official mailbox, the coordinators"


class Row(NamedTuple):
    """A row as its source finds it; on is as stored, extra and by what the source's own day needs."""

    pk: int
    region: int
    country: str
    project: int | None
    reference: str
    about: str
    language: str
    title: str
    on: dt.date
    precision: str
    extra: int | None
    by: dt.date | None
    owner: str
    organisation: int | None
    contact: int | None
    number: int | None


class Due(NamedTuple):
    """A deadline. owner: who answers for it, as somebody wrote it. contact: who speaks for the organisation in this. number: of the offer whose page shows it.

    title and about are in ``language``; a confidential one has no title.
    """

    kind: str
    pk: int
    region: int
    project: int | None
    reference: str
    about: str
    language: str
    title: str
    due: dt.date
    organisation: int | None
    owner: str = ""
    contact: int | None = None
    number: int | None = None


def as_stored(row: Row) -> dt.date:
    return last_day(row.on, row.precision)


def papers(row: Row) -> dt.date:
    return workdays.back(row.on, row.extra or 0, row.country)


def months_later(row: Row) -> dt.date:
    """Not later than ``by``."""
    found = months_on(row.on, row.extra or 1)
    return min(found, row.by) if row.by else found


def days_later(row: Row) -> dt.date:
    return row.on + dt.timedelta(days=row.extra or 0)


UNSAID = FollowUp()


def follow_up(months: str, project: str) -> Any:
    """What the region has said, else what holds where it has said nothing."""
    return Coalesce(f"{project}region__follow_up__{months}_months", Value(getattr(UNSAID, f"{months}_months")))


@dataclass(frozen=True)
class Source:
    """project: the path from a row to its project, "" for a project itself, None for what belongs to the region alone. tab: the page that shows it,
    the one of an offer with its number; by_itself: that has the row's own key in its address too.
    """

    kind: K
    model: type[Model]
    on: Any
    open: Q
    title: str
    owes: Owes
    tab: str
    policy: Policy
    project: str | None = "project"
    precision: Any = EXACT
    extra: Any = NO_NUMBER
    by: Any = NO_DAY
    owner: Any = NO_TEXT
    organisation: Any = NO_NUMBER
    contact: Any = NO_NUMBER
    number: Any = NO_NUMBER
    by_itself: bool = False
    confidential: Any = NO
    day: Callable[[Row], dt.date] = as_stored
    also: Mapping[str, Any] = field(default_factory=dict)
    """What the expressions above name."""
    is_mandatory: bool = False
    outlives: bool = False
    """Goes on after the project is closed."""

    def at(self, name: str) -> str:
        return f"{self.project}__{name}" if self.project else name

    def rows(self) -> QuerySet[Any, tuple[Any, ...]]:
        """The open ones, as Row's columns and whether it is confidential."""
        rows = self.model._default_manager.order_by().annotate(**self.also, due_day=self.on).filter(self.open, due_day__isnull=False)
        region = "region"
        project: tuple[Any, ...] = (NO_NUMBER, NO_TEXT, NO_TEXT, F("region__language"))
        if self.project is not None:
            rows = rows if self.outlives else rows.exclude(**{self.at("stage") + "__in": CLOSED})
            region, project = self.at("region"), (self.at("pk"), self.at("reference"), self.at("name"), self.at("language"))
        own = self.title, "due_day", self.precision, self.extra, self.by, self.owner, self.organisation, self.contact, self.number, self.confidential
        return rows.values_list("pk", f"{region}_id", f"{region}__country", *project, *own)

    def dues(self, rows: QuerySet[Any, tuple[Any, ...]]) -> Iterator[Due]:
        for *columns, is_confidential in rows:
            row = Row(*columns)
            found = self.day(row)
            yield Due(
                self.kind.value,
                row.pk,
                row.region,
                row.project,
                row.reference,
                row.about,
                row.language,
                "" if is_confidential else row.title,
                found,
                row.organisation,
                row.owner,
                row.contact,
                row.number,
            )

    def between(self, regions: Collection[int], first: dt.date, last: dt.date) -> Iterator[Due]:
        """Due from first to last; what is stored may lie two years before (when something is looked at again) or some weeks after."""
        region = "region" if self.project is None else self.at("region")
        stored = first - dt.timedelta(days=800), last + dt.timedelta(days=90)
        for due in self.dues(self.rows().filter(**{f"{region}__in": regions}, due_day__range=stored)):
            if first <= due.due <= last:
                yield due

    def named(self, pks: Collection[int]) -> dict[int, Due]:
        """Those of these rows that still are deadlines."""
        return {due.pk: due for due in self.dues(self.rows().filter(pk__in=pks))}


ABOUT_FAILURE = Exists(Reminder.objects.filter(delivery=OuterRef("pk"), kind=K.UNDELIVERED))
UNDELIVERED = Q(state__in=("failed", "bounced"), kind__in=("reminder", "digest", "offer", "question")) & ~Q(ABOUT_FAILURE)
USUAL, SHORT, LONG, OFTEN = Policy(), Policy((14, 7, 1, 0), 7, 3), Policy((90, 30, 7), 7, 2), Policy((7, 2, 0), 2, 2)
MANAGER, OFFICE, PARTY = Owes.MANAGER, Owes.OFFICE, Owes.PARTY
PLANNED, REACHED = Coalesce("forecast_on", "planned_on"), Q(reached_on__isnull=True)
FORECAST = Case(When(forecast_on__isnull=False, then=EXACT), default=F("precision"))  # a forecast names its day
TAKES_PART = Q(state="active")
UNDECIDED = ~Q(Exists(Decision.objects.filter(point=OuterRef("pk"), replaced_by__isnull=True, outcome__in=CLOSING)))
LOOKED = RiskReview.objects.filter(risk=OuterRef("pk")).order_by("-reviewed_on")
SCORE = Coalesce(Subquery(LOOKED.annotate(score=F("probability") * F("impact")).values("score")[:1]), F("probability") * F("impact"))
LEVEL = Case(  # as riskmatrix.level, of the last review or else before measures
    When(score__lt=6, then=follow_up("low", "project__")), When(score__lt=15, then=follow_up("medium", "project__")), default=follow_up("high", "project__")
)
REPORTED = Coalesce("status_on", at_work_since())
MEASUREMENTS = BenefitMeasurement.objects.filter(benefit=OuterRef("pk"))
MEASURED = Coalesce(Subquery(MEASUREMENTS.order_by("-measured_on").values("measured_on")[:1]), "baseline_on", noted(Benefit))
HERE = Q(organisation__isnull=True) | Q(organisation=OuterRef("organisation"))  # what is measured of all together counts for each
THERE = BenefitMeasurement.objects.filter(HERE, benefit=OuterRef("benefit"))
MEASURED_THERE = Coalesce(Subquery(THERE.order_by("-measured_on").values("measured_on")[:1]), "benefit__baseline_on", noted(BenefitOwner))
TARGET_THERE = Case(When(~Q(Exists(THERE.filter(measured_on__gte=OuterRef("benefit__target_on")))), then=F("benefit__target_on")))
TARGET = Case(When(~Q(Exists(MEASUREMENTS.filter(measured_on__gte=OuterRef("target_on")))), then=F("target_on")))
LAST_DAY = "closes_at"  # ends at a midnight east of Greenwich, so the day in UTC is the last one on which answers are taken
ASKED = Q(offer__state="open", withdrawn_at__isnull=True) & ~Q(Exists(Answer.objects.filter(invitee=OuterRef("pk"), is_late=False)))
AFTER = Policy((14, 0), 7, 4)  # of what has no day of its own but the one by which it usually is done
OF_A_PARTY: dict[str, Any] = {"project": "offer__project", "also": waits.STANDING, "is_mandatory": True, "day": days_later}
ALL = (
    Source(K.DECISION, DecisionPoint, F("planned_on"), UNDECIDED, "question", MANAGER, "plan", Policy(times=0), precision="precision", is_mandatory=True),
    Source(K.PAPERS, DecisionPoint, F("planned_on"), UNDECIDED & Q(precision="day", body__papers_days__isnull=False), "question", MANAGER, "plan", OFTEN,
           extra="body__papers_days", day=papers, is_mandatory=True),
    Source(K.OUTCOME, DecisionPoint, F("planned_on"), UNDECIDED, "question", OFFICE, "plan", Policy((), 7, 3), precision="precision", is_mandatory=True),
    Source(K.MILESTONE, Milestone, PLANNED, REACHED, "text", MANAGER, "plan", USUAL, precision=FORECAST),
    Source(K.MEASURE, RiskMeasure, F("due_on"), Q(done_on__isnull=True) & ~Q(risk__status="closed"), "text", MANAGER, "risks", SHORT,
           project="risk__project", owner="owner", confidential="risk__is_confidential"),
    Source(K.CONDITION, Condition, F("due_on"), Q(done_on__isnull=True, decision__replaced_by__isnull=True), "text", MANAGER, "plan", SHORT,
           project="decision__project", is_mandatory=True),
    Source(K.TASK, Task, F("due_on"), Q(done_on__isnull=True), "text", MANAGER, "plan", SHORT, owner="owner"),
    Source(K.RISK, Risk, Coalesce(Subquery(LOOKED.values("reviewed_on")[:1]), noted(Risk)), ~Q(status="closed") & Q(score__isnull=False), "text", MANAGER,
           "risks", SHORT, extra=LEVEL, also={"score": SCORE}, day=months_later, owner="owner", confidential="is_confidential"),
    Source(K.BENEFIT, Benefit, MEASURED, Q(), "text", MANAGER, "benefits", LONG, extra=follow_up("benefit", "project__"), by=TARGET, day=months_later,
           owner="owner", outlives=True),
    Source(K.BENEFIT_THERE, BenefitOwner, MEASURED_THERE, Q(), "benefit__text", PARTY, "benefits", LONG, extra=follow_up("benefit", "benefit__project__"),
           by=TARGET_THERE, day=months_later, owner="owner", organisation="organisation_id", project="benefit__project", outlives=True),
    Source(K.GRANT, FundingLine, F("apply_by"), Q(grant_state__in=FundingLine.NOT_SOUGHT), "text", MANAGER, "money", LONG),
    Source(K.OPEN_POINT, OpenPoint, F("due_on"), Q(done_on__isnull=True), "text", MANAGER, "project", SHORT),
    Source(K.STATUS, Project, REPORTED, Q(stage__in=AT_WORK), "name", MANAGER, "reports", Policy((3, 0), 7, 3), project="",
           extra=follow_up("report", ""), day=months_later),
    Source(K.REPORT, Project, REPORTED, Q(stage__in=AT_WORK), "name", OFFICE, "reports", Policy((), 7, 12), project="",
           extra=follow_up("report", ""), day=months_later),
    Source(K.PARTICIPATION, Participation, F("valid_to"), TAKES_PART, "organisation__name", PARTY, "participation", LONG, organisation="organisation_id"),
    Source(K.AGREEMENT, Participation, F("valid_to"), TAKES_PART, "organisation__name", OFFICE, "participation", LONG),
    Source(K.OFFER, Invitee, TruncDate(f"offer__{LAST_DAY}", tzinfo=dt.UTC), ASKED, "offer__title", PARTY, "participation", USUAL,
           project="offer__project", organisation="organisation_id", contact="contact_id", is_mandatory=True),
    Source(K.OFFER_CLOSING, Offer, TruncDate(LAST_DAY, tzinfo=dt.UTC), Q(state="open"), "title", OFFICE, "offer-close", Policy((), 1, 5), number="number",
           is_mandatory=True),
    Source(K.LOCAL_MEETING, Invitee, waits.MEETING_ON, waits.MEETING, "whose", PARTY, "participation", Policy((14, 2), 7, 4), extra=waits.MEETING_LATER,
           organisation="organisation_id", contact="contact_id", **OF_A_PARTY),
    Source(K.OWN_DECISION, Invitee, TruncDate(f"offer__{LAST_DAY}", tzinfo=dt.UTC), waits.DECISION, "whose", PARTY, "participation", Policy((14, 2), 14, 4),
           organisation="organisation_id", contact="contact_id", **OF_A_PARTY),
    Source(K.SIGNATURE, Invitee, F("decided"), waits.SIGNATURE, "whose", PARTY, "participation", AFTER, extra=waits.LATER,
           organisation="organisation_id", contact="contact_id", **OF_A_PARTY),
    Source(K.EXTRACT, Invitee, waits.SETTLED_ON, waits.EXTRACT, "whose", PARTY, "participation", AFTER, extra=waits.LATER,
           organisation="organisation_id", contact="contact_id", **OF_A_PARTY),
    Source(K.CONFIRMATION, Invitee, F("received"), waits.CONFIRMATION, "whose", OFFICE, "offer-party", Policy((0,), 7, 4), extra=waits.SOON,
           number="offer__number", by_itself=True, **OF_A_PARTY),
    Source(K.QUESTION, OfferQuestion, TruncDate("asked_at", tzinfo=dt.UTC), Q(answer="", offer__state__in=("open", "closed")), "short", OFFICE,
           "offer-questions", Policy((), 2, 5), project="offer__project", number="offer__number", also={"short": Left("text", 120)}, is_mandatory=True),
    Source(K.UNDELIVERED, Delivery, TruncDate("asked_at"), UNDELIVERED, "to_name", OFFICE, "mail", Policy((), 1, 2), project=None, is_mandatory=True),
)  # fmt: skip
SOURCES = {source.kind.value: source for source in ALL}
