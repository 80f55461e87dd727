"""The words of mails about offers, in the language that is active: the same when they are looked at before and when they leave."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portfolio.lib.letters import Words
from portfolio.models import Organisation, Region
from portfolio.templatetags.portfolio_format import day, money
from projects.models import Answer, Offer, OfferMail, OfferQuestion
from projects.models.invitee import REMINDER
from projects.queries.offers import OWN
from projects.wording.answers import summary_of
from projects.wording.changes import Terms, changed
from projects.wording.outcomes import came_of

Kind = OfferMail.Kind


def subject_of(kind: str, title: str) -> str:
    """In the language that is active."""
    words = {
        Kind.CHANGED: _("Changed terms: %(title)s"),
        Kind.EXTENDED: _("More time to answer: %(title)s"),
        Kind.CONCLUDED: _("What came of it: %(title)s"),
        Kind.REPLACED: _("Somebody else answers now: %(title)s"),
        REMINDER: _("Reminder: %(title)s"),
    }
    return words.get(kind, _("Offer: %(title)s")) % {"title": title}


def offer_words(
    party: Organisation,
    terms: Terms,
    last_day: dt.date | None,
    link: str,
    kind: str = Kind.OFFER,
    fee: int | None = None,
    before: Terms | None = None,
    is_passed_on: bool = False,
) -> Words:
    """Of the mails that carry a link: sent first, terms changed, day moved. fee: what the party pays if all join, in minor units; None for no fee.
    before: the terms that these take the place of, so that the mail says which have changed. is_passed_on: by whoever had the link before.
    """
    costs = fee_line(party, terms, fee) if fee is not None else ""
    until = _("Answer by %(day)s.") % {"day": day(last_day)} if last_day else ""
    words = {"party": party, "terms": terms, "own": terms[OWN], "kind": kind, "until": until, "costs": costs, "link": link}
    words["is_passed_on"] = is_passed_on
    words["changed"] = ", ".join(changed(before, terms)) if before else ""
    button = _("Look at the changed terms") if kind == Kind.CHANGED else _("Read the offer and answer")
    return Words(text_of("mail/offer.txt", words), link, button, tuple(filter(None, (costs, until))))


def fee_line(party: Organisation, terms: Mapping[str, Any], fee: int) -> str:
    n = len(terms["cost"]["case"]["participants"])
    said = {"n": n, "party": party.name, "sum": money(fee, terms["currency"]), "year": terms["cost"]["year"]}
    one, many = _("If it joins alone, %(party)s pays %(sum)s for %(year)s."), _("If all %(n)s join, %(party)s pays %(sum)s for %(year)s.")
    return (one if n == 1 else many) % said


def offer_text(party: Organisation, terms: Terms, last_day: dt.date | None, link: str, before: Terms | None = None, fee: int | None = None) -> str:
    return offer_words(party, terms, last_day, link, Kind.CHANGED if before else Kind.OFFER, fee, before).text


def receipt_text(party: Organisation, terms: Mapping[str, Any], answer: Answer, until: dt.date | None) -> str:
    """until: the last day on which it can be changed, None when that has passed."""
    words = {"party": party, "terms": terms, "own": terms[OWN], "answer": answer, "summary": summary_of(answer, terms["currency"])}
    words["until"] = day(until) if until and not answer.is_late else ""
    return text_of("mail/receipt.txt", words)


def outcome_words(party: Organisation, terms: Mapping[str, Any], offer: Offer, fee: int | None) -> Words:
    """What a concluded offer came to, and what that means for this party. fee: with those who join, in minor units; None for none."""
    came = came_of(party, terms, offer, fee)
    words = {"party": party, "terms": terms, "own": terms[OWN], "came": came, "reason": offer.reason}
    return Words(text_of("mail/outcome.txt", words), strong=tuple(filter(None, (came.headline, came.costs))))


def moved_text(party: Organisation, terms: Mapping[str, Any]) -> str:
    """To whoever spoke for the party before: its link has ended."""
    return text_of("mail/contact.txt", {"party": party, "terms": terms, "own": terms[OWN]})


def question_subject(title: str) -> str:
    return _("Question and answer about %(title)s") % {"title": title}


def answered_text(question: OfferQuestion, own: Mapping[str, Any], party: Organisation, region: Region, link: str) -> str:
    """What every party reads of a question that has been answered. own: the offer's own part of the terms."""
    return text_of("mail/question.txt", {"question": question, "own": own, "party": party, "region": region, "link": link})


def elsewhere_text(party: Organisation, terms: Mapping[str, Any], address: str) -> str:
    """To the registered contact who asks for a link that was passed on. address: masked."""
    return text_of("mail/elsewhere.txt", {"party": party, "terms": terms, "own": terms[OWN], "address": address})


def text_of(template: str, words: dict[str, Any]) -> str:
    return render_to_string(template, words).strip() + "\n"
