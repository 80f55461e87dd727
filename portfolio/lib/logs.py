"""One line of JSON for each thing that is logged. Which request it belongs to travels in a context variable, from the web to the job loop."""

import datetime as dt
import json
import logging
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

GOOD = re.compile(r"[A-Za-z0-9._-]{8,64}")
EXTRA = ("route", "method", "status", "milliseconds", "user")
"""What a line may carry beside its message. A person is a number here, never a name or an address."""

current: ContextVar[str] = ContextVar("request_id", default="")


def chosen(offered: str) -> str:
    """The request's id that the proxy offers, when it is one; else a new one."""
    return offered if GOOD.fullmatch(offered) else uuid.uuid4().hex


@contextmanager
def belonging_to(request_id: str) -> Iterator[None]:
    """Lines logged within name this request."""
    token = current.set(request_id)
    try:
        yield
    finally:
        current.reset(token)


class JsonFormatter(logging.Formatter):
    """JSON escapes line breaks and other controls, so that no text from outside can begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if request_id := current.get():
            line["request_id"] = request_id
        line |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class LineFormatter(logging.Formatter):
    """For people at a terminal. Control characters of a message are written as escapes; the traceback keeps its lines."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in record.message)
        return super().formatMessage(record)
