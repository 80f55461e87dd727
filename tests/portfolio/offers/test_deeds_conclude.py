"""The verdict is computed and explained; a person confirms it, or says why not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from costsharing.models import Scenario
from portfolio.models import Delivery
from projects.models import AnswerCondition, Participation
from tests.factories import offers as make
from tests.portfolio.offers.deeds import RULE, Office, again, as_shown, hidden, says

pytestmark = pytest.mark.django_db
YES, NO = "joins", "declines"


def closed(binding: str = "formal", silence: str = "declines"):
    """Hörby and Lund join, Osby if a fee of at most 20 000 kr, Ystad does not, Eslöv is silent; 90 000 kr in equal parts."""
    office = Office("Hörby", "Lund", "Osby", "Ystad", "Eslöv")
    scenario = Scenario.objects.create(project=office.project, year=2030, name="A", definition=RULE, base_minor=90_000_00)
    offer = office.sent(scenario, binding=binding, silence=silence, least_participants=2, least_figure="population", least_figure_value=20_000)
    for name, choice in (("Hörby", YES), ("Lund", YES), ("Osby", "joins_if"), ("Ystad", NO)):
        answer = make.answer(office.party(offer, name), choice, by=office.user)
    condition = make.answer(office.party(offer, "Osby"), "joins_if", by=office.user, replaces=office.party(offer, "Osby").answers.get())
    AnswerCondition.objects.create(answer=condition, kind="fee", number=20_000_00)
    assert answer.choice == NO
    return office, office.closed(offer)


def places(office: Office) -> dict[str, str]:
    return dict(Participation.objects.filter(project=office.project).order_by("organisation__name").values_list("organisation__name", "state"))


def joining(office: Office, *names: str) -> list[str]:
    return [str(office.places[name].pk) for name in names]


def test_the_coalition_is_proposed_the_person_confirms_and_places_follow():
    office, offer = closed()
    page = office.get(offer, "conclude/")
    words = (
        "the project starts",
        "2 of 2 participants needed",
        "Population: 20,000 of 20,000 needed",
        "1 has not answered.",
        "1 has said yes with a condition",
    )
    assert says(page, *words, "Only if: we pay at most SEK 20,000", "SEK 45,000") == []
    body = page.content.decode()
    assert (body.count("checked"), body.count('name="joins"'), body.count('name="outcome"')) == (2, 3, 2)
    form = hidden(page)
    assert says(office.post(offer, "conclude/", **form, do="look"), "Choose whether it starts.") == []
    look = office.post(offer, "conclude/", **form, outcome="starts", joins=joining(office, "Hörby", "Lund"), do="look")
    assert (look.status_code, says(look, "2 join", "SEK 45,000", "SEK 90,000", "from 1 January 2030", "Set as declined: Eslöv, Osby, Ystad")) == (200, [])
    assert again(offer).state == "closed"
    sent = hidden(look) | {"joins": joining(office, "Hörby", "Lund"), "do": "send"}
    shown = {each.to.address: each.body for each in look.context["letters"]}
    done = office.post(offer, "conclude/", **sent)
    assert shown == {each.to_address: as_shown(each) for each in Delivery.objects.filter(of_offer__kind="concluded")}
    offer = again(offer)
    assert (done.status_code, offer.state, offer.outcome, offer.conclusion["joins"]) == (303, "concluded", "starts", sorted(map(int, sent["joins"])))
    assert offer.conclusion["verdict"] == {
        "starts": True,
        "reasons": [{"measure": "participants", "needs": 2, "has": 2}, {"measure": "figure", "needs": 20_000, "has": 20_000}],
        "doubts": [["silent", 1], ["condition_fails", 1], ["undecided", 2]],
    }
    assert places(office) == {"Eslöv": "declined", "Hörby": "active", "Lund": "active", "Osby": "declined", "Ystad": "declined"}
    assert (office.post(offer, "conclude/", **sent).status_code, office.post(offer, "conclude/", **sent | {"key": ""}).status_code) == (303, 409)
    assert says(office.get(offer, "conclude/"), "Those who join take part", "3 others were asked", "/scenarios/", "the project starts", office.user.name) == []


def test_another_set_or_outcome_needs_a_reason_and_shows_whose_condition_fails():
    office, offer = closed(silence="asked_again")
    form = hidden(office.get(offer, "conclude/"))
    all_three = joining(office, "Hörby", "Lund", "Osby")
    asked = office.post(offer, "conclude/", **form, outcome="starts", joins=all_three, do="look")
    assert (asked.status_code, says(asked, "Say why others join than those who were counted.")) == (422, [])
    assert says(office.post(offer, "conclude/", **form, outcome="does_not_start", do="look"), "Say why the outcome is another than the computed one.") == []
    assert says(office.post(offer, "conclude/", **form, outcome="starts", do="look"), "Tick who joins.") == []
    look = office.post(offer, "conclude/", **form, outcome="starts", joins=all_three, reason="Osby har lovat", do="look")
    assert says(look, "the conditions of these do not hold: Osby", "SEK 30,000", "to be asked once more: Eslöv", "Osby har lovat") == []
    forged = office.post(offer, "conclude/", **form, outcome="starts", joins=joining(office, "Ystad"), reason="x", do="look")
    assert forged.status_code == 422


def test_a_letter_of_intent_makes_nobody_a_participant():
    office, offer = closed(binding="intent")
    form = hidden(office.get(offer, "conclude/"))
    look = office.post(offer, "conclude/", **form, outcome="starts", joins=joining(office, "Hörby", "Lund"), do="look")
    assert says(look, "nobody becomes a participant by them") == []
    office.post(offer, "conclude/", **hidden(look) | {"joins": joining(office, "Hörby", "Lund"), "do": "send"})
    assert (again(offer).state, set(places(office).values())) == ("concluded", {"invited"})
    assert says(office.get(offer, "conclude/"), "Draft the offer that binds") == []


def test_a_decision_that_came_in_meanwhile_is_looked_at_and_then_counted():
    office, offer = closed()
    both = {"outcome": "starts", "joins": joining(office, "Hörby", "Lund")}
    look = office.post(offer, "conclude/", **hidden(office.get(offer, "conclude/")), **both, do="look")
    make.decision(office.party(offer, "Eslöv"))
    moved = office.post(offer, "conclude/", **hidden(look) | both, do="send")
    assert (moved.status_code, says(moved, "Nothing was concluded"), again(offer).state) == (409, [], "closed")
    form = hidden(office.get(offer, "conclude/"))
    three = {"outcome": "starts", "joins": joining(office, "Hörby", "Lund", "Eslöv")}
    look = office.post(offer, "conclude/", **form, **three, do="look")
    done = office.post(offer, "conclude/", **hidden(look) | three, do="send")
    assert (done.status_code, offer.tallies.count(), again(offer).conclusion["tally"], places(office)["Eslöv"]) == (303, 2, 2, "active")


def test_what_is_not_closed_cannot_be_concluded():
    office = Office("Hörby")
    draft = office.draft()
    assert says(office.get(draft, "conclude/"), "It has not been sent yet.") == []
    draft.delete()
    offer = office.sent()
    assert (says(office.get(offer, "conclude/"), "It is open."), office.post(offer, "conclude/", outcome="starts").status_code) == ([], 409)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_as_often_however_many_answered(count):
    office = Office(*[f"Kommun {number}" for number in range(count)])
    offer = office.sent()
    for name in office.places:
        make.answer(office.party(offer, name), by=office.user)
    offer = office.closed(offer)
    with CaptureQueriesContext(connection) as form:
        page = office.get(offer, "conclude/")
    everybody = {"outcome": "starts", "joins": joining(office, *office.places)}
    with CaptureQueriesContext(connection) as look:
        office.post(offer, "conclude/", **hidden(page), **everybody, do="look")
    assert (len(form), len(look)) == (22, 31)


def test_without_a_fee_a_condition_that_holds_joins_and_no_fee_is_spoken_of():
    office = Office("Hörby", "Lund", "Osby")
    offer = office.sent(least_participants=2)
    for name, choice in (("Hörby", YES), ("Lund", YES), ("Osby", "joins_if")):
        answer = make.answer(office.party(offer, name), choice, by=office.user)
    AnswerCondition.objects.create(answer=answer, kind="participants", number=3)
    offer = office.closed(offer)
    form = hidden(office.get(offer, "conclude/"))
    look = office.post(offer, "conclude/", **form, outcome="starts", joins=joining(office, "Hörby", "Lund", "Osby"), do="look")
    assert (look.status_code, says(look, "3 join"), says(look, "The fees bind", "does not hold")) == (200, [], ["The fees bind", "does not hold"])
    done = office.post(offer, "conclude/", **hidden(look) | {"joins": joining(office, "Hörby", "Lund", "Osby"), "do": "send"})
    assert (done.status_code, places(office)) == (303, dict.fromkeys(("Hörby", "Lund", "Osby"), "active"))
    page = office.get(offer, "conclude/")
    assert (says(page, "The project starts"), says(page, "fees bind")) == ([], ["fees bind"])
    Participation.objects.filter(organisation=office.places["Osby"]).update(state="left", valid_to="2030-06-30")
    people = office.client.get(f"/{office.project.region.slug}/projects/{office.project.reference}/participation/")
    assert says(people, "Sum without those who do not take part", "20,000") == []
