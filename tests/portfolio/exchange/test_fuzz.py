"""Damaged dossiers: taken in, or refused with reasons and nothing written. Never anything else."""

import json
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from portfolio.exchange.exporting import export
from portfolio.exchange.faults import Refused
from portfolio.exchange.importing import import_files
from portfolio.exchange.reading import read
from tests.factories import dossiers
from tests.factories.dossiers import everything

STRANGE: list[Any] = [
    None, True, False, 0, 1, -1, 2, 40_000, 2**31, 2**63, 10**400, -(10**400), 0.5, 1e308, "", " ", "x", "x" * 100_000, "a\x00b", "\ud800", "a\r\nb", "\x1b[2J",
    "2016-02-30", "2015-01-01", "0000-00-00", "9999-12-31", "9999-12-31T00:00", "<script>", "' OR 1=1 --", "%s %(a)s {0}", "one", "idea", "stated", "4640",
    [], {}, [[]], [{}], {"": ""}, ["x"], {"country": "NO", "code": "4640"}, {"a": {"a": {"a": []}}},
]  # fmt: skip


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything in the dossier."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for step, inner in steps for place in places(inner, (*at, step)))]


PLACES = places(dossiers.complete())[1:]
strange = st.sampled_from(STRANGE) | st.text(max_size=20) | st.integers() | st.dates().map(str)
damages = st.lists(
    st.tuples(st.sampled_from(["set", "drop", "add", "again", "swap"]), st.sampled_from(PLACES), strange, st.sampled_from(PLACES)), min_size=1, max_size=4
)


def damaged(dossier: Any, damage: str, place: tuple[Any, ...], value: Any, other: tuple[Any, ...]) -> None:
    *way, last = place
    holder = at(dossier, tuple(way))
    if damage == "set":
        holder[last] = deepcopy(value)
    elif damage == "drop":
        del holder[last]
    elif damage == "add" and isinstance(holder[last], dict):
        holder[last][value if isinstance(value, str) else "extra"] = deepcopy(value)
    elif damage == "add" and isinstance(holder[last], list):
        holder[last].append(deepcopy(value))
    elif damage == "again" and isinstance(holder, list):
        holder.append(deepcopy(holder[last]))
    elif damage == "swap":
        holder[last] = deepcopy(at(dossier, other))


def at(dossier: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        dossier = dossier[step]
    return dossier


def taken_in_or_refused(content: bytes, folder: Path) -> None:
    """Taken in, it comes out and in again the same; refused, there are reasons and nothing has been written."""
    path = folder / "fuzz.json"
    path.write_bytes(content)
    before = everything()
    try:
        (done,) = import_files([path])
    except Refused as refused:
        event("refused")
        assert everything() == before
        assert all(str(fault).startswith(f"{path}: ") for fault in refused.faults)
        return
    event("taken in")
    text = export(done.project)
    path.write_text(text, "utf-8")
    (again,) = import_files([path])
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert export(again.project) == text


def with_damages(damages: Any) -> bytes:
    dossier = dossiers.complete()
    for damage in damages:
        with suppress(LookupError, TypeError):  # an earlier damage may have taken the place away
            damaged(dossier, *damage)
    return json.dumps(dossier).encode()


def reads_or_refuses(content: bytes) -> None:
    try:
        read(content)
        event("right in itself")
    except Refused as refused:
        event("refused")
        lines = [str(fault) for fault in refused.faults]
        assert lines and all(line.isprintable() for line in lines)


@settings(max_examples=250, deadline=None)
@given(damages)
def test_a_damaged_dossier_is_read_or_refused(damages):
    reads_or_refuses(with_damages(damages))


@settings(max_examples=250, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=10) | st.sampled_from([b'"', b"{", b"}", b",", b"0"])), min_size=1, max_size=3
    )
)
def test_damaged_bytes_are_read_or_refused(cuts):
    content = bytearray(dossiers.text(dossiers.complete()).encode())
    for start, length, new in cuts:
        content[start : start + length] = new
    reads_or_refuses(bytes(content))


@pytest.mark.django_db
@pytest.mark.parametrize("is_stored", [False, True], ids=["new", "over a sound one"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damages=damages)
def test_a_damaged_dossier_is_taken_in_or_leaves_no_trace(tmp_path, is_stored, damages):
    point = transaction.savepoint()
    try:
        dossiers.ground()
        if is_stored:
            import_files([dossiers.write(tmp_path, dossiers.complete())])
        taken_in_or_refused(with_damages(damages), tmp_path)
    finally:
        transaction.savepoint_rollback(point)
