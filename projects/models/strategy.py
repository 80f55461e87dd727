from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.lib.texts import short_name
from portfolio.models import Region
from portfolio.models.recorded import Recorded, period_check
from projects.models.project import Part, Project


class Strategy(Recorded):
    region = models.ForeignKey(Region, models.PROTECT, related_name="strategies")
    key = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=200)
    adopted = models.CharField(_("adopted"), max_length=200, blank=True)
    valid_from = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    area_count = models.PositiveSmallIntegerField(_("number of focus areas"), null=True, blank=True)

    class Meta:
        ordering = ["region", "name"]
        verbose_name_plural = "strategies"
        constraints = [models.UniqueConstraint(fields=["region", "key"], name="strategy_key_once_per_region"), period_check("strategy_period")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        """A strategy that nobody has given a key is named for its name; files that go in and out know it by that."""
        if not self.key:
            self.key = short_name(self.name, set(Strategy.objects.filter(region=self.region_id).values_list("key", flat=True)), "strategi")
        super().save(*args, **options)


class FocusArea(Recorded):
    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="areas")
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    goal_count = models.PositiveSmallIntegerField(_("number of goals"), null=True, blank=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        ordering = ["strategy", "number", "name"]
        constraints = [models.UniqueConstraint(fields=["strategy", "name"], name="area_name_once_per_strategy")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}" if self.number else self.name


class Goal(Recorded):
    """A strategy's goal. A project that refers to it keeps the strategy's own number."""

    area = models.ForeignKey(FocusArea, models.CASCADE, related_name="goals")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["area", "number"]
        constraints = [models.UniqueConstraint(fields=["area", "number"], name="goal_number_once_per_area")]

    def __str__(self) -> str:
        return f"{self.area.number}.{self.number}" if self.area.number else str(self.number)

    @property
    def strategy_id(self) -> int:
        return self.area.strategy_id


class ProjectGoal(Part):
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="projects")

    class Meta(Part.Meta):
        constraints = [*Part.Meta.constraints, models.UniqueConstraint(fields=["project", "goal"], name="project_refers_to_goal_once")]

    def __str__(self) -> str:
        return f"{self.project}: {self.goal}"


class Objective(Part):
    """A goal of the project's own, beside those it takes from a strategy."""

    class Kind(models.TextChoices):
        MAIN = "main", _("main goal")
        SUB = "sub", _("sub-goal")
        EXPECTED = "expected", _("expected result")
        AMBITION = "ambition", _("ambition")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    text = models.TextField(_("text"))
    year = models.CharField(_("year"), max_length=20, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:80]


__all__ = ["FocusArea", "Goal", "Objective", "Project", "ProjectGoal", "Strategy"]
