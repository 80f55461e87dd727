"""A draft is edited, chosen for, thrown away and brought back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from costsharing.models import Scenario
from portfolio.access.roles import Role
from portfolio.models import Delivery, RegionMembership
from projects.models import ChosenParty, Invitee, Offer
from tests.factories import portfolio, projects
from tests.portfolio.offers.deeds import RULE, Office, hidden, says

pytestmark = pytest.mark.django_db
FORM = {"title": "e-arkiv", "binding": "formal", "last_day": "2099-09-30", "silence": "declines", "who": "everybody", "text": "Hej!", "do": "save"}
LIMITS = {"least_participants": "20", "least_figure": "population", "least_figure_value": "700 000", "least_minor": "2 500 000"}


def test_everything_that_a_draft_says_is_edited_and_nothing_is_sent():
    office = Office("Hörby", "Lund")
    offer = office.draft()
    page = office.get(offer, "edit/")
    assert says(page, "Hörby", "contact@", "Kommundirektör", "has a place in the project", "Nothing is sent from here") == []
    saved = office.post(offer, "edit/", **FORM | LIMITS | hidden(page))
    offer.refresh_from_db()
    assert (saved.status_code, saved["Location"]) == (303, office.url(offer, "edit/"))
    limits = (offer.least_participants, offer.least_figure, offer.least_figure_value, offer.least_minor)
    assert (offer.title, offer.text, limits) == ("e-arkiv", "Hej!", (20, "population", 700_000, 250_000_000))
    assert (Delivery.objects.count(), office.client.post(office.url(offer, "edit/"), FORM | hidden(page))["Location"]) == (0, saved["Location"])
    page = office.get(offer, "edit/")
    assert says(page, 'value="700 000"', 'value="2 500 000"') == []
    assert office.post(offer, "edit/", **FORM | hidden(page) | {"do": "look"})["Location"] == office.url(offer, "send/")


def test_it_goes_to_those_who_were_chosen_members_and_guests_too():
    office = Office("Hörby", "Lund")
    member, guest = portfolio.municipality("Osby", country="SE"), portfolio.municipality("Ystad", country="SE")
    RegionMembership.objects.create(region=office.project.region, organisation=member, valid_from="2000-01-01")
    offer = office.draft()
    page = office.get(offer, "edit/")
    assert says(page, "Osby", "member of the region", "Nobody to write to", f"/register/organisations/{member.pk}/") == []
    choice = {"who": "chosen", "chosen": [str(office.places["Lund"].pk), str(member.pk)], "guest": "Ystad"}
    assert office.post(offer, "edit/", **FORM | choice | hidden(page)).status_code == 303
    assert sorted(offer.chosen.values_list("organisation__name", flat=True)) == ["Lund", "Osby", "Ystad"]
    office.contact(guest, "mailbox")
    page = office.get(offer, "send/")
    assert says(page, "Lund", "Ystad", "Osby", "Send the offer to 2 parties", f"/register/organisations/{member.pk}/") == []
    assert "Hörby" not in page.content.decode()
    assert office.post(offer, "send/", **hidden(page)).status_code == 303
    assert sorted(Invitee.objects.values_list("organisation__name", flat=True)) == ["Lund", "Ystad"]
    page = office.get(office.draft(), "edit/")
    assert office.post(Offer.objects.get(number=2), "edit/", **FORM | hidden(page)).status_code == 303
    assert ChosenParty.objects.filter(offer__number=2).count() == 0


WRONG = [
    ({"title": ""}, "Say in a few words what is offered."),
    ({"last_day": "2015-09-30"}, "Write a day that lies ahead."),
    ({"least_figure": "population"}, "Write how much of it"),
    ({"least_figure_value": "5"}, "Choose which figure the number is about"),
    ({"least_figure": "population", "least_figure_value": "7,5"}, "Write a whole number"),
    ({"least_minor": "0"}, "Write an amount above 0"),
    ({"who": ""}, "This field is required."),
    ({"who": "chosen"}, "Tick whom it goes to"),
    ({"guest": "Atlantis"}, "No party is called that."),
    ({"guest": "Lund"}, "You have written a party to add."),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(wrong, said):
    office = Office("Hörby", "Lund")
    offer = office.draft()
    page = office.post(offer, "edit/", **FORM | hidden(office.get(offer, "edit/")) | wrong)
    offer.refresh_from_db()
    assert (page.status_code, says(page, said, "Hej!"), offer.title) == (422, [], "E-arkiv")


def test_two_editors_see_both_texts():
    office = Office("Hörby")
    offer = office.draft()
    first, second = (hidden(office.get(offer, "edit/")) for _ in range(2))
    assert office.post(offer, "edit/", **FORM | first).status_code == 303
    page = office.post(offer, "edit/", **FORM | second | {"title": "Mitt arkiv"})
    assert (page.status_code, says(page, "e-arkiv", "Mitt arkiv", "Save mine over theirs", office.user.name)) == (
        409,
        [],
    )
    over = office.post(offer, "edit/", **hidden(page) | {"do": "save"})
    offer.refresh_from_db()
    assert (over.status_code, offer.title) == (303, "Mitt arkiv")
    gone = office.post(offer, "edit/", **first | {"key": "", "do": "remove"})
    assert (gone.status_code, says(gone, "Remove it all the same"), Offer.objects.count()) == (409, [], 1)


def test_a_draft_is_thrown_away_and_brought_back_with_whom_it_goes_to():
    office = Office("Hörby", "Lund")
    offer = office.draft(title="Arkiv")
    ChosenParty.objects.create(offer=offer, organisation=office.places["Lund"])
    removed = office.post(offer, "edit/", **hidden(office.get(offer, "edit/")) | {"do": "remove"})
    assert (removed.status_code, removed["Location"], Offer.objects.count(), ChosenParty.objects.count()) == (303, office.url(), 0, 0)
    line = Offer.history.latest("history_id").history_id
    assert says(office.get(), "The draft is gone", f"undo/{line}/") == []
    office.client.post(f"{office.url()}undo/{line}/")
    assert (Offer.objects.get().title, ChosenParty.objects.get().organisation) == ("Arkiv", office.places["Lund"])


def test_what_has_been_sent_is_neither_edited_nor_undone():
    office = Office("Hörby")
    offer = office.draft()
    page = office.get(offer, "edit/")
    office.send(offer)
    refused = office.post(offer, "edit/", **FORM | hidden(page))
    assert (refused.status_code, says(refused, "The offer has been sent already.", "Hej!")) == (422, [])
    assert office.get(offer, "edit/")["Location"] == office.url()
    line = Offer.history.filter(id=offer.pk).latest("history_id").history_id
    office.client.post(f"{office.url()}undo/{line}/")
    offer.refresh_from_db()
    assert (offer.state, says(office.get(), "What has been sent cannot be undone.")) == ("open", [])


def test_a_project_that_has_ended_is_not_offered_and_a_limit_that_nothing_counts_is_told():
    office = Office("Hörby", stage="stopped")
    offer = office.draft(least_minor=100)
    assert says(office.get(offer, "edit/"), "The project has been stopped.") == []
    page = office.get(offer, "send/")
    assert says(page, "The project has been stopped.", "Choose by which scenario the fee is counted") == []
    assert "Send the offer to" not in page.content.decode()
    assert office.post(offer, "send/", seen="").status_code == 409


def test_a_limit_that_all_together_do_not_reach_is_told_before_anybody_is_asked():
    office = Office("Hörby", "Lund")
    scenario = Scenario.objects.create(project=office.project, year=2030, name="A", definition=RULE, base_minor=90_000_00)
    reached = {"least_participants": 2, "least_figure": "population", "least_figure_value": 20_000, "least_minor": 90_000_00}
    where = f"send/?scenario={scenario.pk}"
    assert says(office.get(office.draft(**reached), where), "Send the offer to 2 parties") == []
    page = office.get(office.draft(**reached | {"least_participants": 3, "least_figure_value": 20_001, "least_minor": 90_000_01}), where)
    told = ("at least 3 participants, and 2 are asked", "20,001. All who are asked have 20,000", "All who are asked pay SEK 90,000")
    assert says(page, *told, "Send the offer to 2 parties") == ["Send the offer to 2 parties"]


def test_a_manager_drafts_and_a_reader_does_not():
    office = Office("Hörby")
    offer = office.draft()
    manager, reader = (portfolio.person_with(role, office.project.region) for role in (Role.MANAGER, Role.READER))
    projects.role(office.project, "manager", user=manager)
    office.client.force_login(manager)
    assert says(office.get(offer, "edit/"), "Kommundirektör", "contact@") == ["contact@"]
    page = office.get(offer, "edit/")
    assert office.post(offer, "edit/", **FORM | hidden(page) | {"do": "look"})["Location"] == office.url(offer, "edit/")
    codes = [office.get(offer, page).status_code for page in ("edit/", "terms/", "close/", "extend/", "conclude/")]
    office.client.force_login(reader)
    assert (codes, office.get(offer, "edit/").status_code, office.get(Offer(number=9), "edit/").status_code) == ([200, 403, 403, 403, 403], 403, 403)


@pytest.mark.parametrize("count", [1, 3])
def test_the_draft_asks_as_often_whomever_it_goes_to(count):
    office = Office(*[f"Kommun {number}" for number in range(count)])
    offer = office.draft()
    with CaptureQueriesContext(connection) as asked_for:
        office.get(offer, "edit/")
    assert len(asked_for) == 14
