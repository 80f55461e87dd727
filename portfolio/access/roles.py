"""Role → permissions, in code, reviewed like code. Reach says over which projects of the region a role's permissions go."""

from enum import Enum, StrEnum

from portfolio.access.permissions import P


class Role(StrEnum):
    ADMIN = "admin"
    COORDINATOR = "coordinator"
    MANAGER = "manager"
    STEERING = "steering"
    CONTACT = "contact"
    READER = "reader"


class Reach(Enum):
    REGION = "every project of the region"
    OWN = "projects in which the person, or a body they sit in, holds a role"
    MUNICIPALITY = "projects in which their municipality takes part, in whatever region"


REACH: dict[Role, Reach] = {
    Role.ADMIN: Reach.REGION,
    Role.COORDINATOR: Reach.REGION,
    Role.MANAGER: Reach.OWN,
    Role.STEERING: Reach.OWN,
    Role.CONTACT: Reach.MUNICIPALITY,
    Role.READER: Reach.REGION,
}
_SEE = frozenset({P.REGION_VIEW, P.PROJECT_VIEW})
_WORK = _SEE | {P.DRAFT_VIEW, P.RISK_CONFIDENTIAL_VIEW, P.DOCUMENT_MAKE, P.PROJECT_EDIT}
_OFFICE = _WORK | {P.ALLOCATION_ADOPT, P.DECISION_RECORD, P.OFFER_SEND, P.PROJECT_CREATE, P.REGISTER_EDIT}
_OFFICE |= {P.MEETING_VIEW, P.MEMBERS_VIEW, P.MAIL_VIEW, P.HISTORY_VIEW}
PERMISSIONS: dict[Role, frozenset[P]] = {
    Role.ADMIN: _OFFICE | {P.MEMBERS_EDIT, P.REGION_EDIT},
    Role.COORDINATOR: _OFFICE,
    Role.MANAGER: _WORK,
    Role.STEERING: _SEE | {P.DRAFT_VIEW, P.RISK_CONFIDENTIAL_VIEW},
    Role.CONTACT: _SEE | {P.OFFER_ANSWER},
    Role.READER: _SEE | {P.RISK_CONFIDENTIAL_VIEW, P.MEETING_VIEW},
}
