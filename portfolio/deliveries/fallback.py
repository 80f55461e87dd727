"""When no worker gives a sign of life (the queue is down, the worker is gone), each web process sends what waits. Slower, but nothing is late for long."""

import logging
import threading

from django.conf import settings
from django.db import close_old_connections, connection

from portfolio.deliveries import jobs
from portfolio.queries import pulse
from portfolio.reminders import loop

LOOKS = 30.0
log = logging.getLogger(__name__)


def start() -> threading.Thread:
    """A thread beside those that answer requests; it looks twice a minute and ends with the process."""
    thread = threading.Thread(target=run, name="fallback", daemon=True)
    thread.start()
    return thread


def run() -> None:
    rest = threading.Event()
    while not rest.wait(jobs.scatter.uniform(0.5, 1.0) * min(LOOKS, settings.FALLBACK_AFTER.total_seconds())):
        try:
            close_old_connections()
            look()
        except Exception:
            log.warning("the web process could not send what waits", exc_info=True)
        finally:
            connection.close()


def look() -> int:
    """How many mails were sent: none while a worker lives. What is planned to leave becomes a mail first, as in the worker's own round."""
    if not (pulse.is_still() and pulse.work_waits()):
        return 0
    log.warning("no worker gives a sign of life: this web process sends what waits")
    loop.tick()
    return jobs.send_waiting(is_worker=False)
