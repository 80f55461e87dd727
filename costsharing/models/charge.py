from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

from costsharing.engine.amounts import nearest
from costsharing.models.allocation import Allocation
from portfolio.models import Organisation, Region
from portfolio.models.recorded import Recorded
from projects.models import Project


class Payer(Recorded):
    """What an invoice to an organisation must carry; each region keeps its own."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="payers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="payers")
    organisation_number = models.CharField(_("organisation number"), max_length=20, blank=True)
    peppol_id = models.CharField(_("Peppol id"), max_length=60, blank=True)
    buyer_reference = models.CharField(_("buyer reference"), max_length=60, blank=True)
    order_number = models.CharField(_("order number"), max_length=60, blank=True)
    is_example = models.BooleanField(_("made up as an example"), default=False)

    class Meta:
        ordering = ["organisation__code", "organisation__name"]
        constraints = [models.UniqueConstraint(fields=["region", "organisation"], name="payer_once_per_region")]

    def __str__(self) -> str:
        return str(self.organisation)


class Charge(Recorded):
    """One instalment of a share, on its way to being paid; below zero a credit. Amounts are whole öre or øre."""

    class State(models.TextChoices):
        CALCULATED = "calculated", _("calculated")
        DECIDED = "decided", _("decided")
        INVOICED = "invoiced", _("invoiced")
        PAID = "paid", _("paid")

    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="charges")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="charges")
    instalment = models.PositiveSmallIntegerField(_("instalment"))
    due_on = models.DateField(_("due"))
    net_minor = models.BigIntegerField(_("net"))
    vat_percent = models.PositiveSmallIntegerField(_("VAT, per cent"), default=0)
    vat_minor = models.BigIntegerField(_("VAT"), default=0)
    gross_minor = models.BigIntegerField(_("gross"), default=0)
    period = models.CharField(_("period"), max_length=60, blank=True)
    text = models.CharField(_("text"), max_length=200)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.CALCULATED)
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    invoiced_on = models.DateField(_("invoiced"), null=True, blank=True)
    invoice_number = models.CharField(_("invoice number"), max_length=60, blank=True)
    paid_on = models.DateField(_("paid"), null=True, blank=True)
    settlement = models.ForeignKey(
        "costsharing.Settlement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="charges",
        verbose_name=_("settles"),
        help_text="The settlement whose difference it charges or gives back; none for an instalment of the share.",
    )

    class Meta:
        ordering = ["allocation", "instalment", "organisation__code"]
        constraints = [
            models.UniqueConstraint(fields=["allocation", "organisation", "instalment"], name="charge_once"),
            models.UniqueConstraint(fields=["settlement", "organisation"], name="charge_settles_once"),
            models.CheckConstraint(condition=models.Q(gross_minor=models.F("net_minor") + models.F("vat_minor")), name="charge_gross_adds_up"),
            models.CheckConstraint(condition=models.Q(vat_percent__in=[0, 25]), name="charge_known_vat"),
            models.CheckConstraint(condition=models.Q(state="calculated") | models.Q(decided_on__isnull=False), name="charge_decided_has_day"),
            models.CheckConstraint(condition=~models.Q(state__in=["invoiced", "paid"]) | models.Q(invoiced_on__isnull=False), name="charge_invoiced_has_day"),
            models.CheckConstraint(condition=~models.Q(state="paid") | models.Q(paid_on__isnull=False), name="charge_paid_has_day"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.instalment}"


class LentHours(Recorded):
    """Hours that an organisation promised and delivered to the project in a year, and what one is repaid with. Minutes, and minor units an hour."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="lent_hours")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="lent_hours")
    year = models.PositiveSmallIntegerField(_("year"))
    promised_minutes = models.PositiveIntegerField(_("promised"), default=0)
    delivered_minutes = models.PositiveIntegerField(_("delivered"), default=0)
    rate_minor = models.BigIntegerField(_("paid per hour"))

    @property
    def reimbursement_minor(self) -> int:
        """As the engine counts it: delivered hours × rate to the nearest minor unit, a half away from zero."""
        return nearest(Fraction(self.delivered_minutes * self.rate_minor, 60))

    class Meta:
        ordering = ["project", "year", "organisation__code"]
        constraints = [
            models.UniqueConstraint(fields=["project", "organisation", "year"], name="lent_hours_once_per_year"),
            models.CheckConstraint(condition=models.Q(rate_minor__gte=0), name="lent_hours_rate_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"
