from django.db import models
from django.utils.translation import gettext_lazy as _

from costsharing.models.rule import Rule
from portfolio.models import Organisation
from portfolio.models.recorded import Recorded
from projects.models import Project
from projects.models.project import Certainty, Part


class Budget(Recorded):
    """What holds for a project's whole budget. Amounts are whole öre or øre of the region's currency."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="budget")
    frame_minor = models.BigIntegerField(_("total frame"), null=True, blank=True)
    frame_certainty = models.CharField(_("certainty"), max_length=12, choices=Certainty, default=Certainty.STATED)
    note = models.TextField(_("note"), blank=True)
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, blank=True, related_name="budgets", verbose_name=_("shared by the rule"))

    def __str__(self) -> str:
        return str(self.project)


class BudgetLine(Part):
    class Kind(models.TextChoices):
        MANAGEMENT = "management", _("project management")
        STAFF = "staff", _("staff")
        OWN_EFFORT = "own_effort", _("own effort")
        EXTERNAL = "external", _("external services")
        OFFICE = "office", _("office and administration")
        MEETINGS = "meetings", _("meetings, travel and seminars")
        TRAINING = "training", _("training")
        INVESTMENT = "investment", _("investment")
        OTHER = "other", _("other")

    text = models.CharField(_("what"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    certainty = models.CharField(_("certainty"), max_length=12, choices=Certainty, default=Certainty.STATED)
    note = models.CharField(_("note"), max_length=300, blank=True)
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, blank=True, related_name="lines", verbose_name=_("shared by the rule"))
    phase = models.ForeignKey("milestones.Phase", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("phase"))

    def __str__(self) -> str:
        return self.text


class FundingLine(Part):
    class Kind(models.TextChoices):
        CASH = "cash", _("cash from the municipalities")
        OWN_EFFORT = "own_effort", _("own effort in kind")
        GRANT = "grant", _("grant")
        OTHER = "other", _("other income")
        UNSPENT = "unspent", _("unspent from before")

    class Grant(models.TextChoices):
        TO_SEEK = "to_seek", _("to apply for")
        SOUGHT = "sought", _("sought")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    NOT_SOUGHT = ("", Grant.TO_SEEK.value)
    text = models.CharField(_("what"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    grant_state = models.CharField(_("the grant is"), max_length=10, choices=Grant, blank=True)
    grant_terms = models.CharField(_("terms of the grant"), max_length=300, blank=True, help_text=_("Such as the own share that it demands."))
    apply_by = models.DateField(_("apply by"), null=True, blank=True)
    certainty = models.CharField(_("certainty"), max_length=12, choices=Certainty, default=Certainty.STATED)
    note = models.CharField(_("note"), max_length=300, blank=True)
    split = models.TextField(_("how it is split"), blank=True)
    split_certainty = models.CharField(_("certainty of the split"), max_length=12, choices=Certainty, default=Certainty.STATED)
    carries = models.OneToOneField(
        "costsharing.Settlement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_into",
        editable=False,
        help_text="The settlement whose money it is: each one's own part of it lowers that one's share.",
    )

    class Meta(Part.Meta):
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(condition=models.Q(kind="grant") | models.Q(grant_state="", grant_terms=""), name="funding_only_grants_are_sought"),
            models.CheckConstraint(condition=models.Q(kind="grant") | models.Q(apply_by__isnull=True), name="funding_only_grants_are_applied_for"),
        ]

    def __str__(self) -> str:
        return self.text


class BudgetAmount(Recorded):
    line = models.ForeignKey(BudgetLine, models.CASCADE, related_name="amounts")
    year = models.PositiveSmallIntegerField(_("year"))
    minor = models.BigIntegerField(_("amount"))

    class Meta:
        ordering = ["line", "year"]
        constraints = [models.UniqueConstraint(fields=["line", "year"], name="budget_amount_once_per_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.minor}"


class FundingAmount(Recorded):
    line = models.ForeignKey(FundingLine, models.CASCADE, related_name="amounts")
    year = models.PositiveSmallIntegerField(_("year"))
    minor = models.BigIntegerField(_("amount"))

    class Meta:
        ordering = ["line", "year"]
        constraints = [models.UniqueConstraint(fields=["line", "year"], name="funding_amount_once_per_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.minor}"


class LocalCost(Part):
    """A cost that falls on each municipality outside the project, so outside its sum."""

    text = models.TextField(_("what"))

    def __str__(self) -> str:
        return self.text[:80]


class LocalCostAmount(Recorded):
    """What one municipality bears of a local cost: listed beside the sum, never in it and never split."""

    cost = models.ForeignKey(LocalCost, models.CASCADE, related_name="amounts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    minor = models.BigIntegerField(_("amount"))

    class Meta:
        ordering = ["cost", "year", "organisation__code"]
        constraints = [models.UniqueConstraint(fields=["cost", "organisation", "year"], name="local_cost_amount_once")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}: {self.minor}"
