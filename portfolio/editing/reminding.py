"""A region's own rule of reminding begins as the program reminds by itself, and says who is told after whom."""

from django.utils.translation import gettext_lazy as _

from portfolio.editing.forms import RowForm
from portfolio.models import ReminderRule
from portfolio.reminders.schedule import rule_of
from portfolio.reminders.sources import SOURCES, Owes

STEPS = {
    Owes.MANAGER: _("Each goes one step up: project manager, whoever is responsible for the project, coordinators."),
    Owes.OFFICE: _("Each goes to the coordinators."),
    Owes.PARTY: _("Each goes one step up: contact, deputy, official mailbox, coordinators."),
}


def begin(form: RowForm, kind: str) -> None:
    """Of a new rule: as the program does with that kind of deadline."""
    if form.record.model is ReminderRule and kind in SOURCES:
        rule = rule_of(SOURCES[kind], None)
        days = ",".join(str(day) for day in rule.policy.before)
        form.initial.update({"kind": kind, "days_before": days, "every": rule.policy.every, "times": rule.policy.times, "is_mandatory": rule.is_mandatory})


def say_steps(form: RowForm) -> None:
    """At the field of what comes afterwards, once the kind is known."""
    if form.record.model is ReminderRule and (source := SOURCES.get(str(form["kind"].value()))):
        form.fields["every"].help_text = STEPS[source.owes]
