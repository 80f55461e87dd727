from projects.models.answer import Answer, AnswerCondition, FormalDecision, OfferQuestion
from projects.models.asking import AnswerCode, PassingOn, QuestionMail
from projects.models.commitment import Commitment, Deliverable, Resource
from projects.models.invitee import AnswerLink, Invitee, LinkFetch, OfferMail
from projects.models.mandate import Chapter, Mandate, MandateDocument, MandateTemplate, TemplateChapter
from projects.models.note import OpenPoint, SourceNote
from projects.models.offer import Offer, OfferAttachment, OfferVersion, Tally
from projects.models.organising import ProjectRole
from projects.models.participation import Participation
from projects.models.project import Project
from projects.models.strategy import FocusArea, Goal, Objective, ProjectGoal, Strategy

__all__ = [
    "Answer",
    "AnswerCode",
    "AnswerCondition",
    "AnswerLink",
    "Chapter",
    "Commitment",
    "Deliverable",
    "FocusArea",
    "FormalDecision",
    "Goal",
    "Invitee",
    "LinkFetch",
    "Mandate",
    "MandateDocument",
    "MandateTemplate",
    "Objective",
    "Offer",
    "OfferAttachment",
    "OfferMail",
    "OfferQuestion",
    "OfferVersion",
    "OpenPoint",
    "Participation",
    "PassingOn",
    "Project",
    "ProjectGoal",
    "ProjectRole",
    "QuestionMail",
    "Resource",
    "SourceNote",
    "Strategy",
    "Tally",
    "TemplateChapter",
]
