"""Who takes part, who does what, and what is promised beside money."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portfolio.lib.alphabet import place
from portfolio.models import FigureSource, KeyFigure
from portfolio.overview.marks import Mark
from portfolio.queries.figures import Series, newest
from projects.models import Commitment, Participation, Project, ProjectRole, Resource
from projects.offering import last_day_of
from projects.queries import terms
from projects.queries.underway import Underway, open_offer

State = Participation.State
LOOKS = {State.INVITED: ("none", ""), State.ACTIVE: ("good", "info"), State.DECLINED: ("no", ""), State.LEFT: ("no", ""), State.OBSERVER: ("open", "")}


@dataclass(frozen=True)
class Participant:
    row: Participation
    status: Mark
    population: KeyFigure | None

    @property
    def has_place(self) -> bool:
        """It takes part or has taken part, so it pays."""
        return self.row.state in (State.ACTIVE, State.LEFT)

    @property
    def is_out(self) -> bool:
        return self.row.state in (State.DECLINED, State.LEFT)


def standing_mark(row: Participation, today: dt.date) -> Mark:
    """As it stands on this day: who has given notice takes part until its last day, and has left after it."""
    state = State(row.state)
    if state is State.ACTIVE and row.valid_to and row.valid_to < today:
        state = State.LEFT
    if state is State.ACTIVE and row.notice_on:
        return Mark("watch", "watch", _("has given notice"))
    if state is State.ACTIVE and row.valid_from and row.valid_from > today:
        return Mark("none", "info", _("takes part later"))
    return Mark(*LOOKS[state], str(state.label))


@dataclass(frozen=True)
class ParticipationPage:
    participants: list[Participant]
    population: int
    counted_on: dt.date | None
    roles: list[ProjectRole]
    commitments: list[Commitment]
    resources: list[Resource]
    sources: list[FigureSource]
    offer: Underway | None = None
    last_day: dt.date | None = None

    @property
    def leaves_out(self) -> bool:
        """Somebody who has declined or left stands in the table, and not in its sum."""
        return any(each.is_out for each in self.participants)

    @property
    def same_day(self) -> bool:
        return len({each.population.date for each in self.participants if each.population}) == 1

    @property
    def has_periods(self) -> bool:
        return any(each.row.valid_from or each.row.valid_to for each in self.participants)

    @property
    def role_periods(self) -> bool:
        return any(role.valid_from or role.valid_to for role in self.roles)

    @property
    def common_note(self) -> str:
        """The note that all share is said once."""
        notes = {each.row.note for each in self.participants}
        return notes.pop() if len(notes) == 1 else ""

    @property
    def has_notes(self) -> bool:
        return not self.common_note and any(each.row.note for each in self.participants)

    @property
    def taking_part(self) -> int:
        return sum(each.row.state == State.ACTIVE for each in self.participants)

    @property
    def asked(self) -> int:
        return sum(each.row.state != State.OBSERVER for each in self.participants)


def participation_page(project: Project, today: dt.date) -> ParticipationPage:
    """Population as it was when the project began, or today's when it has no beginning yet."""
    its = terms(project, "participants", "roles", "commitments", "resources")
    rows = sorted(its.participants, key=lambda row: place(row.organisation.name, project.language))
    figures = newest([row.organisation_id for row in rows], Series(KeyFigure.Kind.POPULATION), project.region_id, on=min(project.starts_on or today, today))
    people = [Participant(row, standing_mark(row, today), figures.get(row.organisation_id)) for row in rows]
    counted = [each.population for each in people if each.population]
    offer = open_offer(project)
    return ParticipationPage(
        people,
        sum(each.population.value for each in people if each.population and not each.is_out),
        max((figure.date for figure in counted), default=None),
        its.roles,
        its.commitments,
        its.resources,
        sorted({figure.source for figure in counted}, key=lambda source: source.title),
        offer,
        last_day_of(offer.closes_at, project.region.time_zone) if offer else None,
    )
