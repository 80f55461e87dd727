from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.organisation import Organisation

SHARED = models.Q(region__isnull=True)


class FigureSource(models.Model):
    """Where figures come from and on what terms they may be used. Without a region it is of the register that all regions share."""

    key = models.SlugField(unique=True, max_length=60)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=120)
    licence = models.CharField(_("licence"), max_length=300)
    note = models.TextField(_("note"), blank=True)
    region = models.ForeignKey("Region", models.PROTECT, null=True, blank=True, related_name="figure_sources")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "publisher", "title"], condition=~SHARED, name="figure_source_once_per_region")]

    def __str__(self) -> str:
        return self.title


class KeyFigure(models.Model):
    """A dated number of an organisation. A figure never changes: a new value is a new row with a new source or date.

    Without a region it is of the register that all regions share; what a region adds is its own, and nobody else's business.
    """

    class Kind(models.TextChoices):
        """What rules of sharing count by; units are so small that whole numbers lose nothing."""

        POPULATION = "population", _("population")
        EMPLOYEES = "employees", _("employees")
        PUPILS = "pupils", _("pupils")
        USERS = "users", _("users")
        CASES = "cases", _("cases")
        WORKPLACES = "workplaces", _("workplaces")
        TAX_BASE = "tax_base", _("tax base in kronor")
        AREA = "area", _("area in hectares")
        ROAD_LENGTH = "road_length", _("road length in metres")
        OTHER = "other", _("other")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="figures")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("what is counted"), max_length=60, blank=True, help_text="A kind of the region's own, when kind says other.")
    date = models.DateField(_("date"))
    value = models.BigIntegerField(_("value"))
    basis = models.CharField(_("basis"), max_length=40, blank=True)
    source = models.ForeignKey(FigureSource, models.PROTECT, related_name="figures")
    region = models.ForeignKey("Region", models.PROTECT, null=True, blank=True, related_name="figures")

    class Meta:
        ordering = ["organisation", "kind", "name", "date"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "date", "source"], condition=SHARED, name="figure_once_per_source"),
            models.UniqueConstraint(
                fields=["region", "organisation", "kind", "name", "date", "source"], condition=~SHARED, name="figure_of_region_once_per_source"
            ),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="figure_not_negative"),
            models.CheckConstraint(
                condition=models.Q(kind="other", region__isnull=False) & ~models.Q(name="") | ~models.Q(kind="other") & models.Q(name=""),
                name="figure_other_is_named_by_its_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.name or self.kind} {self.date}: {self.value}"


class FigureUpload(models.Model):
    """A file of figures as it was read, kept between its preview and the confirmation, and afterwards as what was taken in."""

    region = models.ForeignKey("Region", models.CASCADE, related_name="figure_uploads")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    content = models.JSONField(help_text="Kind, source and rows, written once: portfolio/register/upload.py says how.")
    stored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stored_at__isnull=True) | models.Q(stored_at__gte=models.F("uploaded_at")), name="figure_upload_stored_after_it_came"
            )
        ]

    def __str__(self) -> str:
        return self.file_name
