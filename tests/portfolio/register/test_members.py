"""Roles are given, changed and ended with a reason; a region keeps an administrator; an address says nothing of accounts elsewhere."""

import datetime as dt
import re
import threading
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portfolio.access.roles import Role
from portfolio.models import Invitation, Region, RoleGrant, User
from portfolio.queries.members import administered
from portfolio.register.member_forms import GrantForm
from portfolio.register.member_views import change, end_now, ending
from portfolio.register.saving import Editing, save, shown
from tests.factories import mail, portfolio

P_EDIT = "members.edit"


@pytest.fixture
def region(db: None) -> Region:
    return portfolio.region("fjordane")


@pytest.fixture
def admin(region: Region) -> User:
    return portfolio.person_with(Role.ADMIN, region, name="Ada Admin")


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def address(name: str, region: Region, *more: int) -> str:
    return reverse(name, args=[region.slug, *more])


def typed(grant: RoleGrant, **fields: str) -> dict[str, str]:
    form = GrantForm(None, grant=grant)
    stands = {"role": grant.role, "organisation": "", "valid_from": str(grant.valid_from), "valid_to": str(grant.valid_to or ""), "reason": "Ny stilling"}
    return stands | {"shown": shown(form), "do": "save"} | fields


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


# ---- giving ------------------------------------------------------------------
def test_an_account_elsewhere_and_no_account_at_all_look_the_same(region: Region, client: Client) -> None:
    portfolio.person_with(Role.READER, portfolio.region(), email="elsewhere@example.test")
    pages = []
    for email in ("elsewhere@example.test", "nobody@example.test"):
        wanted = {"email": email, "name": "Kari", "role": "reader", "language": "nb"}
        response = client.post(address("member-new", region), wanted, follow=True)
        text = re.sub(r'value="[^"]*"|invitation\d+|/\d+/|elsewhere@|nobody@', "", response.content.decode())
        pages.append(text.count("Kari"))
        assert "An invitation is on its way to" in response.content.decode()
    assert pages == [1, 2]
    assert list(Invitation.objects.order_by("pk").values_list("email", flat=True)) == ["elsewhere@example.test", "nobody@example.test"]
    assert RoleGrant.objects.filter(region=region).count() == 1


def test_whoever_had_a_role_here_gets_the_new_one_at_once(region: Region, client: Client, admin: User) -> None:
    person = portfolio.user("kari@example.test")
    portfolio.grant(person, region, Role.READER, valid_to=dt.date(2020, 1, 1))
    place = portfolio.municipality("Gloppen")
    wanted = {"email": "Kari@Example.test", "name": "Kari", "role": "contact", "organisation": "gloppen", "language": "nb"}
    client.post(address("member-new", region), wanted)
    given = RoleGrant.objects.get(user=person, role=Role.CONTACT)
    assert (given.organisation, given.valid_from, given.valid_to, given.history.get().history_user) == (place, timezone.localdate(), None, admin)
    assert Invitation.objects.count() == 0
    again = client.post(address("member-new", region), wanted)
    assert (again.status_code, errors(again)) == (422, {"role": ["The person holds this role already, without an end."]})


def test_a_second_invitation_to_one_address_is_refused_with_what_to_do(region: Region, client: Client) -> None:
    mail.invitation(region, email="kari@example.test")
    again = client.post(address("member-new", region), {"email": "kari@example.test", "name": "Kari", "role": "reader", "language": "nb"})
    assert errors(again) == {"email": ["An invitation to this address is open already. Send that one again, or withdraw it first."]}
    assert 'value="Kari"' in again.content.decode()


def test_posted_twice_it_is_one_invitation(region: Region, client: Client) -> None:
    wanted = {"email": "kari@example.test", "name": "Kari", "role": "reader", "language": "nb", "key": "0b7cf1b4-3df6-4c0f-9c0a-111111111111"}
    for _ in range(2):
        assert client.post(address("member-new", region), wanted).status_code == 303
    assert Invitation.objects.get().deliveries.count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"email": ""}, {"email": ["Write your mail address."]}),
        ({"role": "king"}, {"role": ["Choose one of the list."]}),
        ({"role": "contact"}, {"organisation": ["Write which municipality the person is a contact for."]}),
        ({"organisation": "Gloppen"}, {"organisation": ["Leave this empty: only a municipal contact belongs to one municipality."]}),
    ],
)
def test_what_is_wrong_is_said_at_the_field(region: Region, client: Client, fields: dict[str, str], wrong: Any) -> None:
    portfolio.municipality("Gloppen")
    wanted = {"email": "kari@example.test", "name": "Kari", "role": "reader", "language": "nb", "organisation": ""}
    response = client.post(address("member-new", region), wanted | fields)
    assert (response.status_code, errors(response)) == (422, wrong)


# ---- changing and ending -------------------------------------------------------
def test_a_role_changes_with_a_reason_and_can_be_brought_back(region: Region, client: Client, admin: User) -> None:
    grant = portfolio.grant(portfolio.user(), region, Role.READER)
    url = address("member", region, grant.pk)
    assert errors(client.post(url, typed(grant, role="coordinator", reason=""))) == {"reason": ["Say in a few words why the role changes."]}
    assert client.post(url, typed(grant, role="coordinator")).status_code == 303
    grant.refresh_from_db()
    line = grant.history.first()
    assert (grant.role, line.history_change_reason, line.history_user) == ("coordinator", "Ny stilling", admin)
    client.post(address("member-undo", region, line.history_id))
    grant.refresh_from_db()
    assert (grant.role, grant.history.count()) == ("reader", 3)


def test_ended_now_it_holds_no_longer_today(region: Region, client: Client) -> None:
    old, new = (portfolio.grant(portfolio.user(), region, Role.READER, valid_from=day) for day in (portfolio.LONG_AGO, timezone.localdate()))
    for grant in (old, new):
        assert client.post(address("member", region, grant.pk), {"shown": typed(grant)["shown"], "do": "end", "reason": "Sluttet"}).status_code == 303
    old.refresh_from_db()
    assert old.valid_to == timezone.localdate() - dt.timedelta(days=1)
    assert not RoleGrant.objects.filter(pk=new.pk).exists()
    assert RoleGrant.history.filter(id=new.pk).first().history_change_reason == "Sluttet"


def test_two_editors_see_both_and_nothing_is_lost(region: Region, client: Client) -> None:
    grant = portfolio.grant(portfolio.user(), region, Role.READER)
    mine = typed(grant, valid_to="2031-01-31")
    grant.role = Role.COORDINATOR
    grant.save()
    response = client.post(address("member", region, grant.pk), mine)
    assert response.status_code == 409
    assert [(pair.label, pair.theirs, pair.mine, pair.change.value) for pair in response.context["pairs"] if pair.change.value != "none"] == [
        ("Role", "Regional coordinator", "Regional coordinator", "theirs"),
        ("To", "–", "31\xa0January\xa02031", "mine"),
    ]
    over = dict(response.context["typed"]) | {"shown": response.context["shown"], "do": response.context["do"]}
    assert client.post(address("member", region, grant.pk), over).status_code == 303
    grant.refresh_from_db()
    assert (grant.role, grant.valid_to) == ("coordinator", dt.date(2031, 1, 31))


# ---- the last administrator ------------------------------------------------------
LAST = ["The region would be left without an administrator. Give somebody else the role first, without an end."]
TOMORROW = str(timezone.localdate() + dt.timedelta(days=1))


@pytest.mark.parametrize(
    "fields", [{"do": "end"}, {"role": "reader"}, {"valid_to": "2050-01-01"}, {"valid_from": TOMORROW}], ids=["end", "demote", "end date", "later"]
)
def test_the_last_administrator_stays(region: Region, client: Client, admin: User, fields: dict[str, str]) -> None:
    portfolio.person_with(Role.ADMIN, region, is_active=False)
    portfolio.grant(portfolio.user(), region, Role.ADMIN, valid_to=timezone.localdate())
    portfolio.person_with(Role.ADMIN, portfolio.region())
    grant = RoleGrant.objects.get(user=admin)
    before = RoleGrant.objects.filter(pk=grant.pk).values().get()
    response = client.post(address("member", region, grant.pk), typed(grant, **fields))
    assert (response.status_code, errors(response)) == (422, {"__all__": LAST})
    assert RoleGrant.objects.filter(pk=grant.pk).values().get() == before
    assert grant.history.count() == 1


def test_with_a_second_one_the_first_may_go(region: Region, client: Client, admin: User) -> None:
    portfolio.person_with(Role.ADMIN, region)
    grant = RoleGrant.objects.get(user=admin)
    assert client.post(address("member", region, grant.pk), typed(grant, do="end")).status_code == 303
    assert client.get(address("members", region)).status_code == 404


def test_undo_does_not_take_the_last_one_either(region: Region, client: Client, admin: User) -> None:
    second = portfolio.person_with(Role.READER, region)
    grant = RoleGrant.objects.get(user=second)
    client.post(address("member", region, grant.pk), typed(grant, role="admin"))
    line = grant.history.first()
    own = RoleGrant.objects.get(user=admin)
    client.post(address("member", region, own.pk), typed(own, do="end"))
    client.force_login(second)
    response = client.post(address("member-undo", region, line.history_id))
    assert said(response)[-1:] == LAST
    grant.refresh_from_db()
    assert grant.role == "admin"


class Leaver(threading.Thread):
    """An administrator who ends a role when the barrier opens."""

    def __init__(self, by: User, grant: RoleGrant, line: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self.by, self.grant, self.line = by, grant, line
        self.outcome = ""

    def run(self) -> None:
        try:
            region = Region.objects.get(pk=self.grant.region_id)
            data = {"shown": typed(self.grant)["shown"], "do": "end", "reason": "Slutter"}

            def form(held: Region, given: Any) -> GrantForm:
                found = RoleGrant.objects.select_related("user", "region").get(pk=self.grant.pk, region=held)
                return GrantForm(ending(given, found) if given else None, grant=found)

            self.line.wait(30)
            done = save(Editing(P_EDIT, "", "/", form, end_now), region, data, self.by)  # type: ignore[arg-type]
            self.outcome = "ended" if done.entry else str(done.form.errors.get("__all__", ["?"])[0])
        except PermissionDenied:
            self.outcome = "no right any more"
        finally:
            close_old_connections()
            connections.close_all()


@pytest.mark.django_db(transaction=True)
@pytest.mark.embedded
@pytest.mark.parametrize("whose", ["own", "each other's"])
def test_two_administrators_cannot_both_go(whose: str) -> None:
    for _ in range(10):
        region = portfolio.region()
        people = [portfolio.person_with(Role.ADMIN, region) for _ in range(2)]
        grants = [RoleGrant.objects.get(user=person) for person in people]
        line = threading.Barrier(2)
        leavers = [Leaver(person, grant, line) for person, grant in zip(people, grants if whose == "own" else grants[::-1], strict=True)]
        for leaver in leavers:
            leaver.start()
        for leaver in leavers:
            leaver.join(60)
        refused = LAST[0] if whose == "own" else "no right any more"
        assert sorted(leaver.outcome for leaver in leavers) == sorted(["ended", refused])
        assert administered(region, timezone.localdate()) == 2


# ---- the page --------------------------------------------------------------------
def test_everybody_stands_where_they_belong(region: Region, client: Client) -> None:
    for name, fields in (("Nina Nå", {}), ("Siri Snart", {"valid_from": dt.date(2099, 1, 1)}), ("Fred Før", {"valid_to": dt.date(2020, 1, 1)})):
        portfolio.grant(portfolio.user(name=name), region, Role.READER, **fields)
    mail.invitation(region, name="Ina Invitert")
    found = client.get(address("members", region)).context["members"]
    assert [[grant.user.name for grant in part] for part in (found.now[1:], found.later, found.ended)][1:] == [["Siri Snart"], ["Fred Før"]]
    assert "Nina Nå" in [grant.user.name for grant in found.now]


def test_a_coordinator_reads_and_changes_nothing(region: Region) -> None:
    client, grant = Client(), portfolio.grant(portfolio.user(), region, Role.READER)
    client.force_login(portfolio.person_with(Role.COORDINATOR, region))
    page = client.get(address("members", region)).content.decode()
    assert (address("member", region, grant.pk) in page, address("member-new", region) in page) == (False, False)
    assert client.post(address("member", region, grant.pk), typed(grant)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_whatever_it_shows(region: Region, client: Client, admin: User, django_assert_num_queries: Any, rows: int) -> None:
    for _ in range(rows):
        portfolio.person_with(Role.CONTACT, region)
        mail.invitation(region, by=admin)
    with django_assert_num_queries(8):
        assert client.get(address("members", region)).status_code == 200


def test_changing_is_storing(region: Region) -> None:
    """The two writers that the page chooses between are told apart by what they store."""
    grant = portfolio.grant(portfolio.user(), region, Role.READER)
    form = GrantForm(typed(grant, valid_to="2050-01-01"), grant=grant)
    assert form.is_valid()
    assert change(form, portfolio.user()).valid_to == dt.date(2050, 1, 1)


@pytest.mark.parametrize("page", ["new/", "{grant}/"])
def test_the_menu_says_where_one_is(region: Region, client: Client, admin: User, page: str) -> None:
    content = client.get(f"/fjordane/register/members/{page.format(grant=admin.grants.get().pk)}").content.decode()
    assert re.findall(r'aria-current="true">([^<]+)</a>', content) == ["Register", "People"]
