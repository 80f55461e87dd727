"""What holds on every page, whatever it shows."""

import io
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from portfolio.models import User

AXE = (Path(__file__).parent / "vendor/axe-4.14.1.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 320)
LANGUAGES = {"sv": "sv-SE", "nb": "nb-NO"}
# Without preload: it fetches every style sheet again, for rules that are not asked for.
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})
    .then(result => result.violations.map(rule => ({id: rule.id, nodes: rule.nodes.map(node => ({html: node.html}))})))"""


def sign_in(page: Page, user: User, url: str) -> None:
    """As after the form; signing in itself is what other tests are about."""
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value, "url": url}])


def settled(page: Page) -> Page:
    """A click returns when the next document has come, not when it has been read: until then it is empty."""
    page.wait_for_load_state()
    return page


def violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(RUN, RULES)
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def faults(page: Page) -> list[str]:
    """Everything that is wrong with the page as it stands, in words."""
    settled(page)
    return [f"{place_of(page)}: {fault}" for fault in violations(page)] + misfits(page)


def place_of(page: Page) -> str:
    return f"{urlsplit(page.url).path} at {page.viewport_size['width']}"


def misfits(page: Page) -> list[str]:
    """What does not fit the width; colours have no part in it."""
    found, where = [], place_of(page)
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if beyond > 0:
        found.append(f"{where}: scrolls {beyond} px sideways: {page.evaluate(STICKS_OUT)}")
    if small := page.evaluate(SMALL_TARGETS):
        found.append(f"{where}: too small to hit: {small}")
    return found


STICKS_OUT = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(e => e.outerHTML.slice(0, 120)).slice(0, 4)"""

# Buttons, fields and tabs are 44 px high, or the card that is pressed for them; a link in running text may be less (WCAG 2.2, 2.5.8).
SMALL_TARGETS = """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, .tabs a, .nav a')]
    .filter(e => e.getClientRects().length && (e.closest('label.choice') || e).getBoundingClientRect().height < 43.5)
    .map(e => e.outerHTML.slice(0, 80))"""


def unparsable(markup: str) -> str:
    try:
        html5lib.HTMLParser(strict=True).parse(io.BytesIO(markup.encode()), transport_encoding="utf-8")
    except html5lib.html5parser.ParseError as error:
        return str(error)
    return ""


def keep(page: Page, name: str) -> None:
    """A picture of the whole page, when the environment names a folder for them."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}-{page.viewport_size['width']}.png", full_page=True)


def look(page: Page, language: str, name: str, turn: int, number: int = 0) -> list[str]:
    """What is wrong with what the window shows, wide and narrow.

    axe takes the longest by far, so it looks once in each language: in the first wide, in the second narrow, one of them light and the other dark.
    Which of them is dark changes with the number of the page; pages are made of the same parts.
    """
    found = [unparsable(settled(page).content())] if turn % 2 == 0 else []
    if (told := page.get_attribute("html", "lang")) != language:
        found.append(f"{page.url} is in {told}, not {language}")
    page.emulate_media(color_scheme=("light", "dark")[(turn + number) % 2])
    for place, width in enumerate(WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        found += faults(page) if place == turn % 2 else misfits(page)
        keep(page, f"{language} {name}")
    return [each for each in found if each]
