"""A Celery worker on the test database of the process that starts it: python -m tests.worker DATABASE"""

import sys
from typing import Any

from celery.signals import worker_ready
from django.conf import settings


@worker_ready.connect
def tell(**_: Any) -> None:
    print("ready", file=sys.__stdout__, flush=True)  # sys.stdout is a logger by now


if __name__ == "__main__":
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    from portfolio.celery import app

    app.worker_main(["--quiet", "worker", "--pool=solo", "--without-gossip", "--without-mingle", "--without-heartbeat", f"--hostname={sys.argv[2]}@tests"])
