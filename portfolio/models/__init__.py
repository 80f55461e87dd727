from portfolio.models.body import Body, Meeting, Seat
from portfolio.models.contact import Contact
from portfolio.models.delivery import Delivery
from portfolio.models.document import Document
from portfolio.models.figure import FigureSource, FigureUpload, KeyFigure
from portfolio.models.hold import MailHold
from portfolio.models.invitation import Invitation
from portfolio.models.organisation import FormerCode, Organisation
from portfolio.models.person import RoleGrant, User
from portfolio.models.region import Region, RegionMembership
from portfolio.models.submission import Submission

__all__ = [
    "Body",
    "Contact",
    "Delivery",
    "Document",
    "FigureSource",
    "FigureUpload",
    "FormerCode",
    "Invitation",
    "KeyFigure",
    "MailHold",
    "Meeting",
    "Organisation",
    "Region",
    "RegionMembership",
    "RoleGrant",
    "Seat",
    "Submission",
    "User",
]
