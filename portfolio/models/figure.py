from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.organisation import Organisation


class FigureSource(models.Model):
    """Where figures come from and on what terms they may be used."""

    key = models.SlugField(unique=True, max_length=60)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=120)
    licence = models.CharField(_("licence"), max_length=300)
    note = models.TextField(_("note"), blank=True)

    def __str__(self) -> str:
        return self.title


class KeyFigure(models.Model):
    """A dated number of an organisation. A figure never changes: a new value is a new row with a new source or date."""

    class Kind(models.TextChoices):
        POPULATION = "population", _("population")
        EMPLOYEES = "employees", _("employees")
        PUPILS = "pupils", _("pupils")
        USERS = "users", _("users")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="figures")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    date = models.DateField(_("date"))
    value = models.BigIntegerField(_("value"))
    basis = models.CharField(_("basis"), max_length=40, blank=True)
    source = models.ForeignKey(FigureSource, models.PROTECT, related_name="figures")

    class Meta:
        ordering = ["organisation", "kind", "date"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "date", "source"], name="figure_once_per_source"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="figure_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.kind} {self.date}: {self.value}"
