"""The queue of files of the embedded default: a message is there whole or not at all."""

from pathlib import Path
from typing import Any

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

import portfolio.celery


@pytest.fixture
def line(tmp_path: Path) -> Any:
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path / "control")}
    with Connection("filesystem://localhost", transport_options=options) as line:
        yield line


def test_a_message_is_got_as_it_was_put(line: Any, tmp_path: Path) -> None:
    assert type(line.transport) is portfolio.celery.Transport
    queue = line.SimpleQueue("celery")
    queue.put({"bell": "å"})
    assert [path.name.partition(".")[2] for path in tmp_path.glob("*.msg*")] == ["celery.msg"]
    assert queue.get(block=False).payload == {"bell": "å"}


def test_where_nothing_can_be_written_no_half_message_stays(line: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_text

    def full(path: Path, text: str, *how: Any) -> int:
        write(path, text[:20], *how)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(ChannelError, match="No space left on device"):
        line.default_channel._put("celery", {"bell": "å"})
    assert list(tmp_path.glob("*.msg*")) == []
