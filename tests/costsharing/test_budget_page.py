"""The budget filled in as one table: every save is one deed, nothing typed is lost, nothing of another's is overwritten unseen."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from costsharing.models import BudgetAmount, BudgetLine, FundingAmount, FundingLine, LocalCost, LocalCostAmount, Rule
from milestones.models import Phase
from portfolio.access.roles import Role
from projects.models import Project
from tests.factories import portfolio, projects
from tests.factories.full import project_with

pytestmark = pytest.mark.django_db
ENTRY = 4
INPUT = re.compile(r"<input\b([^>]*)>|<select\b([^>]*)>(.*?)</select>|<textarea\b([^>]*)>\n(.*?)</textarea>", re.DOTALL)


def attribute(text: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', text)
    return found[1].replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&") if found else ""


def fields(html: str) -> dict[str, Any]:
    """What a browser would send of the form, without its buttons."""
    form = re.sub(r"<template.*?</template>", "", html.split('<form id="grid"', 1)[1].split("</form>", 1)[0], flags=re.DOTALL)
    found: dict[str, Any] = {}
    for plain, chosen, options, area, text in INPUT.findall(form):
        tag = plain or chosen or area
        value = attribute(plain, "value") if plain else text if area else next(iter(re.findall(r'<option value="([^"]*)" selected', options)), "")
        found.setdefault(attribute(tag, "name"), []).append(value)
    return {name: values if len(values) > 1 or name in ("year", "costs", "funding", "local") else values[0] for name, values in found.items()}


class Editor:
    def __init__(self, project: Project, page: str = "money/budget/", role: Role = Role.COORDINATOR) -> None:
        self.client, self.url = Client(), project.get_absolute_url() + page
        self.user = portfolio.person_with(role, project.region)
        self.client.force_login(self.user)
        self.data: dict[str, Any] = {}

    def open(self) -> "Editor":
        self.data = fields(self.client.get(self.url).content.decode())
        return self

    def send(self, do: str = "save", **cells: Any) -> Any:
        self.data |= cells
        answer = self.client.post(self.url, {**self.data, "do": do})
        if answer.status_code in (200, 409, 422):
            self.data = fields(answer.content.decode())
        return answer


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\u00a0", " "))


@pytest.fixture
def project() -> Project:
    return projects.project()


@pytest.fixture
def filled(project: Project) -> tuple[Project, BudgetLine, FundingLine]:
    line = BudgetLine.objects.create(project=project, position=1, text="Staff", kind="staff")
    BudgetAmount.objects.create(line=line, year=2016, minor=100_00)
    grant = FundingLine.objects.create(project=project, position=1, text="Fund", kind="grant", grant_state="sought", grant_terms="half ourselves")
    FundingAmount.objects.create(line=grant, year=2016, minor=90_00)
    return project, line, grant


def amounts(model: Any) -> list[tuple[str, int, int]]:
    return list(model.objects.order_by("line__position", "year").values_list("line__text", "year", "minor"))


# ---- filling in without scripts ------------------------------------------------
def test_an_empty_budget_is_filled_in_row_by_row_and_saved_whole(project):
    editor = Editor(project).open()
    year = editor.data["year"][0]
    assert editor.data.keys() & {"costs", "funding"} == set()
    editor.send("add:costs")
    editor.send("add:funding", **{"costs-n1-text": "Staff", f"costs-n1-{year}": "12 000,50"})
    answer = editor.send(**{"funding-n1-text": "Cash", f"funding-n1-{year}": "12.000,50"})
    assert (answer.status_code, answer["Location"]) == (303, editor.url)
    assert (amounts(BudgetAmount), amounts(FundingAmount)) == ([("Staff", int(year), 1_200_050)], [("Cash", int(year), 1_200_050)])
    assert (BudgetLine.objects.get().kind, FundingLine.objects.get().kind, FundingLine.objects.get().certainty) == ("other", "cash", "stated")
    assert "Budget and funding agree, every year." in words(editor.client.get(editor.url))


def test_a_block_is_pasted_looked_through_and_saved(project):
    editor = Editor(project).open()
    answer = editor.send("paste", into="costs", block="\t2016\t2017\nStaff\t1 250 000\t\u2212100\nRent\t1.250.000,50\t1250000.50 kr\n")
    assert answer.status_code == 200
    assert "Cells filled: 4. Nothing is saved yet" in words(answer)
    assert "1 250 100 kr lacks financing in 2017." not in words(answer)
    assert "NOK 2,500,000.50 lacks financing in 2016." in words(answer)
    assert BudgetLine.objects.count() == 0
    assert editor.send().status_code == 303
    assert amounts(BudgetAmount) == [("Staff", 2016, 125_000_000), ("Staff", 2017, -10_000), ("Rent", 2016, 125_000_050), ("Rent", 2017, 125_000_050)]


def test_what_cannot_be_read_is_named_by_row_and_year_and_stays_as_it_was_typed(project):
    editor = Editor(project).open()
    answer = editor.send("paste", into="costs", block="\t2016\t2017\nStaff\t12 00\t5\nRent\tabout 3\t7")
    assert answer.status_code == 422
    errors = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a>', answer.content.decode())
    advice = "Write an amount in figures, like 62 826 or 62 826,50."
    assert errors == [("costs-n1-2016", f"Staff, 2016: {advice}"), ("costs-n2-2016", f"Rent, 2016: {advice}")]
    assert (editor.data["costs-n1-2016"], editor.data["costs-n2-2016"], editor.data["costs-n2-2017"]) == ("12 00", "about 3", "7")
    again = editor.send()
    assert (again.status_code, editor.data["costs-n1-2016"], BudgetLine.objects.count()) == (422, "12 00", 0)


def test_every_fault_is_named_and_all_that_was_typed_comes_back(filled):
    project, line, grant = filled
    editor = Editor(project).open()
    typed = {f"costs-{line.pk}-text": "", f"costs-{line.pk}-kind": "bribes", f"funding-{grant.pk}-kind": "cash", f"funding-{grant.pk}-2016": "x"}
    answer = editor.send(**typed, reason="because")
    assert answer.status_code == 422
    assert [name for name, _text in re.findall(r'<li><a href="#([^"]+)">([^<]+)</a>', answer.content.decode())] == [
        f"costs-{line.pk}-text", f"costs-{line.pk}-kind", f"funding-{grant.pk}-2016", f"funding-{grant.pk}-grant_state",
    ]  # fmt: skip
    assert (editor.data[f"funding-{grant.pk}-2016"], editor.data["reason"], editor.data[f"funding-{grant.pk}-grant_terms"]) == (
        "x",
        "because",
        "half ourselves",
    )
    assert amounts(FundingAmount) == [("Fund", 2016, 90_00)]


def test_years_and_rows_come_and_go_without_a_script(filled):
    project, line, _grant = filled
    editor = Editor(project).open()
    before = editor.data["year"]
    editor.send("year")
    assert editor.data["year"] == [*before, str(int(before[-1]) + 1)]
    editor.send(f"row:costs:{line.pk}")
    assert editor.data[f"costs-{line.pk}-gone"] == "1"
    editor.send(f"row:costs:{line.pk}")
    assert editor.data[f"costs-{line.pk}-gone"] == ""
    assert amounts(BudgetAmount) == [("Staff", 2016, 100_00)]


# ---- one deed ------------------------------------------------------------------
def test_money_that_changes_asks_for_a_reason_and_new_money_does_not(filled):
    project, line, grant = filled
    editor = Editor(project).open()
    answer = editor.send(**{f"costs-{line.pk}-2016": "120"})
    assert (answer.status_code, editor.data[f"costs-{line.pk}-2016"]) == (422, "120")
    assert "Say in a few words why: money changes." in words(answer)
    assert editor.send(reason="the tender").status_code == 303
    assert (line.history.first().history_change_reason, BudgetAmount.history.first().history_change_reason) == ("the tender", "the tender")
    editor.open().send(**{f"funding-{grant.pk}-grant_state": "refused"})
    assert "Say in a few words why" in words(editor.send())
    editor.open().send("add:costs")
    assert editor.send(**{"costs-n1-text": "Rent", "costs-n1-2016": "5"}).status_code == 303


def test_only_lines_that_changed_get_a_row_of_history(filled):
    project, line, grant = filled
    Editor(project).open().send(**{f"costs-{line.pk}-text": "Wages"})
    assert (line.history.count(), grant.history.count(), BudgetAmount.history.count(), FundingAmount.history.count()) == (2, 1, 1, 1)
    assert Editor(project).open().send().status_code == 303
    assert line.history.count() == 2


def test_posted_twice_it_acts_once(project):
    editor = Editor(project).open()
    editor.send("add:costs", key=str(uuid.uuid4()))
    cells = {"costs-n1-text": "Staff"}
    first, second = editor.client.post(editor.url, {**editor.data, **cells}), editor.client.post(editor.url, {**editor.data, **cells})
    assert (first.status_code, second.status_code, BudgetLine.objects.count()) == (303, 303, 1)


def test_the_whole_deed_is_taken_back(filled):
    project, line, grant = filled
    other = BudgetLine.objects.create(project=project, position=2, text="Rent", kind="other")
    editor = Editor(project).open()
    editor.send("add:costs")
    cells = {f"costs-{line.pk}-gone": "1", "costs-n1-text": "New", "costs-n1-2016": "7", f"funding-{grant.pk}-2016": "80", "reason": "tried"}
    assert editor.send(**cells).status_code == 303
    assert list(BudgetLine.objects.values_list("text", "position")) == [("Rent", 1), ("New", 2)]
    page = editor.client.get(editor.url).content.decode()
    answer = editor.client.post(re.search(r'action="([^"]+/undo/\d+/)"', page)[1])
    assert answer.status_code == 303
    assert list(BudgetLine.objects.values_list("pk", "text", "position")) == [(line.pk, "Staff", 1), (other.pk, "Rent", 2)]
    assert (amounts(BudgetAmount), amounts(FundingAmount)) == ([("Staff", 2016, 100_00)], [("Fund", 2016, 90_00)])
    gone = editor.client.post(project.get_absolute_url() + "money/budget/undo/99999999999999999999/", follow=True)
    assert gone.status_code == 404
    assert "There is nothing to undo." in words(editor.client.post(project.get_absolute_url() + "money/budget/undo/1/", follow=True))


def test_a_deed_that_somebody_has_built_on_is_not_taken_back_in_part(filled):
    project, line, grant = filled
    editor = Editor(project).open()
    editor.send(**{f"costs-{line.pk}-text": "Wages", f"funding-{grant.pk}-text": "The fund"})
    undo = re.search(r'action="([^"]+/undo/\d+/)"', editor.client.get(editor.url).content.decode())[1]
    grant.refresh_from_db()
    grant.note = "later"
    grant.save()
    assert "Somebody has changed this since" in words(editor.client.post(undo, follow=True))
    line.refresh_from_db()
    assert line.text == "Wages"


def test_lines_name_a_phase_and_a_rule_of_their_own_project_and_region(filled):
    project, line, _grant = filled
    phase, other = (Phase.objects.create(project=each, position=1, number=1, name="First") for each in (project, projects.project()))
    rule, theirs = (Rule.objects.create(region=each.region, name="Half") for each in (project, other.project))
    assert Editor(project).open().send(**{f"costs-{line.pk}-phase": str(phase.pk), f"costs-{line.pk}-rule": str(rule.pk)}).status_code == 303
    line.refresh_from_db()
    assert (line.phase, line.rule) == (phase, rule)
    for column, value in (("phase", other.pk), ("rule", theirs.pk)):
        assert Editor(project).open().send(**{f"costs-{line.pk}-{column}": str(value)}).status_code == 422


# ---- two people ----------------------------------------------------------------
def test_two_people_who_change_different_cells_both_get_their_way(filled):
    project, line, _grant = filled
    first, second = Editor(project).open(), Editor(project).open()
    first.send(**{f"costs-{line.pk}-2016": "120", "reason": "mine"})
    answer = second.send(**{f"costs-{line.pk}-text": "Wages"})
    assert answer.status_code == 303
    assert "What others have changed meanwhile stands too." in words(second.client.get(second.url))
    assert amounts(BudgetAmount) == [("Wages", 2016, 120_00)]


@pytest.mark.parametrize(("do", "kept"), [("save", 130_00), ("theirs", 120_00)])
def test_a_cell_that_both_changed_is_shown_with_both_numbers_and_one_chooses(filled, do, kept):
    project, line, grant = filled
    first, second = Editor(project).open(), Editor(project).open()
    first.send(**{f"costs-{line.pk}-2016": "120", "reason": "first"})
    answer = second.send(**{f"costs-{line.pk}-2016": "130", f"funding-{grant.pk}-2016": "95", "reason": "second"})
    assert answer.status_code == 409
    assert "Staff, 2016 120 130" in words(answer)
    assert (second.data[f"costs-{line.pk}-2016"], second.data[f"funding-{grant.pk}-2016"], second.data["reason"]) == ("130", "95", "second")
    assert (amounts(BudgetAmount), amounts(FundingAmount)) == ([("Staff", 2016, 120_00)], [("Fund", 2016, 90_00)])
    assert second.send(do).status_code == 303
    assert (amounts(BudgetAmount), amounts(FundingAmount)) == ([("Staff", 2016, kept)], [("Fund", 2016, 95_00)])


@pytest.mark.parametrize(("do", "left"), [("save", []), ("theirs", [("Staff", 2016, 120_00)])])
def test_a_row_that_one_removes_and_another_changes_is_shown(filled, do, left):
    project, line, _grant = filled
    first, second = Editor(project).open(), Editor(project).open()
    first.send(**{f"costs-{line.pk}-2016": "120", "reason": "first"})
    answer = second.send(**{f"costs-{line.pk}-gone": "1", "reason": "second"})
    assert (answer.status_code, "taken out" in words(answer)) == (409, True)
    assert second.send(do).status_code == 303
    assert amounts(BudgetAmount) == left


@pytest.mark.parametrize(("do", "left"), [("save", [("Staff", 2016, 130_00)]), ("theirs", [])])
def test_a_row_that_was_removed_while_another_changed_it_comes_back_as_new_or_not_at_all(filled, do, left):
    project, line, _grant = filled
    first, second = Editor(project).open(), Editor(project).open()
    first.send(**{f"costs-{line.pk}-gone": "1", "reason": "first"})
    assert second.send(**{f"costs-{line.pk}-2016": "130", "reason": "second"}).status_code == 409
    assert second.data["costs-n1-2016"] == "130"
    assert second.send(do).status_code == 303
    assert amounts(BudgetAmount) == left


def test_a_grant_that_one_calls_cash_while_another_says_it_is_granted_is_shown(filled):
    project, _line, grant = filled
    first, second = Editor(project).open(), Editor(project).open()
    first.send(**{f"funding-{grant.pk}-grant_state": "granted"})
    answer = second.send(**{f"funding-{grant.pk}-kind": "cash", f"funding-{grant.pk}-grant_state": "", f"funding-{grant.pk}-grant_terms": ""})
    assert answer.status_code == 409
    grant.refresh_from_db()
    assert (grant.kind, grant.grant_state) == ("grant", "granted")


# ---- what falls on each municipality --------------------------------------------
def test_a_local_cost_is_filled_in_for_each_participant_beside_the_sum(filled):
    project, _line, _grant = filled
    perstorp = portfolio.municipality("Perstorp", code="9275")
    projects.participation(project, perstorp)
    cost = LocalCost.objects.create(project=project, position=1, text="Scanners")
    editor = Editor(project, f"money/local/{cost.pk}/").open()
    assert editor.data["local"] == [str(perstorp.pk)]
    answer = editor.send("paste", block="\t2016\nPerstorp\t5 000\nLund\t7")
    assert (answer.status_code, "Lund: There is no such row." in words(answer)) == (422, True)
    assert editor.send().status_code == 303
    assert list(LocalCostAmount.objects.values_list("organisation", "year", "minor")) == [(perstorp.pk, 2016, 500_000)]
    page = words(editor.client.get(project.get_absolute_url() + "money/"))
    assert re.search(r"Perstorp 5,000", page)
    assert "NOK 10 lacks financing in 2016." in page


def test_pages_ask_as_often_whatever_there_is(django_assert_num_queries):
    for rows in (1, 3):
        project = project_with(rows)
        for page in ("money/budget/", f"money/local/{project.localcost_rows.first().pk}/"):
            editor = Editor(project, page)
            with django_assert_num_queries(ENTRY + 3):
                assert editor.client.get(editor.url).status_code == 200


def test_only_editors_reach_it(filled):
    project, _line, _grant = filled
    assert Editor(project, role=Role.READER).client.get(project.get_absolute_url() + "money/budget/").status_code == 403


def test_a_refused_grant_pays_for_nothing_and_says_so(filled):
    project, _line, grant = filled
    editor = Editor(project)
    before = words(editor.client.get(project.get_absolute_url() + "money/"))
    assert ("NOK 10 lacks financing in 2016." in before, "sought half ourselves" in before) == (True, True)
    FundingLine.objects.filter(pk=grant.pk).update(grant_state="refused")
    after = words(editor.client.get(project.get_absolute_url() + "money/"))
    assert ("NOK 100 lacks financing in 2016." in after, "refused half ourselves" in after) == (True, True)
    assert "NOK 100 lacks financing in 2016." in words(editor.client.get(editor.url))


# ---- a grant to apply for --------------------------------------------------------
def money_words(project: Project) -> str:
    return words(Editor(project).client.get(project.get_absolute_url() + "money/"))


def test_a_grant_to_apply_for_counts_says_by_when_and_is_told_apart_from_one_that_is_sought(filled):
    project, _line, grant = filled
    Editor(project).open().send(**{f"funding-{grant.pk}-grant_state": "to_seek", f"funding-{grant.pk}-apply_by": "1.11.2999"})
    assert FundingLine.objects.get().apply_by is None
    Editor(project).open().send(**{f"funding-{grant.pk}-grant_state": "to_seek", f"funding-{grant.pk}-apply_by": "1.11.2099"})
    grant.refresh_from_db()
    assert (grant.grant_state, grant.apply_by, grant.history.first().apply_by) == ("to_seek", dt.date(2099, 11, 1), dt.date(2099, 11, 1))
    said = money_words(project)
    assert ("NOK 10 lacks financing in 2016." in said, "Apply by 1 November 2099 half ourselves" in said) == (True, True)
    FundingLine.objects.update(apply_by=dt.date(2020, 11, 1))
    assert "Apply by 1 November 2020 , which has passed" in money_words(project)
    FundingLine.objects.update(apply_by=None)
    assert "to apply for half ourselves" in money_words(project)
    FundingLine.objects.update(grant_state="sought", apply_by=dt.date(2020, 11, 1))
    assert ("sought half ourselves" in money_words(project), "Apply by" in money_words(project)) == (True, False)


def test_the_day_to_apply_by_is_read_as_people_write_it_and_belongs_to_a_grant(filled):
    project, _line, grant = filled
    editor, cell = Editor(project).open(), f"funding-{grant.pk}-apply_by"
    for typed, advice in (
        ("soon", "Write the day as 2026-10-31 or 31.10.2026."),
        ("0026-10-31", "Write a day from 1900 to 2200. Leave it empty when no day is set."),
    ):
        answer = editor.send(**{cell: typed})
        assert (answer.status_code, f"Fund, Apply by: {advice}" in words(answer), editor.data[cell]) == (422, True, typed)
    no_grant = {f"funding-{grant.pk}-kind": "cash", f"funding-{grant.pk}-grant_state": "", f"funding-{grant.pk}-grant_terms": ""}
    answer = editor.send(**no_grant, **{cell: "2026-10-31"})
    assert (answer.status_code, "Only a grant is applied for." in words(answer)) == (422, True)
    assert editor.send(**{cell: ""}).status_code == 303
    grant.refresh_from_db()
    assert (grant.kind, grant.apply_by) == ("cash", None)


def test_two_who_write_another_day_to_apply_by_see_both(filled):
    project, _line, grant = filled
    first, second, cell = Editor(project).open(), Editor(project).open(), f"funding-{grant.pk}-apply_by"
    assert first.send(**{cell: "2026-10-31"}).status_code == 303
    answer = second.send(**{cell: "1.12.2026"})
    assert (answer.status_code, "2026-10-31" in words(answer), second.data[cell]) == (409, True, "2026-12-01")
    Editor(project).open().send()
    assert FundingLine.history.count() == 2, "a day that nobody changed is no change"


def test_a_grant_that_one_makes_cash_while_another_writes_its_day_is_shown(filled):
    project, _line, grant = filled
    FundingLine.objects.update(grant_state="", grant_terms="")
    first, second = Editor(project).open(), Editor(project).open()
    first.send(**{f"funding-{grant.pk}-apply_by": "2026-10-31"})
    assert second.send(**{f"funding-{grant.pk}-kind": "cash"}).status_code == 409
