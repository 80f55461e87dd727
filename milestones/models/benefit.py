from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.project import Part


class Benefit(Part):
    class Kind(models.TextChoices):
        BUDGET = "budget", _("direct budget effect")
        FREED = "freed", _("freed time")
        QUALITY = "quality", _("qualitative")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    text = models.TextField(_("benefit"))
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    baseline = models.CharField(_("baseline"), max_length=120, blank=True)
    target = models.CharField(_("target"), max_length=120, blank=True)
    owner = models.CharField(_("owner"), max_length=120, blank=True)

    def __str__(self) -> str:
        return self.text[:80]
