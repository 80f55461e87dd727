"""The answer board as a page and as files, and who reads what of it."""

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portfolio.access.roles import Role
from portfolio.models import Delivery
from projects.models import Commitment, Offer, OfferMail, OfferQuestion, Project
from tests.factories import offers as make
from tests.factories import portfolio, projects
from tests.factories.skane import FEW, SKANE, YES, asked, respond

pytestmark = pytest.mark.django_db


def client_for(project: Project, role: Role = Role.COORDINATOR) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(role, project.region, language="en-gb"))
    return client


def address(offer: Offer, more: str = "") -> str:
    return f"/{offer.project.region.slug}/projects/{offer.project.reference}/offers/{offer.number}/{more}"


def words(response: Any) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).replace("\N{NO-BREAK SPACE}", " ").split())


def told(offer: Offer, party: str, state: str, **fields: Any) -> OfferMail:
    """The mail that carries a party's link."""
    invitee, at = offer.invitees.get(organisation__name=party), dt.datetime(2015, 6, 15, tzinfo=dt.UTC)
    row = {"region": offer.project.region, "kind": "offer", "to_address": invitee.address, "subject": "x", "language": "sv"} | fields
    sent = at if state == "sent" else None
    delivery = Delivery.objects.create(key=f"k{invitee.pk}", state=state, asked_at=at, next_at=at, until=at, sent_at=sent, **row)
    return OfferMail.objects.create(
        delivery=delivery, kind="offer", invitee=invitee, version=offer.versions.get(), link=make.link(invitee, to_address=invitee.address)
    )


def test_the_offer_of_2015_as_a_page():
    offer = asked(SKANE, least_participants=20, least_figure="population", least_figure_value=700_000, title="Långsiktigt e-arkiv")
    told(offer, "Östra Göinge", "failed", error="550 no such <user>")
    told(offer, "Skurup", "sent")
    lund, hoor = (offer.invitees.get(organisation__name=name).organisation for name in ("Lund", "Höör"))
    Commitment.objects.create(project=offer.project, position=1, side="one", organisation=lund, title="Arbetsgrupp", unit="hours", least=250)
    text = words(client_for(offer.project).get(address(offer) + "?for=" + hoor.code))
    wanted = [
        "Sent 15 June 2015 to 33 municipalities.",
        "25 of 33 10 with a formal decision",
        "20 municipalities 788,381 inhabitants",
        "32 municipalities conditions tried anew",
        "Example: Höör, 15,770 inhabitants.",
        "now 20: SEK 105,004",
        "all 33: SEK 63,807",
        "threshold: 20 municipalities",
        "20 of 33. The threshold is 20.",
        "788,381 of 1,288,908. The threshold is 700,000.",
        "Closed today, the project would start.",
        "4 have said yes with conditions that do not hold.",
        "Vellinge Condition: a fee of at most SEK 90,000. The fee would be SEK 133,636, SEK 43,636 too high.",
        "Burlöv Condition: Malmö joins. Malmö has not answered.",
        "Båstad Condition: at least 25 municipalities. With Båstad it would be 21, 4 too few.",
        "Perstorp Condition: a fee of at most SEK 75,000. The fee would be SEK 84,955, SEK 9,955 too high.",
        "Joins now 20 Helsingborg Yes, decided KS 1 September 2026 no extract of the minutes yet 135,344 332,510 202,965",
        "Lund Yes, decided Promises: Arbetsgrupp, 250 hours in all KS",
        "Vellinge Yes, if a fee of at most SEK 90,000 decision awaited 34,110 (133,636) 85,151",
        "Östra Göinge Did not arrive 550 no such &lt;user&gt; 13,864 (97,351) 61,589",
        "Skurup Sent 15,167",
        "No 1 Örkelljunga No, decided",
        "Sum 1,288,908 3,000,000 3,000,000",
        "Prepare a reminder to 1",
    ]
    assert [said for said in wanted if said not in text] == []


def test_the_choices_show_their_rows_and_sum_them():
    offer = asked(SKANE)
    page = client_for(offer.project).get(address(offer) + "?show=conditions")
    text = words(page)
    assert re.findall(r"(All|Without an answer|With conditions|Without a decision|Papers awaited) (\d+)", text) == [
        ("All", "33"), ("Without an answer", "8"), ("With conditions", "6"), ("Without a decision", "11"), ("Papers awaited", "9"),
    ]  # fmt: skip
    assert [row.name for row in page.context["page"].listing.shown] == ["Staffanstorp", "Lomma", "Vellinge", "Burlöv", "Båstad", "Perstorp"]
    assert "Sum of those shown 118,854 237,407 411,046" in text


def test_only_the_office_reads_contacts_words():
    offer = asked(FEW)
    party = offer.invitees.get(organisation__name="Hörby")
    make.answer(party, "declines", reason="Vi har en egen lösning", body="Kommunstyrelsen", name="Kim Hemlig")
    told(offer, "Höganäs", "failed", error="550 kontakt@horby.example")
    seen = {}
    for role in (Role.COORDINATOR, Role.READER):
        page = client_for(offer.project, role).get(address(offer)).content.decode()
        seen[role] = ["egen lösning" in page, "kontakt@" in page, "Kim Hemlig" in page, "Hörby" in page]
    assert seen == {Role.COORDINATOR: [True, False, False, True], Role.READER: [False, False, False, True]}
    assert client_for(offer.project, Role.READER).get(address(offer, "remind/")).status_code == 403


def test_a_contact_reads_the_own_conditions_and_nobody_elses():
    """Neither on the page nor in its files; sums stay, since all who take part see them."""
    offer = asked([row for row in SKANE if row[0] in ("Båstad", "Vellinge", "Lund", "Höör")])
    parties = {each.organisation.name: each for each in offer.invitees.select_related("organisation")}
    for each in parties.values():
        projects.participation(offer.project, each.organisation, state="invited")
    contact, client = portfolio.user(language="en-gb"), Client()
    portfolio.grant(contact, offer.project.region, Role.CONTACT, organisation=parties["Vellinge"].organisation)
    client.force_login(contact)
    texts = {end: client.get(address(offer, end)) for end in ("", "answers.csv")}
    text = words(texts[""])
    assert "Vellinge your municipality Yes, if a fee of at most SEK 90,000" in text and "Condition: a fee of at most SEK 90,000." in text
    assert "Båstad What its yes hangs on does not hold yet." in text
    assert [said for said in ("at least 25", "too few") if said in text] == []
    assert [said in texts["answers.csv"].content.decode() for said in ("at least 25", "90,000")] == [False, True]
    reader = words(client_for(offer.project, Role.READER).get(address(offer)))
    assert "at least 25 municipalities" in reader and "your municipality" not in reader


def test_late_answers_older_terms_and_contradictions_are_marked():
    offer = asked(FEW)
    make.version(
        offer,
        2,
        terms=offer.versions.get().terms
        | {"deliverables": [{"title": "Arkiv", "text": ""}]}
        | {"offer": offer.versions.get().terms["offer"] | {"title": "Nytt"}},
    )
    parties = {each.organisation.name: each for each in offer.invitees.all()}
    make.answer(parties["Hörby"], is_late=True, received_at=dt.datetime(2015, 10, 2, 10, tzinfo=dt.UTC))
    parties["Eslöv"].decisions.update(ruling="no")
    text = words(client_for(offer.project).get(address(offer)))
    wanted = [
        "Hörby Has not answered came too late: yes, 2 October 2015",
        "Eslöv No, decided answered on version 1 answer and decision contradict each other: ask",
        "Version 2 , sent",
        "Changed: title, deliverables.",
        "Of 1 party, answer and decision contradict each other.",
    ]
    assert [said for said in wanted if said not in text] == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_board_as_a_file(ending):
    offer = asked(FEW)
    organisation = offer.invitees.get(organisation__name="Båstad").organisation
    organisation.name = "=HYPERLINK(1)"
    organisation.save()
    response = client_for(offer.project).get(address(offer, f"answers.{ending}"))
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    if ending == "csv":
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
        board = {row[0]: row for row in rows}
        assert rows[0][-4:] == ["Inhabitants 31\N{NO-BREAK SPACE}December\N{NO-BREAK SPACE}2014", "Fee now, SEK", "Would pay now, SEK", "If all 6, SEK"]
        assert board["'=HYPERLINK(1)"][2:6] == ["Yes, but the condition does not hold yet", "Yes, if", "at least 25 municipalities", ""]
        assert sum(float(row[-3]) for row in rows[1:] if row[-3]) == 3_000_000
        assert sum(float(row[-1]) for row in rows[1:]) == 3_000_000


def test_what_was_not_sent_is_seen_by_those_who_write_it():
    draft = make.offer(projects.project(portfolio.region()))
    office = client_for(draft.project)
    assert "Nothing has been sent." in words(office.get(address(draft)))
    assert office.get(address(draft, "answers.csv")).status_code == 404
    assert [client_for(draft.project, Role.READER).get(address(draft, more)).status_code for more in ("", "answers.csv")] == [404, 404]


def test_a_concluded_offer_shows_what_it_was_concluded_on():
    offer = asked(FEW)
    joins = [each.organisation_id for each in offer.invitees.filter(organisation__name__in=["Eslöv", "Helsingborg"])]
    at = dt.datetime(2015, 10, 1, tzinfo=dt.UTC)
    Offer.objects.filter(pk=offer.pk).update(
        state="concluded", outcome="starts", closed_at=at, concluded_at=at, concluded_by=portfolio.user(), reason="Fler följer", closes_at=at,
        conclusion={"tally": 1, "computed": "does_not_start", "verdict": {}, "joins": joins},
    )  # fmt: skip
    page = client_for(offer.project).get(address(offer))
    text = words(page)
    wanted = [
        "Starts Concluded 1 October 2015",
        "By the rules alone: does not start.",
        "2 join: Eslöv, Helsingborg .",
        "Fler följer",
        "Joins 2",
        "Did not answer",
        "What it came to",
    ]
    assert [said for said in wanted if said not in text] == []
    assert [said for said in ("Joins now", "Fee now", "if it joined today", "Change the terms") if said in text] == []
    assert sum(row.line.fee_now or 0 for row in page.context["page"].joining) == 3_000_000_00
    assert "/remind/" not in page.content.decode()


def test_terms_without_a_cost_show_who_answered_all_the_same():
    offer = make.open_offer(projects.project(portfolio.region()))
    respond(make.invitee(offer), YES, {}, by=portfolio.user())
    text = words(client_for(offer.project).get(address(offer)))
    assert ("The terms say no fee." in text, "The offer names none: the project starts if somebody joins." in text, "To split" in text) == (True, True, False)


def test_a_rule_that_cannot_be_counted_says_why():
    broken = asked(FEW, {"parts": [{"label": "x", "key": "figure", "figure": "pupils", "fraction": "1"}]})
    text = words(client_for(broken.project).get(address(broken)))
    assert "The fee cannot be counted, so conditions on it cannot be tried:" in text
    assert "Whether its condition holds cannot be told while the fee cannot be counted." in text


def test_as_many_queries_for_33_as_for_six():
    counts = []
    for rows in (FEW, SKANE):
        offer = asked(rows)
        client = client_for(offer.project)
        client.get(address(offer))
        with CaptureQueriesContext(connection) as seen:
            client.get(address(offer))
        counts.append(len(seen))
    assert counts == [16, 17]  # one more names whom a yes waits for


def test_an_open_offer_stands_on_the_projects_page_and_waits_when_its_day_is_near():
    offer = asked(FEW, title="E-arkiv")
    client, project = client_for(offer.project), offer.project
    page = client.get(reverse("participation", args=[project.region.slug, project.reference]))
    assert ("5 of 6 have answered" in words(page), address(offer) in page.content.decode()) == (True, True)
    front = reverse("portfolio", args=[project.region.slug])
    assert "offer is closing" not in words(client.get(front))
    Offer.objects.filter(pk=offer.pk).update(closes_at=dt.datetime(2015, 9, 30, 22, tzinfo=dt.UTC))
    assert "1 offer is past its last day E-arkiv : 5 of 6 have answered, last day 30 September 2015. Close the offer" in words(client.get(front))
    assert "offer is past its last day" not in words(client_for(project, Role.READER).get(front))
    now = dt.datetime(2015, 10, 1, tzinfo=dt.UTC)
    Offer.objects.filter(pk=offer.pk).update(state="closed", closed_at=now)
    party, other = offer.invitees.select_related("organisation").filter(decisions__isnull=True).order_by("pk")[:2]
    OfferQuestion.objects.create(offer=offer, invitee=party, name="Kim", text="Vad?", asked_at=now)
    make.decision(party, extract="x", extract_sha256="0", received_on=dt.date(2026, 9, 12))
    make.decision(other)
    told(offer, party.organisation.name, "failed", error="550")
    told(offer, other.organisation.name, "sent")
    waits = {wait.noun: (wait.number, wait.url.partition("/offers/1/")[2]) for wait in client.get(front).context["page"].waits.rows}
    assert {noun: found for noun, found in waits.items() if "project" not in noun} == {
        "offer is closed and not concluded": (1, "conclude/"),
        "question about an offer waits for an answer": (1, "questions/"),
        "party's decision waits to be confirmed": (1, "?show=papers"),
        "party's mail did not arrive": (1, "?show=refused"),
    }
