from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.recorded import Recorded, period_check


class Organisation(Recorded):
    """A party. Municipalities and counties are a register that all regions share; others belong to the region that added them."""

    class Country(models.TextChoices):
        SWEDEN = "SE", _("Sweden")
        NORWAY = "NO", _("Norway")

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        COUNTY = "county", _("county")
        FEDERATION = "federation", _("municipal federation")
        COMPANY = "company", _("company")
        UNIT = "unit", _("unit")

    country = models.CharField(_("country"), max_length=2, choices=Country)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    code = models.CharField(_("official code"), max_length=10, blank=True)
    name = models.CharField(_("name"), max_length=200)
    all_names = models.CharField(_("name in all its languages"), max_length=300, blank=True)
    organisation_number = models.CharField(_("organisation number"), max_length=20, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("belongs to"))
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("merged into"))
    region = models.ForeignKey("Region", models.PROTECT, null=True, blank=True, related_name="own_organisations", verbose_name=_("added by"))
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["country", "code", "name"]
        constraints = [
            models.UniqueConstraint(fields=["country", "kind", "code"], condition=~models.Q(code=""), name="organisation_code_once_per_country"),
            models.UniqueConstraint(fields=["region", "kind", "name"], condition=models.Q(code=""), name="organisation_name_once_per_region"),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["municipality", "county"]) | (~models.Q(code="") & models.Q(region__isnull=True)),
                name="organisation_public_has_code_and_no_region",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["municipality", "county"]) | models.Q(region__isnull=False), name="organisation_other_belongs_to_region"
            ),
            period_check("organisation_period"),
        ]

    def __str__(self) -> str:
        return self.name


class FormerCode(models.Model):
    """An official number that meant (a part of) this municipality for some years: Kongsberg was 0604, then 3006."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="former_codes")
    code = models.CharField(max_length=10)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    share_millionths = models.PositiveIntegerField(help_text="The part of the former municipality's people who live here now; 1 000 000 is all.")

    class Meta:
        ordering = ["code", "first_year"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code", "first_year"], name="former_code_once"),
            models.CheckConstraint(condition=models.Q(first_year__lte=models.F("last_year")), name="former_code_years"),
            models.CheckConstraint(condition=models.Q(share_millionths__gt=0, share_millionths__lte=1_000_000), name="former_code_share"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.first_year}–{self.last_year}"
