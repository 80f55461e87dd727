"""Made-up contents for the style guide: what its templates would get of a project. Every word is one that the pages use, so all are translated."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.http import QueryDict
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from costsharing.queries.budgets import Line
from milestones.gates import Outcome
from milestones.models import Condition, Decision, DecisionPoint
from milestones.queries.gates import Point, Taken
from portfolio.models import Body
from portfolio.overview.decision_rows import decision_rows
from portfolio.overview.filter_form import FilterForm
from portfolio.overview.marks import LOOKS, Mark, status_html, status_mark
from portfolio.overview.money_page import side
from portfolio.overview.portfolio_page import Head, Link
from portfolio.overview.project_page import Step
from portfolio.overview.riskmarks import legend
from portfolio.overview.risks_page import matrix, risk_rows
from portfolio.overview.waits import Wait
from portfolio.tables import Column, body, foot
from portfolio.templatetags.portfolio_format import amount
from projects.models import Project

TODAY = dt.date(2026, 9, 14)
YEARS = (2026, 2027)


class SampleForm(forms.Form):
    """Every kind of field."""

    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("in one sentence"), error_messages={"required": gettext_lazy("Write something here.")}
    )
    day = forms.DateField(label=gettext_lazy("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), error_messages={"required": gettext_lazy("Choose one of the list.")})
    text = forms.CharField(label=gettext_lazy("Description"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    ticked = forms.BooleanField(label=gettext_lazy("confidential"), required=False)
    answer = forms.ChoiceField(label=gettext_lazy("Status"), required=False, widget=forms.RadioSelect)
    locked = forms.CharField(label=gettext_lazy("Reference"), required=False, disabled=True, initial="2026/14")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(status.value, status.label) for status in Project.Status][1:4]
        self.fields["kind"].choices = [("", "–"), *chosen]  # type: ignore[attr-defined]
        self.fields["answer"].choices = chosen  # type: ignore[attr-defined]


def panel(scheme: str) -> dict[str, Any]:
    """The small parts, once for each scheme; ids carry its name."""
    wrong = SampleForm(QueryDict("text=–"), auto_id=f"{scheme}_wrong_%s")
    wrong.is_valid()
    return {
        "scheme": scheme,
        "form": SampleForm(auto_id=f"{scheme}_%s"),
        "wrong": wrong,
        "statuses": [status_mark(status) for status in LOOKS],
        "decisions": [
            Mark("done", "info", pgettext("decision point", "Decided")),
            Mark("now", "info", _("Today")),
            Mark("open", "", _("Day has passed, no decision recorded")),
        ],
        "toasts": [Message(SUCCESS, _("Saved."), "#")],
    }


def words() -> list[tuple[str, str, list[Mark]]]:
    """The words of status in each language of the program, under the language's own name."""
    found = []
    for code, name in settings.LANGUAGES:
        with translation.override(code):
            found.append((code, name, [status_mark(status) for status in LOOKS]))
    return found


def project() -> Any:
    names = {"name": _("Project"), "language": translation.get_language(), "reference": "example", "dates_precision": "day", "status_on": TODAY}
    return SimpleNamespace(**names, allowed=frozenset({"project.edit", "document.make"}))


def page() -> Any:
    """What overview's fragments read of a page, in one."""
    steering, council = Body(name=_("steering group")), Body(name=_("council"))
    points = [
        DecisionPoint(pk=1, number=1, question=_("Plan"), body=steering, planned_on=dt.date(2026, 3, 2), precision="day", basis="–"),
        DecisionPoint(pk=2, number=2, question=_("Budget"), body=council, planned_on=dt.date(2026, 10, 1), precision="day"),
        DecisionPoint(pk=3, number=3, question=_("Goal"), body=council, planned_on=dt.date(2027, 6, 1), precision="month", basis="–"),
    ]
    met = Taken(Decision(number=12, outcome=Outcome.CHANGES, met_on=dt.date(2026, 3, 2)), [Condition(due_on=TODAY, done_on=dt.date(2026, 5, 4))])
    gates = [Point(points[0], "NO", decisions=[met]), *(Point(point, "NO") for point in points[1:])]
    risks = risk_rows([risk(_("Cost"), 4, 5, 2, 3, "stated"), risk(_("Population"), 3, 2, 2, 2, "example")])
    found = SimpleNamespace(
        status=status_mark(Project.Status.WATCH), deadline=SimpleNamespace(on=points[1].planned_on, precision="day", body=council.name), is_passed=False,
        this_year=1_200_000_00, year=TODAY.year, cost=SimpleNamespace(certainty="approximate", total=3_000_000_00),
        row=SimpleNamespace(asked=8, taking_part=7, has_example_parties=True), risks=risks, matrix=matrix(risks), has_example_risks=True, legend=legend(),
        decisions=decision_rows(gates, TODAY), years=YEARS,
    )  # fmt: skip
    found.steps = [Step(_("idea"), "done"), Step(_("plan"), "done"), Step(_("carrying out"), "now", dt.date(2026, 1, 1)), Step(_("closing"), "later")]
    found.side = side([line(_("staff"), "stated", 900_000_00, 1_100_000_00), line(_("external services"), "example", 300_000_00, 700_000_00)], YEARS, TODAY)
    return found


def risk(text: str, *scores: Any) -> Any:
    probability, impact, after, impact_after, certainty = scores
    measures = SimpleNamespace(all=lambda: [SimpleNamespace(text=_("Measure"), owner=_("project manager"), due_on=TODAY, done_on=None)])
    none = SimpleNamespace(all=list)
    names = {
        "pk": probability * impact,
        "text": text,
        "kind": "risk",
        "certainty": certainty,
        "is_confidential": False,
        "status": "open",
        "measures": measures,
        "reviews": none,
        "parties": none,
    }
    return SimpleNamespace(**names, probability=probability, impact=impact, probability_after=after, impact_after=impact_after)


def line(text: str, certainty: str, *minors: int) -> Line:
    return Line(text, _("cash from the municipalities"), certainty, "", dict(zip(YEARS, minors, strict=True)))


def waits() -> Any:
    rows = [
        Wait(3, ngettext("milestone is late", "milestones are late", 3), SafeString(), _("See the plan"), "#waits"),
        Wait(1, ngettext("project has no manager", "projects have no manager", 1), SafeString(), _("See who does what"), "#waits"),
    ]
    return SimpleNamespace(rows=rows)


def listing() -> Any:
    """A list of two projects, as cards on a phone, with pages and files under it."""
    rows = [(_("Project"), Project.Status.ON_TRACK, 640_000_00), (_("Follow-up project"), Project.Status.OFF_PLAN, 1_450_000_00)]
    made: list[Column[Any]] = [
        Column("project", _("Project"), lambda row: row[0], lambda row: row[0]),
        Column("status", _("Status"), lambda row: None, lambda row: status_html(status_mark(row[1])), is_wide=True),
        Column("money", "2026", lambda row: row[2], lambda row: amount(row[2]), is_number=True, total=lambda every: amount(sum(row[2] for row in every))),
    ]
    return SimpleNamespace(
        listing=SimpleNamespace(rows=rows, today=TODAY), rows=rows, as_cards=True, sorted_by=_("Project"), is_long=True, is_all=False,
        heads=[Head(each.key, each.heading, each.is_number, "", "ascending" if each.key == "project" else "") for each in made],
        body=body(made, rows, True), foot=foot(made, rows, _("Sum"), True), links=[Link("1"), Link("2", "#list")], all_url="#list", file_query="",
    )  # fmt: skip


def filters() -> FilterForm:
    return FilterForm(QueryDict("status=x"), [], [], [], translation.get_language() or "en-gb")
