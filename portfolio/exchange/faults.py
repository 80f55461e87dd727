"""What is wrong with a dossier: where, and why."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

Step = str | int
Path = tuple[Step, ...]


def step(name: Step) -> str:
    if isinstance(name, int):
        return f"[{name}]"
    if name.isidentifier() and len(name) <= 60:
        return f".{name}"
    return f"[{json.dumps(name[:40], ensure_ascii=True)}]"


@dataclass(frozen=True)
class Fault:
    """One line for a person: file, place in the file, reason. Rows are counted from 0, as in JSON path."""

    path: Path
    reason: str
    file: str = ""

    @property
    def place(self) -> str:
        return "".join(map(step, self.path)).lstrip(".")

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.reason) if part)


class Refused(Exception):
    """The input is not taken over; nothing is stored. Holds every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))

    def of(self, file: str) -> tuple[Fault, ...]:
        return tuple(replace(fault, file=file) for fault in self.faults)


def refuse_if(faults: Iterable[Fault]) -> None:
    if found := tuple(faults):
        raise Refused(found)
