from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.reporting import Subject
from portfolio.models import User
from portfolio.models.recorded import period_check
from projects.models import Project

Status = Project.Status


class StatusReport(models.Model):
    """How a project stands after a period. A draft until it is sent; then the database refuses every change (migration of the sent reports)."""

    class Light(models.TextChoices):
        GOOD = "good", Status.ON_TRACK.label
        WATCH = "watch", Status.WATCH.label
        BAD = "bad", Status.OFF_PLAN.label

    STANDINGS = (Status.ON_TRACK, Status.WATCH, Status.OFF_PLAN, Status.ON_HOLD)

    project = models.ForeignKey(Project, models.PROTECT, related_name="status_reports")
    number = models.PositiveSmallIntegerField(_("number"))
    period_from = models.DateField(_("period from"))
    period_to = models.DateField(_("period to"))
    status = models.CharField(_("the project as a whole"), max_length=20, choices=[(each.value, each.label) for each in STANDINGS], blank=True)
    summary = models.TextField(_("in short"), blank=True)
    time = models.CharField(_("time"), max_length=5, choices=Light, blank=True)
    time_comment = models.TextField(_("comment"), blank=True)
    cost = models.CharField(_("cost"), max_length=5, choices=Light, blank=True)
    cost_comment = models.TextField(_("comment"), blank=True)
    quality = models.CharField(_("quality"), max_length=5, choices=Light, blank=True)
    quality_comment = models.TextField(_("comment"), blank=True)
    risk = models.CharField(_("risk"), max_length=5, choices=Light, blank=True)
    risk_comment = models.TextField(_("comment"), blank=True)
    scope = models.CharField(_("scope"), max_length=5, choices=Light, blank=True)
    scope_comment = models.TextField(_("comment"), blank=True)
    benefit = models.CharField(_("benefit"), max_length=5, choices=Light, blank=True)
    benefit_comment = models.TextField(_("comment"), blank=True)
    forecast_minor = models.BigIntegerField(_("forecast of the whole cost"), null=True, blank=True)
    next_decision = models.TextField(_("next decision"), blank=True)
    facts = models.JSONField(default=dict, help_text="What the program knew when the report was sent; empty while it is a draft.")
    begun_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("begun by"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent by"))
    imported_at = models.DateTimeField(_("taken over"), null=True, blank=True, help_text="From a dossier: it was sent elsewhere.")

    class Meta:
        ordering = ["project", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="status_report_number_once"),
            models.UniqueConstraint(fields=["project"], condition=models.Q(sent_at__isnull=True), name="status_report_one_draft"),
            period_check("status_report_period", "period_from", "period_to"),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True, sent_by__isnull=True, imported_at__isnull=True)
                | models.Q(sent_at__isnull=False, sent_by__isnull=False)
                | models.Q(sent_at__isnull=False, imported_at__isnull=False),
                name="status_report_sent_by_somebody",
            ),
            models.CheckConstraint(condition=models.Q(begun_by__isnull=False) | models.Q(imported_at__isnull=False), name="status_report_begun_by_somebody"),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | ~models.Q(*((name, "") for name in ("status", *Subject)), _connector=models.Q.OR),
                name="status_report_sent_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.number}"

    def light(self, subject: Subject) -> str:
        return str(getattr(self, subject))

    def comment(self, subject: Subject) -> str:
        return str(getattr(self, f"{subject}_comment"))
