"""make bench: what a page costs against a bare view that asks the same of the database and writes its rows by hand, in the same run; and memory.

On a PostgreSQL of its own with 2,000 projects. The two take turns, and what counts is processor time, ours and that of the database's process that
answers us: on a machine that does nothing else it is what a clock would show, and elsewhere others' work counts little.
"""

import gzip
import io
import itertools
import os
import re
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.services import services

PROJECTS, ROUNDS = 2000, 31
MUNICIPALITIES = 290
GOAL = 3.0
WHOLE, PACKED = 1_000_000, 60_000  # bytes of the page with all rows, as it is and as it is sent
WEB, WORKER = 315, 200  # MiB of all web processes, and of all worker processes with what they print with


@dataclass(frozen=True)
class Case:
    name: str
    address: str
    limit: int | None = None  # rows that the bare view writes
    is_drawn: bool = False  # the bare view writes the same picture, shape by shape


CASES = (
    Case("list, all rows", "/benk/?rows=all"),
    Case("list, 100 rows", "/benk/", 100),
    Case("search", "/benk/?q=arkiv", 100),
    Case("list as CSV", "/benk/projects.csv"),
    Case("time line, 500 bars", "/benk/timeline/", is_drawn=True),
    Case("project page", "/benk/projects/p-0001-personvern/", 100),
)


@dataclass(frozen=True)
class Measured:
    page: list[float]
    bare: list[float]
    queries: int
    size: int
    packed: int

    @property
    def ratio(self) -> float:
        return statistics.median(self.page) / statistics.median(self.bare)


def main() -> int:
    with services() as urls:
        os.environ |= urls | {"SECRET_KEY": secrets.token_urlsafe(48), "DJANGO_SETTINGS_MODULE": "tests.settings", "ALLOWED_HOSTS": "*", "LOG_LEVEL": "ERROR"}
        return measure()


def measure() -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from portfolio.access.roles import Role
    from tests.bench_memory import after_a_load
    from tests.factories import portfolio
    from tests.factories.many import add_phases, many_projects
    from tests.factories.skane import asked, many

    call_command("prepare", verbosity=0, stdout=io.StringIO())
    call_command("demo", verbosity=0, stdout=io.StringIO())
    portfolio.numbers = itertools.count(9000)  # beyond those of the register, which is loaded here
    region = portfolio.region("benk", name="Benkeregionen")
    add_phases(many_projects(region, PROJECTS, timezone.localdate()), timezone.localdate())
    offer = asked(many(MUNICIPALITIES), least_participants=100)
    board = Case(f"answer board, {MUNICIPALITIES}", f"/{offer.project.region.slug}/projects/{offer.project.reference}/offers/{offer.number}/", MUNICIPALITIES)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    user = portfolio.person_with(Role.COORDINATOR, region, language="nb")
    portfolio.grant(user, offer.project.region, Role.COORDINATOR)
    client.force_login(user)
    print(f"{PROJECTS} projects on PostgreSQL, {ROUNDS} rounds, milliseconds of processor, ours and the database's (median / 95th of a hundred)")
    print(f"{'':<20} {'page':>13} {'bare':>13} {'ratio':>6} {'queries':>8} {'bytes':>9} {'gzip':>7}")
    results = [
        *((case.name, compare(client, case)) for case in (*CASES, board)),
        ("drawing those bars", drawing(user, region, timezone.localdate())),
        ("create a project", creating(client)),
    ]
    for name, found in results:
        page, bare = (f"{statistics.median(times):6.1f} /{sorted(times)[int(len(times) * 0.95)]:6.1f}" for times in (found.page, found.bare))
        print(f"{name:<20} {page:>13} {bare:>13} {found.ratio:6.2f} {found.queries:8d} {found.size:9d} {found.packed:7d}")
    memory = after_a_load([case.address for case in CASES], client.cookies)
    print(
        f"memory after a load (PSS): web {memory.web:.0f} MiB in 2 processes of 4 threads; worker {memory.worker:.0f} MiB, of which {memory.printers:.0f} print"
    )
    whole = results[0][1]
    above = [name for name, found in results if found.ratio > GOAL and name != board.name]  # it counts a coalition besides
    above += [name for name, found, most in (
        ("bytes of all rows", whole.size, WHOLE), ("bytes of all rows, sent", whole.packed, PACKED),
        ("memory of web", memory.web, WEB), ("memory of worker", memory.worker, WORKER),
    ) if found > most]  # fmt: skip
    print(f"Goals: a ratio of {GOAL} at most; all rows in {WHOLE} bytes, {PACKED} sent; memory {WEB} and {WORKER} MiB. Above: {', '.join(above) or 'none'}.")
    return 0


def compare(client: Any, case: Case) -> Measured:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(case.address)  # templates and catalogues are read once
    with CaptureQueriesContext(connection) as asked:
        response = client.get(case.address)
    assert response.status_code == 200, f"{case.address}: {response.status_code}"
    statements = [query["sql"] for query in asked.captured_queries]
    shapes = shapes_of(response.content.decode()) if case.is_drawn else None
    page, bare = [], []
    for _ in range(ROUNDS):
        page.append(timed(lambda: client.get(case.address)))
        bare.append(timed(lambda: drawn_by_hand(statements, shapes) if shapes else by_hand(statements, case.limit)))
    return Measured(page, bare, len(statements), len(response.content), len(gzip.compress(response.content, 6)))


def drawing(user: Any, region: Any, today: Any) -> Measured:
    """The time line's picture alone, from its bars and marks, against the same shapes written from what is ready."""
    from milestones.gantt import svg
    from portfolio.overview.timeline.page import AT_ONCE, timeline_page

    page = timeline_page(user, region, today, {})
    tracks, window = page.tracks, page.window
    assert sum(len(track.bars) for track in tracks) == 500

    def draw() -> str:
        return "".join([svg(tracks[first : first + AT_ONCE], window, "x", today, "x") for first in range(0, len(tracks), AT_ONCE)])

    picture = draw()
    shapes = shapes_of(picture)
    times = [(timed(draw), timed(lambda: drawn_by_hand([], shapes))) for _ in range(ROUNDS)]
    return Measured([page for page, _ in times], [bare for _, bare in times], 0, len(picture), 0)


def creating(client: Any) -> Measured:
    """A form that makes a project, against its statements alone. Each is taken back, so that all rounds begin alike."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from projects.models import MandateTemplate

    template = MandateTemplate.objects.values_list("pk", flat=True)[0]
    numbers = itertools.count(1)

    def post() -> Any:
        form = {"name": f"Måling {next(numbers)}", "kind": "pre_study", "language": "nb", "template": template}
        response = client.post("/benk/new/", urlencode(form), content_type="application/x-www-form-urlencoded")  # as a browser sends it
        client.cookies.pop("messages")  # the page that a browser goes on to has shown it
        assert response.status_code == 303, response.status_code
        return response

    def taken_back(what: Callable[[], object]) -> float:
        with transaction.atomic():
            spent = timed(what)
            transaction.set_rollback(True)
        return spent

    taken_back(post)
    with transaction.atomic():
        with CaptureQueriesContext(connection) as asked:
            response = post()
        transaction.set_rollback(True)
    statements = [query["sql"] for query in asked.captured_queries]
    page, bare = [], []
    for _ in range(ROUNDS):
        page.append(taken_back(post))
        bare.append(taken_back(lambda: by_hand(statements, 0)))
    return Measured(page, bare, len(statements), len(response.content), 0)


def timed(what: Callable[[], object]) -> float:
    began = processor()
    what()
    return processor() - began


def processor() -> float:
    """Milliseconds so far. Linux tells those of another process in nanoseconds."""
    return time.process_time() * 1000 + int(Path(f"/proc/{backend()}/schedstat").read_text().split()[0]) / 1e6


@cache
def backend() -> int:
    """The process of the database at the other end of our connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def by_hand(statements: list[str], limit: int | None) -> bytes:
    """Every statement of the page, and the rows of the longest answers that belong together, written as a table."""
    from django.db import connection

    answers: list[list[Any]] = []
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            answers.append(cursor.fetchall() if cursor.description else [])
    rows = max(answers, key=lambda answer: (len(answer[0]) if len(answer) > 1 else 0, len(answer)))
    parts = ["<!doctype html><title>x</title><table>"]
    parts += ["<tr>" + "".join([f"<td>{escape(str(value))}</td>" for value in row]) + "</tr>" for row in rows[:limit]]
    return "".join([*parts, "</table>"]).encode()


Shapes = tuple[list[Any], list[Any], list[Any], list[Any]]


def shapes_of(page: str) -> Shapes:
    """Every bar, mark, label and row of the table, as numbers and words."""
    bars = re.findall(r'<rect class="([^"]+)" x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)"><title>([^<]*)</title></rect>', page)
    marks = re.findall(r'<path class="([^"]+)" d="M([^"]+)"(?:/>|><title>([^<]*)</title></path>)', page)
    labels = re.findall(r"<text ([^>]*)>([^<]*)</text>", page)
    rows = [re.findall(r"<(?:th|td|li)[^>]*>(.*?)</(?:th|td|li)>", row) for row in page.partition("<tbody")[2].split("</tr>")]
    return (
        [(kind, float(x), int(y), float(width), int(height), unescape(said)) for kind, x, y, width, height, said in bars],
        [(kind, place, unescape(said)) for kind, place, said in marks],
        [(where, unescape(text)) for where, text in labels],
        [[unescape(re.sub("<[^>]+>", "", cell)) for cell in row] for row in rows],
    )


def drawn_by_hand(statements: list[str], shapes: Shapes) -> bytes:
    """Every statement of the page; then the same picture and the words of the same table, from numbers and words that are ready."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()
    bars, marks, labels, rows = shapes
    parts = ['<!doctype html><title>x</title><svg class="chart">']
    parts += [f'<rect class="{k}" x="{x:.1f}" y="{y}" width="{w:.1f}" height="{h}"><title>{escape(said)}</title></rect>' for k, x, y, w, h, said in bars]
    parts += [f'<path class="{kind}" d="M{place}"><title>{escape(said)}</title></path>' for kind, place, said in marks]
    parts += [f"<text {where}>{escape(text)}</text>" for where, text in labels]
    parts += ["</svg><table>", *("<tr>" + "".join([f"<td>{escape(cell)}</td>" for cell in row]) + "</tr>" for row in rows), "</table>"]
    return "".join(parts).encode()


if __name__ == "__main__":
    sys.exit(main())
