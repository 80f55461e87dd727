"""The queue of the embedded default: bells as files in a folder. Kombu's own shows a file before it is written, and its reader ends the whole loop
when it takes one too early (celery/kombu#1551); here a file has its name when it is whole, and what cannot be read is a bell that nobody heard.
"""

import logging
from contextlib import suppress
from pathlib import Path
from queue import Empty
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

TRIES = 20
log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # kombu names it in two ways
        whole = Path(self.data_folder_out) / f"{round(monotonic() * 1000):015}_{uuid4()}.{queue}.msg"
        begun = whole.with_suffix(".new")
        try:
            begun.write_bytes(dumps(payload).encode())
            begun.replace(whole)
        except OSError as error:
            with suppress(OSError):
                begun.unlink()
            raise ChannelError(f"no file could be added to {whole.parent}: {error.strerror}") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        try:
            return super()._get(queue)
        except ValueError:
            log.warning("a bell in the queue's folder could not be read and is dropped; the next sweep finds what waits")
            raise Empty from None

    def get_table(self, exchange: str) -> list[Any]:
        """Empty while another process writes it for the first time."""
        try:
            return list(super().get_table(exchange))
        except ValueError:
            return []

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        """What another process is just writing for the first time is read again a moment later."""
        for left in reversed(range(TRIES)):
            try:
                super()._queue_bind(exchange, routing_key, pattern, queue)
                return
            except ValueError:
                if not left:
                    self._exchange_file(exchange).unlink(missing_ok=True)  # nobody finishes it: a process was killed, or the disk was full
                sleep(0.05)
        super()._queue_bind(exchange, routing_key, pattern, queue)


class Transport(filesystem.Transport):
    Channel = Channel
