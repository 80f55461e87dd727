"""A chapter is written with buttons and keys, and takes what is pasted from Word; without scripts it is a field and a button."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portfolio.access.roles import Role
from projects.models import Chapter, Project
from tests.browser.checks import WIDTHS, faults, keep, sign_in
from tests.factories import portfolio
from tests.factories.full import project_with

WORD = (Path(__file__).parent / "word.html").read_text("utf-8")
OUTLOOK = """<html xmlns:m="http://schemas.microsoft.com/office/2004/12/omml"><body><div class="WordSection1"><p class="MsoNormal">Hei,</p>
<ul type="disc"><li class="MsoListParagraph" style="mso-list:l0 level1 lfo1">Et punkt
<ol><li>Under</li><li>Og til</li></ol></li><li><span style="font-weight:700">Fet</span></li></ul>
<p class="MsoListParagraph">•<span>&nbsp;&nbsp;&nbsp; </span>Uten merke</p><blockquote><p>Et <em>sitat</em></p></blockquote>
<p><a href="mailto:post@example.test">Skriv</a> <a href="javascript:alert(1)">ikke</a></p></div></body></html>"""
PASTE = """(area, html) => { const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    data.setData("text/plain", "uformatert");
    return area.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }"""
CLEAN = """## Bakgrunn

Kommunene har mange **fagsystem** og *lite* samordning. Se [strategien](https://www.example.no/strategi%281%29) og kapittel 3.

- Felles arkiv
   - Avlevering
- Felles drift

### Mål

1. Første mål
2. Andre mål

* **Kommune** · **Timer**
* Nes · 250

\\# ikke overskrift, 2 \\* 3 og \\[klamme\\]  
ny linje"""  # noqa: W291  two blanks break a line


@pytest.fixture
def project(transactional_db: None) -> Project:
    return project_with(1, portfolio.region("fjordane", name="Fjordane"))


@pytest.fixture
def writer(page: Page, project: Project, live_server: Any) -> Page:
    sign_in(page, portfolio.person_with(Role.COORDINATOR, project.region), live_server.url)
    page.goto(f"{project.get_absolute_url()}edit/chapters/all/")
    return page


def text(page: Page) -> str:
    return page.locator("#id_text").input_value()


def paste(page: Page, html: str) -> bool:
    """As Ctrl+V does; False when the page has taken it."""
    return page.locator("#id_text").evaluate(PASTE, html)


def write(page: Page, words: str, start: int, end: int) -> None:
    page.locator("#id_text").fill(words)
    page.locator("#id_text").evaluate("(area, [start, end]) => { area.focus(); area.setSelectionRange(start, end); }", [start, end])


def test_what_word_puts_on_the_clipboard_becomes_markdown(writer, project):
    writer.locator("#id_text").fill("")
    assert paste(writer, WORD) is False
    assert text(writer) == CLEAN
    writer.get_by_role("button", name="See it as printed").click()
    shown = writer.locator("#preview + .prose")
    assert [shown.locator(tag).count() for tag in ("h3", "h4", "li", "strong", "em", "a", "img", "script")] == [1, 1, 7, 3, 1, 1, 0, 0]
    writer.get_by_role("button", name="Save").click()
    assert Chapter.objects.get(project=project, key="all").text == CLEAN


def test_lists_of_a_mail_and_marks_without_a_word_for_them(writer):
    writer.locator("#id_text").fill("")
    paste(writer, OUTLOOK)
    assert text(writer) == ("Hei,\n\n- Et punkt\n   1. Under\n   2. Og til\n- **Fet**\n- Uten merke\n\n> Et *sitat*\n\n[Skriv](mailto:post@example.test) ikke")


def test_plain_text_is_left_to_the_browser(writer):
    for html in ("", "<meta charset=utf-8><span>bare tekst</span>"):
        assert paste(writer, html) is True


def test_pasting_is_undone_by_the_browsers_own_key(writer):
    write(writer, "Før ", 4, 4)
    paste(writer, "<b>fet</b>")
    assert text(writer) == "Før **fet**"
    writer.keyboard.press("Control+z")
    assert text(writer) == "Før "


@pytest.mark.parametrize(
    ("button", "words", "start", "end", "wanted"),
    [
        ("Bold", "en to tre", 3, 5, "en **to** tre"),
        ("Bold", "en **to** tre", 5, 7, "en to tre"),
        ("Italic", "en to tre", 3, 6, "en *to* tre"),
        ("Italic", "en **to** tre", 5, 7, "en ***to*** tre"),
        ("Italic", "", 0, 0, "*words*"),
        ("Heading", "En\nTo\nTre", 4, 4, "En\n## To\nTre"),
        ("Heading", "## To", 3, 3, "To"),
        ("List", "En\nTo\n\nTre", 0, 10, "- En\n- To\n\n- Tre"),
        ("List", "1. En\n2. To", 0, 11, "- En\n- To"),
        ("Numbered list", "En\nTo", 0, 5, "1. En\n2. To"),
        ("Numbered list", "1. En\n2. To", 0, 11, "En\nTo"),
        ("Link", "se her", 3, 6, "se [her](https://)"),
    ],
)
def test_what_each_button_writes(writer, button, words, start, end, wanted):
    write(writer, words, start, end)
    writer.get_by_role("button", name=button, exact=True).click()
    assert text(writer) == wanted
    expect(writer.locator("#id_text")).to_be_focused()


def test_by_keyboard_alone(writer):
    write(writer, "en to", 3, 5)
    writer.keyboard.press("Control+b")
    writer.keyboard.press("Control+i")
    assert text(writer) == "en ***to***"
    writer.keyboard.press("Shift+Tab")
    expect(writer.get_by_role("button", name="Bold")).to_be_focused()
    for key, name in (("ArrowRight", "Italic"), ("End", "Link"), ("ArrowRight", "Bold"), ("ArrowLeft", "Link"), ("Home", "Bold"), ("ArrowRight", "Italic")):
        writer.keyboard.press(key)
        expect(writer.get_by_role("button", name=name)).to_be_focused()
    writer.keyboard.press("Enter")
    assert text(writer) == "en **to**"


def test_the_bar_at_both_widths(writer):
    found = []
    for width in WIDTHS:
        writer.set_viewport_size({"width": width, "height": 900})
        found += faults(writer)
        keep(writer, "chapter bar")
    assert found == []


def test_without_scripts_there_is_no_bar(browser, live_server, project):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    sign_in(page, portfolio.person_with(Role.COORDINATOR, project.region), live_server.url)
    page.goto(f"{project.get_absolute_url()}edit/chapters/all/")
    expect(page.locator("[data-marks]")).to_be_hidden()
    page.locator("#id_text").fill("•\tEt punkt\u00a0her")
    page.get_by_role("button", name="Save").click()
    assert Chapter.objects.get(project=project, key="all").text == "- Et punkt her"
    context.close()
