"""Bytes → the JSON values of a dossier, for bytes of any origin."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from portfolio.exchange.faults import Fault, Path, Refused, refuse_if

MOST_BYTES = 5_000_000
MOST_LEVELS = 20


class Twice(dict[str, Any]):
    """An object that held some keys more than once."""

    keys_again: tuple[str, ...] = ()


class NotANumber(ValueError):
    pass


def parse(content: bytes) -> dict[str, Any]:
    """The object in the file. What no dossier may hold at all is refused here: other encodings, repeated keys, NaN, half characters, depths."""
    if len(content) > MOST_BYTES:
        refuse(_("is larger than %(most)s bytes") % {"most": MOST_BYTES})
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        refuse(_("is not UTF-8 (byte %(byte)s)") % {"byte": error.start})
    if text.startswith("\ufeff"):
        refuse(_("begins with a byte order mark; save it as UTF-8 without one"))
    try:
        value = json.loads(text, object_pairs_hook=noting_repeats, parse_constant=no_constant)
    except json.JSONDecodeError as error:
        refuse(_("is not JSON at line %(line)s, column %(column)s") % {"line": error.lineno, "column": error.colno})
    except NotANumber:
        refuse(_("holds NaN or Infinity, which are not numbers in JSON"))
    except ValueError:
        refuse(_("holds a number of too many digits"))
    except RecursionError:
        refuse(_("is nested too deeply"))
    if not isinstance(value, dict):
        refuse(_("is not a dossier: it must be one JSON object"))
    refuse_if(unfit(value))
    return value


def refuse(reason: str) -> None:
    raise Refused([Fault((), reason)])


def noting_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = Twice(pairs)
    if len(found) == len(pairs):
        return dict(pairs)
    counts = Counter(key for key, _value in pairs)
    found.keys_again = tuple(key for key, count in counts.items() if count > 1)
    return found


def no_constant(name: str) -> None:
    raise NotANumber(name)


def unfit(value: Any) -> Iterator[Fault]:
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, value = waiting.pop()
        if len(path) > MOST_LEVELS:
            yield Fault(path[:MOST_LEVELS], _("is nested too deeply"))
            return
        if isinstance(value, dict):
            if isinstance(value, Twice):
                yield from (Fault((*path, key), _("stands here more than once")) for key in value.keys_again)
            yield from (Fault((*path, key), _("has half a character in its name")) for key in value if is_half(key))
            waiting += [((*path, key), inner) for key, inner in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [((*path, place), inner) for place, inner in reversed(list(enumerate(value)))]
        elif isinstance(value, str) and is_half(value):
            yield Fault(path, _("holds half a character (a lone surrogate)"))


def is_half(text: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in text) if not text.isascii() else False
