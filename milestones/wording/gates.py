"""What decision points lack and what bodies decide, in the reader's words."""

import datetime as dt
from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.gates import Gap, Missing, Outcome
from milestones.models import Condition
from milestones.models.decision import OUTCOME_TOLD
from portfolio.templatetags.portfolio_format import day
from projects.models import Project

NAMED = 3


def outcome_word(outcome: Outcome) -> str:
    """As a fact: "Postponed", which whoever decided chose as "postpone"."""
    return capfirst(str(OUTCOME_TOLD[outcome]))


def document_word(project: Project) -> str:
    """What the project calls its mandate, an offer say, in the language of the page; empty where it is a mandate or there is none."""
    mandate = getattr(project, "mandate", None)
    return mandate.template.own_name if mandate else ""


def missing_text(missing: Missing, own_name: str = "") -> str:
    """A sentence that says what to do, or names the questions. own_name: what the project calls its mandate."""
    if missing.gap is Gap.MANDATE and own_name:
        return _("The version is missing: %(name)s.") % {"name": own_name}
    if missing.gap is Gap.NO:
        return _("Answered no: %(questions)s.") % {"questions": listed(missing.about)}
    if missing.gap is Gap.ANSWERS:
        return _("Not answered: %(questions)s.") % {"questions": listed(missing.about)}
    return {
        Gap.BODY: _("Nobody is named to decide."),
        Gap.DATE: _("No date is planned."),
        Gap.CANCELLED: _("The meeting is cancelled: choose another."),
        Gap.MOVED: _("Date or body are no longer those of the meeting: choose the meeting again."),
        Gap.PAPERS: _("The body has not agreed when its papers are due."),
        Gap.BASIS: _("The basis is missing."),
        Gap.MANDATE: _("The version of the mandate is missing."),
    }[missing.gap]


def listed(questions: Sequence[str]) -> str:
    """“Is there money?”, “Who leads?” and 2 more."""
    text = ", ".join(_("“%(question)s”") % {"question": question} for question in questions[:NAMED])
    rest = len(questions) - NAMED
    return text + (" " + ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": rest} if rest > 0 else "")


def conditions_text(conditions: Sequence[Condition], today: dt.date) -> str:
    """How many a decision has, and how far they are met; nothing for none."""
    if not conditions:
        return ""
    left = [each for each in conditions if each.done_on is None]
    if not left:
        met = day(max(each.done_on for each in conditions if each.done_on))
        return ngettext("One condition, met %(day)s.", "%(n)s conditions, all met, the last %(day)s.", len(conditions)) % {"n": len(conditions), "day": met}
    first = min(each.due_on for each in left)
    if len(left) == len(conditions):
        told = ngettext("One condition, follow-up %(day)s.", "%(n)s conditions, first follow-up %(day)s.", len(left)) % {"n": len(left), "day": day(first)}
    else:
        told = _("%(left)s of %(n)s conditions open, next follow-up %(day)s.") % {"left": len(left), "n": len(conditions), "day": day(first)}
    late = _("Overdue.")
    return f"{told} {late}" if first < today else told
