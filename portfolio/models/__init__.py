from portfolio.models.body import Body, Seat
from portfolio.models.document import Document
from portfolio.models.figure import FigureSource, KeyFigure
from portfolio.models.hold import MailHold
from portfolio.models.organisation import FormerCode, Organisation
from portfolio.models.person import RoleGrant, User
from portfolio.models.region import Region, RegionMembership
from portfolio.models.submission import Submission

__all__ = [
    "Body",
    "Document",
    "FigureSource",
    "FormerCode",
    "KeyFigure",
    "MailHold",
    "Organisation",
    "Region",
    "RegionMembership",
    "RoleGrant",
    "Seat",
    "Submission",
    "User",
]
