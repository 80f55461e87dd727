"""What waits in the portfolio: what is late, what is missing, what is undecided; each with its one link."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portfolio.access.grants import grants_of
from portfolio.access.permissions import P
from portfolio.access.roles import PERMISSIONS, REACH, Reach, Role
from portfolio.models import Region, User
from portfolio.overview.next_deadline import AHEAD, LATE, Next, is_own_words, what
from portfolio.overview.portfolio_rows import PortfolioRow
from portfolio.queries.mails import lost_to
from portfolio.templatetags.portfolio_format import bcp47, day
from projects.offering import State, last_day_of
from projects.queries.atoffice import AtOffice, at_office
from projects.queries.underway import SOON

NAMED = 3


@dataclass(frozen=True)
class Reason:
    """counted: how many in one project. tab: where one project's are seen to, in the words of link. needs: what one must be allowed everywhere."""

    key: str
    noun: Callable[[int], str]
    counted: Callable[[PortfolioRow], int]
    tab: str
    link: Any
    needs: P | None = None


@dataclass(frozen=True)
class Wait:
    number: int
    noun: str
    line: SafeString
    link: str
    url: str


@dataclass(frozen=True)
class Waits:
    rows: list[Wait]
    next: Next | None = None
    project: PortfolioRow | None = None

    @property
    def what(self) -> str:
        return what(self.next.deadline) if self.next else ""

    @property
    def is_own_words(self) -> bool:
        return self.next is not None and is_own_words(self.next.deadline)


REASONS = (
    Reason("late", lambda n: ngettext("milestone is late", "milestones are late", n), lambda row: row.late, "plan", gettext_lazy("See the plan")),
    Reason(
        "overdue",
        lambda n: ngettext("open point is overdue", "open points are overdue", n),
        lambda row: row.project.overdue or 0,
        "project",
        gettext_lazy("See the open points"),
    ),
    Reason(
        "gap", lambda n: ngettext("budget and its funding differ", "budgets and their funding differ", n), lambda row: 1, "money", gettext_lazy("See the money")
    ),
    Reason(
        "manager",
        lambda n: ngettext("project has no manager", "projects have no manager", n),
        lambda row: 1,
        "participation",
        gettext_lazy("See who does what"),
    ),
    Reason(
        "mandate",
        lambda n: ngettext("project has no mandate", "projects have no mandate", n),
        lambda row: 1,
        "documents",
        gettext_lazy("See the documents"),
        P.DRAFT_VIEW,
    ),
    Reason(
        "undecided",
        lambda n: ngettext("decision point has passed, no decision recorded", "decision points have passed, no decision recorded", n),
        lambda row: row.undecided,
        "plan",
        gettext_lazy("See the decision points"),
    ),
    Reason(
        "stale",
        lambda n: ngettext("project has no status report in time", "projects have no status report in time", n),
        lambda row: 1,
        "reports",
        gettext_lazy("See the status reports"),
    ),
)


def may_everywhere(user: User, region: Region, needs: P) -> bool:
    """By a role that reaches every project of the region."""
    roles = {Role(grant.role) for grant in grants_of(user) if grant.region_id == region.pk}
    return any(needs in PERMISSIONS[role] for role in roles if REACH[role] is Reach.REGION)


def waits(user: User, region: Region, rows: Sequence[PortfolioRow], today: dt.date) -> Waits:
    """In the order late, missing, undecided; a reason that no project has is left out. If nothing waits: the next date."""
    found = []
    for reason in REASONS:
        if reason.needs is None or may_everywhere(user, region, reason.needs):
            held = sorted((row for row in rows if reason.key in row.waits), key=lambda row: (row.next.ends if row.next else dt.date.max, row.project.name))
            found += [wait(reason, region, held)] if held else []
    found += offers_wait(user, region)
    found += lost_mails(user, region)
    if found:
        return Waits(found)
    ahead = [(row.next.ends, row.project.name, row) for row in rows if row.next and row.next.state == AHEAD]
    row = min(ahead, key=lambda each: each[:2])[2] if ahead else None
    return Waits([], row.next if row else None, row)


def lost_mails(user: User, region: Region) -> list[Wait]:
    """Reminders that did not arrive, for whoever sees to them; sent again or called off they wait no more."""
    names = lost_to(region) if may_everywhere(user, region, P.MAIL_VIEW) else []
    if not names:
        return []
    noun = ngettext("mail did not arrive", "mails did not arrive", len(names))
    text = escape(listed(list(dict.fromkeys(names)))) + " " + escape(_("Correct the address, then send it again."))
    return [Wait(len(names), noun, mark_safe(text), _("See what did not arrive"), reverse("reminders", args=[region.slug]) + "#dead")]  # noqa: S308 escaped


@dataclass(frozen=True)
class OfferReason:
    """counted: how many of it wait with one offer. page: where the first one's are seen to, in the words of link."""

    noun: Callable[[int], str]
    counted: Callable[[AtOffice], int]
    page: str
    link: Any
    query: str = ""
    tells_answers: bool = False


def offer_reasons(now: dt.datetime) -> Sequence[OfferReason]:
    def is_open(offer: AtOffice, has_passed: bool) -> int:
        return offer.state == State.OPEN and offer.closes_at < now + SOON and has_passed is (offer.closes_at <= now)

    return (
        OfferReason(
            lambda n: ngettext("offer is closing", "offers are closing", n), lambda offer: is_open(offer, False), "offer", _("See the answers"),
            tells_answers=True,
        ),
        OfferReason(
            lambda n: ngettext("offer is past its last day", "offers are past their last day", n), lambda offer: is_open(offer, True), "offer-close",
            _("Close the offer"), tells_answers=True,
        ),
        OfferReason(
            lambda n: ngettext("offer is closed and not concluded", "offers are closed and not concluded", n),
            lambda offer: offer.state == State.CLOSED, "offer-conclude", _("Conclude the offer"), tells_answers=True,
        ),
        OfferReason(
            lambda n: ngettext("question about an offer waits for an answer", "questions about offers wait for an answer", n),
            lambda offer: offer.asking if offer.runs else 0, "offer-questions", _("See the questions"),
        ),
        OfferReason(
            lambda n: ngettext("party's decision waits to be confirmed", "parties' decisions wait to be confirmed", n),
            lambda offer: offer.papers, "offer", _("See the decisions"), query="?show=papers",
        ),
        OfferReason(
            lambda n: ngettext("party has decided since, and its place does not follow", "parties have decided since, and their places do not follow", n),
            lambda offer: offer.lagging, "offer", _("See the decisions"), query="?show=lagging",
        ),
        OfferReason(
            lambda n: ngettext("party's mail did not arrive", "parties' mails did not arrive", n), lambda offer: offer.refused if offer.runs else 0, "offer",
            _("See what did not arrive"), query="?show=refused",
        ),
    )  # fmt: skip


def offers_wait(user: User, region: Region) -> list[Wait]:
    """What waits of the region's offers, for whoever sends and closes them."""
    now = timezone.now()
    found = at_office(region, now) if may_everywhere(user, region, P.OFFER_SEND) else []
    waiting = [(reason, [each for each in found if reason.counted(each)]) for reason in offer_reasons(now)] if found else []
    return [offer_wait(reason, held, region) for reason, held in waiting if held]


def offer_wait(reason: OfferReason, offers: Sequence[AtOffice], region: Region) -> Wait:
    number, first = sum(map(reason.counted, offers)), offers[0]
    told = [
        f'<span lang="{bcp47(each.language)}">{escape(each.title)}</span>' + (f": {answers(each, region)}" if reason.tells_answers else "") for each in offers
    ]
    address = reverse(reason.page, args=[region.slug, first.reference, first.number]) + reason.query
    return Wait(number, reason.noun(number), mark_safe(listed(told)), str(reason.link), address)  # noqa: S308 escaped


def answers(offer: AtOffice, region: Region) -> str:
    said = {"n": offer.answered, "all": offer.asked, "day": day(last_day_of(offer.closes_at, region.time_zone))}
    return escape(_("%(n)s of %(all)s have answered, last day %(day)s") % said)


def listed(names: Sequence[str]) -> str:
    """The first of them in words, as one sentence. What is HTML stays so."""
    rest = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (" " + ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": rest} if rest > 0 else "") + "."


def wait(reason: Reason, region: Region, rows: list[PortfolioRow]) -> Wait:
    number = sum(reason.counted(row) for row in rows)
    if len(rows) == 1:
        url, link = reverse(reason.tab, args=[region.slug, rows[0].project.reference]), str(reason.link)
    else:
        address = reverse("portfolio", args=[region.slug])
        url, link = f"{address}?{urlencode({'waits': reason.key})}#projects", _("Show these %(n)s projects") % {"n": len(rows)}
    return Wait(number, reason.noun(number), line(reason, rows), link, url)


def line(reason: Reason, rows: list[PortfolioRow]) -> SafeString:
    """Which projects, and since when the first is late."""
    names = [f'<span lang="{bcp47(row.project.language)}">{escape(row.project.name)}</span>' for row in rows]
    text = listed(names)
    if reason.key == "late" and (first := rows[0].next) and first.state == LATE:
        text += " " + escape(_("The first was due %(day)s.") % {"day": day(first.deadline.on, first.deadline.precision)})
    return mark_safe(text)  # noqa: S308 escaped above
