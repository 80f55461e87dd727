"""The child process: what it makes, what it never reaches, and that nothing an author writes takes the worker with it."""

import hashlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from portfolio.documents import render, renderer
from portfolio.documents.content import Mandate
from portfolio.documents.renderer import NotMade, Renderer
from tests.factories import canaries, contents
from tests.portfolio.documents import pdfs

TOO_LARGE = "The document is too large or too intricate to be printed."


@pytest.fixture
def child() -> Iterator[Renderer]:
    """Given 25 seconds by the clock, whatever else the machine does."""
    made = Renderer(wall_seconds=25)
    yield made
    made.close()


def test_it_makes_the_file_and_tells_what_it_is(child: Renderer, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    made = child.make(contents.content(), path)
    data = path.read_bytes()
    assert (made.sha256, made.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert data == render.pdf(contents.content()).data
    assert pdfs.text_of(path).count("\f") == made.pages


def test_it_stays_warm_and_is_replaced_when_worn(child: Renderer, tmp_path: Path) -> None:
    child.make(contents.content(), tmp_path / "a.pdf")
    assert child.child
    first = child.child.pid
    child.make(contents.content(), tmp_path / "b.pdf")
    assert child.child.pid == first
    child.jobs = renderer.WORN_AFTER
    child.make(contents.content(), tmp_path / "c.pdf")
    assert child.child.pid != first
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 1


def test_a_child_that_was_killed_is_replaced(child: Renderer, tmp_path: Path) -> None:
    child.make(contents.content(), tmp_path / "a.pdf")
    assert child.child
    os.kill(child.child.pid, signal.SIGKILL)
    child.child.wait()
    assert child.make(contents.content(), tmp_path / "a.pdf").pages > 0


def test_the_clock_ends_what_hangs(tmp_path: Path) -> None:
    child = Renderer(wall_seconds=0.05)
    with pytest.raises(NotMade) as refused:
        child.make(contents.content(), tmp_path / "a.pdf")
    assert (refused.value.reason, refused.value.detail) == (TOO_LARGE, "the child ended: no answer in 0.05 seconds")
    assert child.child is None


def test_processor_time_is_limited_for_each_job_by_itself(child: Renderer, tmp_path: Path) -> None:
    child.processor_seconds = 2
    for _ in range(4):
        child.make(contents.content(), tmp_path / "a.pdf")
    first = child.child
    with pytest.raises(NotMade) as refused:
        child.make(contents.content(contents.chapter(1, canaries.many_words(60_000))), tmp_path / "b.pdf")
    assert (refused.value.reason, refused.value.detail) == (TOO_LARGE, f"the child ended: exit status {-signal.SIGXCPU}")
    assert child.make(contents.content(), tmp_path / "a.pdf").pages > 0
    assert child.child is not first


def many_rows(count: int) -> Mandate:
    rows = contents.table(3).groups[0][1:2] * count
    return contents.content(contents.chapter(1, "", replace(contents.table(3), groups=(rows,))))


HEAVY: dict[str, Callable[[], Mandate]] = {
    "60 lists inside one another": lambda: contents.content(contents.chapter(1, canaries.deep_list())),
    "500 lists inside one another": lambda: contents.content(contents.chapter(1, canaries.deep_list(500))),
    "quotes inside one another": lambda: contents.content(contents.chapter(1, ">" * 3000 + " a")),
    "120,000 words": lambda: contents.content(contents.chapter(1, canaries.many_words())),
    "five million letters": lambda: contents.content(contents.chapter(1, "a b " * 1_250_000)),
    "20,000 rows": lambda: many_rows(20_000),
    "one word without an end": lambda: contents.content(contents.chapter(1, "a" * 1_000_000)),
    "20,000 chapters": lambda: contents.content(*(contents.chapter(number, "a") for number in range(20_000))),
}


@pytest.mark.parametrize("name", HEAVY)
def test_the_heaviest_text_ends_in_time_and_the_next_one_is_made(name: str, child: Renderer, tmp_path: Path) -> None:
    content = HEAVY[name]()
    if name != "120,000 words":  # that one has all the time there is; the others show the same sooner
        child.processor_seconds = 5
    began = time.monotonic()
    try:
        made = child.make(content, tmp_path / "a.pdf")
        assert (tmp_path / "a.pdf").stat().st_size == made.size
    except NotMade as refused:
        assert refused.reason == TOO_LARGE
    assert time.monotonic() - began < 26
    child.wall_seconds, child.processor_seconds = 60, 20
    assert child.make(contents.content(), tmp_path / "b.pdf").pages == 3


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """A server that must never be asked for anything."""
    asked: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Canary) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def test_no_payload_reaches_a_server_or_a_file(child: Renderer, canary: tuple[str, list[str]], tmp_path: Path) -> None:
    """Every payload in every kind of place, all in one document."""
    host, asked = canary
    secret = tmp_path / "canary.txt"
    secret.write_text("kanarifugl-7319")
    chapters = []
    for number, text in enumerate(canaries.payloads(host, str(secret)), 1):
        block = replace(contents.table(1, text), remark=text, notes=(text,))
        chapters.append(contents.chapter(number, text, block, title=text[:100], notes=(text,)))
    everything = " ".join(canaries.payloads(host, str(secret), [*canaries.SCRIPTS, *canaries.REQUESTS]))
    path = tmp_path / "a.pdf"
    child.make(contents.content(*chapters, lead=everything, kicker=everything, author=everything), path)
    assert asked == []
    assert "kanarifugl" not in pdfs.text_of(path)
    assert b"kanarifugl" not in pdfs.attachment_of(path, make_folder(tmp_path))
    assert pdfs.conformance_faults(path.read_bytes()) == []


def make_folder(tmp_path: Path) -> Path:
    (tmp_path / "attached").mkdir()
    return tmp_path / "attached"


def test_the_canary_sings_when_it_is_reached(canary: tuple[str, list[str]]) -> None:
    from urllib.request import urlopen

    host, asked = canary
    urlopen(f"{host}/x").close()
    assert asked == ["/x"]


def test_a_folder_that_cannot_be_written_is_told(child: Renderer, tmp_path: Path) -> None:
    with pytest.raises(NotMade) as refused:
        child.make(contents.content(), tmp_path / "missing" / "a.pdf")
    assert refused.value.reason == "The file could not be written: the disk is full or the folder may not be written to."


def test_the_child_knows_no_secret_and_no_database(child: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hemmelig")
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:b@c/d")
    process = child.ready()
    known = Path(f"/proc/{process.pid}/environ").read_bytes()
    assert b"hemmelig" not in known and b"postgresql" not in known


def test_the_child_ends_with_the_one_who_started_it(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import time; from pathlib import Path; from portfolio.documents.renderer import Renderer; from tests.factories import contents;"
        f"r = Renderer(); r.make(contents.content(), Path({str(tmp_path / 'a.pdf')!r})); print(r.child.pid, flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=os.environ | renderer.environment())
    assert starter.stdout
    child = int(starter.stdout.readline())
    starter.kill()
    starter.wait()
    starter.stdout.close()
    deadline = time.monotonic() + 5
    while Path(f"/proc/{child}").exists() and Path(f"/proc/{child}/stat").read_text().split()[2] != "Z":
        assert time.monotonic() < deadline
        time.sleep(0.02)
