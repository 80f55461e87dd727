from io import StringIO

import pytest
from django.core.management import call_command

from portfolio.models import FigureSource, KeyFigure, Organisation
from projects.models import MandateTemplate, TemplateChapter
from tests.factories.register import FILES, folder

pytestmark = pytest.mark.django_db


def run(what, place):
    out, err = StringIO(), StringIO()
    try:
        call_command("register", what, f"--from={place}", stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_load_names_source_and_licence_and_counts(tmp_path):
    assert run("load", folder(tmp_path)) == (
        0,
        "Byrået: Folketall\n    CC0\nNew or changed: 1 sources, 3 municipalities and counties, 4 numbers, 4 figures, 3 mandate templates.\n",
        "",
    )
    assert run("load", tmp_path)[1].splitlines()[-1] == ("New or changed: 0 sources, 0 municipalities and counties, 0 numbers, 0 figures, 0 mandate templates.")
    assert (MandateTemplate.objects.count(), TemplateChapter.objects.count()) == (3, 25)


def test_a_bad_file_is_one_line_and_leaves_nothing(tmp_path):
    folder(tmp_path, people=FILES["people.csv"] + "3301,2022,many,exact\n")
    assert run("load", tmp_path) == (
        2,
        "",
        "register: people.csv, line 6: population must be a whole number from 0 to 1000000000; it is 'many'. Nothing was stored.\n",
    )
    assert (Organisation.objects.count(), FigureSource.objects.count(), KeyFigure.objects.count(), MandateTemplate.objects.count()) == (0, 0, 0, 0)


def test_a_moved_figure_is_one_line_and_leaves_all_as_it_was(tmp_path):
    run("load", folder(tmp_path))
    code, _out, err = run("load", folder(tmp_path, people=FILES["people.csv"].replace("3301,2020,100", "3301,2020,99")))
    assert (code, err.count("\n"), KeyFigure.objects.filter(value=100).count()) == (2, 1, 1)


def test_check_agrees_with_what_was_loaded(tmp_path):
    run("load", folder(tmp_path))
    assert run("check", tmp_path) == (
        0,
        "NO 2020-01-01           300  in 2 municipalities\nNO 2021-01-01           320  in 2 municipalities, as published\nThe register is as its files say.\n",
        "",
    )


def test_check_says_what_differs(tmp_path):
    run("load", folder(tmp_path))
    KeyFigure.objects.filter(value=110).delete()
    code, out, err = run("check", tmp_path)
    assert (code, out.splitlines()[-1]) == (1, "2 differences.")
    assert err.splitlines() == [
        "population only in the files: NO 3301 2021-01-01 110 exact office",
        "NO 2021: the municipalities add up to 210; published is 320.",
    ]
