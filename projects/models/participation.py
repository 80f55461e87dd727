from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models import Organisation
from portfolio.models.recorded import Recorded, period_check
from projects.models.project import Certainty, Project


class Participation(Recorded):
    """One party's place in a project, from the invitation on. The answer and the decision behind it come with the offer.

    Whoever has given notice still takes part until its last day, and pays until then: that it has left follows from the day.
    """

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        ACTIVE = "active", _("takes part")
        DECLINED = "declined", _("does not take part")
        LEFT = "left", _("has left")
        OBSERVER = "observer", _("observer")

    project = models.ForeignKey(Project, models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participations")
    state = models.CharField(_("state"), max_length=20, choices=State)
    certainty = models.CharField(_("certainty"), max_length=12, choices=Certainty, default=Certainty.STATED)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    notice_on = models.DateField(_("notice given"), null=True, blank=True)
    joining_fee_minor = models.PositiveBigIntegerField(_("joining fee"), null=True, blank=True, help_text="Once, in the year of the first day.")
    joins_on_terms = models.ForeignKey(
        "projects.OfferVersion", models.PROTECT, null=True, blank=True, related_name="joined_late", verbose_name=_("joins on the terms of")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["project", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "organisation"], condition=models.Q(valid_to__isnull=True), name="participation_one_open"),
            models.UniqueConstraint(fields=["project", "organisation", "valid_from"], name="participation_begins_once"),
            period_check("participation_period"),
            models.CheckConstraint(
                condition=models.Q(notice_on__isnull=True) | models.Q(valid_to__isnull=False, notice_on__lte=models.F("valid_to")),
                name="participation_notice_has_an_end",
            ),
            models.CheckConstraint(
                condition=models.Q(joining_fee_minor__isnull=True) | models.Q(joining_fee_minor__gte=1, valid_from__isnull=False),
                name="participation_joining_fee_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.project}"
