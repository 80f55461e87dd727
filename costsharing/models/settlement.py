from django.db import models
from django.utils.translation import gettext_lazy as _

from costsharing.models.allocation import Allocation
from portfolio.models import Body, User


class Settlement(models.Model):
    """A year made up: the actual base under the adopted rule, less what was charged. Stored whole, never changed."""

    class Unspent(models.TextChoices):
        CARRIED = "carried", _("carried forward")
        REPAID = "repaid", _("paid back")

    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="settlement")
    actual_minor = models.BigIntegerField(_("actual cost to share"))
    unspent = models.CharField(_("what is left"), max_length=10, choices=Unspent)
    case = models.JSONField()
    result = models.JSONField()
    engine = models.CharField(max_length=20)
    settled_at = models.DateTimeField(_("settled"))
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("deciding body"))
    decided_on = models.DateField(_("day of the decision"))
    paragraph = models.CharField(_("paragraph"), max_length=40, blank=True)
    case_number = models.CharField(_("case number"), max_length=60, blank=True)

    class Meta:
        ordering = ["allocation"]

    def __str__(self) -> str:
        return str(self.allocation)
