"""Two at once: an answer and the close, two answers, an answer and other terms, an answer and another contact. What was counted is always what had come."""

import os
import time
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from portfolio.access.roles import Role
from portfolio.actions.rows import Refused
from portfolio.models import Contact, Delivery
from projects.actions.answers import Changed, Said, answer_by_link
from projects.actions.closing import close
from projects.actions.links import Gone, replace_contact
from projects.actions.offers import change
from projects.models import Answer, AnswerLink, Invitee, Offer, Tally
from projects.offering import Choice, fingerprint
from projects.queries.offers import own_terms, standing_answer
from tests.factories import offers as make
from tests.factories import portfolio, projects
from tests.factories.at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.embedded]
ROUNDS = int(os.environ.get("ROUNDS", "200"))
FEW = max(ROUNDS // 50, 4)
APART = 0.004
"""Seconds by which one side begins later, now the one and now the other, so that both orders are seen."""


@pytest.fixture
def by() -> Any:
    region = portfolio.region()
    person = portfolio.person_with(Role.COORDINATOR, region)
    person.home = region
    return person


def open_offer(by: Any) -> tuple[Offer, Invitee, AnswerLink]:
    offer = make.open_offer(projects.project(by.home))
    invitee = make.invitee(offer)
    return offer, invitee, make.link(invitee)


def says(link: AnswerLink, choice: Choice, key: uuid.UUID | None = None) -> tuple[Answer, bool] | str:
    said = Said(choice, "Kim", "Kommundirektör", "Delegation")
    try:
        return answer_by_link(link=link, version=1, said=said, shown_sha256="a" * 64, key=key or uuid.uuid4())
    except Changed:
        return "changed"
    except Gone:
        return "gone"


def later(deed: Callable[[], Any], seconds: float) -> Callable[[], Any]:
    def run() -> Any:
        time.sleep(seconds)
        return deed()

    return run


def staggered(turn: int, first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    lag = (turn % 5) * APART / 4  # 0 … APART
    return at_once([later(first, lag), later(second, APART - lag)])


def test_what_is_counted_at_closing_is_what_had_come(by, capsys):
    seen, wrong = Counter[str](), 0
    for turn in range(ROUNDS):
        offer, invitee, link = open_offer(by)
        make.answer(invitee, by=by)
        (given, _), counted = staggered(turn, lambda link=link: says(link, Choice.DECLINES), lambda offer=offer: close(offer=offer, by=by))
        standing = standing_answer(invitee)
        assert standing and (given.is_late or standing == given)
        wrong += counted.counted[0]["answer"] != standing.pk or counted.counted[0]["choice"] != standing.choice
        seen["late" if given.is_late else "counted"] += 1
    with capsys.disabled():
        print(f"\nanswer against close: {ROUNDS} rounds, {dict(seen)}, {wrong} wrong counts")
    assert (wrong, set(seen)) == (0, {"late", "counted"})


def test_two_answers_at_once_are_one_chain_and_a_form_posted_twice_is_one_answer(by):
    for _ in range(FEW):
        _offer, invitee, link = open_offer(by)
        found = at_once([lambda link=link, each=each: says(link, each) for each in (Choice.JOINS, Choice.DECLINES, Choice.JOINS)])
        chain = [standing_answer(invitee)]
        while chain[-1].replaces:
            chain.append(chain[-1].replaces)
        assert {each.pk for each in chain} == {given.pk for given, _is_new in found}
        key = uuid.uuid4()
        twice = at_once([lambda link=link, key=key: says(link, Choice.JOINS, key)] * 3)
        assert (len({given.pk for given, _is_new in twice}), sorted(is_new for _given, is_new in twice)) == (1, [False, False, True])
        assert Answer.objects.filter(invitee=invitee).count() == 4


def test_nobody_answers_terms_that_have_changed(by):
    seen = Counter[str]()
    for turn in range(FEW * 5):
        offer, invitee, link = open_offer(by)
        terms = {"offer": own_terms(offer), "turn": turn}
        found, version = staggered(
            turn, lambda link=link: says(link, Choice.JOINS), lambda offer=offer, terms=terms: change(offer=offer, terms=terms, shown=fingerprint(terms), by=by)
        )
        standing = standing_answer(invitee)
        assert version.number == 2
        assert (found == "changed") == (standing is None)
        assert standing is None or standing.version.number == 1
        seen["changed" if standing is None else "before"] += 1
    assert set(seen) == {"changed", "before"}


def test_whoever_no_longer_speaks_for_the_party_does_not_answer(by):
    seen = Counter[str]()
    for turn in range(FEW * 5):
        _offer, invitee, link = open_offer(by)
        row = {"region": by.home, "organisation": invitee.organisation, "kind": "contact", "function": "Direktør", "mail": f"ny{turn}@horby.example"}
        contact = Contact.objects.create(**row)
        found, new = staggered(
            turn,
            lambda link=link: says(link, Choice.JOINS),
            lambda invitee=invitee, contact=contact: replace_contact(invitee=invitee, contact=contact, by=by, at=timezone.now()),
        )
        assert (found == "gone") == (standing_answer(invitee) is None)
        assert AnswerLink.objects.get(invitee=invitee, revoked_at__isnull=True) == new
        seen["gone" if found == "gone" else "before"] += 1
    assert set(seen) == {"gone", "before"}


def test_two_who_close_at_once_count_once(by):
    for _ in range(FEW):
        offer, invitee, _link = open_offer(by)
        make.answer(invitee, by=by)
        counts = at_once([lambda offer=offer: close(offer=offer, by=by)] * 2)
        assert counts[0] == counts[1] == Tally.objects.get(offer=offer)


def test_two_versions_at_once_are_two_or_one_is_refused(by):
    for _ in range(FEW):
        offer, invitee, _link = open_offer(by)
        terms = {"offer": own_terms(offer), "cost": "2"}

        def changes(offer: Offer = offer, terms: Any = terms) -> str:
            try:
                return str(change(offer=offer, terms=terms, shown=fingerprint(terms), by=by).number)
            except Refused:
                return "refused"

        assert sorted(at_once([changes] * 2)) == ["2", "refused"]
        assert Delivery.objects.filter(of_offer__invitee=invitee).count() == 1
