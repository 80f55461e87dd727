"""The demo's offers, read from their file: one as its document has it, and the same once more as an example that runs. Days of an example are counted
from the day that it is loaded."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portfolio.lib.demofiles import DemoTry
from portfolio.lib.tablefile import FileFault, text_of

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DemoOffer:
    """words: fields of the offer. sent_on, last_day: days of the document; "" for an example, whose days the copy names."""

    region: str
    project: str
    sent_on: str
    last_day: str
    words: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DemoAnswer:
    """party: a municipality's number. ago: days before today. conditions: rows of the field that an answer's condition has."""

    party: str
    ago: int
    choice: str
    reason: str = ""
    needs_in: int | None = None
    conditions: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class DemoRuling:
    """What the body of a party decided, ``ago`` days before today; approved: the minutes, so many days later."""

    party: str
    ago: int
    ruling: str
    body: str
    paragraph: str
    approved: int | None = None


@dataclass(frozen=True, slots=True)
class DemoQuestion:
    """answer: "" for one that is open."""

    party: str
    ago: int
    text: str
    answer: str = ""
    answered_ago: int = 0


@dataclass(frozen=True, slots=True)
class DemoCopy:
    """A project like another one, made up: its reference, how it says so, and when its offer was sent and ends, in days from today."""

    of: str
    region: str
    reference: str
    name: str
    summary: str
    source: str
    note: str
    sent_ago: int
    days_left: int
    days: Mapping[str, str]
    rule: Mapping[str, Any]

    def sent_on(self, today: dt.date) -> dt.date:
        return today - self.sent_ago * DAY

    def last_day(self, today: dt.date) -> dt.date:
        return today + self.days_left * DAY

    def year(self, today: dt.date) -> int:
        """Starts in the January after the last day."""
        return self.last_day(today).year + 1

    def dossier(self, text: str, today: dt.date) -> str:
        """text: the other's dossier. What it says of gaps in its document is left out: the example has no document."""
        copied = json.loads(text)
        copied["project"] |= {
            "reference": self.reference,
            "name": self.name,
            "summary": f"{self.summary} {copied['project']['summary']}",
            "source": self.source,
        }
        copied["budget"]["note"] = self.note
        copied["mandate"] |= {"title": self.name, "dated_on": str(self.sent_on(today))}
        for name in ("open_points", "source_notes"):
            copied.pop(name, None)
        said = json.dumps(copied, ensure_ascii=False, indent=2)
        for day, name in self.days.items():
            said = said.replace(f'"{day}"', f'"{getattr(self, name)(today)}"')
        return said.replace('"2016-', f'"{self.year(today)}-').replace('"2016"', f'"{self.year(today)}"') + "\n"

    def tried(self, today: dt.date) -> DemoTry:
        """How its fee is counted."""
        on = dt.date.fromisoformat(self.rule["figures_on"])
        rest: dict[str, Any] = {**self.rule, "figures_on": on}
        return DemoTry(region=self.region, project=self.reference, year=self.year(today), is_shown=True, **rest)


@dataclass(frozen=True, slots=True)
class DemoOffers:
    """refused: a municipality whose address is refused, in the words of its mail server; fetched: those who have opened their link."""

    offers: tuple[DemoOffer, ...]
    copy: DemoCopy
    answers: tuple[DemoAnswer, ...]
    rulings: tuple[DemoRuling, ...]
    questions: tuple[DemoQuestion, ...]
    fetched: tuple[str, ...]
    refused: str
    said: str
    who: Mapping[str, str]


def read_offers(path: Path) -> DemoOffers:
    try:
        content = json.loads(text_of(path.parent, path.name))
        running = content["running"]
        return DemoOffers(
            offers=tuple(DemoOffer(**entry) for entry in content["offers"]),
            copy=DemoCopy(**content["copy"]),
            answers=tuple(DemoAnswer(**entry) for entry in running["answers"]),
            rulings=tuple(DemoRuling(**entry) for entry in running["rulings"]),
            questions=tuple(DemoQuestion(**entry) for entry in running["questions"]),
            fetched=tuple(running["fetched"]),
            refused=running["refused"],
            said=running["said"],
            who=running["who"],
        )
    except json.JSONDecodeError as problem:
        raise FileFault(path.name, problem.lineno, f"it is not JSON ({problem.msg}).") from problem
    except (KeyError, TypeError, ValueError) as problem:
        raise FileFault(path.name, None, f"an offer is not as it should be ({type(problem).__name__}: {problem}).") from problem
