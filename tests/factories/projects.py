"""Plain builders of projects and what belongs to them."""

from itertools import count
from typing import Any

from portfolio.models import Organisation, Region
from projects.models import Participation, Project, ProjectRole
from tests.factories import portfolio

numbers = count(1)


def project(region: Region | None = None, reference: str = "", **fields: Any) -> Project:
    region = region or portfolio.region()
    reference = reference or f"prosjekt-{next(numbers)}"
    defaults = {"name": reference.replace("-", " ").capitalize(), "kind": "main_project", "language": region.language}
    return Project.objects.create(region=region, reference=reference, **defaults | fields)


def participation(project: Project, organisation: Organisation | None = None, **fields: Any) -> Participation:
    return Participation.objects.create(project=project, organisation=organisation or portfolio.municipality(), **{"state": "active"} | fields)


def role(project: Project, role: str, **fields: Any) -> ProjectRole:
    return ProjectRole.objects.create(project=project, role=role, position=next(numbers), **fields)
