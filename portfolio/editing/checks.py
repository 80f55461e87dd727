"""What a row must hold to beyond the rules of its table: each model's check gives (field, advice) for what is wrong."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from costsharing.models import LentHours, Payer
from costsharing.policies import number_faults
from milestones.models import DecisionPoint, Milestone, Phase, Task
from milestones.queries.decisions import answered_by
from portfolio.lib import bounds
from portfolio.lib.orgnumbers import NotANumber, written
from portfolio.models import Organisation
from portfolio.web.fields import year_said
from projects.models import Project

Faults = Iterator[tuple[str, str]]


def follows_no_follower(row: Project, given: dict[str, Any]) -> Faults:
    if given.get("follows") and goes_in_a_circle(row, given["follows"]):
        yield "follows", _("That project follows this one. Choose another.")


def goes_in_a_circle(project: Project, follows: Project) -> bool:
    before = dict(Project.objects.filter(region=project.region_id).values_list("pk", "follows_id"))
    seen: set[int] = set()
    step: int | None = follows.pk
    while step is not None and step not in seen:
        if step == project.pk:
            return True
        seen.add(step)
        step = before.get(step)
    return False


def numbers_fit(row: Payer, given: dict[str, Any]) -> Faults:
    if organisation := given.get("organisation"):
        yield from number_faults(given.get("organisation_number", ""), given.get("peppol_id", ""), organisation.country)


def year_of_this_age(row: LentHours, given: dict[str, Any]) -> Faults:
    if given.get("year") and not bounds.is_of_this_age(given["year"]):
        yield "year", year_said()


def sound_organisation(row: Organisation, given: dict[str, Any]) -> Faults:
    """However it was typed, it is kept as the country writes it."""
    try:
        given["organisation_number"] = written(given.get("organisation_number", ""), given.get("country", "")) if given.get("organisation_number") else ""
    except NotANumber:
        if given["country"] == Organisation.Country.SWEDEN:
            yield "organisation_number", _("This is no Swedish organisation number: ten figures like 212000-1108, of which the last is a check figure.")
        else:
            yield "organisation_number", _("This is no Norwegian organisation number: nine figures like 974 760 673, of which the last is a check figure.")
    step = given.get("parent")
    while step is not None:
        if step.pk == row.pk:
            yield "parent", _("That belongs to this one. Choose another.")
            return
        step = step.parent


def point_is_sound(row: DecisionPoint, given: dict[str, Any]) -> Faults:
    """With another day or body it is no longer at the meeting that was chosen: nothing is wrong, but what was counted back from it goes."""
    yield from answered_questions_stay(row, given)
    yield from confirmed_dates_stay(row, given)
    if row.meeting and (given.get("planned_on"), given.get("body")) != (row.meeting.date, row.meeting.body):
        row.meeting = None


ANSWERED = ("number", "question", "body", "planned_on", "precision", "basis", "mandate_version", "mandate_dated_on")
"""What a decision was asked and rests on."""


def answered_questions_stay(row: DecisionPoint, given: dict[str, Any]) -> Faults:
    """A recorded decision never becomes the answer to another question. ``row`` is still as it stands in the database."""
    changed = [name for name in ANSWERED if row.pk and name in given and not is_same(given[name], getattr(row, name))]
    if changed and (decision := answered_by(row)):
        told = _("Decision %(number)s has answered this. Put back what stood here; if the decision is wrong, correct that.") % {"number": decision.number}
        yield from ((name, told) for name in changed)


def is_same(given: Any, stood: Any) -> bool:
    """A text is the same however its white space was stored."""
    return given.split() == stood.split() if isinstance(given, str) and isinstance(stood, str) else given == stood


LOCKED = ("starts_on", "ends_on", "due_on", "planned_on", "precision")


def confirmed_dates_stay(row: Any, given: dict[str, Any]) -> Faults:
    """``row`` is still as it stands in the database. Whoever unticks the box may change the dates in the same form, with a reason."""
    if row.pk and row.is_confirmed and given.get("is_confirmed"):
        for name in LOCKED:
            if name in given and given[name] != getattr(row, name):
                yield name, _("This date is confirmed. Untick that it is, and say why, to change it.")


CHECKS: dict[Any, Callable[[Any, dict[str, Any]], Faults]] = {
    **dict.fromkeys((Phase, Milestone, Task), confirmed_dates_stay),
    DecisionPoint: point_is_sound,
    LentHours: year_of_this_age,
    Payer: numbers_fit,
    Organisation: sound_organisation,
    Project: follows_no_follower,
}
