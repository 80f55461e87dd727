"""What a concluded offer came to, and what that means for one party: the same words in the mail and on the page of its link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portfolio.models import Organisation
from portfolio.templatetags.portfolio_format import money
from projects.models import Offer
from projects.offering import Binding, Outcome
from projects.wording.changes import OWN


@dataclass(frozen=True)
class Came:
    """In the language that is active. costs: "" where the party pays nothing for it."""

    headline: str
    means: str
    costs: str


def came_of(party: Organisation, terms: Mapping[str, Any], offer: Offer, fee: int | None) -> Came:
    """fee: with those who join, in minor units; None for none."""
    joins, starts = offer.conclusion["joins"], offer.outcome == Outcome.STARTS
    said = {"project": terms["project"]["name"], "party": party.name}
    headline = (_("%(project)s starts.") if starts else _("%(project)s does not start.")) % said
    costs = ""
    if fee is not None and starts and party.pk in joins:
        price = said | {"sum": money(fee, terms["currency"]), "year": terms["cost"]["year"]}
        costs = _("With those who join, %(party)s pays %(sum)s for %(year)s.") % price
    return Came(headline, meaning(party, terms, joins, starts) % said, costs)


def meaning(party: Organisation, terms: Mapping[str, Any], joins: Sequence[int], starts: bool) -> str:
    if not starts:
        return _("No answer binds anybody, and nobody pays anything for it.")
    if party.pk not in joins:
        return _("%(party)s does not take part.")
    if terms[OWN]["binding"] != Binding.FORMAL:
        return _("%(party)s is among those who go on. The answer was a letter of intent: it binds nobody until there is a formal decision.")
    return _("%(party)s takes part.")
