"""Every form of the URLconf sent empty: the fault is told, has the focus and looks right, in both languages of the field."""

import pytest
from playwright.sync_api import expect

from tests.browser import sweep
from tests.browser.checks import LANGUAGES, look
from tests.browser.conftest import Open
from tests.browser.progress import Progress
from tests.factories.world import World

# Forms in which nothing is wrong when they are sent empty, by the name of their stop, and why.
NEVER_WRONG: dict[str, str] = {
    "calendar": "all my projects, unless one is chosen",
    "me": "every way of being reminded is chosen already",
}
FORM = "main form[method=post][novalidate]"
SEND_EMPTY = """form => { for (const field of form.querySelectorAll('input:not([type=hidden], [type=radio], [type=checkbox]), textarea')) field.value = '';
    form.requestSubmit(form.querySelector('button[value=save]') ?? form.querySelector('button:not([type=button], [value=more])')); }"""


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
                expect(page.locator(".errsum").first).to_be_focused()  # autofocus comes with the first picture
                found += look(page, language, f"wrong {stop.name}", turn, number)
            else:
                fine.add(stop.name)
        progress.tell(number)
    assert (found, fine) == ([], set(NEVER_WRONG))
