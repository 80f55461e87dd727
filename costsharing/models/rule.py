from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models import Region
from portfolio.models.recorded import Recorded


class Rule(Recorded):
    """How a cost is shared, by name: half equally and half by population. What it says stands in its versions."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="rules")
    name = models.CharField(_("name"), max_length=120)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="rule_name_once_per_region")]

    def __str__(self) -> str:
        return self.name


class RuleVersion(Recorded):
    """What a rule says from a year on. It holds until the next version's first year, so versions can neither overlap nor leave holes."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="versions")
    first_year = models.PositiveSmallIntegerField(_("first year"))
    definition = models.JSONField(_("rule"), help_text="The rule's part of the case format: unit, parts, floor, ceiling and the like; see docs/case.md.")
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["rule", "first_year"]
        constraints = [models.UniqueConstraint(fields=["rule", "first_year"], name="rule_version_begins_once")]

    def __str__(self) -> str:
        return f"{self.rule} {self.first_year}"
