"""What a mandate costs to print, as ratios: all our work against WeasyPrint alone on the same page, and two workers against one."""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from portfolio.documents.content import Mandate
from portfolio.documents.renderer import Renderer, environment


@dataclass(frozen=True)
class Cost:
    cpu: float
    wall: float

    def over(self, other: "Cost") -> "Cost":
        return Cost(self.cpu / other.cpu, self.wall / other.wall)


@dataclass(frozen=True)
class Comparison:
    """Medians of the rounds; all are timed in turn, so that a busy machine hits each."""

    whole: Cost
    plain: Cost
    plain_kept: Cost


def against_plain(content: Mandate, rounds: int) -> Comparison:
    """Content to a file on the disk, by the child's own code, against page to bytes by WeasyPrint as its manual shows it. Both warm."""
    from portfolio.documents import child, html, render  # noqa: PLC0415  (WeasyPrint is imported only by what prints)

    with TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        job = {"content": content.as_json(), "target": str(Path(folder, "a.pdf"))}
        page = html.document(content)
        works = (lambda: child.make(job), lambda: render.plain(page), lambda: render.plain_kept(page))
        for work in works:
            work()
        taken = [[timed(work) for work in works] for _ in range(rounds)]
    return Comparison(*map(median, zip(*taken, strict=True)))


def timed(work: Callable[[], object]) -> Cost:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return Cost(time.process_time() - cpu, time.perf_counter() - wall)


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(statistics.median(cost.cpu for cost in costs), statistics.median(cost.wall for cost in costs))


def seconds_for(content: Mandate, count: int, workers: int) -> float:
    """So many mandates shared by so many warm children, each on its own thread of ours that only waits."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    with TemporaryDirectory(dir=settings.DATA_DIR) as folder, warm(content, workers, Path(folder)) as children, ThreadPoolExecutor(workers) as pool:
        began = time.perf_counter()
        shares = [range(number, count, workers) for number in range(workers)]
        list(pool.map(lambda pair: [pair[0].make(content, Path(folder, f"{i}.pdf")) for i in pair[1]], zip(children, shares, strict=True)))
        return time.perf_counter() - began


@contextmanager
def warm(content: Mandate, count: int, folder: Path) -> Iterator[list[Renderer]]:
    children = [Renderer() for _ in range(count)]
    try:
        for number, child in enumerate(children):
            child.make(content, folder / f"warm-{number}.pdf")
        yield children
    finally:
        for child in children:
            child.close()


def cold_start() -> float:
    """A new child, from nothing to ready to print."""
    began = time.perf_counter()
    code = "from portfolio.documents import render; render.printer()"
    subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment(), check=True)
    return time.perf_counter() - began


def largest_memory() -> int:
    """Of any child that has ended, in MiB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
