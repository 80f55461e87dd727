"""What the history tells of offers."""

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portfolio.access.permissions import P
from portfolio.history.events import Event, Own
from portfolio.history.kind import Kind
from projects.models import Answer, ChosenParty, FormalDecision, Invitee, Offer, OfferAttachment, OfferQuestion, OfferVersion, Tally
from projects.models.answer import CHOICE_LABELS
from projects.offering import Choice
from projects.queries.offers import answered_in

THRESHOLD = ("least_participants", "least_figure", "least_figure_value", "least_minor")
TERMS = ("title", "text", "state", "closes_at", "binding", "asks_signature", "silence", "late_joining", *THRESHOLD, "outcome", "reason")
WORDS = ("ruling", "body", "decided_on", "paragraph", "case_number", "conditions")
DECIDED = (*WORDS, "approved_on", "announced_on", "final_on", "signed_on", "received_on", "confirmed_at")
ADDRESS = ("organisation", "name", "function", "address", "mailbox", "language")
TAB, EDITS = "participation", P.PROJECT_EDIT


def sent(row: OfferVersion, own: Own) -> tuple[str, dict[str, Any]]:
    offer = {"number": row.offer.number, "title": own(row.offer.title)}
    if row.number == 1:
        return gettext("%(who)s sent offer %(number)s “%(title)s”."), offer
    return gettext("%(who)s changed the terms of offer %(number)s “%(title)s”: version %(version)s was sent."), offer | {"version": row.number}


def counted(row: Tally, own: Own) -> tuple[str, dict[str, Any]]:
    answered = answered_in(row.counted)
    words = ngettext(
        "%(who)s counted the answers to offer %(number)s “%(title)s”: %(n)s of %(all)s had come.",
        "%(who)s counted the answers to offer %(number)s “%(title)s”: %(n)s of %(all)s had come.",
        answered,
    )
    return words, {"number": row.offer.number, "title": own(row.offer.title), "n": answered, "all": len(row.counted)}


def answered(row: Answer, own: Own) -> tuple[str, dict[str, Any]]:
    parts = {"party": own(str(row.invitee.organisation)), "number": row.invitee.offer.number, "answer": CHOICE_LABELS[Choice(row.choice)]}
    if row.lets_count_id:
        return gettext("%(who)s let the late answer of %(party)s to offer %(number)s count: %(answer)s."), parts
    if row.level == Answer.Level.OFFICE:
        return gettext("%(who)s entered the answer of %(party)s to offer %(number)s: %(answer)s."), parts
    if row.level == Answer.Level.ACCOUNT and row.is_late:
        return gettext("%(who)s, signed in, answered offer %(number)s for %(party)s too late: %(answer)s."), parts
    if row.level == Answer.Level.ACCOUNT:
        return gettext("%(who)s, signed in, answered offer %(number)s for %(party)s: %(answer)s."), parts
    if row.is_late:
        return gettext("%(party)s answered offer %(number)s too late: %(answer)s."), parts
    return gettext("%(party)s answered offer %(number)s: %(answer)s."), parts


OF_OFFER, OF_PARTY = ("offer", "project"), ("invitee", "offer", "project")
OFFERS = [
    Kind("offers", Offer, _("Offers"), ("project",), ("number", "title"), TAB, EDITS, tells=TERMS),
    Kind("offer-parties", ChosenParty, _("Whom drafts go to"), OF_OFFER, ("organisation",), TAB, EDITS),
    Event("offers-sent", OfferVersion, _("Sent offers"), OF_OFFER, tab=TAB, needs=EDITS, at="sent_at", by="sent_by", along=("offer",), tell=sent),
    Event("offer-counts", Tally, _("Counted answers"), OF_OFFER, tab=TAB, needs=EDITS, at="made_at", by="made_by", along=("offer",), tell=counted),
    Event(
        "offer-answers",
        Answer,
        _("Answers to offers"),
        OF_PARTY,
        tab=TAB,
        needs=EDITS,
        at="received_at",
        by="by",
        reason="",  # who may read the contacts' own words is another question
        along=("invitee__offer", "invitee__organisation"),
        tell=answered,
    ),
    Kind("offer-attachments", OfferAttachment, _("Attachments of offers"), OF_OFFER, ("title",), TAB, EDITS, tells=("title",)),
    Kind("invitees", Invitee, _("Whom offers go to"), OF_OFFER, ("organisation",), TAB, P.MEMBERS_VIEW, tells=ADDRESS),
    Kind("questions", OfferQuestion, _("Questions about offers"), OF_OFFER, ("text",), TAB, EDITS, tells=("text", "answer")),
    Kind("formal-decisions", FormalDecision, _("Participation decisions"), OF_PARTY, ("invitee", "body"), TAB, EDITS, tells=DECIDED),
]
