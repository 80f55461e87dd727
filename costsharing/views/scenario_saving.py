"""A posted scenario: saved once, refused, or shown beside what somebody else wrote meanwhile."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from costsharing.actions import scenarios as actions
from costsharing.forms.scenario import ScenarioForm
from costsharing.models import Scenario
from costsharing.queries.scenarios import may_be_ticked, parties
from costsharing.wording.numbers import key_words
from portfolio.models import Submission, User
from portfolio.web.posting import Pair, digest, done_before, key_of, note, worded
from projects.actions.locking import lock
from projects.models import Project


@dataclass
class Outcome:
    """One of: entry, earlier, or a form to show again; stored: as it stands, when that is not what the form was made from."""

    form: ScenarioForm | None = None
    entry: Any = None
    earlier: Submission | None = None
    stored: ScenarioForm | None = None
    is_gone: bool = False
    key: uuid.UUID = field(default_factory=uuid.uuid4)


def form_of(scenario: Scenario, data: Any = None) -> ScenarioForm:
    """With the ticks that are stored, whatever the scenario uses; of one that is gone there are none."""
    ticked = [tick.organisation for tick in scenario.chosen.select_related("organisation")] if scenario.pk else []
    choices = may_be_ticked(parties(scenario.project), scenario.project.region, ticked)
    return ScenarioForm(data, scenario=scenario, ticked=ticked, may_be_ticked=choices)


def shown(form: ScenarioForm) -> str:
    return digest(form.before)


def held_scenario(project: Project, number: int) -> Scenario | None:
    found = Scenario.objects.filter(project=project, pk=number).select_related("rule_version__rule").first()
    if found:
        found.project = project
    return found


def last_seen(project: Project, number: int) -> Scenario | None:
    """As it was before it was removed."""
    entry = Scenario.history.filter(project=project, id=number).order_by("-history_id").first()
    if entry is None:
        return None
    found: Scenario = entry.instance
    found.pk, found.project, found.is_baseline, found.is_shown = None, project, False, False
    return found


def save(project: Project, number: int, data: Any, user: User) -> Outcome:
    key = key_of(data)
    with transaction.atomic():
        held = lock(project, user)
        if earlier := done_before(key, user):
            return Outcome(earlier=earlier)
        row = held_scenario(held, number)
        if row is None:
            return again(held, number, data, user, key)
        form, stored = form_of(row, data), form_of(row)
        if not form.is_valid() or not has_free_name(form):
            return Outcome(form, key=key)
        if shown(stored) != data.get("shown", ""):
            return Outcome(form, stored=stored, key=key)
        entry = actions.save(scenario=form.made(), ticked=form.ticked(), by=user)
        note(key, user, number_of(entry))
    return Outcome(form, entry=entry)


def again(project: Project, number: int, data: Any, user: User, key: uuid.UUID) -> Outcome:
    """Somebody has removed it: what was typed is shown, and with do=again it becomes a new one."""
    before = last_seen(project, number)
    if before is None:
        return Outcome(is_gone=True)
    form = form_of(before, data)
    if not form.is_valid():
        return Outcome(form, key=key, is_gone=True)
    if data.get("do") != "again":
        return Outcome(form, stored=form_of(before), key=key, is_gone=True)
    made = form.made()
    made.name = actions.free_name(made.name, project.pk, made.year)
    entry = actions.save(scenario=made, ticked=form.ticked(), by=user)
    note(key, user, number_of(entry))
    return Outcome(form, entry=entry)


def number_of(entry: Any) -> str:
    return str(entry.id)


def has_free_name(form: ScenarioForm) -> bool:
    made = form.made()
    taken = Scenario.objects.filter(project=made.project_id, year=made.year, name=made.name).exclude(pk=made.pk)
    if taken.exists():
        form.add_error("name", _("Another variant of the year is called that. Choose another name."))
    return not form.errors


def pairs(stored: ScenarioForm, mine: ScenarioForm) -> list[Pair]:
    """What stands there now and what was typed; ``mine`` is valid."""
    said = mine.cleaned_data
    found = [
        Pair(str(stored.fields[name].label), worded(stored.fields[name], stored.before[name]), worded(stored.fields[name], said[name]))
        for name in ("name", "who", "base_minor", "figures_on", "unit")
    ]
    names = {pk: each.name for pk, each in stored.candidates.items()}
    found.append(Pair(str(stored.fields["ticked"].label), named(stored.ticked_before, names), named(said["ticked"], names)))
    found.append(Pair(_("Parts"), parts_in_words(stored.scenario.definition), parts_in_words(said["definition"])))
    return found


def named(chosen: list[str], names: Mapping[str, str]) -> str:
    return ", ".join(sorted(names[pk] for pk in chosen)) or "–"


def parts_in_words(definition: Mapping[str, Any]) -> str:
    """A line for each part."""
    return "\n".join(f"{part['label']}: {key_words(part)}{size_words(part)}" for part in definition["parts"])


def size_words(part: Mapping[str, Any]) -> str:
    return f", {part['fraction']}" if "fraction" in part else f", {part['amount']}" if "amount" in part else ""
