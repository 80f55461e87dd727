"""What the bell of the mails wakes. It carries no arguments: the rows say what there is to do."""

from typing import Any

from celery import shared_task

from portfolio import outbox
from portfolio.deliveries import jobs


@shared_task(name="deliveries.send_waiting")
def send_waiting(*_: Any, **__: Any) -> None:
    _sent, is_more = jobs.send_for(jobs.ROUND)
    if is_more:
        outbox.ring(outbox.SEND)
