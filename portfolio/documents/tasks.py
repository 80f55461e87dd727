"""What the bell of the job loop wakes. It carries no arguments: the rows say what there is to do."""

from typing import Any

from celery import shared_task

from portfolio.documents import jobs


@shared_task(name="documents.render_waiting")
def render_waiting(*_: Any, **__: Any) -> None:
    jobs.make_waiting()
