"""A world to look at, and one window for each language and person, kept until the test ends."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import sweep
from tests.browser.checks import LANGUAGES, sign_in
from tests.factories.world import World

Open = Callable[[str, str], Page]


@pytest.fixture
def world(transactional_db: None, settings: Any, tmp_path: Any) -> World:
    settings.MEDIA_ROOT = tmp_path
    return sweep.world_to_look_at()


@pytest.fixture
def opened(browser: Browser, live_server: Any, world: World) -> Iterator[Open]:
    """opened(language, person): the person's key in the world, or nothing for a stranger."""
    pages: dict[tuple[str, str], Page] = {}

    def window(language: str, person: str) -> Page:
        if (language, person) not in pages:
            context = browser.new_context(base_url=live_server.url, locale=LANGUAGES[language], reduced_motion="reduce")
            pages[language, person] = page = context.new_page()
            if user := world.people[person].user if person else None:
                sign_in(page, user, live_server.url)
        return pages[language, person]

    yield window
    for page in pages.values():
        page.context.close()
