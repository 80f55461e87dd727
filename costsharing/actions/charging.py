"""A share on its way to being paid: planned in instalments, then decided, invoiced, paid; the last step can be taken back.

The caller holds the lock of the project (projects.actions.locking).
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from costsharing.instalments import split, vat_of
from costsharing.models import Allocation, Charge
from costsharing.queries.charges import SENT, charges_of, earlier, left, unit_of
from portfolio.actions.rows import Refused, sign
from portfolio.models import User

State = Charge.State
NEXT = {State.CALCULATED: State.DECIDED, State.DECIDED: State.INVOICED, State.INVOICED: State.PAID}
BEFORE = {after: before for before, after in NEXT.items()}
STAMPS = {State.DECIDED: ("decided_on",), State.INVOICED: ("invoiced_on", "invoice_number"), State.PAID: ("paid_on",)}


@dataclass(frozen=True)
class Terms:
    """parts: day and fraction of each instalment; the fractions add up to 1."""

    parts: Sequence[tuple[dt.date, Fraction]]
    vat_percent: int
    text: str
    period: str


def why_not_plan(allocation: Allocation) -> str:
    """Empty when it may be planned."""
    if hasattr(allocation, "replaced_by"):
        return _("The allocation is replaced: plan the charges of the one that holds now.")
    if hasattr(allocation, "settlement"):
        return _("The year is settled, so nothing more is planned by its allocation.")
    if allocation.charges.exists():
        return _("The charges are planned already. Take the plan away first, if nothing of it is decided.")
    return ""


@transaction.atomic
def plan(*, allocation: Allocation, terms: Terms, by: User) -> list[Charge]:
    """Raises Refused. What replaced allocations planned and never invoiced is withdrawn; what they invoiced is counted off."""
    if why := why_not_plan(allocation):
        raise Refused(why)
    at = timezone.now()
    for old in earlier(allocation).exclude(state__in=SENT):
        sign(old, by, _("Withdrawn: allocation %(number)s replaces it") % {"number": allocation.number}, at)
        old.delete()
    made = list(planned(allocation, terms, left(allocation)))
    for charge in made:
        sign(charge, by, "", at)
        charge.save()
    return made


def planned(allocation: Allocation, terms: Terms, owed: Mapping[int, int]) -> Iterable[Charge]:
    """Not stored. An instalment that comes out as nothing is left out."""
    fractions, unit = [fraction for _day, fraction in terms.parts], unit_of(allocation)
    for organisation, minor in sorted(owed.items()):
        for number, ((due_on, _part), net) in enumerate(zip(terms.parts, split(minor, fractions, unit), strict=True), 1):
            if net:
                vat = vat_of(net, terms.vat_percent)
                yield Charge(
                    allocation=allocation,
                    organisation_id=organisation,
                    instalment=number,
                    due_on=due_on,
                    net_minor=net,
                    vat_percent=terms.vat_percent,
                    vat_minor=vat,
                    gross_minor=net + vat,
                    period=terms.period,
                    text=terms.text,
                )


@transaction.atomic
def unplan(*, allocation: Allocation, by: User, reason: str) -> None:
    """All of it or nothing; of a settled year, what its settlement charges. Raises Refused when anything has been decided."""
    is_settled, at = hasattr(allocation, "settlement"), timezone.now()
    rows = list(charges_of(allocation).filter(settlement__isnull=not is_settled))
    if any(row.state != State.CALCULATED for row in rows):
        raise Refused(_("Something of the plan is decided already. Take that back first."))
    for row in rows:
        sign(row, by, reason, at)
        row.delete()


# ---- steps ------------------------------------------------------------------------
@dataclass(frozen=True)
class Step:
    """to: the state that the charges come to; numbers: of invoices, by the charge's key."""

    to: State
    on: dt.date
    numbers: Mapping[int, str]
    reason: str = ""


@transaction.atomic
def advance(*, allocation: Allocation, charges: Sequence[Charge], step: Step, by: User) -> None:
    """All or none. Raises Refused, naming those that stand elsewhere."""
    if step.to is State.DECIDED or step.to is State.INVOICED:
        demand_it_holds(allocation, charges)
    demand_state(charges, BEFORE[step.to])
    earliest = {State.INVOICED: "decided_on", State.PAID: "invoiced_on"}.get(step.to)
    if earliest and (late := [row for row in charges if step.on < getattr(row, earliest)]):
        raise Refused(_("The day is before that of the step before it: %(rows)s.") % {"rows": named(late)})
    at = timezone.now()
    for row in charges:
        row.state = step.to
        setattr(row, STAMPS[step.to][0], step.on)
        if step.to is State.INVOICED:
            row.invoice_number = step.numbers[row.pk]
        sign(row, by, step.reason, at)
        row.save()


@transaction.atomic
def step_back(*, allocation: Allocation, charges: Sequence[Charge], by: User, reason: str) -> None:
    """Each goes one step back; its day and number are taken away with it and stay in the history. All or none."""
    states = {row.state for row in charges}
    if len(states) > 1 or State.CALCULATED in states:
        raise Refused(_("Tick charges that stand at one and the same step, decided or later."))
    if states & {State.DECIDED, State.INVOICED}:
        demand_it_holds(allocation, charges)
    at = timezone.now()
    for row in charges:
        state = State(row.state)
        for name in STAMPS[state]:
            setattr(row, name, "" if name == "invoice_number" else None)
        row.state = BEFORE[state]
        sign(row, by, reason, at)
        row.save()


def demand_it_holds(allocation: Allocation, charges: Sequence[Charge]) -> None:
    """What was invoiced of a replaced allocation is counted off in the new one, and of a settled one in the settlement: it can only be paid.

    What the settlement itself charges goes its own way.
    """
    if hasattr(allocation, "replaced_by"):
        raise Refused(_("The allocation is replaced: what is invoiced can only be paid, the rest is charged by the one that holds now."))
    if hasattr(allocation, "settlement") and any(row.settlement_id is None for row in charges):
        raise Refused(_("The year is settled: what is invoiced can only be paid."))


def demand_state(charges: Sequence[Charge], state: State) -> None:
    if elsewhere := [row for row in charges if row.state != state]:
        raise Refused(_("Not at the step “%(step)s”: %(rows)s. Look at the list as it stands now.") % {"step": state.label, "rows": named(elsewhere)})


def named(rows: Sequence[Charge]) -> str:
    several = f" + {len(rows) - 5}" if len(rows) > 5 else ""
    return ", ".join(f"{row.organisation.name} {row.instalment}" for row in rows[:5]) + several
