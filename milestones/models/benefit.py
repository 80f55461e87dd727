from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models import Organisation
from portfolio.models.recorded import Recorded
from projects.models.project import Part


class Benefit(Part):
    class Kind(models.TextChoices):
        BUDGET = "budget", _("direct budget effect")
        FREED = "freed", _("freed time")
        QUALITY = "quality", _("qualitative")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    text = models.TextField(_("benefit"))
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    baseline = models.CharField(_("baseline"), max_length=120, blank=True)
    baseline_on = models.DateField(_("day of the baseline"), null=True, blank=True)
    target = models.CharField(_("target"), max_length=120, blank=True)
    target_on = models.DateField(_("to be reached by"), null=True, blank=True)
    owner = models.CharField(_("owner"), max_length=120, blank=True)

    def __str__(self) -> str:
        return self.text[:80]


class BenefitOwner(Recorded):
    """Who answers for the benefit in one municipality."""

    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="owners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="benefits_owned")
    owner = models.CharField(_("owner"), max_length=120)

    class Meta:
        ordering = ["benefit", "organisation__name"]
        constraints = [models.UniqueConstraint(fields=["benefit", "organisation"], name="benefit_owner_once")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.owner}"


class BenefitMeasurement(Recorded):
    """A value on a day: of one municipality, or of all together. In hundredths of the benefit's unit. Goes on after the project has closed."""

    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="measurements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="benefits_measured")
    measured_on = models.DateField(_("measured"))
    value_hundredths = models.BigIntegerField(_("value"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["benefit", "measured_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["benefit", "organisation", "measured_on"], name="benefit_measured_once_a_day"),
            models.UniqueConstraint(
                fields=["benefit", "measured_on"], condition=models.Q(organisation__isnull=True), name="benefit_measured_together_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit}: {self.measured_on}"
