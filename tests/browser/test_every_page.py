"""Every page of the URLconf, full and empty, in both languages of the field, wide and narrow, once light and once dark."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import sweep
from tests.browser.checks import LANGUAGES, look
from tests.browser.conftest import Open
from tests.browser.progress import Progress
from tests.browser.sweep import Stop
from tests.factories.world import World


def visit(page: Page, stop: Stop, known: set[str]) -> list[str]:
    answer = page.goto(stop.url)
    came_to = urlsplit(page.url).path
    if came_to != urlsplit(stop.url).path and came_to not in known:
        return [f"{stop.name} leads on to {came_to}, which nobody looks at"]
    if answer is None or answer.status != 200:
        return [f"{stop.name} answers {answer and answer.status}: {stop.url}"]
    return []


def test_every_page_full_and_empty(world: World, opened: Open, capsys: pytest.CaptureFixture[str]) -> None:
    stops, found = sweep.stops(world), []
    known, progress = {urlsplit(stop.url).path for stop in stops}, Progress(capsys, len(stops), "pages")
    for number, stop in enumerate(stops, 1):
        for turn, language in enumerate(LANGUAGES):
            if stop.is_seen_again and turn != number // 2 % 2:
                continue
            page = opened(language, stop.person)
            found += visit(page, stop, known) or look(page, language, stop.name, turn, number)
        progress.tell(number)
    assert found == []
