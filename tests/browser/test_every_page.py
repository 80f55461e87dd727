"""Every page of the URLconf, full and empty, in both languages of the field, wide and narrow, light and dark.

One visit to a page serves both widths, and the scheme changes with every look: each page is seen light and dark at both widths.
"""

import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import sweep
from tests.browser.checks import LANGUAGES, look
from tests.browser.conftest import Open
from tests.browser.sweep import Stop
from tests.factories.world import World

# Forms in which nothing is wrong when they are sent empty, by the name of their stop, and why.
NEVER_WRONG: dict[str, str] = {
    "calendar": "all my projects, unless one is chosen",
    "me": "every way of being reminded is chosen already",
}
FORM = "main form[method=post][novalidate]"
SEND_EMPTY = """form => { for (const field of form.querySelectorAll('input:not([type=hidden], [type=radio], [type=checkbox]), textarea')) field.value = '';
    form.requestSubmit(form.querySelector('button[value=save]') ?? form.querySelector('button:not([type=button], [value=more])')); }"""


def visit(page: Page, stop: Stop, known: set[str]) -> list[str]:
    answer = page.goto(stop.url)
    came_to = urlsplit(page.url).path
    if came_to != urlsplit(stop.url).path and came_to not in known:
        return [f"{stop.name} leads on to {came_to}, which nobody looks at"]
    if answer is None or answer.status != 200:
        return [f"{stop.name} answers {answer and answer.status}: {stop.url}"]
    return []


class Progress:
    def __init__(self, capsys: pytest.CaptureFixture[str], total: int, what: str) -> None:
        self.capsys, self.total, self.what, self.began = capsys, total, what, time.monotonic()

    def tell(self, number: int) -> None:
        if number % 20 == 0 or number == self.total:
            with self.capsys.disabled():
                print(f"\n{number} of {self.total} {self.what} seen in {time.monotonic() - self.began:.0f} s", end="", flush=True)


def test_every_page_full_and_empty(world: World, opened: Open, capsys: pytest.CaptureFixture[str]) -> None:
    stops, found = sweep.stops(world), []
    known, progress = {urlsplit(stop.url).path for stop in stops}, Progress(capsys, len(stops), "pages")
    for number, stop in enumerate(stops, 1):
        for turn, language in enumerate(LANGUAGES):
            page = opened(language, stop.person)
            found += visit(page, stop, known) or look(page, language, stop.name, turn)
        progress.tell(number)
    assert found == []


def test_every_form_sent_wrong(world: World, opened: Open, capsys: pytest.CaptureFixture[str]) -> None:
    """Sent empty; where that is no fault, the form stands in NEVER_WRONG."""
    stops = [stop for stop in sweep.stops(world) if stop.is_form]
    progress, found, fine = Progress(capsys, len(stops), "forms"), [], set()
    for number, stop in enumerate(stops, 1):
        for turn, language in enumerate(LANGUAGES):
            page = opened(language, stop.person)
            page.goto(stop.url)
            form = page.locator(FORM)
            if not form.count():
                continue
            with page.expect_navigation():
                form.first.evaluate(SEND_EMPTY)
            if page.locator(".errsum").count():
                assert page.evaluate("document.activeElement.classList[0]") == "errsum"
                found += look(page, language, f"wrong {stop.name}", turn)
            else:
                fine.add(stop.name)
        progress.tell(number)
    assert (found, fine) == ([], set(NEVER_WRONG))
