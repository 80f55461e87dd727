"""Scenarios of the demo's projects: what their documents say of sharing, as tries that bind nobody. Safe to repeat."""

from django.db import transaction

from costsharing.models import Rule, RuleVersion, Scenario
from portfolio.lib.demofiles import DemoTry
from projects.models import Project


@transaction.atomic
def set_up_try(entry: DemoTry) -> None:
    """Nothing where the project is gone, or somebody tries something of their own for that year."""
    project = Project.objects.filter(region__slug=entry.region, reference=entry.project).first()
    if project is None or Scenario.objects.filter(project=project, year=entry.year).exists():
        return
    rule, _ = Rule.objects.get_or_create(region=project.region, name=entry.rule, defaults={"note": entry.note})
    version, _ = RuleVersion.objects.get_or_create(rule=rule, first_year=entry.year, defaults={"definition": entry.definition})
    Scenario.objects.create(
        project=project,
        year=entry.year,
        name=entry.name,
        rule_version=version,
        definition=entry.definition,
        figures_on=entry.figures_on,
        is_baseline=True,
        is_shown=entry.is_shown,
    )
