from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.recorded import period_check
from projects.models.project import Part, Precision


class Phase(Part):
    """A stretch of the plan. Phases may overlap and leave gaps; decision points do not hang on them."""

    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)

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

    def __str__(self) -> str:
        return self.text
