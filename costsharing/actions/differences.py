"""What a settlement still charges and gives back becomes charges of its own. The caller holds the lock of the project."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from costsharing.instalments import vat_of
from costsharing.models import Charge, Settlement
from costsharing.queries.settled import differences
from portfolio.actions.rows import Refused, sign
from portfolio.models import User


@dataclass(frozen=True)
class Due:
    due_on: dt.date
    vat_percent: int


def why_not_charge(settlement: Settlement) -> str:
    """Empty when its differences may be charged."""
    if hasattr(settlement.allocation, "replaced_by"):
        return _("The allocation is replaced: what is left is charged by the one that holds now.")
    if settlement.charges.exists():
        return _("The differences stand among the charges already.")
    if not differences(settlement):
        return _("Nothing is left to charge or to give back.")
    return ""


@transaction.atomic
def charge_differences(*, settlement: Settlement, due: Due, by: User) -> list[Charge]:
    """One for each that has something left, after the year's last instalment; below zero a credit. Raises Refused."""
    if why := why_not_charge(settlement):
        raise Refused(why)
    allocation, at = settlement.allocation, timezone.now()
    after = Charge.objects.filter(allocation=allocation).aggregate(last=Max("instalment"))["last"] or 0
    made = []
    for organisation, net in sorted(differences(settlement).items()):
        vat = vat_of(net, due.vat_percent)
        charge = Charge(
            allocation=allocation,
            organisation_id=organisation,
            settlement=settlement,
            instalment=after + 1,
            due_on=due.due_on,
            net_minor=net,
            vat_percent=due.vat_percent,
            vat_minor=vat,
            gross_minor=net + vat,
            period=str(allocation.year),
            text=text_of(settlement),
        )
        sign(charge, by, "", at)
        charge.save()
        made.append(charge)
    return made


def text_of(settlement: Settlement) -> str:
    """In the project's language, whoever asks."""
    project = settlement.allocation.project
    with override(project.language):
        return (_("Settlement of %(year)s, %(project)s") % {"year": settlement.allocation.year, "project": project.name})[:200]
