from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models import Organisation
from projects.models.project import Certainty, Part


class Commitment(Part):
    """What somebody promises: the office, each participant, or one participant by name. Money stands in the budget."""

    class Side(models.TextChoices):
        EACH_PARTICIPANT = "each", _("each participant")
        SOME_PARTICIPANTS = "some", _("some participants")
        OFFICE = "office", _("coordinating office")
        ONE = "one", _("one participant")

    class Unit(models.TextChoices):
        POST_PERCENT = "post_percent", _("per cent of a post")
        HOURS = "hours", _("hours in all")
        HOURS_MONTH = "hours_month", _("hours a month")
        MEETINGS = "meetings", _("meetings")

    side = models.CharField(_("who"), max_length=10, choices=Side)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="commitments")
    title = models.CharField(_("what"), max_length=200)
    text = models.TextField(_("description"), blank=True)
    persons = models.PositiveSmallIntegerField(_("persons"), null=True, blank=True)
    least = models.PositiveIntegerField(_("at least"), null=True, blank=True)
    most = models.PositiveIntegerField(_("at most"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit, blank=True)
    certainty = models.CharField(_("certainty"), max_length=12, choices=Certainty, default=Certainty.STATED)
    is_reimbursed = models.BooleanField(_("reimbursed"), default=False)

    class Meta(Part.Meta):
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(side="one", organisation__isnull=False) | (~models.Q(side="one") & models.Q(organisation__isnull=True)),
                name="commitment_of_one_names_it",
            ),
            models.CheckConstraint(
                condition=models.Q(least__isnull=True, unit="") | (models.Q(least__isnull=False) & ~models.Q(unit="")), name="commitment_amount_has_unit"
            ),
            models.CheckConstraint(condition=models.Q(most__isnull=True) | models.Q(least__isnull=False, least__lte=models.F("most")), name="commitment_range"),
        ]

    def __str__(self) -> str:
        return self.title


class Resource(Part):
    """What the project will use, as the mandate lists it; amounts stand in the budget."""

    title = models.CharField(_("what"), max_length=200)
    text = models.TextField(_("description"), blank=True)

    def __str__(self) -> str:
        return self.title


class Deliverable(Part):
    title = models.CharField(_("what"), max_length=200)
    text = models.TextField(_("description"), blank=True)

    def __str__(self) -> str:
        return self.title
