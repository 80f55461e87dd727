from portfolio.models.body import Body, Meeting, MeetingDocument, Seat
from portfolio.models.contact import Contact
from portfolio.models.delivery import Delivery
from portfolio.models.document import Document
from portfolio.models.figure import FigureSource, FigureUpload, KeyFigure
from portfolio.models.hold import MailHold
from portfolio.models.invitation import Invitation
from portfolio.models.organisation import FormerCode, Organisation
from portfolio.models.person import RoleGrant, User
from portfolio.models.queue import MailQueue
from portfolio.models.region import Region, RegionMembership
from portfolio.models.reminder import DeadlineKind, Loop, Reminder, ReminderRule
from portfolio.models.submission import Submission

__all__ = [
    "Body",
    "Contact",
    "DeadlineKind",
    "Delivery",
    "Document",
    "FigureSource",
    "FigureUpload",
    "FormerCode",
    "Invitation",
    "KeyFigure",
    "Loop",
    "MailHold",
    "MailQueue",
    "Meeting",
    "MeetingDocument",
    "Organisation",
    "Region",
    "RegionMembership",
    "Reminder",
    "ReminderRule",
    "RoleGrant",
    "Seat",
    "Submission",
    "User",
]
