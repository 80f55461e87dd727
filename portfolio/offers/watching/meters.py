"""The thresholds as bars, and what they come to."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from costsharing.wording.faults import capital
from costsharing.wording.numbers import figure_name
from portfolio.offers.board import Board
from portfolio.templatetags.portfolio_format import money, number
from projects.verdict import Measure, Reason

LONG = 400


@dataclass(frozen=True)
class Meter:
    """has, of, needs: in words of the page; short: a sentence, "" where it is reached. bar: nothing where it is not known how much there could be."""

    name: str
    has: str
    of: str
    needs: str
    short: str
    holds: bool
    bar: SafeString


def meters(board: Board, currency: str) -> Iterator[Meter]:
    """None where the offer said nothing of that kind."""
    for reason in board.verdict.reasons:
        if reason.measure is Measure.PARTICIPANTS and board.threshold.participants is None:
            continue
        yield meter(reason, board, currency)


def meter(reason: Reason, board: Board, currency: str) -> Meter:
    most = most_of(reason, board)
    if reason.measure is Measure.MONEY:
        name = _("Money covered")
    else:
        name = _("Municipalities") if reason.measure is Measure.PARTICIPANTS else _("Covered: %(figure)s") % {"figure": figure_name(board.threshold.figure)}

    def said(n: int) -> str:
        return money(n, currency) if reason.measure is Measure.MONEY else number(n)

    short = ""
    if reason.short_by:
        words = _("%(short)s too little.") if reason.measure is Measure.MONEY else _("%(short)s too few.")
        short = words % {"short": said(reason.short_by)}
    return Meter(capital(name), said(reason.has), said(most) if most else "", said(reason.needs), short, reason.holds, bar(reason, most))


def most_of(reason: Reason, board: Board) -> int:
    """If all joined."""
    if reason.measure is Measure.PARTICIPANTS:
        return len(board.lines)
    if reason.measure is Measure.MONEY:
        return sum(line.fee_everybody or 0 for line in board.lines)
    name = board.threshold.figure
    return int(sum(one.figures[name].value for one in board.asked.participants if name in one.figures)) if board.asked else 0


def bar(reason: Reason, most: int) -> SafeString:
    """As long as what there is; a mark where it must reach."""
    whole = max(most, reason.needs, reason.has, 1)
    has, needs = (LONG * value / whole for value in (reason.has, reason.needs))
    mark = min(max(needs - 1, 0), LONG - 2)
    shapes = (
        f'<rect width="{LONG}" height="8" y="3" class="f-stone"/><rect width="{has:.1f}" height="8" y="3" class="f-fjord"/>'
        f'<rect x="{mark:.1f}" width="2" height="14" class="f-ink"/>'
    )
    svg = f'<svg class="bar-svg" viewBox="0 0 {LONG} 14" preserveAspectRatio="none" aria-hidden="true">{shapes}</svg>'
    return mark_safe(svg)  # noqa: S308 numbers only
