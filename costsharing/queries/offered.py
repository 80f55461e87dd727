"""What a party pays by the case that an offer's terms were sent with."""

from collections.abc import Collection, Mapping
from typing import Any

from costsharing.engine.allocation import allocate
from costsharing.engine.faults import Refused
from costsharing.engine.reading import read_value
from costsharing.engine.subset import only
from costsharing.queries.grounds import coded
from portfolio.models import Organisation


def share_of(cost: Mapping[str, Any] | None, party: Organisation, among: Collection[Organisation] | None = None) -> int | None:
    """In minor units, if all join or only those ``among``; None where the terms name no cost, none for this party, or one that cannot be counted."""
    if not cost:
        return None
    case, code = read_value(cost["case"]), coded(party.code, party.pk)
    codes = {one.code for one in case.participants}
    if among is not None:
        codes &= {coded(each.code, each.pk) for each in among}
    if code not in codes:
        return None
    try:
        return allocate(only(case, codes)).amount(code)
    except Refused:
        return None
