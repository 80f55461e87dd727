"""What an allocation charges, what was invoiced by those that it replaced, and the lines of an invoice list."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from costsharing.engine.amounts import MINOR, UNITS
from costsharing.instalments import left_to_charge
from costsharing.models import Allocation, Charge, Share
from costsharing.queries.payers import Alike, Payee, alike, payees_for

SENT = (Charge.State.INVOICED, Charge.State.PAID)
"""What has left the house: it stays, whatever replaces the allocation."""


def charges_of(allocation: Allocation) -> QuerySet[Charge]:
    """By instalment, then by official code."""
    return Charge.objects.filter(allocation=allocation).select_related("organisation")


def earlier(allocation: Allocation) -> QuerySet[Charge]:
    """Charges of the allocations of the year that this one, step by step, replaces: a year has one chain, numbered as it grows."""
    return Charge.objects.filter(
        allocation__project=allocation.project_id, allocation__year=allocation.year, allocation__number__lt=allocation.number
    ).select_related("organisation")


def sent_net(charges: QuerySet[Charge]) -> dict[int, int]:
    """Organisation → net of what was invoiced, credits counted off."""
    rows = charges.filter(state__in=SENT).order_by().values_list("organisation").annotate(Sum("net_minor"))
    return {organisation: int(minor) for organisation, minor in rows}


def shares_net(allocation: Allocation) -> dict[int, int]:
    return dict(Share.objects.filter(allocation=allocation).values_list("organisation", "net_minor"))


def left(allocation: Allocation) -> dict[int, int]:
    """Organisation → what this allocation has to charge or credit: its net share less what replaced ones have invoiced. Two queries."""
    return left_to_charge(shares_net(allocation), sent_net(earlier(allocation)))


def unit_of(allocation: Allocation) -> int:
    """The rule's unit of rounding, in minor units."""
    return UNITS.get(allocation.case.get("unit", ""), MINOR)


@dataclass(frozen=True)
class Sums:
    """Of charges in one state, or of all. Minor units."""

    state: str
    count: int
    net: int
    vat: int
    gross: int


def sums(charges: Sequence[Charge]) -> list[Sums]:
    """One for each state that any is in, in their order, then all."""
    states = [(state.label, [each for each in charges if each.state == state]) for state in Charge.State]
    return [sums_of(str(label), rows) for label, rows in states if rows] + [sums_of("", charges)]


def sums_of(state: str, rows: Sequence[Charge]) -> Sums:
    return Sums(state, len(rows), sum(row.net_minor for row in rows), sum(row.vat_minor for row in rows), sum(row.gross_minor for row in rows))


# ---- what was done -----------------------------------------------------------------
@dataclass(frozen=True)
class Deed:
    """What one person did in one moment with any number of charges. name and instalment: of the charge, where it is one; numbers: of invoices,
    first … last.
    """

    at: dt.datetime
    by: str
    what: str
    count: int
    name: str
    instalment: int
    numbers: str
    reason: str


def deeds_of(allocation: Allocation) -> list[Deed]:
    """The newest first. One query."""
    lines = Charge.history.filter(allocation=allocation.pk).select_related("history_user", "organisation").order_by("-history_date", "history_id")
    same = groupby(lines, key=lambda line: (line.history_date, line.history_type, line.state, line.history_change_reason))
    return [deed(list(found)) for _key, found in same]


def deed(lines: Sequence[Any]) -> Deed:
    first, last = lines[0], lines[-1]
    numbers = sorted({line.invoice_number for line in lines if line.invoice_number}, key=lambda text: (len(text), text))
    return Deed(
        at=first.history_date,
        by=first.history_user.name if first.history_user else "",
        what=_("taken away") if first.history_type == "-" else first.get_state_display(),
        count=len(lines),
        name=last.organisation.name,
        instalment=last.instalment,
        numbers=" … ".join((numbers[0], numbers[-1]) if len(numbers) > 1 else numbers),
        reason=first.history_change_reason or "",
    )


@dataclass(frozen=True)
class InvoiceLine:
    """A charge with its payer."""

    charge: Charge
    payee: Payee


@dataclass(frozen=True)
class InvoiceList:
    lines: list[InvoiceLine]
    lacking: list[Payee]
    """Those of the list without whose numbers no invoice reaches them."""

    @property
    def lacking_alike(self) -> list[Alike]:
        return alike(self.lacking)

    @property
    def complete(self) -> list[InvoiceLine]:
        return [line for line in self.lines if not line.payee.lacks]


def invoice_list(allocation: Allocation, charges: Iterable[Charge]) -> InvoiceList:
    """One query besides the charges."""
    rows = list(charges)
    found = {each.organisation.pk: each for each in payees_for(allocation.project.region, (row.organisation for row in rows))}
    return InvoiceList([InvoiceLine(row, found[row.organisation_id]) for row in rows], [each for each in found.values() if each.lacks])
