from django.db import models
from django.utils.translation import gettext_lazy as _

from costsharing.models.rule import RuleVersion
from portfolio.models import Body, Organisation, User
from projects.models import Project


class Allocation(models.Model):
    """What each pays in a year, decided and stored whole; never recomputed and never changed. A correction is a new one that replaces it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="allocations")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=120)
    rule_version = models.ForeignKey(RuleVersion, models.SET_NULL, null=True, blank=True, related_name="allocations", db_constraint=False)
    case = models.JSONField(help_text="Everything the engine was given, in the case format.")
    result = models.JSONField(help_text="Everything the engine answered, in the case format.")
    content_sha256 = models.CharField(max_length=64)
    engine = models.CharField(_("engine"), max_length=20)
    adopted_at = models.DateTimeField(_("adopted"))
    adopted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("deciding body"))
    decided_on = models.DateField(_("day of the decision"))
    paragraph = models.CharField(_("paragraph"), max_length=40, blank=True)
    case_number = models.CharField(_("case number"), max_length=60, blank=True)
    decision = models.TextField(_("text of the decision"), blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces"))
    reason = models.CharField(_("why it replaces"), max_length=300, blank=True)

    class Meta:
        ordering = ["project", "-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="allocation_number_once"),
            models.UniqueConstraint(fields=["project", "year"], condition=models.Q(replaces__isnull=True), name="allocation_one_first_per_year"),
            models.CheckConstraint(condition=models.Q(replaces__isnull=True) | ~models.Q(reason=""), name="allocation_replacing_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.year} ({self.number})"


class Share(models.Model):
    """What one pays by an allocation, in whole öre or øre; as frozen as the allocation."""

    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="shares")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="shares")
    gross_minor = models.BigIntegerField(_("share"))
    reimbursement_minor = models.BigIntegerField(_("reimbursement"), default=0)
    net_minor = models.BigIntegerField(_("net"))
    exact = models.TextField(help_text="The share before rounding, a fraction of major units.")

    class Meta:
        ordering = ["allocation", "organisation__code"]
        constraints = [
            models.UniqueConstraint(fields=["allocation", "organisation"], name="share_once"),
            models.CheckConstraint(condition=models.Q(net_minor=models.F("gross_minor") - models.F("reimbursement_minor")), name="share_net_adds_up"),
        ]

    def __str__(self) -> str:
        return f"{self.allocation}: {self.organisation}"


class FigureUse(models.Model):
    """A key figure that an allocation rests on: it can no longer be removed."""

    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="figures_used")
    figure = models.ForeignKey("portfolio.KeyFigure", models.PROTECT, related_name="uses")

    class Meta:
        ordering = ["allocation", "figure"]
        constraints = [models.UniqueConstraint(fields=["allocation", "figure"], name="figure_use_once")]

    def __str__(self) -> str:
        return f"{self.allocation}: {self.figure}"
