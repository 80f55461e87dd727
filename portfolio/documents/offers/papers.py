"""The papers of an offer in the language that is active: a party's own, all parties', the offer as a whole, what each pays, a summary, a receipt."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portfolio.documents.content import Table
from portfolio.documents.offerpaper import Leaf, OfferPaper, Whole
from portfolio.documents.offers.facts import Facts, Party
from portfolio.documents.offers.sheet import leaf_of
from portfolio.documents.offers.whole import fees_of, whole_of
from portfolio.lib import formats


def own_paper(facts: Facts, party: Party) -> OfferPaper:
    """The party's page, then the offer as a whole and what each pays."""
    name = _("Offer to %(name)s: %(title)s") % {"name": party.name, "title": title(facts)}
    return paper(facts, (leaf_of(facts, party),), whole_of(facts), fees_of(facts), name)


def sheets_paper(facts: Facts, parties: Sequence[Party]) -> OfferPaper:
    """The pages of so many parties, to be printed and sent."""
    return paper(facts, tuple(leaf_of(facts, each) for each in parties), name=_("Sheets of the offer: %(title)s") % {"title": title(facts)})


def whole_paper(facts: Facts) -> OfferPaper:
    return paper(facts, (), whole_of(facts), fees_of(facts), _("Offer: %(title)s") % {"title": title(facts)})


def fees_paper(facts: Facts) -> OfferPaper | None:
    """None where the offer costs nothing."""
    fees = fees_of(facts)
    return paper(facts, (), None, fees, fees.caption) if fees else None


def paper(facts: Facts, leaves: tuple[Leaf, ...], whole: Whole | None = None, fees: Table | None = None, name: str = "") -> OfferPaper:
    told = {"day": formats.day(facts.sent_on, facts.language), "title": title(facts)}
    return OfferPaper(
        language=facts.language,
        title=name[:300],
        head=_("Offer %(day)s: %(title)s") % told,
        version_line=_("Offer, version %(number)s") % {"number": facts.version.number},
        dated=facts.sent_on,
        leaves=leaves,
        whole=whole,
        fees=replace(fees, is_wide=True) if fees else None,
        terms=facts.terms,
        hash=facts.version.terms_sha256,
        moved=facts.moved,
        **signed(facts.terms["region"]),
    )


def title(facts: Facts) -> str:
    return str(facts.own["title"])


def signed(author: str) -> dict[str, Any]:
    return {"author": author, "page": pgettext("page 1 of 6", "page"), "of": pgettext("page 1 of 6", "of")}
