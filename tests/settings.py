"""The project's settings for one test process: a data folder and a Redis database of its own, so that processes beside each other never meet."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

ME = os.environ.get("PYTEST_XDIST_WORKER", "main")
if os.environ.get("TEST_PROCESS") != ME:  # a child (a worker, a server) inherits the places of the process that started it
    given = os.environ.get("DATA", "") if ME == "main" else os.environ["TEST_DATA"]
    if not given:
        given = tempfile.mkdtemp(prefix="samverk-tests-")
        atexit.register(shutil.rmtree, given, ignore_errors=True)
    number = int(ME[2:]) + 1 if ME != "main" else 0
    if url := os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = urlsplit(url)._replace(path=f"/{number}").geturl()
    os.environ |= {"TEST_PROCESS": ME, "TEST_DATA": given, "DATA": given if ME == "main" else str(Path(given) / ME)}

from portfolio.settings import *  # noqa: E402, F403

DATABASE_CLOCK = os.environ.get("DATABASE_CLOCK") == "1"  # tests that travel in time take the clock with them
