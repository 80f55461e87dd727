"""From the sign-in form to the mandate's file: the real documents, the real worker, in both languages and at both widths."""

import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Page, expect

from portfolio.models import Document
from tests.browser.checks import WIDTHS, faults, keep, unparsable

PASSWORD = json.loads((settings.BASE_DIR / "portfolio/data/demo/people.json").read_text("utf-8"))["password"]
READY = '#progress a[href*="/files/"]'


def look(page: Page, name: str) -> list[str]:
    """What is wrong with the page at any width."""
    found = [f"{name}: {fault}"] if (fault := unparsable(page.request.get(page.url).text())) else []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += faults(page)
        keep(page, name)
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


@pytest.mark.parametrize(("language", "region", "reference"), [("sv", "skane", "e-arkiv-skane"), ("nb", "kongsbergregionen", "digital-kompetanse")])
def test_a_coordinator_signs_in_opens_a_project_and_fetches_its_mandate(worker, page, language, region, reference, tmp_path):
    call_command("demo", verbosity=0)
    page.goto("/")
    found = look(page, f"{language} sign-in")
    page.fill("input[type=email]", f"coordinator@{region}.example")
    page.fill("input[type=password]", PASSWORD)
    page.click("main button")
    expect(page).to_have_url(f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}/{region}/")
    assert page.locator("html").get_attribute("lang") == language
    found += look(page, f"{language} portfolio")
    page.locator(f'main table a[href="/{region}/projects/{reference}/"]').click()
    addresses = [tab.get_attribute("href") for tab in page.locator(".tabs a").all()]
    assert [address.removeprefix(f"/{region}/projects/{reference}/") for address in addresses] == [
        "", "mandate/", "participation/", "money/", "plan/", "risks/", "documents/",
    ]  # fmt: skip
    for address in addresses:
        page.locator(f'.tabs a[href="{address}"]').click()
        expect(page.locator('.tabs a[aria-current="page"]')).to_have_attribute("href", address)
        found += look(page, f"{language} {address.strip('/').rpartition('/')[2]}")
    found += make_and_fetch(page, language, tmp_path)
    assert found == []


def make_and_fetch(page: Page, language: str, folder: Path) -> list[str]:
    """The page shows the progress by itself and then offers the file, which is the one whose hash it says."""
    page.locator('form[action$="/mandate/make/"] button').click()
    page.wait_for_url("**/documents/")
    found = look(page, f"{language} file being made")
    page.evaluate("document.body.dataset.here = 'the same page'")
    expect(page.locator(READY)).to_be_visible(timeout=120_000)
    assert page.evaluate("document.body.dataset.here") == "the same page", "the page was loaded again"
    found += look(page, f"{language} file ready")
    with page.expect_download() as download:
        page.locator(READY).click()
    download.value.save_as(folder / "mandate.pdf")
    content = (folder / "mandate.pdf").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    assert (content[:5], digest) == (b"%PDF-", Document.objects.get().sha256)
    assert page.locator("#issued .hash").all_inner_texts() == [digest]
    return found
