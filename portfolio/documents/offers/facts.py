"""What the terms of a sent version say, read for paper. Nothing else is read but the day until which answers are taken now, since that can be moved after the
version was sent: what is printed of a version changes by that alone.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from costsharing.engine.allocation import allocate
from costsharing.engine.case import Case
from costsharing.engine.faults import Refused
from costsharing.engine.reading import read_value
from costsharing.engine.subset import only
from costsharing.engine.writing import written
from costsharing.stored import POPULATION, Stored, minor, stored
from costsharing.telling.reasons import Why, why
from portfolio.documents.phrases import Style
from portfolio.lib import formats
from portfolio.templatetags.portfolio_format import page_language
from projects.models import OfferVersion
from projects.offering import last_day_of
from projects.queries.offers import OWN

ROUND = 5
"""A number of parties half way is told to the nearest five where there is room for that."""


@dataclass(frozen=True)
class Party:
    """code: as the case names it."""

    code: str
    name: str

    @property
    def whole_name(self) -> str:
        return f"{self.name} ({self.code})" if self.code.isdecimal() else self.name


@dataclass(frozen=True)
class Fewer:
    """So many join, with the party. equal: its share of what is split alike, None where nothing or more than one part is. Minor units."""

    count: int
    equal: int | None
    lowest: int
    highest: int


class Facts:
    """Of one version; each split is worked out once."""

    def __init__(self, version: OfferVersion) -> None:
        self.version, self.terms = version, version.terms
        self.own: Mapping[str, Any] = version.terms[OWN]
        self.project: Mapping[str, Any] = version.terms["project"]
        self.cost: Mapping[str, Any] | None = version.terms.get("cost")
        self.currency: str = version.terms["currency"]
        self.language = page_language()

    @cached_property
    def style(self) -> Style:
        """The reader's language; titles and names are in the project's."""
        return Style(self.language, self.project["language"], self.currency)

    @cached_property
    def case(self) -> Case | None:
        return read_value(self.cost["case"]) if self.cost else None

    @cached_property
    def result(self) -> dict[str, Any] | None:
        """If all join; None where the terms name no cost, or where the rule gives no shares."""
        return split(self.case) if self.case else None

    @cached_property
    def table(self) -> Stored | None:
        return stored(self.cost["case"], self.result) if self.cost and self.result else None

    @cached_property
    def count(self) -> int:
        return len(self.case.participants) if self.case else 0

    @property
    def year(self) -> int:
        return int(self.cost["year"]) if self.cost else 0

    def share(self, party: Party) -> dict[str, Any] | None:
        return share_of(self.result, party.code)

    def why(self, party: Party) -> Why | None:
        share = self.share(party)
        return why(self.cost["case"], share, self.currency) if self.cost and share else None

    def fee(self, party: Party) -> int | None:
        share = self.share(party)
        return minor(share["amount"]) if share else None

    def party(self, code: str, name: str) -> Party:
        """Under the name that it had when the offer was sent, where the terms know it."""
        known = next((one.name for one in self.case.participants if one.code == code), "") if self.case else ""
        return Party(code, known or name)

    @property
    def parties(self) -> list[Party]:
        return [Party(one.code, one.name) for one in self.case.participants] if self.case else []

    def fewer(self, party: Party) -> list[Fewer]:
        """All, some and few, the party among them; only all where the rule gives fewer no shares."""
        if self.case is None:
            return []
        rows = []
        for count in counts(self.count, self.own["threshold"]["participants"]):
            try:
                rows.append(fewer(self.case, party.code, count))
            except Refused:
                break
        return rows

    def day(self, text: str) -> str:
        """An ISO day as the project knows its days; "" for none."""
        return formats.day(dt.date.fromisoformat(text), self.language, self.project["precision"]) if text else ""

    @property
    def sent_on(self) -> dt.date:
        """Where the region is."""
        return self.version.sent_at.astimezone(ZoneInfo(self.version.offer.project.region.time_zone)).date()

    @property
    def closes_on(self) -> dt.date | None:
        """The last day as it is now, which a move of it changes and the terms do not; as the terms had it where the offer names none."""
        offer, text = self.version.offer, self.own["last_day"]
        if offer.closes_at:
            return last_day_of(offer.closes_at, offer.project.region.time_zone)
        return dt.date.fromisoformat(text) if text else None

    @property
    def moved(self) -> dict[str, str] | None:
        """What the terms, which stay as they were sent, cannot say: ISO days; None while their own day holds."""
        first, now = self.own["last_day"], self.closes_on
        return {"last_day": now.isoformat(), "last_day_of_the_terms": first} if first and now and now.isoformat() != first else None

    @property
    def last_day(self) -> str:
        """Wednesday 30 September 2015; "" where there is none."""
        return formats.long_day(self.closes_on, self.language) if self.closes_on else ""

    @property
    def until(self) -> str:
        """The same in the middle of a sentence, without the day of the week."""
        return formats.day(self.closes_on, self.language) if self.closes_on else ""


def split(case: Case) -> dict[str, Any] | None:
    try:
        return written(allocate(case))
    except Refused:
        return None


def share_of(result: Mapping[str, Any] | None, code: str) -> dict[str, Any] | None:
    return next((each for each in result["shares"] if each["code"] == code), None) if result else None


def counts(everybody: int, threshold: int | None) -> list[int]:
    """All, half way, and as few as the offer starts with, or half of all where it names no number: 33, 25, 20."""
    least = min(threshold or (everybody + 1) // 2, everybody)
    half = (everybody + least) // 2
    if everybody - least >= 2 * ROUND:
        half = half // ROUND * ROUND
    return sorted({everybody, half, least} - {0, 1}, reverse=True)


def fewer(case: Case, code: str, count: int) -> Fewer:
    """With the largest of the others and with the smallest: between the two lies whatever it becomes. Raises Refused."""
    size = {one.code: one.figures[POPULATION].value if POPULATION in one.figures else 0 for one in case.participants}
    others = sorted((each for each in size if each != code), key=lambda each: (-size[each], each))
    results = [allocate(only(case, {code, *group})) for group in (others[: count - 1], others[len(others) - count + 1 :])]
    amounts = [each.amount(code) for each in results]
    alike = [place for place, part in enumerate(case.parts) if part.key_name == "equal"]
    equal = minor(share_of(written(results[0]), code)["parts"][alike[0]]) if len(alike) == 1 else None  # type: ignore[index]
    return Fewer(count, equal, min(amounts), max(amounts))
