from projects.models.commitment import Commitment, Deliverable, Resource
from projects.models.mandate import Chapter, Mandate, MandateDocument, MandateTemplate, TemplateChapter
from projects.models.note import OpenPoint, SourceNote
from projects.models.organising import ProjectRole
from projects.models.participation import Participation
from projects.models.project import Project
from projects.models.strategy import FocusArea, Goal, Objective, ProjectGoal, Strategy

__all__ = [
    "Chapter",
    "Commitment",
    "Deliverable",
    "FocusArea",
    "Goal",
    "Mandate",
    "MandateDocument",
    "MandateTemplate",
    "Objective",
    "OpenPoint",
    "Participation",
    "Project",
    "ProjectGoal",
    "ProjectRole",
    "Resource",
    "SourceNote",
    "Strategy",
    "TemplateChapter",
]
