"""An UPDATE that is written once changes what the ORM's own would, each time with other values."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portfolio.models import Loop
from portfolio.statements import Change, given, given_moment, given_text

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def rows() -> tuple[Any, dict[str, Any]]:
    return Loop.objects.filter(name=given_text("name"), took_ms__lt=given("below")), {"ticked_at": given_moment("at"), "took_ms": F("took_ms") + 1}


def test_it_changes_the_rows_that_it_names_and_says_how_many() -> None:
    for name in ("a", "b"):
        Loop.objects.create(name=name, locked_until=NOW)
    change, later = Change(rows), NOW + dt.timedelta(hours=1)
    assert [change.run(name="a", below=1, at=NOW), change.run(name="a", below=1, at=later), change.run(name="b", below=1, at=later)] == [1, 0, 1]
    assert list(Loop.objects.order_by("name").values_list("name", "ticked_at", "took_ms")) == [("a", NOW, 1), ("b", later, 1)]


def test_its_words_are_those_of_the_orm() -> None:
    with CaptureQueriesContext(connection) as seen:
        Change(rows).run(name="a", below=1, at=NOW)
        Loop.objects.filter(name="a", took_ms__lt=1).update(ticked_at=NOW, took_ms=F("took_ms") + 1)
    ours, theirs = (query["sql"].replace("(", "").replace(")", "") for query in seen.captured_queries)  # a value of ours stands in brackets
    assert ours == theirs
