"""Whether Samverk works, asked by machines: public, so each answer is a fixed word and never a reason, a name or a version."""

import tempfile
from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from portfolio.access.rules import public
from portfolio.mail import is_held
from portfolio.queries import pulse


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def migrations() -> str:
    executor = MigrationExecutor(connection)
    return "missing" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"


def files() -> str:
    """Writing is tried: a full or read-only disk still lists its folders."""
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as probe:
        probe.write(b"ok")
        probe.flush()
    return "ok"


def queue() -> str:
    with current_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    return "ok"


def mail() -> str:
    """Held mail is a state that somebody chose, and no fault; what waits is listed by `manage.py mail`."""
    return "held" if is_held() else "ok"


def jobs() -> str:
    """Work waits and no worker gives a sign of life. What are mails is sent by the web processes meanwhile; files wait."""
    return "late" if pulse.is_still() and pulse.work_waits() else "ok"


PARTS: dict[str, Callable[[], str]] = {"database": database, "migrations": migrations, "files": files, "queue": queue, "jobs": jobs, "mail": mail}


@public
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served: the web process runs and its database answers."""
    if word(database) == "ok":
        return HttpResponse("ok\n", content_type="text/plain")
    return HttpResponse("the database does not answer\n", content_type="text/plain", status=503)


@public
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when all that a person may ask for can be done; else 503 and the parts that are not ok."""
    answer = {name: word(part) for name, part in PARTS.items()}
    return JsonResponse(answer, status=200 if set(answer.values()) <= {"ok", "held"} else 503)


def word(part: Callable[[], str]) -> str:
    """Whatever goes wrong in it is the answer; the log of the part itself says why."""
    try:
        return part()
    except Exception:
        return "failing"
