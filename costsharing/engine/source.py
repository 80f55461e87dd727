"""Bytes → JSON values, strictly: UTF-8, no field twice, no NaN, numbers exact. The only faults are named ones."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from costsharing.engine.faults import Refused, refuse

LONGEST = 16 * 2**20


def parse(raw: bytes) -> Any:
    """Numbers come as int or Decimal."""
    if len(raw) > LONGEST:
        raise refuse("too_long", most=LONGEST)
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_int=_whole, parse_float=_decimal, parse_constant=_constant)
    except UnicodeDecodeError as problem:
        raise refuse("not_utf8", byte=problem.start) from None
    except json.JSONDecodeError as problem:
        raise refuse("unreadable", reason=f"{problem.msg}, line {problem.lineno}, column {problem.colno}") from None
    except RecursionError:
        raise refuse("too_deep") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise refuse("twice", name=shown(next(name for name in names if names.count(name) > 1)))
    return found


def _whole(text: str) -> int:
    if len(text) > 20:
        raise _refused(text)
    return int(text)


def _decimal(text: str) -> Decimal:
    if len(text) > 40:
        raise _refused(text)
    try:
        return Decimal(text)
    except InvalidOperation:
        raise _refused(text) from None


def _constant(text: str) -> None:
    raise _refused(text)


def _refused(text: str) -> Refused:
    return refuse("no_number", number=shown(text))


def shown(text: str) -> str:
    """What somebody wrote, short and on one line."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    short = clean if len(clean) <= 40 else f"{clean[:40]}…"
    return short if short.isprintable() and short and " " not in short else json.dumps(short, ensure_ascii=False)
