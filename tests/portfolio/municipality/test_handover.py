"""A contact leaves: the office sees what hangs on it, and hands all of it to another in one act."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portfolio.access.roles import Role
from portfolio.models import Contact, Delivery, Organisation, Region, User
from projects.models import AnswerLink, Invitee
from tests.factories import offers, portfolio, projects

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def region() -> Region:
    return portfolio.region("dalen", language="en-gb")


@pytest.fixture
def ada() -> Organisation:
    return portfolio.municipality("Ada")


@pytest.fixture
def office(region: Region) -> User:
    return portfolio.person_with(Role.COORDINATOR, region)


@pytest.fixture
def old(region: Region, ada: Organisation) -> Contact:
    return contact(region, ada, "gammel", valid_from=dt.date(2020, 1, 1))


@pytest.fixture
def new(region: Region, ada: Organisation) -> Contact:
    return contact(region, ada, "ny", kind="deputy")


def contact(region: Region, organisation: Organisation, name: str, **fields: Any) -> Contact:
    row = {"kind": "contact", "function": name.capitalize(), "mail": f"{name}@ada.example"} | fields
    return Contact.objects.create(region=region, organisation=organisation, **row)


def invited(region: Region, organisation: Organisation, who: Contact | None, **fields: Any) -> Invitee:
    made = offers.invitee(offers.open_offer(projects.project(region), **fields), organisation, contact=who, address="gammel@ada.example")
    offers.link(made)
    return made


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def url_of(who: Contact) -> str:
    return f"/{who.region.slug}/municipalities/{who.organisation_id}/handover/{who.pk}/"


def hidden(page: Any) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode().partition("</h1>")[2]))


def test_what_hangs_on_a_contact_is_told_and_changes_nothing(region, ada, office, old, new):
    mine, by_hand = invited(region, ada, old, title="Arkiv"), invited(region, ada, None, title="Skole")
    invited(region, ada, new, title="Den nyes")
    invited(portfolio.region(), ada, None, title="Annen region")
    invited(region, portfolio.municipality(), None, title="Annen kommune")
    draft = offers.invitee(offers.offer(projects.project(region), title="Utkast"), ada, contact=old)
    user = portfolio.user("gammel@ada.example", name="Kari Gammel")
    portfolio.grant(user, region, Role.CONTACT, organisation=ada)
    before = list(Invitee.objects.values()), list(Contact.objects.values())
    page = signed_in(office).get(url_of(old))
    found = page.context["found"]
    assert ([each.pk for each in found.invitees], [each.user for each in found.grants], found.others) == ([mine.pk, by_hand.pk], [user], [new])
    assert draft.pk not in [each.pk for each in found.invitees]
    assert "checked" not in page.content.decode()
    assert (list(Invitee.objects.values()), list(Contact.objects.values())) == before


def test_all_of_it_goes_to_another_in_one_act_after_a_look(region, ada, office, old, new):
    rows = [invited(region, ada, old, title=title) for title in ("Arkiv", "Skole")]
    offers.answer(rows[0])
    client, url = signed_in(office), url_of(old)
    look = client.post(url, {"to": new.pk, "last_day": TODAY.isoformat(), "do": "look"})
    assert (look.status_code, Contact.objects.get(pk=old.pk).valid_to, Delivery.objects.count()) == (200, None, 0)
    sent = hidden(look) | {"do": "hand"}
    assert client.post(url, sent).status_code == 303
    assert client.post(url, sent).status_code == 303  # pressed twice
    old.refresh_from_db()
    assert (old.valid_to, old.history.first().history_user) == (TODAY, office)
    for row in rows:
        row.refresh_from_db()
        assert (row.contact, row.address, row.history.first().history_user) == (new, "ny@ada.example", office)
        assert [(each.to_address, each.revoked_because) for each in row.links.order_by("pk")] == [("gammel@ada.example", "contact"), ("ny@ada.example", "")]
    assert sorted(Delivery.objects.values_list("to_address", flat=True)) == [
        "gammel@ada.example",
        "gammel@ada.example",
        "ny@ada.example",
        "ny@ada.example",
    ]  # the former is told
    assert rows[0].answers.count() == 1


def test_nobody_and_no_day_are_asked_for_at_their_fields(region, ada, office, old, new):
    invited(region, ada, old)
    page = signed_in(office).post(url_of(old), {"last_day": "2019-12-31", "do": "hand"})
    html = page.content.decode()
    assert page.status_code == 422
    assert [words for words in ("Choose who takes over.", "Choose a day on or after the first one.", 'value="2019-12-31"') if words not in html] == []
    stranger = contact(region, portfolio.municipality(), "fremmed")
    assert signed_in(office).post(url_of(old), {"to": stranger.pk, "last_day": TODAY.isoformat(), "do": "hand"}).status_code == 422
    assert Contact.objects.get(pk=old.pk).valid_to is None


def test_what_has_moved_since_the_look_is_looked_at_once_more(region, ada, office, old, new):
    invited(region, ada, old)
    client, url = signed_in(office), url_of(old)
    sent = hidden(client.post(url, {"to": new.pk, "last_day": TODAY.isoformat(), "do": "look"})) | {"do": "hand"}
    invited(region, ada, old)
    page = client.post(url, sent)
    assert (page.status_code, "Nothing was handed over" in page.content.decode()) == (409, True)
    assert (Contact.objects.get(pk=old.pk).valid_to, AnswerLink.objects.filter(revoked_at__isnull=False).count()) == (None, 0)


def test_without_another_contact_it_says_what_to_do_first(region, ada, office, old):
    contact(region, ada, "borte", kind="deputy", came_back_from="borte@ada.example")
    html = signed_in(office).get(url_of(old)).content.decode()
    assert f"/dalen/register/edit/contacts/new/?organisation={ada.pk}" in html
    assert 'name="to"' not in html


def test_a_contact_that_has_ended_already_still_hands_over_what_hangs_on_it(region, ada, office, old, new):
    row = invited(region, ada, old)
    Contact.objects.filter(pk=old.pk).update(valid_to=TODAY - dt.timedelta(days=3))
    client, url = signed_in(office), url_of(old)
    day = (TODAY - dt.timedelta(days=3)).isoformat()
    assert f'value="{day}"' in client.get(url).content.decode()
    client.post(url, hidden(client.post(url, {"to": new.pk, "last_day": day, "do": "look"})) | {"do": "hand"})
    row.refresh_from_db()
    assert row.contact == new


def test_only_the_office_hands_over_and_only_its_own(region, ada, office, old, new):
    other = portfolio.municipality()
    for who, status in (
        (portfolio.person_with(Role.READER, region), 403),
        (portfolio.person_with(Role.CONTACT, region, ada), 403),
        (portfolio.person_with(Role.COORDINATOR, portfolio.region()), 404),
    ):
        assert signed_in(who).get(url_of(old)).status_code == status
    assert signed_in(office).get(f"/dalen/municipalities/{other.pk}/handover/{old.pk}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_look_asks_as_often_whatever_it_shows(django_assert_num_queries, region, ada, office, old, new, rows):
    for _ in range(rows):
        invited(region, ada, old)
    client = signed_in(office)
    client.get(url_of(old))
    with django_assert_num_queries(10):
        assert len(client.get(url_of(old)).context["found"].invitees) == rows
