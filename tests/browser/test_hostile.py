"""Chromium opens every page of a region whose every text is hostile: nothing runs, nothing is asked of another host."""

from collections.abc import Iterator
from importlib import import_module
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, models
from playwright.sync_api import Page

from portfolio.access.roles import Role
from portfolio.models import RoleGrant, User
from tests.browser import sweep
from tests.browser.checks import sign_in
from tests.factories import portfolio as make
from tests.factories import routes
from tests.factories.filling import FROZEN, LONG_AGO, our_models, text_fields
from tests.factories.hostile import PAYLOADS
from tests.factories.world import build

NO_PAGES = tuple(sweep.NO_PAGES)


@pytest.fixture
def rewritable(transactional_db: None) -> Iterator[None]:
    """The database refuses to change frozen rows; their texts come from people all the same, and pages must bear them."""
    frozen = [import_module(module) for module in FROZEN]
    editor = SimpleNamespace(connection=connection, execute=lambda statement, params=None: connection.cursor().execute(statement, params))
    for each in frozen:
        each.thaw(apps, editor)
    yield
    for each in frozen:
        each.freeze(apps, editor)


@pytest.fixture
def addresses(rewritable: None, settings: Any, tmp_path: Any) -> list[str]:
    """Every page. Each long text holds all payloads, each short one the next of them."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    numbers = count(1)
    world = build(lambda column: f"text-{next(numbers)}", regions="a")
    user = make.user("admin@example.test")
    RoleGrant.objects.create(user=user, region=world.regions["a"], role=Role.ADMIN, valid_from=LONG_AGO)
    everything = "\n\n".join(PAYLOADS)
    for model in our_models():
        for column in text_fields(model):
            if isinstance(column, models.SlugField | models.EmailField):
                continue
            words = PAYLOADS[next(numbers) % len(PAYLOADS)][: column.max_length] if column.max_length else everything
            model._default_manager.update(**{column.name: words})
    found = [(route, url) for route, target, url in routes.addresses(world) if target.key in ("", "a", "a1", "a2") and not target.is_mixed]
    return [url for route, url in found if route.rule and "GET" in (route.rule.methods or ("GET",)) and route.name not in NO_PAGES]


def test_nothing_runs_and_nothing_leaves(page: Page, live_server: Any, addresses: list[str]) -> None:
    """The fixture page fails the test for a script's fault, a refused policy or a request to another host."""
    sign_in(page, User.objects.get(email="admin@example.test"), live_server.url)
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    for address in addresses:
        page.goto(address)
        page.keyboard.press("Tab")
        page.mouse.move(200, 200)
        assert page.evaluate("typeof pwned") == "undefined", address
        assert page.evaluate("document.querySelectorAll('script:not([src]), [onload], [onerror], [onfocus], iframe, object, embed, base, [style]').length") == 0
    assert len(addresses) >= 20
