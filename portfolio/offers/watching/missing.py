"""What a yes still lacks, in whole sentences."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costsharing.engine.conditions import Condition, Failed
from costsharing.engine.part import Number
from costsharing.wording.numbers import figure_name, listed
from portfolio.offers.board import Board, Line
from portfolio.offers.watching.states import Group, group_of
from portfolio.templatetags.portfolio_format import day, money, number
from projects.models import AnswerCondition
from projects.offering import State


@dataclass(frozen=True)
class Lacks:
    """sentences: the condition, and by how much it is missed."""

    line: Line
    sentences: tuple[str, ...]


def lacking(board: Board, currency: str, reads: Callable[[Line], bool]) -> list[Lacks]:
    """In the order of the board's lines. reads: whether the reader may know what it hangs on; of the others there is the name alone."""
    lines = {line.code: line for line in board.lines}
    out = [line for line in board.lines if group_of(line) is Group.FAILS]
    return [Lacks(line, tuple(sentences(line, lines, board, currency)) if reads(line) else ()) for line in out]


def sentences(line: Line, lines: Mapping[str, Line], board: Board, currency: str) -> Iterator[str]:
    for failed in line.failed:
        yield sentence(failed, line, lines, currency)
    if not line.failed:
        yield untried(board)


def untried(board: Board) -> str:
    if board.coalition is None:
        return _("Whether its condition holds cannot be told while the fee cannot be counted.")
    if board.offer.state == State.CONCLUDED:
        return _("It is not among those who join.")
    return _("The terms do not hold the numbers that its condition is about, so it cannot be tried. Ask it.")


def sentence(failed: Failed, line: Line, lines: Mapping[str, Line], currency: str) -> str:
    told = {"name": line.invitee.organisation.name}
    if failed.condition is Condition.PARTICIPANTS:
        short = whole(failed.short_by)
        told |= {"needs": number(whole(failed.needs)), "has": number(whole(failed.has)), "n": number(short)}
        return (
            _("Condition: at least %(needs)s municipalities.") % told
            + " "
            + ngettext("With %(name)s it would be %(has)s, %(n)s too few.", "With %(name)s it would be %(has)s, %(n)s too few.", short) % told
        )
    if failed.condition is Condition.FIGURE:
        told |= {
            "figure": figure_name(failed.name),
            "needs": number(whole(failed.needs)),
            "has": number(whole(failed.has)),
            "short": number(whole(failed.short_by)),
        }
        return _("Condition: %(figure)s of at least %(needs)s. With %(name)s it would be %(has)s, %(short)s too little.") % told
    if failed.condition is Condition.FEE:
        return dear(failed, line, currency)
    if failed.condition is Condition.WITH:
        return " ".join(missing(code, lines) for code in failed.codes)
    if failed.condition is Condition.GRANT:
        return _("Condition: the grant %(name)s is awarded. It has not been.") % {"name": failed.name}
    if failed.condition is Condition.OTHERS:
        names = listed([lines[code].invitee.organisation.name for code in failed.codes if code in lines])
        return _("Its own conditions would hold, but then those of %(names)s would not.") % {"names": names}
    return _("The rule gives no shares with it among those who join.")


def dear(failed: Failed, line: Line, currency: str) -> str:
    """In whole units of the rule, as the table says them; where rounding hides what is missed, exactly."""
    most, exact = whole(failed.needs), whole(failed.has)
    fee = line.fee_now if line.fee_now is not None and line.fee_now > most else exact
    told = {"most": money(most, currency), "fee": money(fee, currency), "short": money(fee - most, currency)}
    return _("Condition: a fee of at most %(most)s. The fee would be %(fee)s, %(short)s too high.") % told


def missing(code: str, lines: Mapping[str, Line]) -> str:
    """Whom a yes waits for, and how far that one has come."""
    other = lines.get(code)
    told = {"name": other.invitee.organisation.name if other else code}
    condition = _("Condition: %(name)s joins.") % told
    if other is None:
        return condition + " " + _("%(name)s is not asked.") % told
    found = group_of(other)
    if found is Group.SILENT:
        until = other.answer.needs_until if other.answer else None
        waiting = _("%(name)s has not answered; its case comes up %(day)s.") % (told | {"day": day(until)}) if until else _("%(name)s has not answered.") % told
        return f"{condition} {waiting}"
    if found is Group.NO:
        return condition + " " + _("%(name)s has said no.") % told
    return condition + " " + _("%(name)s has said yes, but its own condition does not hold.") % told


def worded(each: AnswerCondition, currency: str) -> str:
    """What a yes hangs on, in a few words for a table; the same in whole sentences is told to whoever answers (projects.wording.answers)."""
    kinds, n = AnswerCondition.Kind, each.number or 0
    if each.kind == kinds.PARTICIPANTS:
        return ngettext("at least %(n)s municipality", "at least %(n)s municipalities", n) % {"n": number(n)}
    if each.kind == kinds.FIGURE:
        return _("%(figure)s of at least %(n)s") % {"figure": figure_name(each.figure), "n": number(n)}
    if each.kind == kinds.FEE:
        return _("a fee of at most %(most)s") % {"most": money(n, currency)}
    if each.kind == kinds.WITH:
        return _("%(name)s joins") % {"name": each.organisation}
    return _("the grant %(name)s is awarded") % {"name": each.grant}


def whole(value: Number | str) -> int:
    """Upwards, so that whoever is short is never short by nothing."""
    exact = Fraction(value)
    return -(-exact.numerator // exact.denominator)
