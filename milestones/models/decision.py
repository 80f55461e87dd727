from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from milestones.gates import Outcome
from portfolio.models import Body, Meeting, Region, User
from portfolio.models.recorded import Recorded
from projects.models.project import Part, Precision, Project

OUTCOME_LABELS = {
    Outcome.CONTINUE: _("continue"),
    Outcome.CHANGES: _("continue with changes"),
    Outcome.SEND_BACK: _("send back"),
    Outcome.POSTPONE: _("postpone"),
    Outcome.STOP: _("stop"),
}
"""As whoever records it chooses."""
OUTCOME_TOLD = {
    Outcome.CONTINUE: pgettext_lazy("decided", "continues"),
    Outcome.CHANGES: pgettext_lazy("decided", "continues with changes"),
    Outcome.SEND_BACK: pgettext_lazy("decided", "sent back"),
    Outcome.POSTPONE: pgettext_lazy("decided", "postponed"),
    Outcome.STOP: pgettext_lazy("decided", "stopped"),
}
"""As a fact."""
OUTCOME_CHOICES = [(each.value, label) for each, label in OUTCOME_LABELS.items()]


class DecisionPoint(Part):
    """A question that a body answers by a day, what is proposed to it, and what it is to rest on. What follows from its meeting is counted, never stored.

    proposal: as it would stand in the minutes. if_waiting: what it means for the time.
    """

    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    question = models.CharField(_("decision on"), max_length=300)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="decision_points", verbose_name=_("decided by"))
    planned_on = models.DateField(_("planned"), null=True, blank=True)
    precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.DAY)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="decision_points", verbose_name=_("meeting"))
    proposal = models.TextField(_("proposed decision"), blank=True)
    if_waiting = models.CharField(_("if it waits"), max_length=300, blank=True)
    recommended = models.CharField(_("recommendation"), max_length=12, choices=OUTCOME_CHOICES, blank=True)
    basis = models.TextField(_("basis"), blank=True)
    mandate_version = models.CharField(_("version of the mandate"), max_length=60, blank=True)
    mandate_dated_on = models.DateField(_("date of that version"), null=True, blank=True)
    is_confirmed = models.BooleanField(_("date confirmed"), default=False)

    class Meta(Part.Meta):
        constraints = [
            *Part.Meta.constraints,
            models.UniqueConstraint(fields=["project", "number"], name="decision_point_number_once"),
            models.CheckConstraint(condition=models.Q(recommended__in=["", *(each.value for each in Outcome)]), name="decision_point_known_recommendation"),
        ]

    def __str__(self) -> str:
        return self.question


class Decision(models.Model):
    """What a body answered, with what it knew. Never changes: a correction is a new one that replaces it. Minutes may come once, later."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField(_("number"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="decisions")
    point = models.ForeignKey(DecisionPoint, models.PROTECT, related_name="decisions", verbose_name=_("decision point"))
    point_number = models.PositiveSmallIntegerField(null=True, blank=True)
    question = models.CharField(_("decision on"), max_length=300)
    basis = models.TextField(_("basis"), blank=True)
    mandate_version = models.CharField(_("version of the mandate"), max_length=60, blank=True)
    mandate_dated_on = models.DateField(_("date of that version"), null=True, blank=True)
    checklist = models.JSONField(default=list, help_text="Question, answer and comment of each item, as they stood.")
    body = models.ForeignKey(Body, models.PROTECT, related_name="decisions", verbose_name=_("deciding body"))
    met_on = models.DateField(_("day of the decision"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=OUTCOME_CHOICES)
    text = models.TextField(_("text of the decision"))
    paragraph = models.CharField(_("paragraph"), max_length=40, blank=True)
    case_number = models.CharField(_("case number"), max_length=60, blank=True)
    dissent = models.TextField(_("dissent"), blank=True)
    minutes = models.CharField(max_length=200, blank=True, help_text="Path below the folder of files.")
    minutes_sha256 = models.CharField(max_length=64, blank=True)
    minutes_added_at = models.DateTimeField(_("minutes added"), null=True, blank=True, help_text="Empty where they were recorded along with the decision.")
    minutes_added_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("minutes added by"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by"))
    imported_at = models.DateTimeField(_("taken over"), null=True, blank=True, help_text="From a dossier: it was recorded elsewhere.")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces"))
    reason = models.CharField(_("why it replaces"), max_length=300, blank=True)

    class Meta:
        ordering = ["region", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="decision_number_once_per_region"),
            models.UniqueConstraint(fields=["point", "met_on"], condition=models.Q(replaces__isnull=True), name="decision_once_a_meeting"),
            models.CheckConstraint(condition=models.Q(outcome__in=[each.value for each in Outcome]), name="decision_known_outcome"),
            models.CheckConstraint(condition=models.Q(recorded_by__isnull=False) | models.Q(imported_at__isnull=False), name="decision_recorded_by_somebody"),
            models.CheckConstraint(condition=models.Q(replaces__isnull=True) | ~models.Q(reason=""), name="decision_replacing_says_why"),
            models.CheckConstraint(
                condition=models.Q(minutes="", minutes_sha256="") | (~models.Q(minutes="") & ~models.Q(minutes_sha256="")), name="decision_minutes_have_hash"
            ),
            models.CheckConstraint(condition=models.Q(minutes_added_at__isnull=True) | ~models.Q(minutes=""), name="decision_minutes_added_are_there"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.question}"

    @property
    def told(self) -> str:
        """The outcome as a fact."""
        return str(OUTCOME_TOLD[Outcome(self.outcome)])


class Condition(Recorded):
    """What a body asks for along with its decision. Text and follow-up date are as frozen as the decision; when it was met is told once it is."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="conditions")
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.TextField(_("condition"))
    due_on = models.DateField(_("follow-up"))
    done_on = models.DateField(_("met"), null=True, blank=True)
    done_note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["decision", "position"]
        constraints = [models.UniqueConstraint(fields=["decision", "position"], name="condition_position_once")]

    def __str__(self) -> str:
        return self.text[:80]
