"""Machines that look through mails open each link, run its scripts and press whatever can be pressed: of the offer nothing changes, and each link still opens.

``LINKS`` says how many links (make faults: 200).
"""

import os
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Locator, Page

from portfolio.models import Delivery
from projects.actions.links import token_in
from projects.models import Answer, AnswerLink, FormalDecision, Invitee, LinkFetch, Offer, OfferMail, OfferQuestion, OfferVersion, Tally
from tests.browser.checks import settled
from tests.factories.sending import sent

LINKS = int(os.environ.get("LINKS", "3"))
WHOLE = 3
"""Of so many links the pages below are pressed through too: they are the same for all."""
PRESSABLE = "a[href], button, summary, input[type=submit], [role=button]"
AHEAD = {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"}


def of_the_offer() -> list[Any]:
    """All rows but the count of fetches, which stands beside the offer."""
    models = (Offer, OfferVersion, Tally, Invitee, AnswerLink, Answer, FormalDecision, OfferQuestion, OfferMail, Delivery)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def press(page: Page, thing: Locator) -> None:
    """As a script does it; where it leads somewhere, until one is there. A file is saved, and the page stays."""
    if not thing.evaluate("thing => thing.matches('a, button:not([type=button]), input')"):
        thing.evaluate("thing => thing.click()")
        return
    try:
        with page.expect_navigation(timeout=10_000):
            thing.evaluate("thing => thing.click()")
    except Error as error:
        if "ERR_ABORTED" not in str(error):
            raise


def press_everything(page: Page, start: str, goes_below: bool) -> int:
    """On the page of a link, and on every page below it if asked for: each thing that can be pressed, one by one, on a page just opened. How many."""
    below, waiting, pressed = urlsplit(start).path, [start], 0
    known = {below}
    while waiting:
        address = waiting.pop()
        settled(page).goto(address)
        for number in range(page.locator(PRESSABLE).count()):
            page.goto(address)
            thing = page.locator(PRESSABLE).nth(number)
            if urlsplit(thing.get_attribute("href") or "").scheme in ("mailto", "tel"):
                continue
            press(page, thing)
            pressed += 1
            came_to = urlsplit(settled(page).url)
            if goes_below and came_to.path.startswith(below) and came_to.path not in known:
                known.add(came_to.path)
                waiting.append(came_to.path)
    return pressed


@pytest.mark.usefixtures("transactional_db")
def test_whatever_opens_and_presses_everything_changes_nothing(browser: Browser, live_server: Any, capsys: pytest.CaptureFixture[str]) -> None:
    sent(tuple(f"Kommun {number}" for number in range(LINKS)))
    tokens = [token_in(link) for link in AnswerLink.objects.order_by("pk")]
    before, pressed, referrers = of_the_offer(), 0, set()
    for number, token in enumerate(tokens):
        context = browser.new_context(base_url=live_server.url, locale="sv-SE")
        context.on("request", lambda request: referrers.add(request.headers.get("referer", "")))
        for method in ("HEAD", "OPTIONS", "GET"):
            context.request.fetch(f"/answer/open/{token}/", method=method, headers=AHEAD)
        page = context.new_page()
        page.goto(f"/answer/open/{token}/")
        pressed += press_everything(page, settled(page).url, number < WHOLE)
        context.close()
    with capsys.disabled():
        print(f"\nscanners: {len(tokens)} links, {pressed} things pressed")
    assert of_the_offer() == before
    assert [count.times > 2 for count in LinkFetch.objects.all()] == [True] * len(tokens)
    assert pressed >= 8 * len(tokens)
    assert [each for each in referrers if "/answer/" in each] == []
    still = browser.new_context(base_url=live_server.url)
    assert {still.request.get(f"/answer/open/{token}/").status for token in tokens} == {200}
    still.close()
