"""What the schedule and the bell after a change wake. It carries no arguments: the deadlines say what there is to do."""

from typing import Any

from celery import shared_task

from portfolio.reminders import loop


@shared_task(name="reminders.tick")
def tick(*_: Any, **__: Any) -> None:
    loop.tick()
