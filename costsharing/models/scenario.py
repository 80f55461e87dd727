from django.db import models
from django.utils.translation import gettext_lazy as _

from costsharing.models.rule import RuleVersion
from portfolio.models import Organisation
from portfolio.models.recorded import Recorded
from projects.models import Project


class Scenario(Recorded):
    """A try at one year's sharing: freely changed and thrown away, binding nobody."""

    class Who(models.TextChoices):
        INVITED = "invited", _("all who are invited")
        CONFIRMED = "confirmed", _("those who take part")
        CHOSEN = "chosen", _("those ticked")

    project = models.ForeignKey(Project, models.CASCADE, related_name="scenarios")
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=120)
    rule_version = models.ForeignKey(RuleVersion, models.SET_NULL, null=True, blank=True, related_name="scenarios", verbose_name=_("taken from the rule"))
    definition = models.JSONField(_("rule"), help_text="A copy of the rule's definition, changed at will; see docs/case.md.")
    who = models.CharField(_("participants"), max_length=12, choices=Who, default=Who.INVITED)
    base_minor = models.BigIntegerField(_("to share"), null=True, blank=True, help_text=_("Empty: what the budget leaves to share that year."))
    figures_on = models.DateField(_("key figures of"), null=True, blank=True, help_text=_("Empty: the newest figures before the year."))
    is_baseline = models.BooleanField(_("compared with"), default=False)
    is_shown = models.BooleanField(_("shown in the mandate as preliminary"), default=False)

    class Meta:
        ordering = ["project", "year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "year", "name"], name="scenario_name_once_per_year"),
            models.UniqueConstraint(fields=["project", "year"], condition=models.Q(is_baseline=True), name="scenario_one_baseline"),
            models.UniqueConstraint(fields=["project", "year"], condition=models.Q(is_shown=True), name="scenario_one_shown"),
        ]

    def __str__(self) -> str:
        return self.name


class ScenarioParticipant(Recorded):
    """Ticked in a scenario that chooses its participants."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="chosen")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["scenario", "organisation__code"]
        constraints = [models.UniqueConstraint(fields=["scenario", "organisation"], name="scenario_participant_once")]

    def __str__(self) -> str:
        return f"{self.scenario}: {self.organisation}"
