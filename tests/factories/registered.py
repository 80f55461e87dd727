"""A region with so many rows of everything in its register."""

import datetime as dt

from costsharing.models import Payer
from milestones.models import Checklist, ChecklistItem, FollowUp
from portfolio.models import Body, Contact, DeadlineKind, FigureSource, KeyFigure, Meeting, Organisation, Region, ReminderRule, Seat
from projects.lifecycle import Kind
from projects.models import FocusArea, Goal, Strategy
from tests.factories import portfolio

BEGAN = dt.date(2020, 1, 1)


def region_with(rows: int, **fields: str) -> Region:
    region = portfolio.region(**fields)
    FollowUp.objects.get_or_create(region=region)
    source, _ = FigureSource.objects.get_or_create(key="folk", defaults={"title": "Folkemengde", "publisher": "Byrået", "licence": "fri"})
    for number in range(1, rows + 1):
        place = portfolio.member(region, note="Fra stiftelsen").organisation
        Organisation.objects.create(region=region, country="NO", kind="unit", name=f"Kontoret {number}", parent=place)
        body = Body.objects.create(region=region, name=f"Rådet {number}", kind="council")
        Payer.objects.create(region=region, organisation=place, organisation_number="974760673", peppol_id="0192:974760673", buyer_reference=f"REF{number}")
        Meeting.objects.create(body=body, date=dt.date(2030, 1, number), starts_at=dt.time(9, 30), place="Rådhuset")
        Contact.objects.create(region=region, organisation=place, kind="contact", function="Kommunekontakt", mail=f"post{number}@example.test")
        KeyFigure.objects.create(organisation=place, kind="population", date=dt.date(2025, 1, 1), value=10_000 * number, source=source)
        strategy = Strategy.objects.create(region=region, key=f"strategi-{number}", name=f"Strategi {number}")
        area = FocusArea.objects.create(strategy=strategy, number=number, name=f"Satsing {number}")
        Goal.objects.create(area=area, number=number, text="Alle har kompetanse")
        checklist, _ = Checklist.objects.get_or_create(region=region, kind=list(Kind)[number % len(Kind)])
        ChecklistItem.objects.create(checklist=checklist, position=checklist.items.count() + 1, text="Er det penger?")
        ReminderRule.objects.create(region=region, kind=DeadlineKind.values[number], days_before="30,7", every=7, times=2)
        Seat.objects.create(body=body, function="Leder", organisation=place, is_chair=True, valid_from=BEGAN)
    return region
