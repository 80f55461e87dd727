from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models import Region
from portfolio.models.recorded import Recorded

MONTHS = [MinValueValidator(1), MaxValueValidator(24)]


class FollowUp(Recorded):
    """How often a region looks again: at a risk by its level, at a project by its status report, at a benefit by a measurement.

    In months; a region without a row follows the defaults.
    """

    region = models.OneToOneField(Region, models.CASCADE, related_name="follow_up")
    report_months = models.PositiveSmallIntegerField(_("months between status reports"), default=1, validators=MONTHS)
    high_months = models.PositiveSmallIntegerField(_("months until a high risk is looked at again"), default=1, validators=MONTHS)
    medium_months = models.PositiveSmallIntegerField(_("months until a medium risk is looked at again"), default=3, validators=MONTHS)
    low_months = models.PositiveSmallIntegerField(_("months until a low risk is looked at again"), default=6, validators=MONTHS)

    benefit_months = models.PositiveSmallIntegerField(_("months between measurements of a benefit"), default=12, validators=MONTHS)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(**{f"{name}_months__range": (1, 24)}), name=f"follow_up_{name}_one_to_24")
            for name in ("report", "high", "medium", "low", "benefit")
        ]

    def __str__(self) -> str:
        return str(self.region)
