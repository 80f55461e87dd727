"""The answer board as a page: all that one reads to know where an offer stands."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from costsharing.wording.sentence import rule_sentence
from portfolio.access.grants import municipalities_of, speaks_for
from portfolio.access.permissions import P
from portfolio.access.roles import PERMISSIONS, Role
from portfolio.models import User
from portfolio.offers.board import Board, board_of
from portfolio.offers.watching import table
from portfolio.offers.watching.concluded import Conclusion, conclusion_of
from portfolio.offers.watching.curve import Curve, curve_of
from portfolio.offers.watching.meters import Meter, meters
from portfolio.offers.watching.missing import Lacks, lacking
from portfolio.offers.watching.picture import drawn
from portfolio.offers.watching.reminding import links_of, why_not
from portfolio.offers.watching.rows import CHOICES, Reader, Row, inhabitants, rows_of
from portfolio.offers.watching.states import Group, doubt_text
from portfolio.offers.watching.versions import Sent, versions_of
from portfolio.templatetags.portfolio_format import day, page_language, unit
from projects.models import Offer, Project
from projects.offering import State, last_day_of, takes_answers


@dataclass(frozen=True)
class Chip:
    """A choice among the rows. query: what the address says after its path."""

    label: str
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Listing:
    """The rows that were asked for. rows: of all parties."""

    board: Board
    rows: list[Row]
    shown: list[Row]
    chosen: str
    heads: table.Heads
    reader: Reader


@dataclass(frozen=True)
class BoardPage:
    listing: Listing
    language: str
    currency: str
    sent_on: dt.date
    last_day: dt.date
    today: dt.date
    chips: list[Chip]
    curve: Curve | None
    meters: list[Meter]
    lacks: list[Lacks]
    doubts: list[str]
    conclusion: Conclusion | None
    versions: list[Sent]
    takes_answers: bool
    to_remind: int

    @property
    def board(self) -> Board:
        return self.listing.board

    @property
    def days_left(self) -> int:
        return (self.last_day - self.today).days

    @property
    def decided(self) -> int:
        return sum(row.line.ruling is not None for row in self.listing.rows)

    @property
    def joining(self) -> list[Row]:
        return [row for row in self.listing.rows if row.group is Group.JOINS]

    @property
    def lagging(self) -> int:
        return sum(row.lag is not None for row in self.listing.rows)

    @property
    def inhabitants(self) -> int:
        return sum(row.inhabitants or 0 for row in self.joining)

    @property
    def hoped(self) -> int | None:
        return len(self.board.hoped.joins) if self.board.hoped else None

    @property
    def total(self) -> int | None:
        """What is split, whoever joins; None where it hangs on who does."""
        found = self.board.coalition.result if self.board.coalition else None
        return found.total if found else sum(row.line.fee_everybody or 0 for row in self.listing.rows) or None

    @property
    def rule(self) -> str:
        cost = self.board.version.terms.get("cost")
        return rule_sentence(cost["case"], currency=self.currency) if cost else ""

    # ---- the table, and the picture --------------------------------------------
    @property
    def head(self) -> SafeString:
        return table.head(self.listing.heads, unit(self.currency))

    @property
    def body(self) -> SafeString:
        offer = self.board.offer
        link = table.address_of(offer) if P.OFFER_SEND in offer.project.allowed else table.own_address_of(offer, self.listing.reader.answers)
        return table.body(self.listing.shown, self.listing.heads, link, self.language)

    @property
    def foot(self) -> SafeString:
        return table.foot(self.listing.shown, self.listing.heads, _("Sum of those shown") if self.listing.chosen else _("Sum"))

    @property
    def file_query(self) -> str:
        return f"?{urlencode({'show': self.listing.chosen})}" if self.listing.chosen else ""

    @property
    def picture(self) -> SafeString:
        return drawn(self.curve, self.board.threshold.participants, self.currency) if self.curve else SafeString()

    @property
    def examples(self) -> list[tuple[str, str]]:
        """Whom the curve can be drawn for, by name as the language of the page has them."""
        among = self.board.among
        known = {one.code for one in among.case.participants} if among else set()
        return sorted(((row.line.code, row.name) for row in self.listing.rows if row.line.code in known), key=lambda pair: pair[1])


def reader_of(project: Project, user: User) -> Reader:
    """Whoever may do no more than a municipality's contact reads for that municipality."""
    own = frozenset(municipalities_of(user)) if project.allowed <= PERMISSIONS[Role.CONTACT] else None
    return Reader(P.OFFER_SEND in project.allowed, own, frozenset(whom for where, whom in speaks_for(user) if where == project.region_id))


def listing_of(offer: Offer, asked: Mapping[str, str], user: User) -> Listing:
    """Of an offer that has been sent; its project says who may read contacts' words."""
    board, project = board_of(offer), offer.project
    reader = reader_of(project, user)
    rows = rows_of(board, project.region.currency, page_language() if page_language() != "en-gb" else project.language, reader)
    chosen = asked.get("show", "") if asked.get("show") in CHOICES else ""
    shown = [row for row in rows if CHOICES[chosen](row)] if chosen else rows
    heads = table.Heads(len(rows), board.among is not None, bool(inhabitants(board.asked)), day(counted_on(board)), offer.state == State.CONCLUDED)
    return Listing(board, rows, shown, chosen, heads, reader)


def counted_on(board: Board) -> dt.date | None:
    """The day of the inhabitants, where all have the same."""
    found = {str(each.figures["population"].date) for each in board.asked.participants if "population" in each.figures} if board.asked else set()
    try:
        return dt.date.fromisoformat(found.pop()) if len(found) == 1 else None
    except ValueError:
        return None


def page_of(offer: Offer, asked: Mapping[str, str], now: dt.datetime, user: User) -> BoardPage:
    """As many queries for 290 parties as for three."""
    found, project = listing_of(offer, asked, user), offer.project
    board, region = found.board, offer.project.region
    assert offer.opened_at and offer.closes_at
    zone = ZoneInfo(region.time_zone)
    is_open = takes_answers(State(offer.state), offer.closes_at, now)
    return BoardPage(
        listing=found,
        language=project.language,
        currency=region.currency,
        sent_on=offer.opened_at.astimezone(zone).date(),
        last_day=last_day_of(offer.closes_at, region.time_zone),
        today=now.astimezone(zone).date(),
        chips=list(chips(found, asked)),
        curve=curve_of(board, found.rows, asked.get("for", "")),
        meters=list(meters(board, region.currency)),
        lacks=lacking(board, region.currency, found.reader.reads) if offer.state != State.CONCLUDED else [],
        doubts=[doubt_text(doubt, n) for doubt, n in board.verdict.doubts],
        conclusion=conclusion_of(offer, board),
        versions=versions_of(board),
        takes_answers=is_open,
        to_remind=to_remind(offer, found.rows, now) if is_open else 0,
    )


def to_remind(offer: Offer, rows: Sequence[Row], now: dt.datetime) -> int:
    """Those that the page of the reminder would write to: nothing was said, and nothing stands against a mail now."""
    silent = [row.line for row in rows if row.line.answer is None and row.line.ruling is None]
    links = links_of(offer) if silent else {}
    return sum(not why_not(links.get(line.invitee.pk), line.mail, now) for line in silent)


def chips(found: Listing, asked: Mapping[str, str]) -> Sequence[Chip]:
    """All, and each choice that somebody is in."""
    names: dict[str, Any] = {
        "unanswered": _("Did not answer") if found.heads.is_over else _("Without an answer"),
        "conditions": _("With conditions"),
        "undecided": _("Without a decision"),
        "papers": _("Papers awaited"),
        "older": _("On older terms"),
        "late": _("Came late"),
        "refused": _("Mail did not arrive"),
        "lagging": _("Decided since"),
    }
    example = {"for": asked["for"]} if asked.get("for") else {}
    counts = {name: sum(CHOICES[name](row) for row in found.rows) for name in names}
    every = [Chip(_("All"), len(found.rows), urlencode(example), not found.chosen)]
    return every + [
        Chip(str(label), counts[name], urlencode({"show": name} | example), found.chosen == name)
        for name, label in names.items()
        if counts[name] or found.chosen == name
    ]


def may_see(project: Project, offer: Offer) -> bool:
    """What has not been sent is nobody's but theirs who write it."""
    return offer.state != State.DRAFT or P.PROJECT_EDIT in project.allowed
