"""A project begins, and goes from stage to stage."""

from typing import Any

from django.db import transaction

from portfolio.actions import rows
from portfolio.models import Region, User
from projects.lifecycle import Stage
from projects.models import Mandate, MandateTemplate, Project
from projects.policies import why_not_step


@transaction.atomic
def begin(*, region: Region, template: MandateTemplate, by: User, **fields: Any) -> Project:
    """A project with the head of its mandate, so that its chapters can be written at once."""
    project = Project(region=region, **fields)
    rows.save(row=project, by=by)
    rows.save(row=Mandate(project=project, template=template, title=project.name, version_label="0.1"), by=by)
    return project


@transaction.atomic
def step(*, project: Project, then: Stage, by: User, reason: str) -> Any:
    """To another stage, or Refused with what is missing. Returns its line of history."""
    if missing := why_not_step(project, then):
        raise rows.Refused(" ".join(missing))
    project.stage = then
    return rows.save(row=project, by=by, reason=reason)
