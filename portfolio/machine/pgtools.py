"""PostgreSQL's own programs for a dump and its return. The password goes by the environment: a command line is seen by everybody on the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def program(name: str) -> str:
    if found := shutil.which(name):
        return found
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    if not places:
        sys.exit(f"{name} is missing: install PostgreSQL's client programs (apt-get install postgresql-client), of the server's version or newer.")
    return str(places[-1])


def run(name: str, database: Mapping[str, Any], arguments: Sequence[str]) -> None:
    """The program on this database of Django's settings; ends with its last words when it fails."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    own = {key: str(database[field]) for key, field in names.items() if database.get(field)}
    target = ["--dbname", str(database["NAME"])] if name == "pg_restore" else []
    done = subprocess.run([program(name), *target, *arguments], env=os.environ | own, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{name} failed: {done.stderr.strip()[-500:]}")
