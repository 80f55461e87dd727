"""The words of mails about offers, in the language that is active: the same when they are looked at before and when they leave."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portfolio.lib.letters import Words
from portfolio.models import Organisation
from portfolio.templatetags.portfolio_format import day, money
from projects.models import Answer, Offer, OfferMail
from projects.offering import Binding, Outcome
from projects.queries.offers import OWN
from projects.wording.answers import summary_of
from projects.wording.changes import Terms, changed

Kind = OfferMail.Kind


def offer_words(
    party: Organisation,
    terms: Terms,
    last_day: dt.date | None,
    link: str,
    kind: str = Kind.OFFER,
    fee: int | None = None,
    before: Terms | None = None,
) -> Words:
    """Of the mails that carry a link: sent first, terms changed, day moved. fee: what the party pays if all join, in minor units; None for no fee.
    before: the terms that these take the place of, so that the mail says which have changed.
    """
    costs = fee_line(party, terms, fee) if fee is not None else ""
    until = _("Answer by %(day)s.") % {"day": day(last_day)} if last_day else ""
    words = {"party": party, "terms": terms, "own": terms[OWN], "kind": kind, "until": until, "costs": costs, "link": link}
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


def receipt_text(party: Organisation, terms: Mapping[str, Any], answer: Answer) -> str:
    words = {"party": party, "terms": terms, "own": terms[OWN], "answer": answer, "summary": summary_of(answer, terms["currency"])}
    return text_of("mail/receipt.txt", words)


def outcome_words(party: Organisation, terms: Mapping[str, Any], offer: Offer, fee: int | None) -> Words:
    """What a concluded offer came to, and what that means for this party. fee: with those who join, in minor units; None for none."""
    joins, starts = offer.conclusion["joins"], offer.outcome == Outcome.STARTS
    said = {"project": terms["project"]["name"], "party": party.name}
    headline = (_("%(project)s starts.") if starts else _("%(project)s does not start.")) % said
    means = meaning(party, terms, joins, starts) % said
    costs = ""
    if fee is not None and starts and party.pk in joins:
        price = said | {"sum": money(fee, terms["currency"]), "year": terms["cost"]["year"]}
        costs = _("With those who join, %(party)s pays %(sum)s for %(year)s.") % price
    words = {"party": party, "terms": terms, "own": terms[OWN], "headline": headline, "means": means, "costs": costs, "reason": offer.reason}
    return Words(text_of("mail/outcome.txt", words), strong=tuple(filter(None, (headline, costs))))


def meaning(party: Organisation, terms: Mapping[str, Any], joins: list[int], starts: bool) -> str:
    if not starts:
        return _("No answer binds anybody, and nobody pays anything for it.")
    if party.pk not in joins:
        return _("%(party)s does not take part.")
    if terms[OWN]["binding"] != Binding.FORMAL:
        return _("%(party)s is among those who go on. The answer was a letter of intent: it binds nobody until there is a formal decision.")
    return _("%(party)s takes part.")


def moved_text(party: Organisation, terms: Mapping[str, Any]) -> str:
    """To whoever spoke for the party before: its link has ended."""
    return text_of("mail/contact.txt", {"party": party, "terms": terms, "own": terms[OWN]})


def elsewhere_text(party: Organisation, terms: Mapping[str, Any], address: str) -> str:
    """To the registered contact who asks for a link that was passed on. address: masked."""
    return text_of("mail/elsewhere.txt", {"party": party, "terms": terms, "own": terms[OWN], "address": address})


def text_of(template: str, words: dict[str, Any]) -> str:
    return render_to_string(template, words).strip() + "\n"
