"""Making up a year: stored whole and never changed. The caller holds the lock of the project (projects.actions.locking)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from costsharing.engine import VERSION
from costsharing.models import Allocation, Charge, FundingAmount, FundingLine, Settlement
from costsharing.queries.charges import SENT
from costsharing.queries.settled import Actual, reckon, stored_rows
from portfolio.actions import rows
from portfolio.actions.rows import Refused
from portfolio.models import Body, User


@dataclass(frozen=True)
class Decision:
    """What is done with money that is left, and who decided it."""

    unspent: str
    body: Body
    decided_on: dt.date
    paragraph: str = ""
    case_number: str = ""


def why_not_settle(allocation: Allocation) -> str:
    """Empty when it may be settled."""
    if hasattr(allocation, "settlement"):
        return _("The year is settled.")
    if hasattr(allocation, "replaced_by"):
        return _("The allocation is replaced: settle the one that holds now.")
    if open_ones := Charge.objects.filter(allocation=allocation).exclude(state__in=SENT).count():
        said = ngettext(
            "%(n)s charge is not invoiced yet. Invoice it first, or take the plan away.",
            "%(n)s charges are not invoiced yet. Invoice them first, or take the plan away.",
            open_ones,
        )
        return said % {"n": open_ones}
    return ""


@transaction.atomic
def settle(*, allocation: Allocation, actual: Actual, decision: Decision, seen: str, by: User) -> Settlement:
    """``seen``: of the numbers that the person looked at. Raises Refused, also when they have moved since."""
    if why := why_not_settle(allocation):
        raise Refused(why)
    found = reckon(allocation, actual, decision.unspent)
    if found.seen != seen:
        raise Refused(_("The numbers have moved since you looked at them. Look at them as they are now, and settle then."))
    return Settlement.objects.create(
        allocation=allocation,
        actual_minor=found.total,
        unspent=decision.unspent,
        case=found.case,
        result=found.result,
        engine=VERSION,
        settled_at=timezone.now(),
        settled_by=by,
        body=decision.body,
        decided_on=decision.decided_on,
        paragraph=decision.paragraph,
        case_number=decision.case_number,
    )


@transaction.atomic
def carry(*, settlement: Settlement, by: User) -> FundingLine:
    """A line of funding in the next year's budget with what was carried forward: it lowers what is shared, and each one's share by what that one
    paid beforehand (costsharing.queries.carried). Raises Refused when there is nothing, or it stands there already."""
    allocation = settlement.allocation
    minor = stored_rows(settlement)[1].carried
    if not minor:
        raise Refused(_("Nothing was carried forward."))
    if FundingLine.objects.filter(carries=settlement).exists():
        raise Refused(_("The line stands in the budget already."))
    with override(allocation.project.language):
        text = _("Unspent from %(year)s") % {"year": allocation.year}
    line = FundingLine(project=allocation.project, text=text, kind=FundingLine.Kind.UNSPENT, carries=settlement)
    rows.save(row=line, by=by, reason=text, below=[FundingAmount(line=line, year=allocation.year + 1, minor=minor)])
    return line
