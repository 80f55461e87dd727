"""What a plan says of itself in words of the language that is active."""

from collections.abc import Callable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.ripple import Kind, Stay, Step, Why
from milestones.slip import Slip, Unit
from portfolio.models import Meeting
from portfolio.templatetags.portfolio_format import day

KINDS = {Kind.PHASE: lambda: _("phase"), Kind.MILESTONE: lambda: _("milestone"), Kind.DECISION: lambda: _("decision point"), Kind.TASK: lambda: _("task")}
WHY = {
    Why.CONFIRMED: lambda: _("Its date is confirmed."),
    Why.DONE: lambda: _("It is done already."),
    Why.ROUGH: lambda: _("It is planned by month or year, and that stays the same."),
    Why.BACKWARDS: lambda: _("It would end before it begins."),
    Why.LEFT: lambda: _("You chose that it stays."),
}


def kind_name(kind: Kind) -> str:
    return KINDS[kind]()


def step_name(step: Step) -> str:
    return f"{capfirst(kind_name(step.kind))}: {step.text}"


def why_it_stays(stay: Stay) -> str:
    is_decided = stay.why is Why.DONE and stay.step.kind is Kind.DECISION
    said = [_("It has been decided.") if is_decided else WHY[stay.why]()]
    if stay.is_overrun:
        said.append(_("Something that came before it would come after it."))
    return " ".join(said)


def meeting_text(before: Meeting, after: Meeting | None) -> str:
    """What becomes of a decision point's meeting when its day moves; nothing when it stays the same."""
    if after is None:
        return _("It leaves the meeting of %(day)s. On the new day the body has none: choose one afterwards.") % {"day": day(before.date)}
    return "" if after.pk == before.pk else _("It moves from the meeting of %(day)s to the body's meeting on the new day.") % {"day": day(before.date)}


LATER: dict[tuple[Unit, bool], Callable[[int], str]] = {
    (Unit.DAY, False): lambda n: ngettext("%(days)s day later than planned", "%(days)s days later than planned", n) % {"days": n},
    (Unit.MONTH, False): lambda n: ngettext("one month later than planned", "%(n)s months later than planned", n) % {"n": n},
    (Unit.YEAR, False): lambda n: ngettext("one year later than planned", "%(n)s years later than planned", n) % {"n": n},
    (Unit.DAY, True): lambda n: ngettext("about one day later than planned", "about %(n)s days later than planned", n) % {"n": n},
    (Unit.MONTH, True): lambda n: ngettext("about one month later than planned", "about %(n)s months later than planned", n) % {"n": n},
}
EARLIER: dict[tuple[Unit, bool], Callable[[int], str]] = {
    (Unit.DAY, False): lambda n: ngettext("%(days)s day earlier than planned", "%(days)s days earlier than planned", n) % {"days": n},
    (Unit.MONTH, False): lambda n: ngettext("one month earlier than planned", "%(n)s months earlier than planned", n) % {"n": n},
    (Unit.YEAR, False): lambda n: ngettext("one year earlier than planned", "%(n)s years earlier than planned", n) % {"n": n},
    (Unit.DAY, True): lambda n: ngettext("about one day earlier than planned", "about %(n)s days earlier than planned", n) % {"n": n},
    (Unit.MONTH, True): lambda n: ngettext("about one month earlier than planned", "about %(n)s months earlier than planned", n) % {"n": n},
}


def slip_words(slip: Slip | None) -> str:
    """Nothing when it is not known what was planned."""
    if slip is None:
        return ""
    if slip == 0:
        return _("as planned")
    return (LATER if slip > 0 else EARLIER)[slip.unit, slip.is_about](abs(slip.count))
