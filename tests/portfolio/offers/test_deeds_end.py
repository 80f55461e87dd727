"""An offer is closed, given a later day, and late answers are let count; what came by letter is entered."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.models import Answer, Offer
from projects.queries.offers import standing_answer
from tests.factories import offers as make
from tests.portfolio.offers.deeds import Office, again, hidden, past, says

pytestmark = pytest.mark.django_db
SAID = {"name": "Kim", "title": "Kommundirektör", "authority": "Delegation", "because": "Brev KS 2015/214"}


def test_an_offer_is_closed_once_and_not_before_the_day():
    office = Office("Hörby", "Lund")
    offer = office.sent()
    make.answer(office.party(offer, "Hörby"), by=office.user)
    page = office.get(offer, "close/")
    assert says(page, "1 of 2 have answered.", "the day was promised to each", "The offer was sent.") == []
    assert "Close the offer</button>" not in page.content.decode()
    refused = office.post(offer, "close/")
    assert (refused.status_code, says(refused, "It was not closed"), again(offer).state) == (422, [], "open")
    past(offer)
    form = hidden(office.get(offer, "close/"))
    closed = office.post(offer, "close/", **form)
    assert (closed.status_code, closed["Location"], again(offer).state) == (303, office.url(offer, "conclude/"), "closed")
    assert (office.post(offer, "close/", **form).status_code, offer.tallies.count()) == (303, 1)
    assert says(office.get(offer, "close/"), "It is closed already.", "The offer was closed.", "Count 1: 1 party had answered.") == []


def test_a_decision_of_the_body_is_an_answer_and_a_wish_for_more_time_is_none():
    office = Office("Hörby", "Lund", "Osby")
    offer = office.sent()
    make.decision(office.party(offer, "Hörby"))
    make.answer(office.party(offer, "Lund"), "needs_time", by=office.user, needs_until=dt.date(2099, 1, 1))
    assert says(office.get(offer, "close/"), "1 of 3 have answered.", "KS: yes", "needs more time") == []
    office.closed(offer)
    assert says(office.get(offer, "conclude/"), "Count 1: 1 party had answered.") == []
    assert says(office.client.get(f"{office.project.get_absolute_url()}history/?what=offer-counts"), "1 of 3 had come") == []


def test_a_later_day_for_everybody_is_told_in_the_history():
    office = Office("Hörby")
    offer = office.closed(office.sent())
    form = hidden(office.get(offer, "extend/"))
    wrong = office.post(offer, "extend/", **form, last_day="2015-01-01", reason="")
    assert (wrong.status_code, says(wrong, "after the one that was promised", "Write why the day is moved", "2015-01-01")) == (422, [])
    later = {"last_day": "2099-09-30", "reason": "Sommaren"}
    moved = office.post(offer, "extend/", **form, **later)
    assert (moved.status_code, again(offer).state, again(offer).closes_at) == (303, "open", dt.datetime(2099, 9, 30, 22, tzinfo=dt.UTC))
    assert (office.post(offer, "extend/", **form, **later).status_code, offer.tallies.count()) == (303, 1)
    assert says(office.get(offer, "extend/"), "to 30 September 2099", "Sommaren", office.user.name) == []
    stale = office.post(offer, "extend/", **form | {"key": ""}, last_day="2100-09-30", reason="Mer")
    assert (stale.status_code, says(stale, "Somebody has moved the day", "30 September 2099", "Mer"), again(offer).closes_at.year) == (409, [], 2099)
    history = office.client.get(f"{office.project.get_absolute_url()}history/?what=offers")
    assert says(history, "answers until", "30 September 2099", "Sommaren") == []
    assert says(office.get(office.draft(), "extend/"), "the last day stands in the draft") == []


def test_what_came_by_letter_is_entered_with_how_the_office_knows():
    office = Office("Hörby", "Lund")
    offer = office.sent()
    party = office.party(offer, "Hörby")
    where = f"parties/{party.pk}/answer/"
    form = hidden(office.get(offer, where))
    wrong = office.post(offer, where, **form, choice="needs_time", do="look")
    assert (wrong.status_code, says(wrong, "Write the day of the meeting.", "Write how the office knows", "Write the name")) == (422, [])
    both = office.post(offer, where, **form, **SAID, choice="joins", needs_until="2099-01-01", do="look")
    assert says(both, "Leave the day empty") == []
    answer = SAID | {"choice": "joins_if", "least_participants": "2", "companions": str(office.places["Lund"].pk)}
    page = office.post(offer, where, **form, **answer, do="look")
    assert (page.status_code, says(page, "Yes, but only if", "Lund joins too", "Brev KS 2015/214", party.address), Answer.objects.count()) == (200, [], 0)
    entered = office.post(offer, where, **hidden(page), do="send")
    stored = standing_answer(party)
    assert (entered.status_code, stored.choice, stored.level, stored.by, stored.entered_because) == (303, "joins_if", "office", office.user, "Brev KS 2015/214")
    assert (office.post(offer, where, **hidden(page), do="send").status_code, Answer.objects.count()) == (303, 1)
    later = office.post(offer, where, **form | {"key": ""}, **SAID, choice="needs_time", needs_until="2099-01-01", do="look")
    make.version(again(offer), 2)
    moved = office.post(offer, where, **hidden(later), do="send")
    assert (moved.status_code, says(moved, "version 2 is the newest", "Kim"), Answer.objects.count()) == (409, [], 1)
    other = Office("Osby")
    assert office.get(offer, f"parties/{other.party(other.sent(), 'Osby').pk}/answer/").status_code == 404


def test_a_letter_that_is_opened_after_the_end_is_kept_aside_with_the_day_on_which_it_came_in():
    office = Office("Hörby")
    offer = office.closed(office.sent())
    party, came = office.party(offer, "Hörby"), timezone.localdate(again(offer).closes_at)
    where = f"parties/{party.pk}/answer/"
    form = hidden(office.get(offer, where)) | SAID | {"choice": "joins", "do": "look"}
    for day, why in (("", "Write the day on which it came in."), ("2015-01-01", "The offer was sent later"), ("2099-01-01", "still to come")):
        wrong = office.post(offer, where, **form, arrived_on=day)
        assert (wrong.status_code, says(wrong, why)) == (422, [])
    page = office.post(offer, where, **form, arrived_on=came.isoformat())
    assert says(page, "Answers were taken until", "The day on which it came in: ") == []
    assert "takes the place of the answer before" not in page.content.decode()
    stored = office.post(offer, where, **hidden(page), do="send")
    late = Answer.objects.get()
    assert (stored["Location"], late.is_late, standing_answer(party)) == (office.url(offer, f"parties/{party.pk}/"), True, None)
    assert (late.entered_because.startswith("Brev KS 2015/214 ("), str(came.year) in late.entered_because) == (True, True)
    office.post(offer, f"parties/{party.pk}/late/", **hidden(office.get(offer, f"parties/{party.pk}/late/")), because="Kom i tid")
    assert (standing_answer(party).lets_count, offer.tallies.count()) == (late, 2)
    Offer.objects.filter(pk=offer.pk).update(state="concluded", outcome="starts", concluded_at=timezone.now(), concluded_by=office.user)
    assert says(office.get(offer, where), "The offer takes no answers now.", "This answer stands") == []


def test_a_late_answer_is_let_count_with_a_reason_and_counted_anew():
    office = Office("Hörby")
    offer = office.closed(office.sent())
    party = office.party(offer, "Hörby")
    where = f"parties/{party.pk}/late/"
    assert says(office.get(offer, where), "There is no late answer that waits.") == []
    make.answer(party, by=office.user, is_late=True, received_at=timezone.now())
    page = office.get(offer, where)
    assert says(page, "Came late: Yes, we join", "Nothing that came in time counts") == []
    assert office.post(offer, where, **hidden(page)).status_code == 422
    let_in = office.post(offer, where, **hidden(page), because="Fastnade i vår brevlåda")
    assert (let_in.status_code, offer.tallies.count(), standing_answer(party).entered_because) == (303, 2, "Fastnade i vår brevlåda")
    assert (office.post(offer, where, **hidden(page), because="x").status_code, offer.tallies.count()) == (303, 2)
    assert office.post(offer, where, late="0", because="x").status_code == 409
    course = office.get(offer, "conclude/")
    assert says(course, "The late answer of Hörby counts.", "Fastnade i vår brevlåda", "Count 2: 1 party had answered.") == []


@pytest.mark.parametrize(("count", "entering"), [(1, 10), (2, 12), (4, 12)])  # one alone has nobody to join with
def test_the_pages_ask_as_often_however_many_were_asked(count, entering):
    office = Office(*[f"Kommun {number}" for number in range(count)])
    offer, found = office.sent(), []
    for name in office.places:
        make.answer(office.party(offer, name), by=office.user)
    for page in ("close/", "extend/", f"parties/{office.party(offer, 'Kommun 0').pk}/answer/"):
        with CaptureQueriesContext(connection) as asked_for:
            office.get(offer, page)
        found.append(len(asked_for))
    assert found == [14, 14, entering]
