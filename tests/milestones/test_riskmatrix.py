import re
from xml.etree import ElementTree

from milestones.riskmatrix import Level, Point, Words, cells, level, svg

WORDS = Words("Risiko 1 er 20, høy.", "Sannsynlighet", "Konsekvens")


def test_levels_by_score() -> None:
    scores = {probability * impact: level(probability, impact) for probability in range(1, 6) for impact in range(1, 6)}
    assert {score for score, found in scores.items() if found is Level.LOW} == {1, 2, 3, 4, 5}
    assert {score for score, found in scores.items() if found is Level.MEDIUM} == {6, 8, 9, 10, 12}
    assert {score for score, found in scores.items() if found is Level.HIGH} == {15, 16, 20, 25}


def test_cells_hold_every_number_in_order() -> None:
    points = [Point("1", 4, 5), Point("2", 3, 3), Point("3", 4, 5)]
    assert cells(points) == {(4, 5): ["1", "3"], (3, 3): ["2"]}
    assert [(point.score, point.level) for point in points[:2]] == [(20, Level.HIGH), (9, Level.MEDIUM)]


def picture(points: list[Point]) -> ElementTree.Element:
    return ElementTree.fromstring(svg(points, WORDS))


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]


def test_the_picture_says_what_it_shows() -> None:
    root = picture([Point("1", 4, 5)])
    assert root[0].text == WORDS.title
    assert sorted(texts(root)) == sorted([str(a * b) for a in range(1, 6) for b in range(1, 6)] + ["1"] + [*"1122334455"] + ["Sannsynlighet →", "Konsekvens →"])


def test_a_ring_stands_in_its_cell() -> None:
    """Probability upwards, impact to the right."""
    (ring,) = picture([Point("1", 4, 5)]).iter("{http://www.w3.org/2000/svg}circle")
    assert 22 + 4 * 28 < float(ring.get("cx", 0)) < 22 + 5 * 28
    assert 4 + 1 * 28 < float(ring.get("cy", 0)) < 4 + 2 * 28


def test_many_risks_in_one_cell_are_all_named() -> None:
    for count in (2, 4, 5, 9):
        numbers = [str(number) for number in range(30, 30 + count)]
        shown = " ".join(texts(picture([Point(number, 1, 1) for number in numbers])))
        assert [number for number in numbers if re.search(rf"\b{number}\b", shown)] == numbers


def test_words_are_escaped() -> None:
    root = ElementTree.fromstring(svg([Point("<b>", 1, 1)], Words("</title><script>", "&", "<i>")))
    assert root[0].text == "</title><script>"
