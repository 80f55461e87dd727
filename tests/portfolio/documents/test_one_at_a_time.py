"""Two real workers: a region with many files has one in the making at a time, and another region's is made beside it."""

import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.utils import timezone

from portfolio.models import Document, Region
from tests.conftest import Worker
from tests.factories import contents, portfolio

pytestmark = pytest.mark.fault
MANY, FEW = 6, 3


def order(region: Region, number: int) -> None:
    content = contents.content(lead=f"Ønske {number}.")
    fields = {"kind": "mandate", "title": content.title, "language": "nb", "content": content.as_json(), "content_sha256": content.sha256}
    Document.objects.create(region=region, requested_at=timezone.now(), **fields)


def test_a_region_with_many_files_does_not_hold_up_another(workers: Callable[..., Worker]) -> None:
    many, few = portfolio.region(), portfolio.region()
    for number in range(MANY):
        order(many, number)
    for number in range(FEW):
        order(few, number)
    started = [workers(LOG_LEVEL="INFO"), workers(LOG_LEVEL="INFO")]
    ring(started)
    seen: set[tuple[int, ...]] = set()
    deadline = time.monotonic() + 120
    while Document.objects.exclude(state="ready").exists():
        assert time.monotonic() < deadline, list(Document.objects.values("region", "state", "error"))
        seen.add(tuple(sorted(Document.objects.filter(state="rendering").values_list("region", flat=True))))
        time.sleep(0.02)
    assert {regions for regions in seen if len(regions) > 1} == {(many.pk, few.pk)}
    assert Counter(Document.objects.values_list("region", "attempt")) == {(many.pk, 1): MANY, (few.pk, 1): FEW}
    assert all("is made" in worker.log.read_text() for worker in started), "one worker did it all"


def ring(started: list[Worker]) -> None:
    from portfolio.celery import app

    for _ in started:
        app.send_task("documents.render_waiting")
