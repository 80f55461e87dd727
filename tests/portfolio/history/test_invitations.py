"""Who was invited by whom, and what became of it, stands in the region's history."""

import html
import re

import pytest
from django.utils import timezone, translation

from portfolio.access.roles import Role
from portfolio.actions import invitations
from portfolio.history import page
from portfolio.models import Region, User
from tests.factories import mail, portfolio

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    return portfolio.region("fjordane", name="Fjordane")


@pytest.fixture
def by(region: Region) -> User:
    return portfolio.person_with(Role.ADMIN, region, name="Kari")


def told(region: Region, by: User, what: str) -> list[tuple[str, list[str], str]]:
    found = page.region_history(by, region, {"what": what}).told
    plain = [(html.unescape(re.sub(r"<[^>]+>", "", str(each.sentence))), each) for each in found]
    return [(sentence, [html.unescape(re.sub(r"<[^>]+>", "", row)) for row in each.rows], each.reason) for sentence, each in plain]


def test_an_invitation_that_is_sent_again_and_withdrawn(region, by):
    second = portfolio.person_with(Role.ADMIN, region, name="Ola")
    it = mail.invitation(region, by=by, email="ny@example.test", name="Ny Person", role=Role.ADMIN)
    invitations.send_again(invitation=it, by=second, at=timezone.now())
    invitations.withdraw(invitation=it, by=second, at=timezone.now())
    assert told(region, by, "invitations") == [
        ("Ola withdrew the invitation of “Ny Person” to be region administrator.", [], ""),
        ("Ola sent the invitation of “Ny Person” to be region administrator again, with a new link.", [], ""),
        ("Kari sent the invitation of “Ny Person” to be region administrator.", ["“mail address”: ny@example.test", "“language of the mail”: English"], ""),
    ]


def test_the_role_that_comes_of_it_is_given_by_who_invited(region, by):
    newcomer = portfolio.user(name="Ny Person")
    it = mail.invitation(region, by=by, name="Ny Person", role=Role.COORDINATOR)
    with translation.override("nb"):
        invitations.accept(invitation=it, user=newcomer, at=timezone.now(), today=timezone.localdate())
    assert told(region, by, "invitations")[0] == ("Ny Person accepted the invitation of “Ny Person” to be regional coordinator.", [], "")
    sentence, _rows, reason = told(region, by, "grants")[0]
    assert (sentence, reason) == ("Kari added the role of “Ny Person”.", "the invitation was accepted")
