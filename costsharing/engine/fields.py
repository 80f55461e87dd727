"""The fields of one JSON object, read one by one; what is wrong is collected, and what nobody asked for is unknown."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, TypeVar

from costsharing.engine.amounts import amount_of, counted, exact_of, month_of
from costsharing.engine.case import Month
from costsharing.engine.faults import CaseFault, Told
from costsharing.engine.part import Amounts, Number
from costsharing.engine.source import shown

T = TypeVar("T")
MOST_TEXT = 200
MOST_ENTRIES = 2000


class Fields:
    """Every getter returns a harmless value after a fault, so that one reading names all faults."""

    def __init__(self, value: Any, place: str, faults: list[CaseFault]) -> None:
        self.place, self.faults = place, faults
        self.asked: set[str] = set()
        self.values: dict[str, Any] = value if isinstance(value, dict) else {}
        self.sound = isinstance(value, dict)
        if not self.sound:
            self.fault("not_an_object", "")

    def at(self, name: str) -> str:
        return f"{self.place}.{name}".strip(".") or "the case"

    def fault(self, key: str, name: str, **params: Told) -> None:
        self.faults.append(CaseFault(key, {"place": self.at(name), **params}))

    def has(self, name: str) -> bool:
        return name in self.values

    def take(self, name: str, needed: bool) -> Any:
        """The value; None if it is not there, which is a fault where it is needed. Null is never a value."""
        self.asked.add(name)
        if name not in self.values and needed and self.sound:
            self.fault("missing_field", name)
        elif name in self.values and self.values[name] is None:
            self.fault("not_a_choice", name, choices="the values of the case format, not null")
        return self.values.get(name)

    def close(self) -> None:
        for name in self.values:
            if name not in self.asked:
                self.fault("unknown_field", shown(name))

    def checked(self, name: str, needed: bool, read: Callable[[Any], object], key: str, **params: Told) -> Any:
        """What ``read`` makes of the value; None where it is not there, or where it is nothing and that is now a fault."""
        value = self.take(name, needed)
        if value is None:
            return None
        found = read(value)
        if found is None:
            self.fault(key, name, **params)
        return found

    def text(self, name: str, default: str | None = None) -> str:
        return self.checked(name, default is None, printable, "not_a_text", most=MOST_TEXT) or default or ""

    def choice(self, name: str, choices: tuple[str, ...], default: str | None = None) -> str:
        def read(value: Any) -> str | None:
            return value if isinstance(value, str) and value in choices else None

        return self.checked(name, default is None, read, "not_a_choice", choices=", ".join(choices)) or default or choices[0]

    def amount(self, name: str, needed: bool = False) -> int | None:
        return self.checked(name, needed, lambda value: amount_of(value) if isinstance(value, str) else None, "not_an_amount")

    def exact(self, name: str, needed: bool = False) -> Number | None:
        return self.checked(name, needed, lambda value: exact_of(value) if isinstance(value, str) else None, "not_exact")

    def count(self, name: str, needed: bool = False) -> Number | None:
        return self.checked(name, needed, count_of, "not_a_count")

    def number(self, name: str) -> Number | None:
        """A key figure: below 0 it is refused where it is used, with the participant's name."""
        return self.checked(name, True, number_of, "not_a_count")

    def whole(self, name: str, least: int, most: int) -> int | None:
        def read(value: Any) -> int | None:
            return value if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most else None

        return self.checked(name, False, read, "not_whole", least=least, most=most)

    def month(self, name: str, needed: bool = False) -> Month | None:
        return self.checked(name, needed, lambda value: month_of(value) if isinstance(value, str) else None, "not_a_month")

    def object(self, name: str, needed: bool = False) -> "Fields | None":
        value = self.take(name, needed)
        return None if value is None else Fields(value, self.at(name), self.faults)

    def each(self, name: str, needed: bool = False, most: int = MOST_ENTRIES) -> Iterator["Fields"]:
        for place, value in self.items(name, needed, most):
            yield Fields(value, place, self.faults)

    def items(self, name: str, needed: bool = False, most: int = MOST_ENTRIES) -> list[tuple[str, Any]]:
        value = self.take(name, needed)
        if value is not None and not isinstance(value, list):
            self.fault("not_a_list", name)
        if not isinstance(value, list):
            return []
        if len(value) > most:
            self.fault("too_many", name, most=most)
        return [(f"{self.at(name)}[{number}]", entry) for number, entry in enumerate(value[:most])]

    def texts(self, name: str) -> tuple[str, ...]:
        found = [(place, printable(value)) for place, value in self.items(name)]
        self.faults += [CaseFault("not_a_text", {"place": place, "most": MOST_TEXT}) for place, text in found if text is None]
        return tuple(text or "" for _, text in found)

    def mapping(self, name: str, needed: bool, read: Callable[["Fields", str], T | None]) -> dict[str, T]:
        """An object whose names are codes or figures."""
        inner = self.object(name, needed)
        if inner is None:
            return {}
        if len(inner.values) > MOST_ENTRIES:
            self.fault("too_many", name, most=MOST_ENTRIES)
            return {}
        for key in inner.values:
            if printable(key) is None:
                inner.fault("not_a_text", shown(key), most=MOST_TEXT)
        found = {key: read(inner, key) for key in inner.values if printable(key) is not None}
        return {key: value for key, value in found.items() if value is not None}

    def amounts(self, name: str, needed: bool = False) -> Amounts:
        return self.mapping(name, needed, Fields.amount)


def printable(value: Any) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= MOST_TEXT and value.isprintable() and value.strip() else None


def number_of(value: Any) -> Number | None:
    """A number, or a number as text."""
    if isinstance(value, str):
        return exact_of(value)
    return counted(Decimal(value)) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def count_of(value: Any) -> Number | None:
    found = number_of(value)
    return found if found is not None and found >= 0 else None
