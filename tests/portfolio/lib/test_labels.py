"""Labels are never on top of each other, and no line runs through one."""

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from portfolio.lib.labels import Flag, centred, flags, shortened, text_width

LEFT, RIGHT, GAP = 0.0, 350.0, 3.0
places = st.lists(st.tuples(st.floats(6, 344), st.floats(10, 140)), min_size=1, max_size=9).map(sorted)


def box(flag: Flag, width: float) -> tuple[float, float]:
    left = {"start": flag.text_x, "end": flag.text_x - width, "middle": flag.text_x - width / 2}[flag.anchor]
    return left, left + width


@given(places)
def test_flags_never_meet(places: list[tuple[float, float]]) -> None:
    found = flags(places, LEFT, RIGHT, GAP)
    assert [flag.x for flag in found] == [x for x, _ in places]
    boxes = [box(flag, width) for flag, (_, width) in zip(found, places, strict=True)]
    for i, one in enumerate(found):
        for j in range(i):
            if one.level == found[j].level:
                assert boxes[i][1] <= boxes[j][0] or boxes[j][1] <= boxes[i][0]


@given(places)
def test_no_line_runs_through_a_label_that_has_room(places: list[tuple[float, float]]) -> None:
    """Unless labels at the right edge have no room on either side."""
    assume(all(x + GAP + width <= RIGHT for x, width in places))
    found = flags(places, LEFT, RIGHT, GAP)
    for i, (flag, (_, width)) in enumerate(zip(found, places, strict=True)):
        left, right = box(flag, width)
        for j, other in enumerate(found):
            if i != j and other.level > flag.level:
                assert not left < other.x < right


@given(places)
def test_centred_labels_stay_inside_and_apart_or_are_refused(places: list[tuple[float, float]]) -> None:
    found = centred(places, LEFT, RIGHT, GAP)
    if found is None:
        assert len(places) > 1
        return
    boxes = [box(flag, width) for flag, (_, width) in zip(found, places, strict=True)]
    assert all(left >= LEFT - 0.1 and right <= RIGHT + 0.1 for left, right in boxes)
    assert all(one[1] <= two[0] for one, two in pairwise(boxes))


@given(st.text(st.characters(min_codepoint=32, max_codepoint=400), max_size=80), st.floats(20, 200))
def test_shortened_fits_or_is_as_short_as_can_be(text: str, width: float) -> None:
    kept = shortened(text, width, 8)
    assert kept == text or kept.endswith("…")
    assert text_width(kept, 8) <= width or len(kept) <= 6


def test_shortened_cuts_at_a_word() -> None:
    assert shortened("Gjennomføre konkurranse, valg av leverandør", 136, 8) == "Gjennomføre konkurranse, valg …"
    assert shortened("Kort", 130, 8) == "Kort"
