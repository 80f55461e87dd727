"""What a word processor leaves in a text is made plain; text that is plain stays as it is."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portfolio.lib.pasted import cleaned
from portfolio.lib.texts import many_lines

DEMO = Path(__file__).parents[3] / "portfolio/data/demo"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("\uf0b7\tFørst\r\n\uf0b7\tSå", "- Først\n- Så"),
        ("\uf0a7\u00a0\u00a0 Firkant\n\uf0fc hake\n\uf0d8\tpil", "- Firkant\n- hake\n- pil"),
        ("•\tEn\no\tUnder\n•\tTo", "- En\n  - Under\n- To"),
        ("·\u00a0\u00a0\u00a0\u00a0Prikk\n• med blank\n▪firkant", "- Prikk\n- med blank\n▪firkant"),
        ("§\tPunkt\n§ 5 i loven\n§\u00a05 i loven", "- Punkt\n§ 5 i loven\n§\u00a05 i loven"),
        ("Ø\tpil\nØ er en bokstav\no nei\no  punkt", "- pil\nØ er en bokstav\no nei\n  - punkt"),
        ("–\tstrek\n– en tankestrek", "- strek\n– en tankestrek"),
        ("Dette:\n1.\tFørst\n2.\u00a0\u00a0 Så\n3) blank", "Dette:\n\n1. Først\n2. Så\n3) blank"),
        ("\t•\tinnrykk", "  - innrykk"),
        ("Kost\u00a0ikke 120\u00a0000\u00a0kr, sam\u00adord\u00adning\u200b\ufeff", "Kost ikke 120\u00a0000\u00a0kr, samordning"),
        ("to\tord\u2003her \t ", "to ord her"),
        ("midt i \uf04a og \U000f0001 her", "midt i  og  her"),
        ("linje\x0bny\u2028enda en\rtil", "linje\nny\nenda en\ntil"),
        ("a  \nb", "a  \nb"),
        ("en\n\n\n\n\nto", "en\n\nto"),
        ("\u00a0\n\t\n ", ""),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("## H\n\n* a\n  - b\n\n> sitat\n\n1. x\n2. y", "## H\n\n* a\n  - b\n\n> sitat\n\n1. x\n2. y"),
    ],
)
def test_what_comes_out(text, wanted):
    assert cleaned(text) == wanted


@example("o \uf0b7 ")
@given(st.text(alphabet=st.sampled_from("ab o§Ø•·-–1.)\t\n\r\u00a0\u00ad\uf0b7\u2028*#>"), max_size=60))
def test_cleaning_twice_is_cleaning_once(text):
    once = cleaned(text)
    assert cleaned(once) == once
    assert not set(once) & set("\t\r\u00ad\uf0b7\u2028")


def texts(value):
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(each)


@pytest.mark.parametrize("path", sorted(set(DEMO.glob("*.json")) - {DEMO / "examples.json"}), ids=lambda path: path.stem)
def test_no_text_of_the_real_documents_changes(path):
    found = list(texts(json.loads(path.read_text("utf-8"))))
    assert [text for text in found if cleaned(text) != many_lines(text)] == []
    assert len(found) > 10
