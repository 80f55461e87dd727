"""Variants side by side, who pays more by one than by another, and what one pays if fewer join."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from costsharing.queries.curves import Curve, curve
from costsharing.queries.scenarios import Lettered, lettered, scenarios_of
from costsharing.queries.tried import Tried, all_tried, tried
from costsharing.tables.charts import NARROW, SHADES, WIDE, Span, axis, sample, span_chart
from costsharing.tables.comparing import Compared, compared, moved, moved_columns, side_by_side
from costsharing.tables.scenario import amount, heads_of
from costsharing.views.scenario_page import one_of
from costsharing.views.scenarios import page
from costsharing.wording import fault_text
from portfolio.access.permissions import P
from portfolio.tables import Column, body, foot
from projects.access import on_project
from projects.models import Project


@dataclass(frozen=True)
class Drawn:
    """A table as HTML."""

    heads: SafeString
    rows: SafeString
    sums: SafeString


def drawn(columns: Sequence[Column[Any]], rows: Sequence[Any]) -> Drawn:
    return Drawn(heads_of(columns), body(columns, rows, as_cards=True), foot(columns, rows, _("Sum"), as_cards=True))


@on_project(P.DRAFT_VIEW)
def scenarios_compare(request: HttpRequest, project: Project, year: int) -> HttpResponse:
    variants = lettered(scenarios_of(project, year))
    if not variants:
        raise Http404
    found = all_tried([each.scenario for each in variants])
    rows = compared(found)
    old, new = chosen(variants, request.GET.get("old", ""), request.GET.get("new", ""))
    context = {
        "year": year,
        "variants": variants,
        "side": drawn(side_by_side(variants, rows), rows),
        "samples": [(sample(place), each.letter) for place, each in enumerate(variants[: len(SHADES)])],
        "refused": [(variant, fault_text(each.faults[0])) for variant, each in zip(variants, found, strict=True) if each.faults],
        "old": variants[old],
        "new": variants[new],
        "change": change(variants, found, rows, old, new),
    }
    return page(request, project, "costsharing/compare.html", context)


def chosen(variants: Sequence[Lettered], old: str, new: str) -> tuple[int, int]:
    """Places of the two that are set against each other: as asked, else the baseline (or the first) and the next one."""
    places = {str(each.scenario.pk): place for place, each in enumerate(variants)}
    first = places.get(old, next((place for place, each in enumerate(variants) if each.scenario.is_baseline), 0))
    return first, places.get(new, next((place for place in range(len(variants)) if place != first), first))


def change(variants: Sequence[Lettered], found: Sequence[Tried], rows: Sequence[Compared], old: int, new: int) -> Drawn | None:
    """None when the two are one, or one of them cannot be worked out."""
    if old == new or found[old].result is None or found[new].result is None:
        return None
    lines = moved(rows, old, new)
    return drawn(moved_columns(variants[old].letter, variants[new].letter, lines), lines)


@on_project(P.DRAFT_VIEW)
def scenario_curve(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """?for=: the official code of the municipality that it is drawn for; else the smallest."""
    this, _variants = one_of(project, number)
    found = tried(this.scenario)
    context: dict[str, object] = {"this": this, "faults": [fault_text(fault) for fault in found.faults]}
    if found.result is not None:
        codes = [each["code"] for each in found.basis.case["participants"]]
        size = {code: found.basis.inhabitants[code].value for code in codes if code in found.basis.inhabitants}
        asked = request.GET.get("for", "")
        code = asked if asked in codes else min(codes, key=lambda each: (size.get(each, 0), each))
        line = curve(found, code)
        context |= {
            "code": code,
            "name": found.basis.organisations[code].name,
            "names": sorted(((each, found.basis.organisations[each].name) for each in codes), key=lambda pair: pair[1]),
            "curve": line,
            "by_size": len(size) == len(codes),
            "chart": chart(line, found.basis.organisations[code].name) if len(line.points) > 1 else "",
        }
    return page(request, project, "costsharing/curve.html", context)


def chart(line: Curve, name: str) -> SafeString:
    """For a screen and for a phone. It begins where a fifth of them join: with fewer the fee dwarfs all others; the table has them."""
    most = line.points[-1].n
    spans = [Span(each.n, each.low, each.high) for each in line.points if 5 * each.n >= most or most < 8]
    labels = {tick * 100: amount(tick * 100) for tick in axis(max(each.high for each in spans) // 100).ticks}
    title = _("What %(name)s pays over the number that join; the table below says the same") % {"name": name}
    names = _("with the largest"), _("with the smallest")
    wide, narrow = (span_chart(spans, title, _("Number that join"), labels, names, width) for width in (WIDE, NARROW))
    return wide + narrow
