from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portfolio.models import Organisation
from portfolio.models.recorded import Recorded
from projects.models.project import Certainty, Part


class SuccessFactor(Part):
    """A critical success factor, worded as it can fail, with the measure of the same number."""

    text = models.TextField(_("success factor"))
    measure = models.TextField(_("measure"), blank=True)

    def __str__(self) -> str:
        return self.text[:80]


class Risk(Part):
    """Probability and impact, 1 to 5, before and after measures; each pair is known or open, and none is scored after only.

    Where it stands meanwhile is told by its reviews; without one, it stands as before measures.
    """

    class Kind(models.TextChoices):
        RISK = "risk", _("risk")
        OPPORTUNITY = "opportunity", _("opportunity")

    class Strategy(models.TextChoices):
        AVOID = "avoid", _("avoid")
        REDUCE = "reduce", _("reduce")
        SHARE = "share", pgettext_lazy("a risk", "share")
        ACCEPT = "accept", _("accept")
        USE = "use", pgettext_lazy("an opportunity", "use")
        STRENGTHEN = "strengthen", _("strengthen")
        LET_BE = "let_be", _("let be")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("of a risk", "open")
        FOLLOWED = "followed", _("being followed")
        CLOSED = "closed", pgettext_lazy("of a risk", "closed")

    OF_RISKS = (Strategy.AVOID, Strategy.REDUCE, Strategy.SHARE, Strategy.ACCEPT)
    OF_OPPORTUNITIES = (Strategy.USE, Strategy.STRENGTHEN, Strategy.SHARE, Strategy.LET_BE)

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
    owner = models.CharField(_("owner"), max_length=120, blank=True)
    strategy = models.CharField(_("what we choose to do"), max_length=12, choices=Strategy, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    closed_because = models.CharField(_("closed because"), max_length=300, blank=True)
    in_portfolio = models.BooleanField(_("among the portfolio's"), default=False)

    class Meta(Part.Meta):
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind="risk", strategy__in=["", "avoid", "reduce", "share", "accept"])
                | models.Q(kind="opportunity", strategy__in=["", "use", "strengthen", "share", "let_be"]),
                name="risk_strategy_fits_kind",
            ),
            models.CheckConstraint(condition=~models.Q(status="closed", closed_because=""), name="risk_closed_says_why"),
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
    done_on = models.DateField(_("done"), null=True, blank=True)

    class Meta:
        ordering = ["risk", "position"]
        constraints = [models.UniqueConstraint(fields=["risk", "position"], name="risk_measure_position_once")]

    def __str__(self) -> str:
        return self.text[:80]


class RiskParty(Recorded):
    """A municipality that the risk hits; a risk without any hits all that take part alike."""

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="risks")

    class Meta:
        ordering = ["risk", "organisation__name"]
        constraints = [models.UniqueConstraint(fields=["risk", "organisation"], name="risk_party_once")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.risk}"


class RiskReview(Recorded):
    """Where a risk stood when somebody looked at it again."""

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="reviews")
    reviewed_on = models.DateField(_("looked at"))
    probability = models.PositiveSmallIntegerField(_("probability"))
    impact = models.PositiveSmallIntegerField(_("impact"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["risk", "reviewed_on"]
        constraints = [
            models.UniqueConstraint(fields=["risk", "reviewed_on"], name="risk_review_once_a_day"),
            models.CheckConstraint(condition=models.Q(probability__range=(1, 5), impact__range=(1, 5)), name="risk_review_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.risk}: {self.reviewed_on}"
