"""What a link opens, as a contact meets it: every state of the page checked by axe wide and narrow, light and dark; and an answer sent by keyboard alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from projects.actions.codes import code_in
from projects.actions.links import token_in
from projects.models import Answer, AnswerCode, Offer, OfferQuestion
from tests.browser.checks import WIDTHS, faults, keep, settled, sign_in, unparsable
from tests.browser.keys import Keys
from tests.factories.sending import link_of, sent
from tests.portfolio.offers.test_answer_page import WHO

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offer(transactional_db: None, tmp_path: Any) -> Offer:
    cache.clear()
    made = sent(language="sv")
    region = made.project.region
    region.answers_need_code = True
    region.save()
    return made


@pytest.fixture
def contact(browser: Browser, live_server: Any, offer: Offer) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, locale="sv-SE", reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"/answer/open/{token_in(link_of(offer))}/")
    yield page
    context.close()


def looked_at(page: Page, name: str) -> list[str]:
    found = [unparsable(settled(page).content())]
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found += [f"{name}, {scheme}: {fault}" for fault in faults(page)]
            keep(page, f"answering {scheme} {name}")
    return [each for each in found if each]


def press(page: Page, selector: str) -> None:
    page.locator(selector).first.click()
    settled(page)


def fill(page: Page, **typed: str) -> None:
    for name, text in typed.items():
        page.fill(f'[name="{name}"]', text)


def test_every_state_of_the_page_is_fit_for_everybody(contact: Page, offer: Offer):
    page, link = contact, link_of(offer)
    here = f"/answer/{link.public_id}/"
    found = looked_at(page, "form")
    press(page, 'form:has([name="which"][value="answer"]) [value="look"]')
    found += looked_at(page, "errors")
    page.check("#id_choice_1")
    fill(page, least_participants="2", most_fee="110 000", reason="En lång motivering " * 8, **WHO)
    press(page, 'form:has([name="which"][value="answer"]) [value="look"]')
    found += looked_at(page, "confirm")
    press(page, '[value="send"]')
    found += looked_at(page, "code")
    fill(page, code="1")
    press(page, '[value="code"]')
    found += looked_at(page, "wrong code")
    fill(page, code=code_in(AnswerCode.objects.get()))
    press(page, '[value="code"]')
    found += looked_at(page, "receipt")
    page.goto(f"{here}ask/")
    press(page, ".wide-btn")
    found += looked_at(page, "ask errors")
    fill(page, name="Kim Holm", text="Ingår drift?\nOch support?")
    press(page, ".wide-btn")
    found += looked_at(page, "asked")
    page.goto(f"{here}forward/")
    found += looked_at(page, "forward")
    fill(page, name="Alex", address=f"alex@{link.invitee.organisation.code}.example")
    press(page, ".wide-btn")
    found += looked_at(page, "passed on")
    page.goto(here)
    found += looked_at(page, "dead")
    assert (found, [each.level for each in Answer.objects.all()], OfferQuestion.objects.count()) == ([], ["code"], 1)


def test_the_offices_page_of_questions_is_fit_for_everybody(browser: Browser, live_server: Any, offer: Offer):
    for number, answer in enumerate(("", "Ja, i tre år.")):
        signed = {"answered_at": offer.opened_at, "answered_by": offer.by} if answer else {}  # type: ignore[attr-defined]
        party = link_of(offer).invitee
        OfferQuestion.objects.create(
            offer=offer, invitee=party, name="Kim", text=f"Fråga {number}, som är lång nog?" * 4, asked_at=offer.opened_at, answer=answer, **signed
        )
    link_of(offer).passings.create(name="Alex Berg", address="alex.berg@bolaget.example", asked_at=offer.opened_at)
    context = browser.new_context(base_url=live_server.url, locale="sv-SE", reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, offer.by, live_server.url)  # type: ignore[attr-defined]
    page.goto(f"/{offer.project.region.slug}/projects/{offer.project.reference}/offers/1/questions/")
    found = looked_at(page, "questions")
    press(page, "#waiting ~ ul .ds-button")
    found += looked_at(page, "questions errors")
    context.close()
    assert found == []


def test_from_the_top_to_a_sent_answer_without_a_pointer(contact: Page, offer: Offer):
    page, keys = contact, Keys(contact)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    keys.reach("#id_choice_0")
    page.keyboard.press("Space")
    for name, text in WHO.items():
        keys.write(name, text)
    keys.press('form:has([name="which"][value="answer"]) [value="look"]')
    keys.press('[value="send"]')
    keys.reach('[name="code"]')
    keys.write("code", code_in(AnswerCode.objects.get()))
    page.keyboard.press("Enter")
    expect(page.locator(".receipt")).to_be_visible()
    expect(page.locator("#id_choice_0")).to_be_visible()
    assert [(each.choice, each.name, each.level) for each in Answer.objects.all()] == [("joins", WHO["name"], "code")]
    assert page.url.endswith(f"/answer/{link_of(offer).public_id}/")


def test_the_reader_chooses_the_language_at_the_foot(contact: Page):
    for code, told in (("nb", "nb"), ("en-gb", "en-GB"), ("sv", "sv")):
        press(contact, f'.languages [value="{code}"]')
        assert (contact.get_attribute("html", "lang"), contact.locator("h1").count()) == (told, 1)
    assert settings.SESSION_COOKIE_NAME not in {cookie["name"] for cookie in contact.context.cookies()}
