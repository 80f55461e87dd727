from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.recorded import Recorded
from projects.models.project import Certainty, Part


class SuccessFactor(Part):
    """A critical success factor, worded as it can fail, with the measure of the same number."""

    text = models.TextField(_("success factor"))
    measure = models.TextField(_("measure"), blank=True)

    def __str__(self) -> str:
        return self.text[:80]


class Risk(Part):
    """Probability and impact, 1 to 5, before and after measures; each pair is known or open, and none is scored after only."""

    class Kind(models.TextChoices):
        RISK = "risk", _("risk")
        OPPORTUNITY = "opportunity", _("opportunity")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.RISK)
    text = models.TextField(_("risk"))
    cause = models.TextField(_("cause"), blank=True)
    consequence = models.TextField(_("consequence"), blank=True)
    probability = models.PositiveSmallIntegerField(_("probability"), null=True, blank=True)
    impact = models.PositiveSmallIntegerField(_("impact"), null=True, blank=True)
    probability_after = models.PositiveSmallIntegerField(_("probability after measures"), null=True, blank=True)
    impact_after = models.PositiveSmallIntegerField(_("impact after measures"), null=True, blank=True)
    certainty = models.CharField(_("certainty"), max_length=12, choices=Certainty, default=Certainty.STATED)
    is_confidential = models.BooleanField(_("confidential"), default=False)

    class Meta(Part.Meta):
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(probability__range=(1, 5), impact__range=(1, 5), probability__isnull=False, impact__isnull=False)
                | models.Q(probability__isnull=True, impact__isnull=True),
                name="risk_scores_one_to_five",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    probability_after__range=(1, 5),
                    impact_after__range=(1, 5),
                    probability_after__isnull=False,
                    impact_after__isnull=False,
                    probability__isnull=False,
                )
                | models.Q(probability_after__isnull=True, impact_after__isnull=True),
                name="risk_scores_after_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class RiskMeasure(Recorded):
    risk = models.ForeignKey(Risk, models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.TextField(_("measure"))
    owner = models.CharField(_("owner"), max_length=120, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)

    class Meta:
        ordering = ["risk", "position"]
        constraints = [models.UniqueConstraint(fields=["risk", "position"], name="risk_measure_position_once")]

    def __str__(self) -> str:
        return self.text[:80]
