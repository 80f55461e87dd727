"""The queue of the embedded default between real processes: whole bells only, and nothing that lies in the folder ends a loop."""

import subprocess
import sys
from pathlib import Path
from queue import Empty

import pytest
from celery import current_app
from django.conf import settings
from kombu import Connection
from kombu.transport import redis

from portfolio import filequeue

PUT = """
import sys
from kombu import Connection
channel = Connection("filesystem://localhost", transport="portfolio.filequeue:Transport",
    transport_options={name: sys.argv[1] for name in ("data_folder_in", "data_folder_out", "control_folder")}).default_channel
for number in range(int(sys.argv[2])):
    channel._put("bells", {"number": number, "filling": "x" * 1_000_000})
"""


@pytest.fixture
def channel(tmp_path: Path) -> filequeue.Channel:
    folders = dict.fromkeys(("data_folder_in", "data_folder_out", "control_folder"), str(tmp_path))
    return Connection("filesystem://localhost", transport="portfolio.filequeue:Transport", transport_options=folders).default_channel


def drained(channel: filequeue.Channel) -> list[int]:
    found = []
    while True:
        try:
            found.append(channel._get("bells")["number"])
        except Empty:
            return found


def test_whoever_reads_while_another_writes_gets_whole_bells_and_all_of_them(channel, tmp_path):
    with subprocess.Popen([sys.executable, "-c", PUT, str(tmp_path), "100"]) as writer:
        found = []
        while writer.poll() is None:
            found += drained(channel)
    assert (writer.returncode, sorted(found + drained(channel))) == (0, list(range(100)))


def test_a_file_that_somebody_else_left_half_written_is_dropped(channel, tmp_path):
    (tmp_path / "000_half.bells.msg").write_bytes(b"")
    (tmp_path / "001_half.bells.msg").write_bytes(b'{"number": ')
    channel._put("bells", {"number": 7})
    assert [number for _ in range(3) for number in drained(channel)] == [7]


def test_an_exchange_that_is_just_being_written_is_empty_and_is_bound_all_the_same(channel, tmp_path):
    (tmp_path / "rings.exchange").write_bytes(b"")
    assert channel.get_table("rings") == []
    channel._queue_bind("rings", "bells", "", "bells")
    assert [row.queue for row in channel.get_table("rings")] == ["bells"]


def test_where_nothing_can_be_written_it_is_said_and_no_half_bell_stays(channel, tmp_path, monkeypatch):
    write = Path.write_bytes

    def full(path: Path, told: bytes) -> int:
        write(path, told[:9])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(filequeue.ChannelError, match="No space left on device"):
        channel._put("bells", {"number": 1})
    assert list(tmp_path.iterdir()) == []


def test_the_embedded_default_rings_by_it():
    assert type(current_app.connection_for_write().transport) is (filequeue.Transport if not settings.REDIS_URL else redis.Transport)
