"""Check digits by the two countries' own rules; the numbers of public bodies stand as examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.lib.peppol import digits_of, is_organisation_number, peppol_id, written


@pytest.mark.parametrize("text", ["212000-1124", "2120001124", "SE 212000-1124", "212 000 11 24", "212000–1124"])
def test_one_number_however_it_is_written(text):
    assert digits_of(text) == "2120001124"


def test_norwegian_spaces_and_letters():
    assert [digits_of(text) for text in ("971 045 698", "NO971045698MVA", "971.045.698")] == ["971045698"] * 3
    assert digits_of("ikke kjent") == "ikkekjent"


@pytest.mark.parametrize(("digits", "country"), [("2120001124", "SE"), ("2021000050", "SE"), ("974760673", "NO"), ("971032081", "NO")])
def test_numbers_that_are(digits, country):
    assert is_organisation_number(digits, country)


@pytest.mark.parametrize(
    ("digits", "country"),
    [
        ("2120001125", "SE"),
        ("212000112", "SE"),
        ("8507099805", "SE"),  # a personal number: rightly checked, but no organisation
        ("974760674", "NO"),
        ("97476067", "NO"),
        ("٢١٢٠٠٠١١٢٤", "SE"),
        ("", "NO"),
        ("abcdefghij", "SE"),
    ],
)
def test_numbers_that_are_not(digits, country):
    assert not is_organisation_number(digits, country)


@given(st.integers(0, 9), st.integers(0, 9), st.sampled_from([("2120001124", "SE"), ("974760673", "NO")]))
def test_one_wrong_digit_is_always_seen(place, digit, known):
    right, country = known
    place %= len(right)
    changed = right[:place] + str(digit) + right[place + 1 :]
    assert is_organisation_number(changed, country) == (changed == right)


def test_peppol_ids_and_how_people_write():
    assert (peppol_id("2120001124", "SE"), peppol_id("974760673", "NO")) == ("0007:2120001124", "0192:974760673")
    assert (written("2120001124", "SE"), written("974760673", "NO"), written("x", "NO")) == ("212000-1124", "974 760 673", "x")
