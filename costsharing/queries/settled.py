"""A year made up: what it really cost each under the adopted rule, against what was invoiced."""

import copy
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from costsharing.assembling import lent_as_written
from costsharing.engine.allocation import allocate
from costsharing.engine.amounts import amount_of, amount_text
from costsharing.engine.reading import read_value
from costsharing.engine.settlement import Settled, Unspent, settle
from costsharing.engine.writing import written
from costsharing.models import Allocation, Charge, LentHours
from costsharing.models import Settlement as Stored
from costsharing.queries.charges import SENT
from costsharing.queries.grounds import code_of
from portfolio.models import Organisation

KINDS = {Stored.Unspent.CARRIED: Unspent.CARRIED, Stored.Unspent.REPAID: Unspent.PAID_BACK}
AMOUNTS = ("actual", "charged", "to_pay", "paid_back", "carried")


@dataclass(frozen=True)
class Actual:
    """What the year really cost, in minor units: the base where the rule has one, named budget lines, and what was deducted first."""

    base: int | None
    lines: Mapping[str, int]
    deduct: Mapping[str, int]


@dataclass(frozen=True)
class Row:
    """One payer; name as the case had it. Minor units."""

    code: str
    name: str
    actual: int
    charged: int
    to_pay: int
    paid_back: int
    carried: int


@dataclass(frozen=True)
class Reckoned:
    case: dict[str, Any]
    result: dict[str, Any]
    total: int
    rows: list[Row]
    sums: Row

    @property
    def seen(self) -> str:
        """What somebody looked at and what is stored are compared by it."""
        return hashlib.sha256(json.dumps(self.result, sort_keys=True).encode()).hexdigest()[:32]


def reckon(allocation: Allocation, actual: Actual, unspent: str) -> Reckoned:
    """Nothing is stored. Three queries. Raises engine.faults.Refused when the actual costs cannot be split."""
    case = actual_case(allocation, actual)
    result = allocate(read_value(case))
    charged, organisations = charged_net(allocation)
    codes = result.columns.codes
    found = settle({code: result.net(code) for code in codes}, charged, KINDS[Stored.Unspent(unspent)])
    names = {each["code"]: each["name"] for part in ("participants", "organisations") for each in case.get(part, ())}
    rows = [row_of(each, names.get(each.code) or organisations[each.code].name) for each in found.rows]
    stored = {"allocation": written(result), "settlement": [stored_row(row) for row in rows]}
    return Reckoned(case, stored, result.total, rows, row_of(found.total, ""))


def actual_case(allocation: Allocation, actual: Actual) -> dict[str, Any]:
    """The adopted case with actual amounts, and with the hours that were delivered; everything else stays."""
    case = copy.deepcopy(allocation.case)
    if actual.base is not None:
        case["base"] = amount_text(actual.base)
    for field, name, amounts in (("lines", "name", actual.lines), ("deduct", "label", actual.deduct)):
        for each in case.get(field, ()):
            each["amount"] = amount_text(amounts.get(each[name], amount_of(each["amount"]) or 0))
    here = {each["code"] for each in case.get("participants", ())}
    lent = LentHours.objects.filter(project=allocation.project_id, year=allocation.year).select_related("organisation")
    hours = {code_of(row.organisation): lent_as_written(row.delivered_minutes, row.rate_minor) for row in lent if code_of(row.organisation) in here}
    case.pop("reimbursements", None)
    return case | ({"reimbursements": hours} if hours else {})


def charged_net(allocation: Allocation) -> tuple[dict[str, int], dict[str, Organisation]]:
    """Code → net of everything invoiced for the year, by this allocation and those that it replaces."""
    found: dict[str, int] = {}
    organisations: dict[str, Organisation] = {}
    of_the_year = Q(allocation__project=allocation.project_id, allocation__year=allocation.year)
    for row in Charge.objects.filter(of_the_year, state__in=SENT).select_related("organisation"):
        code = code_of(row.organisation)
        organisations[code] = row.organisation
        found[code] = found.get(code, 0) + row.net_minor
    return found, organisations


def differences(settlement: Stored) -> dict[int, int]:
    """Organisation → what the settlement still charges, or gives back below zero; what was carried forward stays. Two queries."""
    allocation = settlement.allocation
    known = {code_of(row.organisation): row.organisation_id for row in allocation.shares.select_related("organisation")}
    known |= {code: each.pk for code, each in charged_net(allocation)[1].items()}
    return {known[row.code]: row.to_pay - row.paid_back for row in stored_rows(settlement)[0] if row.to_pay != row.paid_back}


def row_of(each: Settled, name: str) -> Row:
    return Row(each.code, name, *(getattr(each, field) for field in AMOUNTS))


def stored_row(row: Row) -> dict[str, str]:
    return {"code": row.code, "name": row.name} | {field: amount_text(getattr(row, field)) for field in AMOUNTS}


def stored_rows(stored: Stored) -> tuple[list[Row], Row]:
    """As they were settled, read from what is stored and never counted anew; then their sums."""
    kept = stored.result.get("settlement", [])
    rows = [Row(each["code"], each["name"], *(amount_of(each[field]) or 0 for field in AMOUNTS)) for each in kept]
    return rows, Row("", "", *(sum(getattr(row, field) for row in rows) for field in AMOUNTS))
