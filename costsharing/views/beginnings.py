"""From what a try begins: a plain way of sharing, a rule of the region, the rules of the budget's lines, or another try."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from costsharing.actions import scenarios as actions
from costsharing.composing import Cannot, compose
from costsharing.forms.scenario import NewScenarioForm
from costsharing.models import Scenario
from costsharing.queries.scenarios import deductions, ruled_lines, rules_in
from portfolio.models import Organisation, User
from projects.models import Project

Parts = list[dict[str, Any]]


class NotBegun(Exception):
    """Nothing is stored; says why, in words."""

    def __init__(self, why: Sequence[str]) -> None:
        super().__init__(" ".join(why))
        self.why = list(why)


def plain() -> dict[str, tuple[str, Callable[[], Parts]]]:
    """Name and parts, in the language that is on."""
    return {
        "equal": (_("Equally"), lambda: [{"label": _("Equal part"), "key": "equal", "fraction": "1"}]),
        "population": (_("By population"), lambda: [by_population("1")]),
        "half": (_("Half equally, half by population"), lambda: [{"label": _("Equal part"), "key": "equal", "fraction": "1/2"}, by_population("1/2")]),
    }


def by_population(fraction: str) -> dict[str, Any]:
    return {"label": _("By population"), "key": "figure", "figure": "population", "fraction": fraction}


def begin(form: NewScenarioForm, project: Project, by: User) -> Any:
    """Returns the line of history. Raises NotBegun."""
    said, ticked = form.cleaned_data, list[Organisation]()
    scenario = Scenario(project=project, year=said["year"])
    how = said["begin"]
    if how in form.others:
        source = form.others[how].scenario
        ticked = [tick.organisation for tick in source.chosen.select_related("organisation")]
        name = source.name
        scenario.definition, scenario.rule_version, scenario.who = source.definition, source.rule_version, source.who
        scenario.base_minor, scenario.figures_on = source.base_minor, source.figures_on if source.year == scenario.year else None
    elif how in form.rules:
        rule = form.rules[how].rule
        version = next((each for each in rules_in(project.region, scenario.year) if each.rule_id == rule.pk), None)
        if version is None:
            raise NotBegun([_("The rule “%(name)s” says nothing of %(year)s yet.") % {"name": rule.name, "year": scenario.year}])
        name, scenario.definition, scenario.rule_version = rule.name, version.definition, version
    elif how == "lines":
        name, scenario.definition = composed(project, scenario.year)
    else:
        with override(project.language):  # its parts are printed with the project's texts
            name, parts = plain()[how]
            scenario.definition = {"unit": "1", "parts": parts()}
    scenario.name = actions.free_name(said["name"] or name, project.pk, scenario.year)
    return actions.save(scenario=scenario, ticked=ticked, by=by)


def composed(project: Project, year: int) -> tuple[str, dict[str, Any]]:
    deducted = any(each.state != "refused" and each.minor for each in deductions(project, year))
    definition, cannot = compose(ruled_lines(project, year), deducted)
    if cannot:
        raise NotBegun([in_words(each) for each in cannot])
    with override(project.language):
        return _("By the budget's lines"), definition


def in_words(cannot: Cannot) -> str:
    words = {
        "no_rule": _("The budget line “%(name)s” has no rule, and the budget as a whole has none. Choose one in the budget."),
        "own_total": _("The rule “%(name)s” makes its own total, so it cannot share a budget line."),
        "adjusted": _("The rule “%(name)s” has exceptions, corrections or limits, which hold for a whole year and not for a line."),
        "own_payers": _("The rule “%(name)s” names payers besides the participants, so it cannot be put together with others."),
        "lines": _("The rule “%(name)s” names budget lines itself, so it cannot be put together with others."),
        "per_month": _("The rule “%(name)s” counts by the month, so it cannot be put together with others."),
        "too_fine": _("The amounts of the lines are too uneven for what is deducted to be spread on them. Round them to whole kronor."),
        "nothing": _("The budget has no line with an amount that year."),
    }
    return words[cannot.why] % {"name": cannot.name}
