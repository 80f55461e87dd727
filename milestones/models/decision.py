from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models import Body
from projects.models.project import Part, Precision


class DecisionPoint(Part):
    """A question that a body answers by a day. What it answered comes with the decision register."""

    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    question = models.CharField(_("decision on"), max_length=300)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="decision_points", verbose_name=_("decided by"))
    planned_on = models.DateField(_("planned"), null=True, blank=True)
    precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.DAY)
    is_confirmed = models.BooleanField(_("date confirmed"), default=False)

    class Meta(Part.Meta):
        constraints = [*Part.Meta.constraints, models.UniqueConstraint(fields=["project", "number"], name="decision_point_number_once")]

    def __str__(self) -> str:
        return self.question
