"""The columns of the list of risks: on the page, on paper and in files."""

from html import escape

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from milestones.followup import Score
from milestones.models import Risk
from portfolio.lib import formats
from portfolio.models import Region
from portfolio.overview.marks import status_html
from portfolio.overview.riskmarks import score_mark, status_mark, trend_word
from portfolio.overview.risks.rows import RiskLine
from portfolio.tables import Column
from portfolio.templatetags.portfolio_format import bcp47

NOTHING = "–"


def columns(region: Region, language: str) -> list[Column[RiskLine]]:
    folder = reverse("portfolio", args=[region.slug]) + "projects/"
    unscored, passed = '<span class="muted">' + _("not scored") + "</span>", _("has passed")
    kinds, strategies = {each.value: str(each.label) for each in Risk.Kind}, {each.value: str(each.label) for each in Risk.Strategy}

    def text(line: RiskLine) -> str:
        signs = [kinds[line.risk.kind]] if line.is_opportunity else []
        signs += [_("confidential")] if line.risk.is_confidential else []
        signs += [_("example")] if line.risk.certainty == "example" and line.now else []
        note = f'<span class="sub">{escape(", ".join(signs))}</span>' if signs else ""
        address = f"{folder}{escape(line.project.reference)}/risks/#risk{line.risk.pk}"
        return f'<a href="{address}" lang="{bcp47(line.project.language)}">{escape(line.risk.text)}</a>{note}'

    def score(line: RiskLine, found: Score | None) -> str:
        return status_html(score_mark(found, line.is_opportunity)) if found else unscored

    def word(line: RiskLine, found: Score | None) -> str | None:
        return score_mark(found, line.is_opportunity).word if found else None

    def review(line: RiskLine) -> str:
        if line.review_by is None:
            return NOTHING
        day = formats.day(line.review_by, language)
        return f'<strong>{day}</strong><span class="sub">{passed}</span>' if line.is_late else day

    def own(words: str, line: RiskLine) -> str:
        return f'<span lang="{bcp47(line.project.language)}">{escape(words)}</span>' if words else NOTHING

    return [
        Column("risk", _("Risk"), lambda line: line.risk.text, text),
        Column("project", _("Project"), lambda line: line.project.name, lambda line: own(line.project.name, line)),
        Column("reference", _("Reference"), lambda line: line.project.reference),
        Column("kind", _("Kind"), lambda line: kinds[line.risk.kind]),
        Column("now", pgettext("a risk", "Now"), lambda line: word(line, line.now), lambda line: score(line, line.now)),
        Column("number", _("Score"), lambda line: line.now.number if line.now else None),
        Column("trend", _("Trend"), lambda line: trend_word(line.risk.scores.trend) or None, lambda line: trend_word(line.risk.scores.trend) or NOTHING),
        Column("residual", capfirst(pgettext("risk", "residual")), lambda line: word(line, line.risk.scores.after),
               lambda line: score(line, line.risk.scores.after)),
        Column("status", _("Status"), lambda line: status_mark(line.risk.status, line.risk.closed_because).word,
               lambda line: status_html(status_mark(line.risk.status, line.risk.closed_because))),
        Column("review", _("To be looked at again"), lambda line: line.review_by, review, is_number=True),
        Column("strategy", _("What we choose to do"), lambda line: strategies.get(line.risk.strategy)),
        Column("owner", _("Owner"), lambda line: line.risk.owner, lambda line: own(line.risk.owner, line)),
        Column("hits", capfirst(pgettext("whom a risk hits", "Hits")), lambda line: ", ".join(line.risk.hits) or _("all that take part"),
               lambda line: escape(", ".join(line.risk.hits)) or _("all that take part")),
        Column("left", _("Measures left"), lambda line: line.risk.left, lambda line: str(line.risk.left), is_number=True),
    ]  # fmt: skip
