"""How risks and opportunities look: a symbol, a number and a word for each level, an arrow and a word for its way, a mark for where it stands."""

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from milestones.followup import Score, Trend
from milestones.models import Risk
from milestones.riskmatrix import Level, level
from milestones.tables import level_name
from portfolio.overview.marks import Mark, status_html

OF_RISKS = {Level.LOW: ("good", "good"), Level.MEDIUM: ("watch", "watch"), Level.HIGH: ("bad", "bad")}
OF_OPPORTUNITIES = {Level.LOW: ("none", ""), Level.MEDIUM: ("half", "info"), Level.HIGH: ("good", "good")}
SHADES = {Level.LOW: 1, Level.MEDIUM: 2, Level.HIGH: 3}
RANGES = {Level.LOW: "1–5", Level.MEDIUM: "6–14", Level.HIGH: "15–25"}
STATUSES = {Risk.Status.OPEN: ("open", ""), Risk.Status.FOLLOWED: ("now", "info"), Risk.Status.CLOSED: ("done", "info")}


def looks(is_opportunity: bool) -> Mapping[Level, tuple[str, str]]:
    return OF_OPPORTUNITIES if is_opportunity else OF_RISKS


def level_word(found: Level, is_opportunity: bool) -> str:
    """An opportunity that is great is no danger, so its levels have words of their own."""
    if not is_opportunity:
        return level_name(found)
    return {Level.LOW: pgettext("an opportunity", "small"), Level.MEDIUM: pgettext("an opportunity", "fair"), Level.HIGH: pgettext("an opportunity", "great")}[
        found
    ]


def score_mark(score: Score, is_opportunity: bool = False) -> Mark:
    """20 high, 9 medium."""
    found = level(score.probability, score.impact)
    return Mark(*looks(is_opportunity)[found], f"{score.number} {level_word(found, is_opportunity)}")


def legend(is_opportunity: bool = False) -> list[Mark]:
    return [Mark(*looks(is_opportunity)[each], f"{RANGES[each]} {level_word(each, is_opportunity)}") for each in Level]


def symbol(found: Level, is_opportunity: bool = False) -> SafeString:
    name, _tone = looks(is_opportunity)[found]
    return mark_safe(f'<svg aria-hidden="true"><use href="#s-{name}"/></svg>')  # noqa: S308 our own names


def status_mark(status: str, because: str = "") -> Mark:
    label = str(Risk.Status(status).label).capitalize()
    says_why = because and status == Risk.Status.CLOSED
    return Mark(*STATUSES[Risk.Status(status)], f"{label}: {because}" if says_why else label)


def trend_word(found: Trend) -> str:
    """An arrow and a word; nothing for what has been looked at once."""
    said = {Trend.RISING: "↑\u00a0" + _("rising"), Trend.STEADY: "→\u00a0" + _("unchanged"), Trend.FALLING: "↓\u00a0" + _("falling")}
    return said.get(found, "")


def html(found: Mark) -> SafeString:
    return mark_safe(status_html(found))  # noqa: S308 escaped there
