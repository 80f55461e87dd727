"""The municipality's page by a link: its own, in the region of the link, and nothing of anybody else."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from costsharing.models import LentHours, LocalCost, LocalCostAmount
from portfolio.access.roles import Role
from portfolio.models import Contact, Organisation
from projects.actions.links import token_in, withdraw
from projects.models import Answer, AnswerLink, Invitee, Offer
from projects.queries.offers import standing_answer
from tests.costsharing.test_paying import adopt
from tests.factories import offers, portfolio, projects
from tests.portfolio.offers.test_answer_page import answered, link_of, seated, sent, text_of

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year
CANARY = re.compile("zq[a-z]*", re.IGNORECASE)


@pytest.fixture(autouse=True)
def no_throttle() -> None:
    cache.clear()


def marked(offer: Offer, organisation: Organisation, word: str) -> None:
    """Everything that a municipality can have in the region, each text with the word in it."""
    region = offer.project.region
    project = projects.project(region, f"zq{word}", name=f"Zq{word}projekt")
    projects.participation(project, organisation, state="active")
    adopt(project, YEAR, "77", **{f"_{organisation.pk}": (77_00, 0)})
    LentHours.objects.create(project=project, organisation=organisation, year=YEAR, delivered_minutes=60, rate_minor=77_00)
    cost = LocalCost.objects.create(project=project, position=1, text=f"Zq{word}kostnad")
    LocalCostAmount.objects.create(cost=cost, organisation=organisation, year=YEAR, minor=77_00)
    projects.role(project, "expert", organisation=organisation, holder=f"Zq{word}expert")
    invitee = Invitee.objects.get(offer=offer, organisation=organisation)
    offers.decision(invitee, body=f"Zq{word}nämnd", case_number=f"Zq{word}dnr", conditions=f"Zq{word}villkor")
    other = offers.invitee(offers.open_offer(project, title=f"Zq{word}erbjudande"), organisation, address=f"zq{word}@example.test", name=f"Zq{word}namn")
    offers.answer(other, "declines", reason=f"Zq{word}skäl", name=f"Zq{word}svarande")
    Contact.objects.create(region=region, organisation=organisation, kind="contact", function=f"Zq{word}roll", mail=f"zq{word}@example.test")


def test_the_link_of_one_municipality_never_shows_another_s():
    offer = sent(("Hörby", "Lund"))
    places = {each.organisation.name: each.organisation for each in offer.invitees.select_related("organisation")}
    marked(offer, places["Hörby"], "a")
    marked(offer, places["Lund"], "b")
    for name, own in (("Hörby", "zqa"), ("Lund", "zqb")):
        client, url = seated(link_of(offer, name))
        page = client.get(f"{url}municipality/")
        assert page.status_code == 200
        shown = {found.lower() for found in CANARY.findall(unkeyed(page))}
        assert {found[:3] for found in shown} == {own}
        assert {f"{own}{word}" for word in ("projekt", "kostnad", "expert", "n", "dnr", "villkor", "erbjudande", "sk", "svarande")} <= shown
        assert f"{own}roll" not in shown


def test_it_shows_nothing_of_another_region_and_no_way_to_pages_that_want_an_account():
    offer = sent(("Hörby",))
    place = Invitee.objects.get(offer=offer).organisation
    away = projects.project(portfolio.region(), name="Zqannan")
    projects.participation(away, place)
    offers.invitee(offers.open_offer(away, title="Zqannat"), place)
    hidden = projects.project(offer.project.region, name="Zqdold")
    projects.participation(hidden, portfolio.municipality())
    marked(offer, place, "egen")
    client, url = seated(link_of(offer))
    page = unkeyed(client.get(f"{url}municipality/"))
    assert {found.lower() for found in CANARY.findall(page)} & {"zqannan", "zqannat", "zqdold"} == set()
    assert set(re.findall(r'<a [^>]*href="(/[^"]*)', page)) == {url, "/account/accessibility/"}
    assert re.findall(r'<form[^>]*action="([^"]*)', page) == ["/account/language/"]


def test_it_leads_back_to_the_answer_that_is_due_and_says_when_it_is_given():
    offer = sent()
    client, url = seated(link_of(offer))
    assert f'href="{url}municipality/"' in text_of(client.get(url))
    page = text_of(client.get(f"{url}municipality/"))
    assert f'<a href="{url}">To the answer</a>' in page
    answered(client, url)
    assert standing_answer(Invitee.objects.get(offer=offer, organisation__name="Hörby")) is not None
    page = text_of(client.get(f"{url}municipality/"))
    assert ("To the answer" in page, "Yes, we join" in page, "Kim Holm, Kommundirektör" in page) == (False, True, True)


def test_only_the_cookie_of_the_very_link_opens_it_and_nothing_else_is_done_there():
    offer = sent(("Hörby", "Lund"))
    link, other = link_of(offer), link_of(offer, "Lund")
    client, url = seated(link)
    address = f"{url}municipality/"
    page = client.get(address)
    assert (page.status_code, page["Cache-Control"], page["Referrer-Policy"]) == (200, "no-store", "origin")
    dead = Client().get("/answer/open/samverk-link-nothing/")
    lund, _ = seated(other)
    lund.cookies = client.cookies  # as if the cookie had been carried over by hand
    unknown = "/answer/00000000-0000-4000-8000-000000000000/municipality/"
    for asked in (Client().get(address), lund.get(f"/answer/{other.public_id}/municipality/"), Client().get(unknown)):
        assert (asked.status_code, unkeyed(asked)) == (404, unkeyed(dead))
    before = list(Answer.objects.values()), list(AnswerLink.objects.values())
    assert [client.post(address).status_code, client.put(address).status_code, client.delete(address).status_code] == [405, 405, 405]
    assert (list(Answer.objects.values()), list(AnswerLink.objects.values())) == before
    withdraw(link=link, by=portfolio.person_with(Role.COORDINATOR, offer.project.region), at=timezone.now())
    assert client.get(address).status_code == 404


def unkeyed(response: Any) -> str:
    """Without what differs from one request to the next."""
    return re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"', "", response.content.decode())


def test_the_token_is_nowhere_on_the_page():
    link = link_of(sent())
    client, url = seated(link)
    assert token_in(link) not in text_of(client.get(f"{url}municipality/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_whatever_it_shows(django_assert_num_queries, rows):
    offer = sent(("Hörby",))
    place = Invitee.objects.get(offer=offer).organisation
    for number in range(rows):
        project = projects.project(offer.project.region)
        projects.participation(project, place, state="active")
        adopt(project, YEAR, "77", **{f"_{place.pk}": (77_00, 0)})
        said = offers.answer(offers.invitee(offers.open_offer(project), place), "joins_if")
        said.conditions.create(kind="with", organisation=portfolio.municipality(f"Med {number}"))
    client, url = seated(link_of(offer))
    client.get(f"{url}municipality/")
    with django_assert_num_queries(24):
        assert len(client.get(f"{url}municipality/").context["page"].parts) == rows + 1
