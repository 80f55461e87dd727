"""The database as a file and back, on both engines, with a sum of each table's rows that proves them equal."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from portfolio.machine import pgtools

Sums = dict[str, str]
NAMES = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}


def total(rows: Any) -> str:
    """Number of rows, and the sum of their hashes: the order of the rows does not count."""
    count, number = 0, 0
    for row in rows:
        count += 1
        number += int.from_bytes(hashlib.sha256(row).digest(), "big")
    return f"{count}:{number % 2**256:064x}"


# ---- PostgreSQL ------------------------------------------------------------
def postgresql_sums() -> Sums:
    """In the caller's transaction. COPY writes every value in the form that pg_dump uses."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall()]
        sums = {}
        for table in tables:
            with cursor.copy(f"COPY {connection.ops.quote_name(table)} TO STDOUT") as rows:
                sums[table] = total(bytes(row) for row in rows)
        return sums


def dump_postgresql(path: Path) -> Sums:
    """Sums and dump see the same moment, whatever is written meanwhile."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={path}"]
        pgtools.run("pg_dump", connection.settings_dict, options)
        return postgresql_sums()


def load_postgresql(path: Path) -> None:
    """Into an empty database, all or nothing."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    connection.close()
    pgtools.run("pg_restore", connection.settings_dict, [*options, str(path)])


OUR_FUNCTIONS = """
SELECT found.oid::regprocedure::text FROM pg_proc found LEFT JOIN pg_depend of_extension ON of_extension.objid = found.oid AND of_extension.deptype = 'e'
WHERE found.pronamespace = current_schema()::regnamespace AND of_extension.objid IS NULL
"""
"""Those that triggers call; an extension's own go with it."""


def empty_postgresql() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        cursor.execute(OUR_FUNCTIONS)
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function} CASCADE")


def others_connected() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        return int(cursor.fetchone()[0])


# ---- SQLite ----------------------------------------------------------------
def sqlite_sums(path: Path) -> Sums:
    with closing(sqlite3.connect(path)) as opened:
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1")]
        return {table: total(repr(row).encode() for row in opened.execute(f'SELECT * FROM "{table}"')) for table in tables}  # noqa: S608


def dump_sqlite(path: Path) -> Sums:
    with closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    return sqlite_sums(path)


def load_sqlite(path: Path) -> None:
    place = Path(connection.settings_dict["NAME"])
    connection.close()
    for beside in ("-wal", "-shm"):
        place.with_name(place.name + beside).unlink(missing_ok=True)
    path.replace(place)


# ---- either ----------------------------------------------------------------
def dump(path: Path) -> Sums:
    return dump_postgresql(path) if connection.vendor == "postgresql" else dump_sqlite(path)


def sums() -> Sums:
    if connection.vendor == "postgresql":
        with transaction.atomic():
            return postgresql_sums()
    return sqlite_sums(Path(connection.settings_dict["NAME"]))


def load(path: Path, *, replace: bool) -> None:
    if connection.vendor == "sqlite":
        return load_sqlite(path)
    if replace:
        empty_postgresql()
    return load_postgresql(path)


def is_empty() -> bool:
    return not connection.introspection.table_names()
