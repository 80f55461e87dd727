"""What a link opens, and until when."""

import datetime as dt

import pytest

from projects.linking import READS_ON, Opens, is_of_the_house, masked, opens

END = dt.datetime(2015, 9, 30, 22, tzinfo=dt.UTC)
TICK = dt.timedelta(microseconds=1)


def test_a_link_answers_while_the_offer_takes_answers_then_reads_for_a_fortnight_then_is_dead():
    assert [opens(END - TICK, END, True, False), opens(END, END, False, False), opens(END + READS_ON - TICK, END, False, False)] == [
        "answers",
        "reads",
        "reads",
    ]
    assert opens(END + READS_ON, END, False, False) is Opens.NOTHING


@pytest.mark.parametrize("now", [END - dt.timedelta(days=30), END, END + dt.timedelta(days=13), END + dt.timedelta(days=99)])
@pytest.mark.parametrize("takes_answers", [True, False])
def test_a_revoked_link_is_dead_at_once_and_for_good(now, takes_answers):
    assert opens(now, END, takes_answers, True) is Opens.NOTHING


def test_an_offer_without_a_day_has_no_link():
    assert opens(END, None, False, False) is Opens.NOTHING


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("registrator@horby.example", "r…@horby.example"),
        ("a@b.example", "a…@b.example"),
        ('"a@b"@c.example', '"…@c.example'),
        ("åsa@malmö.example", "å…@malmö.example"),
    ],
)
def test_a_masked_address_shows_one_letter_and_the_house(address, shown):
    assert masked(address) == shown


@pytest.mark.parametrize(
    ("address", "is_theirs"),
    [
        ("ny@horby.example", True),
        ("NY@HORBY.EXAMPLE", True),
        ("ny@horby.example.", True),
        ("ny@it.horby.example", False),
        ("ny@horby.example.evil.example", False),
        ("ny@nothorby.example", False),
        ("ny@horby.example@evil.example", False),
        ("horby.example", False),
        ("", False),
    ],
)
def test_a_link_is_passed_on_within_the_house_only(address, is_theirs):
    assert is_of_the_house(address, ["registrator@horby.example", "kontakt@annan.example", "", "horby.example"]) is is_theirs
