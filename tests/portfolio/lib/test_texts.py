"""A name is what one sees of it."""

import pytest

from portfolio.lib.texts import many_lines, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Kari\u202egnp.exe", "Karignp.exe"),
        ("Nes\u200b kommune\ufeff", "Nes kommune"),
        ("\u2066A\u2069\u061cB\u200eC\u200f\u2060", "ABC"),
        ("a\u200cb\u200dc", "abc"),
        ("\u200d", ""),
        ("\u202e \u202c", ""),
        (
            "\U0001f469\u200d\U0001f467 \u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\U0001f469\u200d\U0001f467 \u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("Sør-Troms Åse", "Sør-Troms Åse"),
    ],
)
def test_one_line_keeps_nothing_that_cannot_be_seen(typed: str, kept: str) -> None:
    assert one_line(typed) == kept
    assert one_line(one_line(typed)) == one_line(typed)


def test_a_text_of_many_lines_keeps_its_own_signs() -> None:
    assert many_lines("a\u200bb\r\nc") == "a\u200bb\nc"
