"""The offer of 2015 from the draft to its participants: 33 mails by a real worker, answers of every kind through links, the board, the close, the paper."""

import datetime as dt
import email
import email.policy
import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from portfolio.access.roles import Role
from portfolio.models import Contact, Delivery
from projects.models import Offer, Participation
from tests.browser.checks import faults, keep, settled, sign_in, unparsable
from tests.factories import mail, portfolio, projects
from tests.factories.skane import NO, SILENT, SKANE, planned
from tests.portfolio.offers.test_answer_page import answered

BY_HAND = ("Höör", "Båstad", "Örkelljunga", "Malmö")
WHO = {"name": "Kim Holm", "title": "Kommundirektör", "authority": "Delegationsordning 4.2"}


def look(page: Page, name: str) -> list[str]:
    found = [*faults(page), *filter(None, [unparsable(settled(page).content())])]
    keep(page, name)
    return found


@pytest.fixture
def office(page: Page, transactional_db: None, live_server: Any) -> Page:
    project, places, _scenario = planned(SKANE)
    for place in places.values():
        projects.participation(project, place, state="invited")
        for kind, function in (("contact", "Kommundirektör"), ("mailbox", "Registrator")):
            address = f"{kind}@{place.code}.example"
            Contact.objects.create(region=project.region, organisation=place, kind=kind, function=function, mail=address, valid_from=portfolio.LONG_AGO)
    sign_in(page, portfolio.person_with(Role.COORDINATOR, project.region), live_server.url)
    page.goto(f"/{project.region.slug}/projects/{project.reference}/offers/")
    page.codes = {place.code: name for name, place in places.items()}  # type: ignore[attr-defined]
    return page


def send(page: Page) -> None:
    last_day = timezone.localdate() + dt.timedelta(days=60)
    page.fill('[name="title"]', "Långsiktigt e-arkiv")
    page.fill('[name="last_day"]', last_day.isoformat())
    page.fill('[name="least_participants"]', "20")
    page.select_option('[name="least_figure"]', "population")
    page.fill('[name="least_figure_value"]', "700 000")
    page.click("main form[novalidate] .actions button")
    page.select_option('[name="scenario"]', index=1)
    page.click('main form[method="get"] button')
    expect(page.locator("main")).to_contain_text("63,807")
    page.get_by_role("button", name="Send the offer to 33 parties").click()
    expect(page.locator(".toast")).to_contain_text("The offer is on its way to 33 parties.")


def links_in_the_mails(codes: dict[str, str]) -> dict[str, str]:
    """By municipality: the address in the mail to its contact."""
    found = {}
    for delivery in Delivery.objects.filter(kind="offer"):
        message = email.message_from_bytes((settings.DATA_DIR / "mail" / delivery.file).read_bytes(), policy=email.policy.default)
        part = message.get_body(("plain",))
        assert part
        found[codes[delivery.to_address.removeprefix("contact@").removesuffix(".example")]] = re.findall(r"http://\S+/answer/open/\S+", part.get_content())[0]
    return found


def answer_by_hand(page: Page, link: str, name: str) -> list[str]:
    """On a phone. A link's page speaks Swedish here, so fields are found by their names."""
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(link)
    found = look(page, f"answer {name}")
    form, prefix = page.locator("form:has([name=which][value=answer])"), ""
    if name == "Malmö":
        page.locator("details:has([name='later-needs_until']) summary").click()
        form, prefix = page.locator("form:has([name=which][value=later])"), "later-"
        form.locator('[name="later-needs_until"]').fill((timezone.localdate() + dt.timedelta(days=30)).isoformat())
        form.locator('[name="later-body"]').fill("Kommunstyrelsen")
    else:
        choice = {"Höör": "joins", "Båstad": "joins_if", "Örkelljunga": "declines"}[name]
        form.locator(f'[name="choice"][value="{choice}"]').check()
        if name == "Båstad":
            form.locator('[name="least_participants"]').fill("25")
        form.locator('[name="reason"]').fill("Egen lösning" if name == "Örkelljunga" else "")
    for field, text in WHO.items():
        form.locator(f'[name="{prefix}{field}"]').fill(text)
    form.locator('button[value="look"]').click()
    found += look(page, f"confirm {name}")
    page.locator('button[value="send"]').click()
    expect(page.locator(".receipt")).to_be_visible()
    return found + look(page, f"answered {name}")


def answer_by_post(link: str, said: Any, organisations: dict[str, int]) -> None:
    """The other answers go the same way without a window."""
    client = Client()
    url = client.get(link.partition("/answer/")[1] + link.partition("/answer/")[2])["Location"]
    typed = {"choice": "joins"}
    if isinstance(said, dict):
        kind = {"participants": "least_participants", "fee": "most_fee", "with": "companions"}[said["kind"]]
        value = str(organisations[said["name"]]) if "name" in said else str(said["number"] // (100 if kind == "most_fee" else 1))
        typed = {"choice": "joins_if", kind: value}
    assert answered(client, url, **typed).status_code == 303


def test_the_whole_of_an_offer(workers: Callable[..., Any], office: Page, browser: Browser, live_server: Any) -> None:
    workers(SITE_URL=live_server.url)
    send(office)
    mail.until(lambda: Delivery.objects.filter(kind="offer", state="sent").count() == 33, 120)
    offer = Offer.objects.get()
    links = links_in_the_mails(office.codes)  # type: ignore[attr-defined]
    assert sorted(links) == sorted(name for name, *_ in SKANE)
    organisations = {each.organisation.name: each.organisation_id for each in offer.invitees.select_related("organisation")}
    found = []
    for name, _inhabitants, said, *_ in SKANE:
        if name in BY_HAND:
            context = browser.new_context(base_url=live_server.url, locale="sv-SE")
            found += answer_by_hand(context.new_page(), links[name], name)
            context.close()
        elif said not in (SILENT, NO):
            answer_by_post(links[name], said, organisations)
    found += the_board(office, offer)
    Offer.objects.filter(pk=offer.pk).update(opened_at=timezone.now() - dt.timedelta(days=61), closes_at=timezone.now() - dt.timedelta(seconds=1))
    found += concluded(office, offer)
    assert found == []
    assert [Participation.objects.filter(state=state).count() for state in ("active", "declined", "invited")] == [20, 13, 0]
    mail.until(lambda: Delivery.objects.filter(of_offer__kind="concluded", state="sent").count() == 66, 120)
    the_paper(office, offer)


def the_board(page: Page, offer: Offer) -> list[str]:
    page.goto(f"/{offer.project.region.slug}/projects/{offer.project.reference}/offers/{offer.number}/")
    facts = page.locator("dl.facts")
    for words in ("25 of 33", "20 municipalities", "788,381", "3,000,000"):
        expect(facts).to_contain_text(words)
    expect(page.locator("main tr", has_text="Höör").first).to_contain_text("105,004")
    expect(page.locator("main tr", has_text="Båstad").first).to_contain_text("98,370")
    return look(page, "board")


def concluded(page: Page, offer: Offer) -> list[str]:
    here = f"/{offer.project.region.slug}/projects/{offer.project.reference}/offers/{offer.number}"
    page.goto(f"{here}/close/")
    page.locator("main form button").first.click()
    expect(page.locator(".toast")).to_be_visible()
    page.goto(f"{here}/conclude/")
    found = look(page, "conclude")
    page.locator('[name="outcome"][value="starts"]').check()
    page.locator('button[value="look"]').click()
    expect(page.locator("main tfoot").first).to_contain_text("3,000,000")
    found += look(page, "conclude preview")
    page.locator('button[value="send"]').click()
    expect(page.locator(".toast")).to_contain_text("concluded")
    offer.refresh_from_db()
    assert (offer.state, offer.outcome, len(offer.conclusion["joins"])) == ("concluded", "starts", 20)
    return found + look(page, "concluded")


def the_paper(page: Page, offer: Offer) -> None:
    """Each party's sheet, from the terms as they were sent."""
    page.goto(f"/{offer.project.region.slug}/projects/{offer.project.reference}/offers/{offer.number}/papers/")
    address = page.locator('main a[href*="sheets-1"]').get_attribute("href")
    assert address
    sheets = page.request.get(address).body()
    with pikepdf.open(io.BytesIO(sheets)) as document:
        assert len(document.pages) == 33
