"""A verdict in words: what each limit needed and what there is, and what whoever confirms ought to know."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costsharing.wording.numbers import figure_name
from portfolio.offers.watching.states import doubt_text
from portfolio.templatetags.portfolio_format import money, number
from projects.verdict import Doubt, Measure, Reason, Verdict


def reason_text(reason: Reason, figure: str, currency: str) -> str:
    if reason.measure is Measure.PARTICIPANTS:
        words = ngettext("%(has)s of %(needs)s participant needed", "%(has)s of %(needs)s participants needed", reason.needs)
        return words % {"has": number(reason.has), "needs": number(reason.needs)}
    if reason.measure is Measure.MONEY:
        return _("%(has)s of %(needs)s needed") % {"has": money(reason.has, currency), "needs": money(reason.needs, currency)}
    told = {"figure": capfirst(figure_name(figure)), "has": number(reason.has), "needs": number(reason.needs)}
    return _("%(figure)s: %(has)s of %(needs)s needed") % told


def stored(verdict: Verdict) -> dict[str, Any]:
    """As a conclusion keeps it."""
    reasons = [{"measure": each.measure.value, "needs": each.needs, "has": each.has} for each in verdict.reasons]
    return {"starts": verdict.starts, "reasons": reasons, "doubts": [[doubt.value, n] for doubt, n in verdict.doubts]}


def told(verdict: dict[str, Any], figure: str, currency: str) -> dict[str, Any]:
    """Of one that was kept: reasons with whether each held, doubts; all in words."""
    reasons = [Reason(Measure(each["measure"]), each["needs"], each["has"]) for each in verdict.get("reasons", ())]
    return {
        "starts": verdict.get("starts"),
        "reasons": [(reason_text(each, figure, currency), each.holds) for each in reasons],
        "doubts": [doubt_text(Doubt(doubt), n) for doubt, n in verdict.get("doubts", ())],
    }
