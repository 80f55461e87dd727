"""What differs between two texts is told by word, completely and in the order of reading."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.lib import differences as module
from portfolio.lib.differences import Piece, differences, shortened

WORDS = st.lists(st.sampled_from(["kommunene", "har", "mange", "system", "og", "lite", "samordning", "\n"]), max_size=14).map(" ".join)


def told(old: str, new: str) -> str:
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}", "cut": "<{}>"}
    return "".join(marks[piece.kind].format(piece.text) for piece in differences(old, new))


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("", "", ""),
        ("a b c", "a b c", "a b c"),
        ("Møtet er flyttet", "Møtet er ikke flyttet", "Møtet er {+ikke +}flyttet"),
        ("En to tre fire", "En to fire", "En to [-tre -]fire"),
        ("Kommunene har mange system", "Kommunene har få system", "Kommunene har [-mange -]{+få +}system"),
        ("Første\nAndre linje\nTredje", "Første\nAnnen linje\nTredje", "Første\n[-Andre -]{+Annen +}linje\nTredje"),
        ("ett ord", "helt andre vendinger her", "[-ett ord-]{+ helt andre vendinger her+}"),
        ("ord", "ord til", "ord {+til+}"),
    ],
)
def test_the_words_that_went_and_came(old, new, wanted):
    assert told(old, new) == wanted


@given(WORDS, WORDS)
def test_without_the_gone_it_is_the_new_text_and_without_the_new_the_old(old, new):
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "gone").split() == new.split()
    assert "".join(piece.text for piece in pieces if piece.kind != "new").split() == old.split()
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


@given(WORDS)
def test_a_text_does_not_differ_from_itself(text):
    assert [piece.kind for piece in differences(text, text)] == (["same"] if text else [])


def test_a_stretch_that_would_cost_too_much_is_told_as_replaced(monkeypatch):
    monkeypatch.setattr(module, "LIMIT", 8)
    assert told("en to tre", "en to fire") == "[-en to tre-]{+ en to fire+}"
    assert told("en to", "en tre") == "en [-to-]{+ tre+}"


def test_a_long_chapter_is_compared_in_no_time():
    chapter = "\n\n".join(" ".join(f"ord{(line * 7 + word) % 900}" for word in range(120)) for line in range(80))
    pieces = differences(chapter, chapter.replace("ord5 ", "ordet ", 1))
    assert [piece for piece in pieces if piece.kind != "same"] == [Piece("gone", "ord5 "), Piece("new", "ordet ")]


def test_long_stretches_that_are_alike_are_left_out():
    words = [f"w{number} " for number in range(60)]
    pieces = shortened(differences("".join(words), "".join([*words[:30], "new ", *words[30:]])), around=3)
    assert pieces == [Piece("cut", "…"), Piece("same", "w27 w28 w29 "), Piece("new", "new "), Piece("same", "w30 w31 w32 "), Piece("cut", "…")]
    assert shortened([Piece("same", "en to tre")]) == [Piece("same", "en to tre")]
