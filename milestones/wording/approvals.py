"""What a body has approved, and how far mandate and plan stand from it today, in the reader's words."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.models import Decision
from milestones.slip import Drift
from milestones.wording.plans import slip_words
from portfolio.templatetags.portfolio_format import day


def version_name(label: str, dated_on: dt.date | None, precision: str = "day") -> str:
    """“version 3” of 3 May 2026."""
    if dated_on is None:
        return _("“%(version)s”") % {"version": label}
    return _("“%(version)s” of %(day)s") % {"version": label, "day": day(dated_on, precision)}


def approved_version(decision: Decision) -> str:
    return version_name(decision.mandate_version, decision.mandate_dated_on)


def frozen_because(decision: Decision) -> str:
    """The reason of a baseline; in the language that is active."""
    return _("Decision %(number)s, mandate %(version)s approved") % {"number": decision.number, "version": approved_version(decision)}


def counted_from(frozen: Decision, holding: Decision, is_approved: bool) -> str:
    """frozen: the decision that froze the plan. holding: the one that stands in its place today, or the same."""
    if is_approved:
        return _("Counted from decision %(number)s, mandate %(version)s.") % {"number": holding.number, "version": approved_version(holding)}
    return _("Counted from decision %(frozen)s, which decision %(holding)s has replaced: it no longer approves the mandate.") % {
        "frozen": frozen.number,
        "holding": holding.number,
    }


def approved_by(decision: Decision) -> str:
    values = {"version": approved_version(decision), "body": decision.body.name, "day": day(decision.met_on)}
    return _("Mandate %(version)s was approved %(day)s by %(body)s.") % values


def drift_texts(drift: Drift) -> list[str]:
    """A sentence for each way in which they drift apart; none when they do not."""
    told = []
    if drift.version:
        told.append(_("The mandate is now %(version)s.") % {"version": version_name(drift.version, drift.dated_on, drift.precision)})
    if drift.is_refrozen:
        told.append(_("The plan has been frozen anew without that decision."))
    if drift.rows:
        said = {"n": drift.rows, "slip": slip_words(drift.furthest)}
        told.append(
            ngettext(
                "One row of the plan lies elsewhere than in the baseline: %(slip)s.",
                "%(n)s rows of the plan lie elsewhere than in the baseline, the furthest %(slip)s.",
                drift.rows,
            )
            % said
        )
    return told
