"""make test: the checks, the whole suite on PostgreSQL and Redis, the embedded part on SQLite and the file queue, one summary."""

import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.services import services

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "portfolio" / "settings.py").read_text("utf-8"))
STARTS = "tests/portfolio/commands/test_serve.py"  # sets up the embedded default by itself: once is enough
PROCESSES = str(max(2, min(4, os.cpu_count() or 2)))
MOST_AGAIN = 2
"""So many of the browser's tests are tried once more, and told as such; of more than that none is."""


@dataclass(frozen=True)
class Part:
    name: str
    passed: int
    failed: int
    seconds: float
    said: str


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parts = [checks()]
    if not parts[0].failed:
        with services() as urls:
            parts.append(suite("PostgreSQL, Redis", urls | {"SECRET_KEY": secrets.token_urlsafe(48)}, f"--ignore={STARTS}"))
        parts.append(suite("SQLite, file queue", {}, "-m", "embedded"))
    return summary(parts)


def checks() -> Part:
    heading("make check")
    began = time.monotonic()
    code = subprocess.run(["make", "--no-print-directory", "check"], cwd=ROOT, env=clean()).returncode
    return Part("make check", 0, int(code != 0), time.monotonic() - began, "failed, so no test ran" if code else "nothing to mend")


def suite(name: str, environment: dict[str, str], *options: str) -> Part:
    """One run of pytest with a data folder of its own. A skipped test counts as failed: nothing here may be left out unseen."""
    heading(name)
    began, told = time.monotonic(), ""
    with tempfile.TemporaryDirectory(prefix="samverk-tests-") as folder:
        parallel = ("-n", PROCESSES, "--dist", "loadfile", "--no-loadscope-reorder")
        first = Path(folder) / "first.xml"
        code = pytest(environment, Path(folder) / "data", first, *parallel, *options, *sys.argv[1:])
        passed, failed = counted(first)
        slowest(first)
        if (again := hurried(first)) and len(again) == failed <= MOST_AGAIN:
            heading(f"once more, alone: {', '.join(again)}")
            second = Path(folder) / "second.xml"
            code = pytest(environment, Path(folder) / "again", second, *again)
            (more, failed), told = counted(second), f", {len(again)} tried twice"
            passed += more
    failed = failed or int(code != 0)
    return Part(name, passed, failed, time.monotonic() - began, f"{passed} passed, {failed} failed{told}")


def pytest(environment: dict[str, str], data: Path, report: Path, *options: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *options]
    return subprocess.run(command, cwd=ROOT, env=clean() | environment | {"DATA": str(data)}).returncode


def hurried(report: Path) -> list[str]:
    """The browser's tests that failed: with two processors for a server, a worker and Chromium, a second may not be enough for what takes a tenth."""
    cases = ElementTree.parse(report).getroot().iter("testcase") if report.exists() else ()
    failed = [case for case in cases if case.find("failure") is not None and case.get("classname", "").startswith("tests.browser.")]
    return [f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}" for case in failed]


def slowest(report: Path, most: int = 20) -> None:
    """Which files take the longest, in seconds of one process."""
    spent: Counter[str] = Counter()
    for case in ElementTree.parse(report).getroot().iter("testcase") if report.exists() else ():
        spent[case.get("classname", "")] += float(case.get("time", "0"))  # type: ignore[assignment]
    print("\n".join(f"  {seconds:5.0f} s  {name}" for name, seconds in spent.most_common(most)), flush=True)


def counted(report: Path) -> tuple[int, int]:
    if not report.exists():
        return 0, 1
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    numbers = [{key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")} for suite in suites]
    failed = sum(number["failures"] + number["errors"] + number["skipped"] for number in numbers)
    return sum(number["tests"] for number in numbers) - failed, failed


def summary(parts: list[Part]) -> int:
    heading("summary")
    for part in parts:
        print(f"  {part.name:<20} {part.said:<30} {part.seconds:4.0f} s")
    passed, failed = sum(part.passed for part in parts), sum(part.failed for part in parts)
    print(f"{passed} passed, {failed} failed", flush=True)
    return int(failed > 0)


def clean() -> dict[str, str]:
    """The environment without anything that settings read, so that a developer's own database is never touched."""
    unwanted = {"PYTHONDONTWRITEBYTECODE", *SETTINGS, *(f"{name}_FILE" for name in SETTINGS)}
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def heading(text: str) -> None:
    print(f"\n=== {text} ===", flush=True)


if __name__ == "__main__":
    sys.exit(main())
