import re
from io import BytesIO, StringIO

import pikepdf
import pytest
from django.core.management import call_command

from portfolio.documents import render
from portfolio.documents.html import document
from tests.factories import contents
from tests.factories.full import project_with


def test_it_tells_the_ratios(db: None) -> None:
    project_with(2)
    told = StringIO()
    try:
        call_command("bench", rounds=3, mandates=2, stdout=told)
    except SystemExit as over_the_goal:  # a busy machine may be; the goal is held where nothing else runs
        assert over_the_goal.code == 1
    lines = told.getvalue().splitlines()
    assert re.fullmatch(r"mandate \S+, median of 3 rounds, warm", lines[0])
    assert [line[2:44].strip() for line in lines[1:6]] == [
        "all our work, from content to file",
        "WeasyPrint alone, as its manual shows it",
        "WeasyPrint alone, faces and sheet kept",
        "ratio to WeasyPrint alone (goal 1.25)",
        "ratio with faces and sheet kept",
    ]
    whole, plain, _, ratio, _ = (float(line[44:].split()[0]) for line in lines[1:6])
    assert ratio == pytest.approx(whole / plain, rel=0.01)
    assert re.fullmatch(r"2 mandates: 1 worker \d+\.\d s, 2 workers \d+\.\d s, ratio \d+\.\d\d", lines[6])


def test_the_yardsticks_print_the_same_pages() -> None:
    content = contents.content()
    page = document(content)
    for made in (render.plain(page), render.plain_kept(page)):
        with pikepdf.open(BytesIO(made)) as pdf:
            assert len(pdf.pages) == render.pdf(content).pages == 3


def test_without_a_mandate_it_says_what_to_do(db: None) -> None:
    told = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("bench", stderr=told)
    assert (stopped.value.code, told.getvalue()) == (2, "bench: there is no mandate to print; manage.py demo makes four.\n")
