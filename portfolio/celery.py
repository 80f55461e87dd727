"""The Celery app. Tasks ring a bell; the database says what there is to do."""

import gc
import logging.config
import os
from contextlib import suppress
from typing import Any

from celery import Celery
from celery.beat import EmbeddedService, Scheduler
from celery.signals import setup_logging, worker_init, worker_ready, worker_shutting_down
from django.conf import settings

from portfolio.lib import ending

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # they would load every page into the worker; make check runs them

app = Celery("portfolio")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = ("portfolio.deliveries.tasks", "portfolio.documents.tasks", "portfolio.reminders.tasks", "portfolio.tasks")
app.conf.beat_schedule = {
    "deliveries": {"task": "deliveries.send_waiting", "schedule": settings.TICK},
    "documents": {"task": "documents.render_waiting", "schedule": settings.TICK},
    "reminders": {"task": "reminders.tick", "schedule": settings.TICK},
    "sweep": {"task": "portfolio.sweep", "schedule": 6 * 60 * 60.0},
}


class Beat(Scheduler):
    """In memory: a shelve on disk gets damaged. Each round leaves its time on a file, which the health check of the container looks at."""

    def tick(self, *args: Any, **options: Any) -> Any:
        wait = super().tick(*args, **options)
        with suppress(OSError):  # a full disk stops no schedule; the file grows old and says so
            settings.BEAT_PULSE.touch()
        return wait


@setup_logging.connect
def log_as_the_web_does(**_: Any) -> None:
    logging.config.dictConfig(settings.LOGGING)


@worker_init.connect
def share(**_: Any) -> None:
    """What is loaded by now stays shared with the children that are forked next: their garbage collector does not touch it."""
    gc.collect()
    gc.freeze()


@worker_ready.connect
def beat_in_the_worker(**_: Any) -> None:
    """Embedded default: the schedule is a thread of the one worker, so nothing is orphaned."""
    if app.conf.embedded_beat:
        app.embedded_beat = EmbeddedService(app, thread=True, scheduler_cls=Beat)
        app.embedded_beat.daemon = True
        app.embedded_beat.start()


@worker_shutting_down.connect
def say_so(**_: Any) -> None:
    """Its processes end with the mail or the file that they are at, well within the time that whoever stops a worker gives it."""
    ending.tell()


@worker_shutting_down.connect
def stop_beat(**_: Any) -> None:
    with suppress(AttributeError):
        app.embedded_beat.service.stop(wait=False)  # it sleeps for seconds between two looks; it is a daemon and ends with the process
