from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models import User
from portfolio.models.recorded import period_check
from projects.models.project import Part, Precision


class Phase(Part):
    """A stretch of the plan. Phases may overlap and leave gaps; decision points do not hang on them."""

    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    is_confirmed = models.BooleanField(_("dates confirmed"), default=False)

    class Meta(Part.Meta):
        constraints = [*Part.Meta.constraints, period_check("phase_period", "starts_on", "ends_on")]

    def __str__(self) -> str:
        return self.name


class Milestone(Part):
    """A delivery or a date of the timetable; a phase may end in one."""

    text = models.CharField(_("what"), max_length=300)
    phase = models.ForeignKey(Phase, models.SET_NULL, null=True, blank=True, related_name="milestones", verbose_name=_("ends phase"))
    planned_on = models.DateField(_("planned"), null=True, blank=True)
    precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.DAY)
    forecast_on = models.DateField(_("forecast"), null=True, blank=True)
    reached_on = models.DateField(_("reached"), null=True, blank=True)
    is_confirmed = models.BooleanField(_("date confirmed"), default=False)

    def __str__(self) -> str:
        return self.text


class Task(Part):
    """Something to be done by a day, or from one day to another, by somebody; it may belong to a phase."""

    text = models.CharField(_("task"), max_length=300)
    owner = models.CharField(_("owner"), max_length=120, blank=True)
    phase = models.ForeignKey(Phase, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("in phase"))
    starts_on = models.DateField(_("from"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)
    is_confirmed = models.BooleanField(_("dates confirmed"), default=False)

    class Meta(Part.Meta):
        constraints = [*Part.Meta.constraints, period_check("task_period", "starts_on", "due_on")]

    def __str__(self) -> str:
        return self.text


class Baseline(models.Model):
    """The plan as it was when somebody froze it. It never changes; the latest is the one that counts."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="baselines")
    number = models.PositiveSmallIntegerField(_("number"))
    frozen_at = models.DateTimeField(_("frozen"))
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))
    imported_at = models.DateTimeField(_("taken over"), null=True, blank=True, help_text="From a dossier: the plan was frozen elsewhere.")
    reason = models.CharField(_("why"), max_length=200)
    decision = models.OneToOneField(
        "milestones.Decision", models.PROTECT, null=True, blank=True, related_name="baseline", verbose_name=_("frozen with the decision")
    )

    class Meta:
        ordering = ["project", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="baseline_number_once"),
            models.CheckConstraint(condition=models.Q(frozen_by__isnull=False) | models.Q(imported_at__isnull=False), name="baseline_frozen_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.number}"


class BaselineRow(models.Model):
    """A row of the plan as it stood. It names the row by its key and no more, so that it outlives it."""

    class Kind(models.TextChoices):
        PHASE = "phase", _("phase")
        MILESTONE = "milestone", _("milestone")
        DECISION = "decision", _("decision point")
        TASK = "task", _("task")

    baseline = models.ForeignKey(Baseline, models.CASCADE, related_name="rows")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    row = models.PositiveBigIntegerField(_("row"), null=True, blank=True, help_text="Empty where the row was gone before the baseline was taken over.")
    text = models.CharField(_("what"), max_length=300)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.DAY)

    class Meta:
        ordering = ["baseline", "kind", "row"]
        constraints = [
            models.UniqueConstraint(fields=["baseline", "kind", "row"], name="baseline_row_once"),
            models.CheckConstraint(condition=models.Q(kind__in=["phase", "milestone", "decision", "task"]), name="baseline_row_known_kind"),
        ]

    def __str__(self) -> str:
        return self.text
