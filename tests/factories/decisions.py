"""Decision points with what belongs to them."""

import datetime as dt
from typing import Any

from milestones.actions.decisions import Asked, Said, record
from milestones.gates import Outcome
from milestones.models import Checklist, ChecklistItem, Decision, DecisionPoint
from portfolio.models import Region, User
from projects.models import Project
from tests.factories import portfolio, projects

MET = dt.date(2026, 3, 2)


def point(project: Project | None = None, **fields: Any) -> DecisionPoint:
    project = project or projects.project()
    body = fields.pop("body", None) or portfolio.body(project.region)
    position = 1 + DecisionPoint.objects.filter(project=project).count()
    given = {"position": position, "number": position, "question": "Skal vi gå videre?", "planned_on": MET, "body": body}
    return DecisionPoint.objects.create(project=project, **given | fields)


def said(point: DecisionPoint, outcome: Outcome = Outcome.CONTINUE, *conditions: Asked, **fields: Any) -> Said:
    given: dict[str, Any] = {"body": point.body, "met_on": MET, "text": "Prosjektet fortsetter."}
    return Said(**given | fields, outcome=outcome, conditions=conditions)


def decision(point: DecisionPoint, outcome: Outcome = Outcome.CONTINUE, *conditions: Asked, by: User | None = None, **fields: Any) -> Decision:
    return record(point=point, said=said(point, outcome, *conditions, **fields), by=by or portfolio.user())[0]


def checklist(region: Region, *questions: str, kind: str = "main_project") -> list[ChecklistItem]:
    its = Checklist.objects.create(region=region, kind=kind)
    return [ChecklistItem.objects.create(checklist=its, position=place, text=text) for place, text in enumerate(questions, 1)]
