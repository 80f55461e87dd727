"""What a party pays by the case that its terms were sent with: if all join, and if only those join who do by the answers so far, and it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from costsharing.engine.allocation import allocate
from costsharing.engine.case import Case
from costsharing.engine.faults import Refused
from costsharing.engine.reading import read_value
from costsharing.engine.subset import only
from costsharing.engine.writing import written
from costsharing.queries.grounds import coded
from costsharing.stored import minor
from costsharing.telling.reasons import Why, why
from portfolio.models import Organisation
from portfolio.offers.board import Read, coalitions, code_of
from projects.models import Answer, FormalDecision, Invitee, Offer, OfferVersion
from projects.queries.offers import OWN, rulings
from projects.verdict import Threshold


@dataclass(frozen=True)
class Fee:
    """Minor units. now: with those who join by the answers so far; None where that is nobody or everybody, or where the rule gives so few no shares.

    is_once: no other year of the project's budget has money; later: the years after it that have.
    """

    currency: str
    year: int
    everybody: int
    count: int
    total: int
    why: Why
    now: int | None = None
    now_count: int = 0
    is_once: bool = False
    later: tuple[int, ...] = ()


def fee_of(cost: Mapping[str, Any] | None, organisation: Organisation, joining: Collection[Organisation]) -> Fee | None:
    """None where the terms name no cost, or none for this party. cost: as the version's terms have it."""
    if not cost:
        return None
    case, code = read_value(cost["case"]), coded(organisation.code, organisation.pk)
    result = shares(case, code)
    if result is None:
        return None
    codes = {coded(each.code, each.pk) for each in joining} & {one.code for one in case.participants} | {code}
    fewer = shares(only(case, codes), code) if 1 < len(codes) < len(case.participants) else None
    return Fee(
        currency=case.currency,
        year=cost["year"],
        everybody=minor(result["share"]["amount"]),
        count=len(case.participants),
        total=minor(result["total"]),
        why=why(cost["case"], result["share"], case.currency),
        now=minor(fewer["share"]["amount"]) if fewer else None,
        now_count=len(codes) - 1,
        is_once=cost.get("years") == [cost["year"]],
        later=tuple(year for year in cost.get("years", ()) if year > cost["year"]),
    )


def joining_in(
    offer: Offer, version: OfferVersion, invitees: Sequence[Invitee], answers: Mapping[int, Answer], ruled: Mapping[int, FormalDecision] | None = None
) -> list[Organisation]:
    """Who joins by the answers as they are, as the board has it: a yes whose condition does not hold is left out. One query, none where the decisions by
    party are given; nobody without a cost.
    """
    cost = version.terms.get("cost")
    if not cost:
        return []
    read = Read(version, invitees, answers, rulings(offer) if ruled is None else ruled, mails={}, late={}, asked=frozenset())
    try:
        found, _hoped = coalitions(offer, read_value(cost["case"]), read, Threshold(**version.terms[OWN]["threshold"]))
    except Refused:
        return []
    return [each.organisation for each in invitees if code_of(each) in found.joins]


def shares(case: Case, code: str) -> dict[str, Any] | None:
    """The written share of this one, and the total; None where it has none, or where the rule does not fit these participants."""
    try:
        result = written(allocate(case))
    except Refused:
        return None
    share = next((each for each in result["shares"] if each["code"] == code), None)
    return {"share": share, "total": result["total"]} if share else None
