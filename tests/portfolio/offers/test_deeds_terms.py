"""Terms are changed while an offer is open: old and new side by side, then each party is written to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from costsharing.models import Scenario
from portfolio.models import Delivery
from portfolio.offers.office.comparing import when
from projects.actions.links import valid_link, withdraw
from tests.factories import offers as make
from tests.portfolio.offers.deeds import RULE, Office, again, hidden, past, says

pytestmark = pytest.mark.django_db
FORM = {"title": "e-arkiv", "binding": "formal", "silence": "declines", "text": "Nytt brev", "cost": ""}


def test_new_terms_are_looked_at_beside_the_old_and_then_sent():
    office = Office("Hörby", "Lund", "Osby")
    scenario = Scenario.objects.create(project=office.project, year=2030, name="A", definition=RULE, base_minor=90_000_00)
    offer = office.sent(scenario, text="Gammalt brev", least_participants=2)
    make.answer(office.party(offer, "Hörby"), by=office.user)
    lund = office.party(offer, "Lund")
    withdraw(link=valid_link(lund), by=office.user, at=lund.invited_at)
    begun = hidden(office.get(offer, "terms/"))
    form = FORM | begun | {"least_participants": "3", "cost": "same"}
    page = office.post(offer, "terms/", **form, do="look")
    text = ("Gammalt brev", "Nytt brev", "at least 2 participants", "at least 3 participants", "On version 1", "Hörby (yes)", "2 have not answered.")
    assert (page.status_code, says(page, *text, "SEK 30,000", "has been withdrawn: Lund", "Send the new terms to 2 parties")) == (200, [])
    assert (Delivery.objects.filter(kind="offer").count(), again(offer).text) == (3, "Gammalt brev")
    assert says(office.post(offer, "terms/", **hidden(page), do="back"), "Nytt brev") == []
    sent = office.post(offer, "terms/", **hidden(page), do="send")
    newest = again(offer).versions.latest("number")
    assert (sent.status_code, newest.number, newest.terms["offer"]["text"], newest.terms["cost"]["year"]) == (303, 2, "Nytt brev", 2030)
    assert (again(offer).text, again(offer).least_participants, newest.terms["offer"]["threshold"]["participants"]) == ("Nytt brev", 3, 3)
    assert Delivery.objects.filter(subject="Ändrade villkor: e-arkiv").count() + Delivery.objects.filter(subject="Changed terms: e-arkiv").count() == 2
    twice = office.post(offer, "terms/", **hidden(page), do="send")
    assert (twice.status_code, offer.versions.count()) == (303, 2)
    late = office.post(offer, "terms/", **form | {"key": "", "text": "Annat"}, do="look")
    assert (late.status_code, says(late, "version 2 is the newest", "Annat")) == (409, [])


def test_what_is_the_same_is_not_sent_and_what_moved_is_looked_at_again():
    office = Office("Hörby")
    offer = office.sent(title="e-arkiv", text="Nytt brev")
    page = office.post(offer, "terms/", **FORM | hidden(office.get(offer, "terms/")), do="look")
    assert says(page, "These are the terms that were sent already.") == []
    assert office.post(offer, "terms/", **hidden(page), do="send").status_code == 422
    other = office.post(offer, "terms/", **FORM | hidden(office.get(offer, "terms/")) | {"text": "B"}, do="look")
    office.project.summary = "Nu med mer"
    office.project.save()
    moved = office.post(offer, "terms/", **hidden(other), do="send")
    assert (moved.status_code, says(moved, "Nu med mer", "Nothing was sent"), offer.versions.count()) == (409, [], 1)
    assert office.post(offer, "terms/", **FORM | {"title": ""}, do="look").status_code == 422
    past(offer)
    assert (says(office.get(offer, "terms/"), "takes no answers now"), office.post(offer, "terms/", **FORM).status_code) == ([], 409)


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_asks_as_often_whomever_it_goes_to(count):
    office = Office(*[f"Kommun {number}" for number in range(count)])
    offer = office.sent()
    form, found = FORM | hidden(office.get(offer, "terms/")), []
    for data in ({"do": "back"}, form | {"do": "look"}):
        with CaptureQueriesContext(connection) as asked_for:
            office.client.post(office.url(offer, "terms/"), data)
        found.append(len(asked_for))
    assert found == [9, 15]


@pytest.mark.parametrize(
    ("ends", "precision", "text"), [("2032-12-31", "year", "2030–2032"), ("2030-06-30", "day", "01.01.2030–30.06.2030"), (None, "year", "2030")]
)
def test_the_days_of_the_project_are_as_sure_as_the_project_says(ends, precision, text):
    with translation.override("nb"):
        assert when({"starts_on": "2030-01-01", "ends_on": ends, "precision": precision}) == text
