"""Everything one may do. Who may do it stands in roles.py; in which state, in each app's policies."""

from enum import StrEnum


class P(StrEnum):
    REGION_VIEW = "region.view"
    PROJECT_VIEW = "project.view"
    DRAFT_VIEW = "draft.view"  # texts that no body has approved yet, and the files made of them
    RISK_CONFIDENTIAL_VIEW = "risk.confidential.view"
    DOCUMENT_MAKE = "document.make"
    MEETING_VIEW = "meeting.view"  # a body's meeting and its packs; whoever sits in the body may, whatever their role
    MEMBERS_VIEW = "members.view"
    PROJECT_EDIT = "project.edit"  # its texts, dates, money and stage
    ALLOCATION_ADOPT = "allocation.adopt"  # binds the participants to what they pay
    DECISION_RECORD = "decision.record"  # what a body has decided
    OFFER_SEND = "offer.send"  # to municipalities, in the region's name; and what becomes of their answers
    OFFER_ANSWER = "offer.answer"  # for the municipality whose contact one is, in the region that says so
    PROJECT_CREATE = "project.create"
    REGISTER_EDIT = "register.edit"  # organisations, contacts, bodies, figures, strategy, templates
    MEMBERS_EDIT = "members.edit"
    REGION_EDIT = "region.edit"  # its settings
    MAIL_VIEW = "mail.view"  # what has been sent from the region
    HISTORY_VIEW = "history.view"  # who changed the region's settings; what pages show has its history where they show it
