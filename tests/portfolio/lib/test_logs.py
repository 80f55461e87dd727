"""What is logged is one line, whoever wrote the text in it."""

import io
import json
import logging

import pytest

from portfolio.lib import logs

HOSTILE = ["a\nERROR root: forged", "a\r\nb", "a\x1b[31mred", "a\u2028b", "a\x00b", 'a","level":"ERROR', "a\x85b", "a\u202eb"]


def logged(formatter: logging.Formatter, message: str, *arguments: object, **options: object) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    log = logging.Logger("tests")
    log.addHandler(handler)
    log.warning(message, *arguments, **options)  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_begins_a_line_of_its_own(text):
    line = logged(logs.JsonFormatter(), "title %s", text)
    assert line.isascii() and len(line.splitlines()) == 1
    assert json.loads(line) | {"time": 0, "process": 0} == {"time": 0, "level": "WARNING", "logger": "tests", "message": f"title {text}", "process": 0}


@pytest.mark.parametrize("text", HOSTILE)
def test_nor_at_the_terminal(text):
    line = logged(logs.LineFormatter("{levelname} {message}", style="{"), "title %s", text)
    assert len(line.splitlines()) == 1 and line.rstrip("\n").isprintable()


def test_letters_of_the_languages_stay_readable_at_the_terminal():
    assert logged(logs.LineFormatter("{message}", style="{"), "Åäö æø") == "Åäö æø\n"


def test_a_line_names_the_request_it_belongs_to_and_nothing_after_it():
    with logs.belonging_to("request-1"):
        assert json.loads(logged(logs.JsonFormatter(), "within"))["request_id"] == "request-1"
    assert "request_id" not in json.loads(logged(logs.JsonFormatter(), "after"))


def test_an_error_keeps_its_traceback_in_the_one_line():
    try:
        raise ValueError("two\nlines")
    except ValueError:
        line = logged(logs.JsonFormatter(), "failed", exc_info=True)
    assert len(line.splitlines()) == 1
    assert json.loads(line)["exception"].endswith("ValueError: two\nlines")


@pytest.mark.parametrize("offered", ["", "short", "x" * 65, "has space-in-it", "a\nb-forged-line", "<script>alert(1)</script>", "øøøøøøøøøø"])
def test_what_is_no_id_is_replaced(offered):
    assert (logs.chosen(offered) != offered, logs.GOOD.fullmatch(logs.chosen(offered)) is not None) == (True, True)


def test_an_id_of_the_proxy_is_kept():
    assert logs.chosen("7f0c.A_b-12345") == "7f0c.A_b-12345"
