"""What people type into a rule ↔ what the case format says: numbers with comma or point, and lists with a line for each."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from costsharing.engine.amounts import amount_text, exact_of, number_text
from portfolio.lib.money import NotAnAmount, minor_of
from portfolio.web.fields import AMOUNT_ADVICE

T = TypeVar("T")
SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
PARTED = re.compile(r"\s*[:;\t]\s*")
RANGE = re.compile(r"(?P<low>[\d\s.,\u00a0\u202f]*?)\s*[-–−]\s*(?P<high>[\d\s.,\u00a0\u202f]*)")
REFERRED = re.compile(r"(?P<amount>[^()]+?)\s*(?:\((?P<reference>.*)\))?")
PARTED_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")
TWO_WAYS = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
PLAIN = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
MOST_LINES = 400


# ---- numbers -------------------------------------------------------------------
def amount(text: str) -> str:
    """62 826,50 kr → "62826.50"."""
    try:
        minor = minor_of(text)
    except NotAnAmount as wrong:
        raise ValidationError(AMOUNT_ADVICE[wrong.code]) from None
    if minor is None:
        raise ValidationError(AMOUNT_ADVICE["amount"])
    return amount_text(minor)


def exact(text: str) -> str:
    """0,8080 → "0.8080"; 1/3 stays. 4,800 may be four thousand eight hundred or a little less than five, so it is refused."""
    if TWO_WAYS.fullmatch(text.strip()):
        raise ValidationError(
            _("%(text)s can be read in two ways. Write thousands with a space like 4 800, or one more decimal like 4,8000.") % {"text": text.strip()}
        )
    plain = SPACES.sub("", text).replace("−", "-").replace(",", ".")
    if exact_of(plain) is None:
        raise ValidationError(_("Write a number like 12,5 or a fraction like 1/3."))
    return plain


def fraction(text: str) -> str:
    """30 % → "0.3"; 1/3 and 0,3 stay what they are."""
    plain = text.strip()
    if not plain.endswith("%"):
        return exact(plain)
    return number_text(Fraction(exact(plain.removesuffix("%"))) / 100)


def count(text: str) -> str:
    """10 000 → "10000"; 0,5 → "0.5"."""
    plain = SPACES.sub("", text)
    found = exact(re.sub(r"[.,]", "", plain) if PARTED_THOUSANDS.fullmatch(plain) else plain)
    if found.startswith("-"):
        raise ValidationError(_("Write a number not below 0."))
    return found


def shown_fraction(value: str) -> str:
    """ "0.3" → 30 %, "1/3" as it is."""
    found = exact_of(value)
    if found is None or "/" in value:
        return value
    return f"{shown(number_text(found * 100))} %"


def shown(value: object) -> str:
    """A number or amount for a field, in the one way that reads back as the same in every language: 4 800,50."""
    found = PLAIN.fullmatch(str(value))
    if found is None:
        return str(value)
    rest = found[3] or ""
    rest = f"{rest}0" if len(rest) == 3 and found[2] != "0" else rest
    return f"{found[1]}{int(found[2]):,}".replace(",", " ") + (f",{rest}" if rest else "")


# ---- people --------------------------------------------------------------------
@dataclass(frozen=True)
class People:
    """Those whom the rule may name, by code: the region's members, and whom it names already."""

    names: Mapping[str, str]

    def shown(self, code: str) -> str:
        name = self.names.get(code, "")
        return f"{name} ({code})" if name and name != code else code

    def code(self, text: str) -> str:
        """By name, by code, or by both as it is shown."""
        wanted = " ".join(text.split()).casefold()
        found = [code for code, name in self.names.items() if wanted in (code.casefold(), name.casefold(), self.shown(code).casefold())]
        if len(found) != 1:
            raise ValidationError(_("%(text)s is no member of the region. Write the name or the number of one.") % {"text": text.strip() or "–"})
        return found[0]


# ---- a line for each -------------------------------------------------------------
def lines(text: str, read: Callable[[str], T]) -> Iterator[T]:
    """A fault says on which line it is."""
    written = [(place, line.strip()) for place, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(written) > MOST_LINES:
        raise ValidationError(_("These are more than %(most)s lines.") % {"most": MOST_LINES})
    faults, found = [], []
    for place, line in written:
        try:
            found.append(read(line))
        except ValidationError as fault:
            faults.append(_("Line %(place)s: %(what)s") % {"place": place, "what": fault.messages[0]})
    if faults:
        raise ValidationError(faults)
    yield from found


def parted(line: str) -> tuple[str, str]:
    found = PARTED.split(line, maxsplit=1)
    if len(found) < 2:
        raise ValidationError(_("Write a colon between what it is and its number, like Malmö: 17,5."))
    return found[0], found[1]


def entries(text: str, people: People, read: Callable[[str], T]) -> dict[str, T]:
    """ "Malmö (1280): 17,5" and so on → by code."""

    def one(line: str) -> tuple[str, T]:
        who, value = parted(line)
        return people.code(who), read(value)

    found: dict[str, T] = {}
    for code, value in lines(text, one):
        if code in found:
            raise ValidationError(_("%(who)s stands twice. Keep one line.") % {"who": people.shown(code)})
        found[code] = value
    return found


def shown_entries(said: Mapping[str, Any], people: People) -> str:
    return "\n".join(f"{people.shown(code)}: {shown(value)}" for code, value in sorted(said.items()))


def exceptions(text: str, people: People) -> dict[str, dict[str, str]]:
    """ "Dals-Ed: 100 000 (§ 12)"."""

    def one(value: str) -> dict[str, str]:
        found = REFERRED.fullmatch(value)
        said = {"amount": amount(found["amount"] if found else "")}
        reference = (found["reference"] or "").strip() if found else ""
        return said | ({"reference": reference[:200]} if reference else {})

    return entries(text, people, one)


def shown_exceptions(said: Mapping[str, Any], people: People) -> str:
    rows = [(people.shown(code), shown(one["amount"]), one.get("reference", "")) for code, one in sorted(said.items())]
    return "\n".join(f"{who}: {value} ({reference})" if reference else f"{who}: {value}" for who, value, reference in rows)


def ranges(text: str, name: str, read: Callable[[str], str]) -> list[dict[str, str]]:
    """ "10 000–49 999: 12 000" → {"from", "to", name}; either end may be left out."""

    def one(line: str) -> dict[str, str]:
        limits, value = parted(line)
        found = RANGE.fullmatch(limits.strip())
        if found is None:
            raise ValidationError(_("Write from and to with a dash between, like 10 000–49 999; leave either out where there is no limit."))
        ends = {"from": found["low"].strip(), "to": found["high"].strip()}
        return {side: count(end) for side, end in ends.items() if end} | {name: read(value)}

    return list(lines(text, one))


def shown_ranges(said: list[Any], name: str) -> str:
    return "\n".join(f"{shown(one['from']) if 'from' in one else ''}–{shown(one['to']) if 'to' in one else ''}: {shown(one.get(name, ''))}" for one in said)


def steps(text: str) -> list[dict[str, str]]:
    """ "–150 000: 25" and "150 000–: 12,50": each begins where the one before it ends."""
    found, above = [], ""
    for place, one in enumerate(ranges(text, "rate", exact), 1):
        if one.pop("from", above or "0") not in (above or "0", "0" if place == 1 else above):
            raise ValidationError(_("Step %(place)s must begin where the one before it ends, at %(above)s.") % {"place": place, "above": shown(above or "0")})
        above = one.get("to", "")
        found.append(one)
    return found


def shown_steps(said: list[Any]) -> str:
    low = ["", *(str(one.get("to", "")) for one in said)]
    return shown_ranges([one | ({"from": before} if before else {}) for one, before in zip(said, low, strict=False)], "rate")


def figures(text: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """ "population: 1000, 1": figure, what it is divided by, decimals; the last two may be left out."""

    def one(line: str) -> dict[str, Any]:
        name, *more = PARTED.split(line, maxsplit=1)
        known = [kind for kind, label in names.items() if name.casefold() in (kind.casefold(), label.casefold())]
        if len(known) != 1:
            raise ValidationError(_("%(text)s is no key figure. Choose among: %(names)s.") % {"text": name, "names": ", ".join(names.values())})
        per, _mark, decimals = (more[0] if more else "").partition("/")
        said: dict[str, Any] = {"name": known[0]}
        if per.strip():
            said["per"] = count(per)
        if decimals.strip():
            said["decimals"] = whole(decimals)
        return said

    return list(lines(text, one))


def whole(text: str) -> int:
    if not re.fullmatch(r"\s*[0-9]\s*", text):
        raise ValidationError(_("Write the number of decimals, 0 to 9."))
    return int(text)


def shown_figures(said: list[Any], names: Mapping[str, str]) -> str:
    rows = [(names.get(one["name"], one["name"]), shown(one["per"]) if "per" in one else "", one.get("decimals")) for one in said]
    return "\n".join(f"{name}: {per or 1} / {decimals}" if decimals is not None else f"{name}: {per}" if per else name for name, per, decimals in rows)
