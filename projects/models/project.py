from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portfolio.access.permissions import P
from portfolio.models import Region
from portfolio.models.recorded import Recorded, period_check
from projects.lifecycle import Kind, Stage

KIND_LABELS = {
    Kind.PRE_STUDY: _("pre-study"),
    Kind.PRE_PROJECT: _("pre-project"),
    Kind.MAIN_PROJECT: _("main project"),
    Kind.PROCUREMENT: _("procurement"),
    Kind.IMPLEMENTATION: _("implementation"),
    Kind.STANDING_SERVICE: _("standing service"),
}
STAGE_LABELS = {
    Stage.IDEA: _("idea"),
    Stage.MANDATE: _("mandate"),
    Stage.RUNNING: _("carrying out"),
    Stage.CLOSING: _("closing"),
    Stage.IN_SERVICE: _("in service"),
    Stage.CLOSED: _("closed"),
    Stage.STOPPED: _("stopped"),
}


class Certainty(models.TextChoices):
    """How firmly a figure or a fact stands: as the source says, roughly, or made up to show how it may look."""

    STATED = "stated", _("as stated")
    APPROXIMATE = "approximate", _("approximate")
    EXAMPLE = "example", _("example")


class Precision(models.TextChoices):
    """A source that says "January 2016" is stored as the first day of the month, and written as the month."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Project(Recorded):
    """Identity and state; everything else about a project stands in tables of its own."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        NOT_STARTED = "not_started", _("Not started")
        ON_TRACK = "on_track", _("On track")
        WATCH = "watch", _("Watch")
        OFF_PLAN = "off_plan", _("Off plan")
        ON_HOLD = "on_hold", _("On hold")
        CLOSED = "closed", _("Closed")

    holds_rows = True
    allowed: frozenset[P] = frozenset()  # what the person behind the request may do here; set by projects.access

    region = models.ForeignKey(Region, models.PROTECT, related_name="projects")
    reference = models.SlugField(_("reference"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=[(kind.value, label) for kind, label in KIND_LABELS.items()])
    stage = models.CharField(_("stage"), max_length=20, choices=[(stage.value, label) for stage, label in STAGE_LABELS.items()], default=Stage.IDEA)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    status_on = models.DateField(_("status reported on"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    summary = models.TextField(_("in one sentence"), blank=True, max_length=600)
    focus_area = models.ForeignKey("FocusArea", models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("focus area"))
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name=_("follows"))
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    dates_precision = models.CharField(_("precision of the dates"), max_length=5, choices=Precision, default=Precision.DAY)
    case_number = models.CharField(_("case number"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=400, blank=True, help_text=_("The document that the facts come from."))

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["region", "reference"], name="project_reference_once_per_region"),
            models.CheckConstraint(condition=models.Q(kind__in=[kind.value for kind in Kind]), name="project_known_kind"),
            models.CheckConstraint(condition=models.Q(stage__in=[stage.value for stage in Stage]), name="project_known_stage"),
            period_check("project_period", "starts_on", "ends_on"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.region.slug, self.reference])


class Part(Recorded):
    """A numbered or ordered row that belongs to one project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="%(class)s_rows")
    position = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        abstract = True
        ordering = ["project", "position"]
        constraints = [models.UniqueConstraint(fields=["project", "position"], name="%(class)s_position_once")]
