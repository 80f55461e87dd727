"""The demo's regions and people, read from their files."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portfolio.lib.tablefile import FileFault, text_of


@dataclass(frozen=True, slots=True)
class DemoMembers:
    codes: tuple[str, ...]
    valid_from: dt.date
    valid_to: dt.date | None
    note: str


@dataclass(frozen=True, slots=True)
class DemoContacts:
    """A function that each of the members has, or of those that ``codes`` names; ``{code}`` in its address stands for the member's number, ``{name}`` for
    its name in plain letters."""

    kind: str
    function: str
    mail: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoBody:
    """``seat_of_each_member``: the function that every member municipality sends. ``meetings``: days made up to show how it may look."""

    name: str
    kind: str
    seat_of_each_member: str
    papers_days: int | None
    meetings: tuple[dt.date, ...]
    meeting_note: str


@dataclass(frozen=True, slots=True)
class DemoRegion:
    slug: str
    name: str
    country: str
    language: str
    currency: str
    time_zone: str
    letterhead: str
    reply_to: str
    office_kind: str
    office_name: str
    members: tuple[DemoMembers, ...]
    bodies: tuple[DemoBody, ...]
    contacts: tuple[DemoContacts, ...]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    region: str
    role: str
    mail: str
    name: str
    municipality: str


@dataclass(frozen=True, slots=True)
class DemoPeople:
    """Nobody real: functions, with one password that everybody may know."""

    password: str
    since: dt.date
    people: tuple[DemoPerson, ...]


@dataclass(frozen=True, slots=True)
class DemoTry:
    """A project's year shared as its document says, as a scenario; so nothing is adopted. ``definition``: the rule's part of the case format."""

    region: str
    project: str
    year: int
    name: str
    rule: str
    note: str
    definition: dict[str, Any]
    figures_on: dt.date | None
    is_shown: bool


@dataclass(frozen=True, slots=True)
class DemoExamples:
    """Made-up projects, by reference. ``as_of``: the Monday of the week that their dossiers tell of. ``note``: how a made-up meeting says so."""

    as_of: dt.date
    note: str
    projects: tuple[str, ...]

    def moved(self, dossier: str, today: dt.date) -> str:
        """A dossier's text with every day moved by whole weeks, so that it tells of today's week. What stands in numbers of a year stays."""
        weeks = dt.timedelta(weeks=(today - self.as_of).days // 7)
        return re.sub(r'"(\d{4}-\d\d-\d\d)"', lambda found: f'"{dt.date.fromisoformat(found[1]) + weeks}"', dossier)


def read_regions(path: Path) -> tuple[DemoRegion, ...]:
    content = _content(path)
    try:
        return tuple(_region(entry) for entry in content["regions"])
    except (KeyError, TypeError, ValueError) as problem:
        raise FileFault(path.name, None, f"a region is not as it should be ({type(problem).__name__}: {problem}).") from problem


def read_people(path: Path) -> DemoPeople:
    content = _content(path)
    try:
        people = tuple(DemoPerson(**{"municipality": ""} | entry) for entry in content["people"])
        return DemoPeople(content["password"], dt.date.fromisoformat(content["since"]), people)
    except (KeyError, TypeError, ValueError) as problem:
        raise FileFault(path.name, None, f"a person is not as they should be ({type(problem).__name__}: {problem}).") from problem


def read_tries(path: Path) -> tuple[DemoTry, ...]:
    content = _content(path)
    try:
        return tuple(DemoTry(**entry | {"figures_on": dt.date.fromisoformat(on) if (on := entry["figures_on"]) else None}) for entry in content["tries"])
    except (KeyError, TypeError, ValueError) as problem:
        raise FileFault(path.name, None, f"a try is not as it should be ({type(problem).__name__}: {problem}).") from problem


def read_examples(path: Path) -> DemoExamples:
    content = _content(path)
    try:
        return DemoExamples(dt.date.fromisoformat(content["as_of"]), content["note"], tuple(content["projects"]))
    except (KeyError, TypeError, ValueError) as problem:
        raise FileFault(path.name, None, f"it does not say which projects are made up ({type(problem).__name__}: {problem}).") from problem


def _content(path: Path) -> Any:
    try:
        return json.loads(text_of(path.parent, path.name))
    except json.JSONDecodeError as problem:
        raise FileFault(path.name, problem.lineno, f"it is not JSON ({problem.msg}).") from problem


def _region(entry: dict[str, Any]) -> DemoRegion:
    fields = {name: entry[name] for name in ("slug", "name", "country", "language", "currency", "time_zone")}
    return DemoRegion(
        **fields,
        letterhead="\n".join(entry["letterhead"]),
        reply_to=entry["reply_to"],
        office_kind=entry["office"]["kind"],
        office_name=entry["office"]["name"],
        members=tuple(_members(row) for row in entry["members"]),
        bodies=tuple(_body(row) for row in entry["bodies"]),
        contacts=tuple(DemoContacts(row["kind"], row["function"], row["mail"], tuple(row.get("codes", ()))) for row in entry.get("contacts", ())),
    )


def _body(entry: dict[str, Any]) -> DemoBody:
    planned = entry.get("meetings", {"days": [], "note": ""})
    days = tuple(dt.date.fromisoformat(day) for day in planned["days"])
    return DemoBody(entry["name"], entry["kind"], entry.get("seat_of_each_member", ""), entry.get("papers_days"), days, planned["note"])


def _members(entry: dict[str, Any]) -> DemoMembers:
    ends = entry.get("valid_to")
    return DemoMembers(tuple(entry["codes"]), dt.date.fromisoformat(entry["valid_from"]), dt.date.fromisoformat(ends) if ends else None, entry["note"])
