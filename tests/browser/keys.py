import pytest
from playwright.sync_api import Page, expect


class Keys:
    """Somebody without a pointer: Tab until it stands where it should, then keys."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str) -> None:
        wanted = self.page.locator(selector).first
        expect(wanted).to_be_visible()
        for _ in range(120):
            if wanted.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"the keyboard does not reach {selector} on {self.page.url}")

    def press(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()

    def write(self, name: str, text: str) -> None:
        self.reach(f'[name="{name}"]')
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def choose(self, name: str, word: str) -> None:
        """A list takes the first letters of what it shows."""
        self.reach(f'select[name="{name}"]')
        self.page.keyboard.type(word)
        assert word in self.page.locator(f'select[name="{name}"] option:checked').inner_text()

    def day(self, name: str, keys: str) -> None:
        """Typed into the browser's own field, whose order of day and month is the machine's: both are the same here."""
        self.reach(f'[name="{name}"]')
        self.page.keyboard.type(keys)

    def save(self) -> None:
        self.press('button[name="do"][value="save"]')
        expect(self.page.locator(".toast")).to_be_visible()
