"""What the history tells of offers."""

from django.utils.translation import gettext_lazy as _

from portfolio.access.permissions import P
from portfolio.history.kind import Kind
from projects.models import FormalDecision, Invitee, Offer, OfferAttachment, OfferQuestion

THRESHOLD = ("least_participants", "least_figure", "least_figure_value", "least_minor")
TERMS = ("title", "text", "state", "binding", "asks_signature", "silence", "late_joining", *THRESHOLD, "outcome", "reason")
WORDS = ("ruling", "body", "decided_on", "paragraph", "case_number", "conditions")
DECIDED = (*WORDS, "approved_on", "announced_on", "final_on", "signed_on", "received_on", "confirmed_at")
ADDRESS = ("organisation", "name", "function", "address", "mailbox", "language")
TAB, EDITS = "participation", P.PROJECT_EDIT
OFFERS = [
    Kind("offers", Offer, _("Offers"), ("project",), ("number", "title"), TAB, EDITS, tells=TERMS),
    Kind("offer-attachments", OfferAttachment, _("Attachments of offers"), ("offer", "project"), ("title",), TAB, EDITS, tells=("title",)),
    Kind("invitees", Invitee, _("Whom offers go to"), ("offer", "project"), ("organisation",), TAB, P.MEMBERS_VIEW, tells=ADDRESS),
    Kind("questions", OfferQuestion, _("Questions about offers"), ("offer", "project"), ("text",), TAB, EDITS, tells=("text", "answer")),
    Kind("formal-decisions", FormalDecision, _("Participation decisions"), ("invitee", "offer", "project"), ("invitee", "body"), TAB, EDITS, tells=DECIDED),
]
