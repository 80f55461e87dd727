"""A region with so many rows of everything in its register."""

import datetime as dt

from costsharing.models import Payer
from portfolio.models import Body, Organisation, Region, Seat
from tests.factories import portfolio

BEGAN = dt.date(2020, 1, 1)


def region_with(rows: int, **fields: object) -> Region:
    region = portfolio.region(**fields)
    for number in range(1, rows + 1):
        place = portfolio.member(region, note="Fra stiftelsen").organisation
        Organisation.objects.create(region=region, country="NO", kind="unit", name=f"Kontoret {number}", parent=place)
        body = Body.objects.create(region=region, name=f"Rådet {number}", kind="council")
        Payer.objects.create(region=region, organisation=place, organisation_number="974760673", peppol_id="0192:974760673", buyer_reference=f"REF{number}")
        Seat.objects.create(body=body, function="Leder", organisation=place, is_chair=True, valid_from=BEGAN)
    return region
