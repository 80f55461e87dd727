"""A rule as plain sentences in the language of the page. Parts that cannot be read yet say so, so that a rule can be read while it is made."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from costsharing.assembling import Definition
from costsharing.engine.faults import Refused
from costsharing.engine.reading import read_value
from costsharing.wording.adjusted import ADJUSTMENTS, LIMITS, adjusted
from costsharing.wording.clauses import Clause, Words, clause
from costsharing.wording.faults import capital
from costsharing.wording.shares import is_of_the_rest

NOBODY = {"currency": "SEK", "unit": "1", "participants": [], "parts": []}


def rule_sentence(definition: Definition, names: Mapping[str, str] | None = None, currency: str = "") -> str:
    """``names``: what to call those that the rule names by code. Without a currency, amounts are in kronor."""
    words = Words(names=dict(names or {}) | named_in(definition), currency=currency)
    return " ".join([*_parts(definition, words), *_adjusted(definition, words)])


def named_in(definition: Definition) -> dict[str, str]:
    known = definition.get("organisations", ())
    return {one["code"]: one["name"] for one in known if isinstance(one, dict) and one.get("code") and one.get("name")} if isinstance(known, list) else {}


def readable(**fields: Any) -> bool:
    try:
        read_value(NOBODY | fields)
    except Refused:
        return False
    return True


def _parts(definition: Definition, words: Words) -> Iterator[str]:
    """What is taken first comes first; parts that share in the same manner are one sentence."""
    parts = definition.get("parts")
    parts = parts if isinstance(parts, list) else []
    if not parts:
        yield _("The rule has no part yet.")
    taken_first = any(isinstance(part, dict) and not is_of_the_rest(part) and part.get("key") != "own" for part in parts)
    told = [
        (number, clause(part, words, taken_first) if readable(parts=[part]) else None, isinstance(part, dict) and is_of_the_rest(part))
        for number, part in enumerate(parts, 1)
    ]
    for number, one, _rest in told:
        if one is None:
            yield _("Part %(number)s is not complete.") % {"number": number}
    yield from sentences([one for _number, one, rest in told if one is not None and not rest])
    yield from sentences([one for _number, one, rest in told if one is not None and rest])


def sentences(clauses: list[Clause]) -> Iterator[str]:
    run: list[str] = []
    for one in clauses:
        if run and (one.short is None or one.after):
            yield _("%(what)s.") % {"what": capital(", ".join(run))}
            run = []
        if one.short is not None and not one.after:
            run.append(one.short if run else one.full)
        else:
            yield " ".join([_("%(what)s.") % {"what": capital(one.full)}, *one.after])
    if run:
        yield _("%(what)s.") % {"what": capital(", ".join(run))}


def _adjusted(definition: Definition, words: Words) -> Iterator[str]:
    told = [name for name in ADJUSTMENTS if name in definition and readable(**{name: definition[name]})]
    last = next((name for name in reversed(told) if name in LIMITS), "")
    for name in told:
        yield from adjusted(name, definition[name], words)
        if name == last:
            yield _("What that moves is borne by the others in the same way as the rest.")
