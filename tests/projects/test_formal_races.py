"""Two at once over the decision of a party's body: one of a meeting, and none is confirmed that was changed in that moment."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from portfolio.access.roles import Role
from portfolio.actions.rows import Refused
from projects.actions import formal
from projects.actions.formal import Ruled, seen_of
from projects.actions.offers import Moved
from projects.models import FormalDecision
from projects.offering import Ruling
from tests.factories import offers as make
from tests.factories import portfolio, projects
from tests.factories.at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.embedded]
ROUNDS = 6
SAID = Ruled(Ruling.YES, "KS", dt.date(2026, 9, 1))


@pytest.fixture
def by() -> Any:
    region = portfolio.region()
    person = portfolio.person_with(Role.COORDINATOR, region)
    person.home = region
    return person


def test_of_one_meeting_there_is_one_decision(by):
    for _ in range(ROUNDS):
        invitee = make.invitee(make.open_offer(projects.project(by.home)))
        found = at_once([lambda invitee=invitee: formal.record(invitee=invitee, said=SAID, by=by)] * 3)
        assert (len({row.pk for row, _is_new in found}), sorted(is_new for _row, is_new in found)) == (1, [False, False, True])


def test_nothing_is_confirmed_that_changes_in_that_moment(by):
    seen = Counter[str]()
    for _ in range(ROUNDS):
        made = make.decision(make.invitee(make.open_offer(projects.project(by.home))), extract="x", extract_sha256="0", received_on=dt.date(2026, 9, 12))
        shown = seen_of(made)

        def confirms(made: FormalDecision = made, shown: str = shown) -> str:
            try:
                return "confirmed" if formal.confirm(decision=made, seen=shown, by=by).confirmed_at else ""
            except Moved:
                return "moved"

        def changes(made: FormalDecision = made, shown: str = shown) -> str:
            try:
                return formal.change(decision=made, said=Ruled(Ruling.NO, "KS", made.decided_on), seen=shown, by=by).ruling
            except (Moved, Refused):
                return "too late"

        found = at_once([confirms, changes])
        made.refresh_from_db()
        assert (found, made.ruling) in ((["confirmed", "too late"], "yes"), (["moved", "no"], "no"))
        seen[found[0]] += 1
    assert seen.total() == ROUNDS
