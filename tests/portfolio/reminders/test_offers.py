"""Offers as deadlines: the party is reminded by its link until it has answered, the office when the day has passed and nobody has closed."""

import datetime as dt

import pytest

from portfolio.access.roles import Role
from portfolio.deliveries import writing
from portfolio.models import Contact, Delivery, Reminder
from portfolio.reminders.sources import SOURCES
from projects.actions.links import issue, token_in
from projects.models import Invitee, Offer
from projects.offering import closing_of
from tests.factories import offers as make
from tests.factories import portfolio, projects
from tests.factories.reminders import at

pytestmark = pytest.mark.django_db
LAST_DAY = dt.date(2030, 9, 30)


def asked() -> Invitee:
    region = portfolio.region(country="SE", time_zone="Europe/Stockholm", language="sv")
    offer = make.open_offer(projects.project(region, stage="running"), opened_at=at("2030-06-15T10:00"), closes_at=closing_of(LAST_DAY, "Europe/Stockholm"))
    party = make.invitee(offer)
    row = {"region": region, "organisation": party.organisation, "kind": "contact", "function": "Direktör", "mail": party.address}
    party.contact = Contact.objects.create(**row)
    return party


def dues(kind: str, party: Invitee) -> list[tuple[dt.date, int | None]]:
    found = SOURCES[kind].between([party.offer.project.region_id], dt.date(2030, 1, 1), dt.date(2030, 12, 31))
    return [(due.due, due.organisation) for due in found]


def test_the_last_day_is_the_deadline_of_each_party_and_of_the_office():
    party = asked()
    assert dues("offer", party) == [(LAST_DAY, party.organisation_id)]
    assert dues("offer_closing", party) == [(LAST_DAY, None)]


@pytest.mark.parametrize("choice", ["joins", "declines", "needs_time"])
def test_whoever_has_answered_is_not_reminded(choice):
    party = asked()
    make.answer(party, choice, needs_until=dt.date(2030, 9, 1) if choice == "needs_time" else None)
    assert (dues("offer", party), len(dues("offer_closing", party))) == ([], 1)


def test_what_is_closed_or_withdrawn_is_no_deadline():
    party = asked()
    Invitee.objects.filter(pk=party.pk).update(withdrawn_at=at("2030-07-01T10:00"))
    assert dues("offer", party) == []
    Offer.objects.filter(pk=party.offer_id).update(state="closed", closed_at=at("2030-10-01T10:00"))
    assert dues("offer_closing", party) == []


def test_a_contact_without_account_is_reminded_with_the_link_that_answers():
    party = asked()
    portfolio.person_with(Role.COORDINATOR, party.offer.project.region)
    link = issue(invitee=party, to_name="", to_address=party.address, by=None, at=at("2030-06-15T10:00"))
    row = {"key": "r", "region": party.offer.project.region, "kind": "digest", "asked_at": at("2030-09-23T08:30"), "next_at": at("2030-09-23T08:30")}
    mail = Delivery.objects.create(**row, until=at("2030-09-30T08:30"), to_address=party.address, language="en-gb", subject="x")
    reminder = {"key": "r", "region": party.offer.project.region, "kind": "offer", "object_key": str(party.pk), "title": "x", "due_on": LAST_DAY, "step": -7}
    Reminder.objects.create(**reminder, contact=party.contact, due_at=at("2030-09-23T08:30"), state="posted", delivery=mail)
    read = writing.material_for([mail])
    assert writing.lines.page_of(mail, writing.lines.lines_of(mail, dt.date(2030, 9, 23), read.reminders)) == f"/answer/open/{token_in(link)}/"
