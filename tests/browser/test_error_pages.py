"""The pages of what goes wrong: each is looked at in both languages, wide and narrow, and leads on."""

from collections.abc import Callable

import pytest
from django.core.cache import cache as throttle
from playwright.sync_api import Page, Response

from tests.browser.checks import LANGUAGES, look
from tests.browser.conftest import Open
from tests.factories.world import World

# A form made up in the page, as no page of ours makes it.
POST = """([address, fields, filler]) => {
    const form = document.createElement('form'); form.method = 'post'; form.action = address;
    const token = document.querySelector('[name=csrfmiddlewaretoken]');
    for (const [name, value] of [...fields, ...(token ? [['csrfmiddlewaretoken', token.value]] : [])]) {
        const field = document.createElement('textarea'); field.name = name; field.value = value + 'x'.repeat(filler); form.append(field);
    }
    document.body.append(form); form.submit(); }"""


def post(page: Page, address: str, fields: list[list[str]], filler: int = 0, signed: bool = True) -> Response:
    """Sent from a page of ours; not signed: without the token that says so."""
    page.goto("/account/accessibility/")
    if not signed:
        page.evaluate("document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(field => field.remove())")
    with page.expect_navigation() as found:
        page.evaluate(POST, [address, fields, filler])
    return found.value


def gone(world: World) -> str:
    """The button of a row that somebody has removed since the page was opened."""
    project = world.projects["a3"]
    row = project.milestone_rows.last()
    number = row.pk
    row.delete()
    return f"{project.get_absolute_url()}edit/milestones/{number}/move/"


def break_down(*_: object) -> None:
    raise RuntimeError("a fault in the program")


def forbidden(page: Page, world: World) -> Response | None:
    return page.goto(world.projects["a1"].get_absolute_url() + "mandate/")


def throttled(page: Page, world: World) -> Response:
    throttle.clear()
    return [post(page, "/account/password/reset/", [["email", "nobody@example.test"]]) for _ in range(6)][-1]


def too_wide(page: Page, world: World) -> Response:
    return post(page, "/account/language/", [[f"field-{n}", "x"] for n in range(1001)])


ERRORS: dict[str, tuple[str, int, Callable[[Page, World], Response | None]]] = {
    "a form with too many fields": ("coordinator", 400, too_wide),
    "what the role does not reach": ("contact", 403, forbidden),
    "a form from elsewhere": ("", 403, lambda page, world: post(page, "/account/sign-in/", [["password", "x"]], signed=False)),
    "what is not there": ("coordinator", 404, lambda page, world: page.goto("/finnes/ikke/")),
    "what is not there, for a stranger": ("", 404, lambda page, world: page.goto("/finnes/ikke/heller/")),
    "somebody was faster": ("coordinator", 409, lambda page, world: post(page, gone(world), [["to", "up"]])),
    "too much": ("coordinator", 413, lambda page, world: post(page, "/account/language/", [["text", ""]], filler=2_600_000)),
    "too many tries": ("", 429, throttled),
    "a fault of ours": ("coordinator", 500, lambda page, world: page.goto(f"/{world.regions['a'].slug}/")),
}


@pytest.mark.parametrize("name", ERRORS)
def test_the_page_of(name: str, world: World, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    person, status, cause = ERRORS[name]
    if status == 500:
        monkeypatch.setattr("portfolio.overview.views.portfolio_page", break_down)
    found = []
    for turn, language in enumerate(LANGUAGES):
        page = opened(language, person)
        answer = cause(page, world)
        assert answer and answer.status == status
        found += look(page, language, f"error {status} {name}", turn)
        if status != 500:
            said = page.inner_text("h1")
            page.locator("main a").first.click()
            page.wait_for_load_state()
            assert page.inner_text("h1") != said
    assert found == []
