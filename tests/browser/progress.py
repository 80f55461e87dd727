"""How far a long walk has come, printed past pytest's capture."""

import time

import pytest


class Progress:
    def __init__(self, capsys: pytest.CaptureFixture[str], total: int, what: str) -> None:
        self.capsys, self.total, self.what, self.began = capsys, total, what, time.monotonic()

    def tell(self, number: int) -> None:
        if number % 20 == 0 or number == self.total:
            with self.capsys.disabled():
                print(f"\n{number} of {self.total} {self.what} seen in {time.monotonic() - self.began:.0f} s", end="", flush=True)
