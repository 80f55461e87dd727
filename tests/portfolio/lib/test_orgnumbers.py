import pytest

from portfolio.lib.orgnumbers import NORWEGIAN_WEIGHTS, NotANumber, is_norwegian, is_swedish, written


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("212000-1108", "SE", "212000-1108"),
        (" 2120001108 ", "SE", "212000-1108"),
        ("212000–1108", "SE", "212000-1108"),
        ("974 760 673", "NO", "974760673"),
        ("974\u00a0760\u00a0673", "NO", "974760673"),
        ("FI 123", "FI", "FI 123"),
    ],
)
def test_it_is_kept_as_the_country_writes_it(typed, country, kept):
    assert written(typed, country) == kept


WRONG = [("212000-1109", "SE"), ("212000-110", "SE"), ("811228-9874", "SE"), ("974760673", "SE"), ("974760674", "NO"), ("97476067", "NO")]
WRONG += [("2120001108", "NO"), ("", "NO"), ("-", "SE"), ("٩٧٤٧٦٠٦٧٣", "NO"), ("974760673x", "NO"), ("²120001108", "SE")]


@pytest.mark.parametrize(("typed", "country"), WRONG)
def test_what_can_be_no_number_is_refused(typed, country):
    with pytest.raises(NotANumber):
        written(typed, country)


def test_a_personal_number_is_none_although_its_check_figure_is_right():
    assert [sum(is_swedish(f"81{third}228987{n}") for n in range(10)) for third in (1, 2)] == [0, 1]


def test_of_ten_last_figures_one_is_right():
    """And none where the remainder would ask for 10."""
    for first in ("97476067", "94240246", "10000000", "12345678"):
        right = [n for n in range(10) if is_norwegian(f"{first}{n}")]
        rest = sum(int(figure) * weight for figure, weight in zip(first, NORWEGIAN_WEIGHTS, strict=True)) % 11
        assert right == ([] if rest == 1 else [(11 - rest) % 11])
    assert len([n for n in range(10) if is_swedish(f"212000110{n}")]) == 1
