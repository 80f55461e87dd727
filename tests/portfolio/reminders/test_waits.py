"""What is waited for from a party is a deadline of its own, the very wait that the rules of offers name, and ends as soon as that changes."""

import datetime as dt
from itertools import product
from typing import Any

import pytest

from portfolio.models import Contact
from portfolio.models import DeadlineKind as K
from portfolio.reminders.recipients import People
from portfolio.reminders.sources import SOURCES, Due
from projects.models import FormalDecision, Invitee, Offer
from projects.offering import Binding, Choice, Ruling, Wait, closing_of, wait
from projects.queries.offers import rulings, standing_answers, standing_of
from tests.factories import offers as make
from tests.factories import portfolio, projects
from tests.factories.reminders import at

pytestmark = pytest.mark.django_db
KINDS = {
    Wait.LOCAL_MEETING: K.LOCAL_MEETING,
    Wait.DECISION: K.OWN_DECISION,
    Wait.SIGNATURE: K.SIGNATURE,
    Wait.EXTRACT: K.EXTRACT,
    Wait.CONFIRMATION: K.CONFIRMATION,
}
DECIDED = dt.date(2030, 9, 2)
PAPER = {"extract": "x.pdf", "extract_sha256": "0" * 64, "received_on": dt.date(2030, 9, 20)}


def offered(**fields: Any) -> Offer:
    region = portfolio.region(country="SE", time_zone="Europe/Stockholm", language="sv")
    opened = {"opened_at": at("2030-06-15T10:00"), "closes_at": closing_of(dt.date(2030, 9, 30), "Europe/Stockholm")}
    return make.open_offer(projects.project(region, stage="running"), **opened | fields)


def dues(kind: K, offer: Offer) -> list[Due]:
    return list(SOURCES[kind].between([offer.project.region_id], dt.date(2030, 1, 1), dt.date(2031, 12, 31)))


def days(kind: K, party: Invitee) -> list[str]:
    return [due.due.isoformat() for due in dues(kind, party.offer)]


def test_the_database_finds_the_wait_that_the_rules_name() -> None:
    """Every party that there can be, in each kind of offer."""
    seen = set()
    by = portfolio.user()
    for binding, signs in product(Binding, (False, True)):
        offer = offered(binding=binding.value, asks_signature=signs)
        terms = offer.versions.get()
        Offer.objects.filter(pk=offer.pk).update(binding="intent", asks_signature=False)  # the next version's; what was sent counts
        for said, ruled, is_signed, has_extract, is_confirmed in product([None, *Choice], [None, *Ruling], *[(False, True)] * 3):
            if (ruled is None and (is_signed or has_extract or is_confirmed)) or (is_confirmed and not has_extract):
                continue
            party = make.invitee(offer)
            if said:
                make.answer(party, said, by, version=terms, needs_until=dt.date(2030, 9, 10) if said is Choice.NEEDS_TIME else None)
            if ruled:
                confirmed = {"confirmed_at": at("2030-09-21T10:00"), "confirmed_by": by} if is_confirmed else {}
                given = {"signed_on": DECIDED if is_signed else None} | (PAPER if has_extract else {}) | confirmed
                make.decision(party, ruling=ruled.value, decided_on=DECIDED, **given)
        answers, decided = standing_answers(offer), rulings(offer)
        waits = {each.pk: wait(standing_of(answers.get(each.pk), decided.get(each.pk), False), binding, signs) for each in offer.invitees.all()}
        for each, kind in KINDS.items():
            assert {due.pk for due in dues(kind, offer)} == {pk for pk, what in waits.items() if what is each}, (binding, signs, kind)
        seen |= set(waits.values())
    assert seen == {None, *Wait}


def test_each_wait_has_its_day() -> None:
    party = make.invitee(offered(binding="formal", asks_signature=True))
    first = make.answer(party, "joins")
    assert days(K.OWN_DECISION, party) == ["2030-09-30"]
    make.answer(party, "needs_time", needs_until=dt.date(2030, 9, 10), replaces=first)
    assert (days(K.OWN_DECISION, party), days(K.LOCAL_MEETING, party)) == ([], ["2030-09-10"])
    decision = make.decision(party, ruling="postponed", decided_on=DECIDED)
    assert days(K.LOCAL_MEETING, party) == ["2030-09-10"]  # the contact knows of a later meeting
    FormalDecision.objects.update(decided_on=dt.date(2030, 9, 10))
    assert days(K.LOCAL_MEETING, party) == ["2030-10-08"]  # it was postponed there: asked again in four weeks
    FormalDecision.objects.filter(pk=decision.pk).update(ruling="yes", decided_on=DECIDED)
    assert [days(kind, party) for kind in KINDS.values()] == [[], [], ["2030-09-30"], [], []]
    FormalDecision.objects.update(signed_on=dt.date(2030, 9, 12))
    assert [days(kind, party) for kind in KINDS.values()] == [[], [], [], ["2030-10-10"], []]
    FormalDecision.objects.update(**PAPER)
    assert [days(kind, party) for kind in KINDS.values()] == [[], [], [], [], ["2030-09-27"]]
    FormalDecision.objects.update(confirmed_at=at("2030-09-21T10:00"), confirmed_by=portfolio.user())
    assert [days(kind, party) for kind in KINDS.values()] == [[], [], [], [], []]


def test_a_party_owes_its_papers_and_the_office_their_confirmation() -> None:
    party = make.invitee(offered(binding="formal"))
    make.decision(party, decided_on=DECIDED)
    [due] = dues(K.EXTRACT, party.offer)
    assert (due.organisation, due.title) == (party.organisation_id, f"{party.organisation}: {party.offer.title}")
    FormalDecision.objects.update(**PAPER)
    [due] = dues(K.CONFIRMATION, party.offer)
    office = portfolio.person_with("coordinator", party.offer.project.region)
    assert People([due.region], DECIDED).rungs(due, SOURCES[K.CONFIRMATION].owes) == ((f"u{office.pk}",),)


def test_nobody_is_reminded_of_what_came_to_nothing() -> None:
    party = make.invitee(offered(binding="formal"))
    make.decision(party, decided_on=DECIDED)
    Invitee.objects.update(withdrawn_at=at("2030-09-21T10:00"))
    assert days(K.EXTRACT, party) == []
    Invitee.objects.update(withdrawn_at=None)
    ended = {"state": "concluded", "closed_at": at("2030-10-01T10:00"), "concluded_at": at("2030-10-02T10:00"), "concluded_by": portfolio.user()}
    Offer.objects.update(**ended, outcome="starts")
    assert days(K.EXTRACT, party) == ["2030-09-30"]


def test_whoever_speaks_for_the_party_in_this_is_told_and_no_other_of_its_contacts() -> None:
    party = make.invitee(offered(binding="formal"))
    row = {"region": party.offer.project.region, "organisation": party.organisation, "function": "Direktör"}
    first, second = (Contact.objects.create(**row, kind="contact", order=turn, mail=f"k{turn}@horby.example") for turn in (1, 2))
    mailbox = Contact.objects.create(**row, kind="mailbox", mail="post@horby.example")

    def told() -> list[tuple[str, ...]]:
        [due] = dues(K.OFFER, party.offer)
        return list(People([due.region], dt.date(2030, 9, 1)).rungs(due, SOURCES[K.OFFER].owes))

    assert told() == [(f"c{first.pk}",), (f"c{mailbox.pk}",)]
    Invitee.objects.update(contact=second)
    assert told() == [(f"c{second.pk}",), (f"c{mailbox.pk}",)]
    Contact.objects.filter(pk=second.pk).update(came_back_from=second.mail)
    assert told() == [(f"c{first.pk}",), (f"c{mailbox.pk}",)]
