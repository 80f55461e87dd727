"""The budget added up both ways, its check, and what is rough or an example."""

import datetime as dt
from typing import Any

import pytest

from costsharing.models import Budget, BudgetAmount, BudgetLine, FundingAmount, FundingLine, LocalCost
from portfolio.documents.content import Items, Table
from portfolio.documents.mandate import content_of
from projects.models import (
    Project,
)
from tests.portfolio.documents.drawn import NB, add, chapter, english_project, heads, rows


@pytest.fixture
def project(db: None) -> Project:
    return english_project()


class TestBudget:
    def line(self, project: Project, position: int, text: str, amounts: dict[int, int], side: str = "cost", **fields: Any) -> None:
        model, parts, kind = (BudgetLine, BudgetAmount, "staff") if side == "cost" else (FundingLine, FundingAmount, "cash")
        made = add(model, project, position, text=text, **{"kind": kind} | fields)
        for year, minor in amounts.items():
            parts.objects.create(line=made, year=year, minor=minor)

    def budget(self, project: Project) -> Table:
        block = chapter(project, "budget").blocks[0]
        assert isinstance(block, Table)
        return block

    def test_two_years_added_both_ways_and_checked(self, project: Project) -> None:
        self.line(project, 1, "Staff", {2016: 300_000_00, 2017: 200_000_00})
        self.line(project, 2, "Travel", {2017: 50_50}, note="by train")
        self.line(project, 1, "Municipalities", {2016: 300_000_00, 2017: 200_050_50}, "funding", split="equally.", split_certainty="approximate")
        block = self.budget(project)
        assert (block.caption, heads(block)) == ("Table 1. Budget and funding, NOK", ["Item", "2016", "2017", "Sum"])
        assert rows(block) == [
            ("", "Staff", "300,000", "200,000", "500,000"),
            ("", "Travel / by train", "", "50.50", "50.50"),
            ("=", "Cost", "300,000", "200,050.50", "500,050.50"),
            ("", "Municipalities", "300,000", "200,050.50", "500,050.50"),
            ("=", "Funding", "300,000", "200,050.50", "500,050.50"),
        ]
        assert block.notes == (f"Check: cost minus funding is NOK{NB}0 every year.", "Split of Municipalities: equally (preliminary).")

    def test_a_gap_is_told_in_words_for_each_year(self, project: Project) -> None:
        self.line(project, 1, "Staff", {2016: 300_00, 2017: 100_00})
        self.line(project, 1, "Grant", {2016: 200_00, 2017: 150_00}, "funding")
        assert self.budget(project).notes == (
            f"Check, 2016: funding of NOK{NB}100 is missing.",
            f"Check, 2017: the funding is NOK{NB}50 more than the cost.",
        )

    def test_a_grant_says_whether_it_is_sought_and_by_when_it_is_to_be(self, project: Project) -> None:
        open_until = {"kind": "grant", "apply_by": dt.date(2016, 3, 1)}
        states = {"To seek": open_until | {"grant_state": "to_seek"}, "Unsaid": open_until, "Sought": open_until | {"grant_state": "sought"}}
        states |= {"No day": {"kind": "grant", "grant_state": "to_seek", "grant_terms": "half ourselves"}}
        for position, (text, fields) in enumerate(states.items(), 1):
            self.line(project, position, text, {2016: 100_00}, "funding", **fields)
        by = f"grant to apply for by 1{NB}March{NB}2016"
        said = ["To seek / " + by, "Unsaid / " + by, "Sought / grant sought", "No day / grant to apply for: half ourselves"]
        assert [name for _kind, name, _amount in rows(self.budget(project))] == [*said, "Funding"]

    def test_one_year_needs_no_sum_across_and_the_frame_is_compared(self, project: Project) -> None:
        Budget.objects.create(project=project, frame_minor=130_000_00, note="From the decision")
        self.line(project, 1, "Staff", {2007: 120_000_00})
        block = self.budget(project)
        assert heads(block) == ["Item", "2007"]
        assert block.notes == (f"Total frame: NOK{NB}130,000.", f"The costs are NOK{NB}10,000 below the frame.", "From the decision.")

    def test_rough_figures_say_about_and_so_do_their_sums(self, project: Project) -> None:
        Budget.objects.create(project=project, frame_minor=3_000_000_00, frame_certainty="approximate")
        self.line(project, 1, "Third", {2016: 1_000_000_00}, certainty="approximate")
        self.line(project, 2, "Rest", {2016: 2_000_000_00})
        block = self.budget(project)
        assert rows(block) == [("", "Third", f"about{NB}1,000,000"), ("", "Rest", "2,000,000"), ("=", "Cost", f"about{NB}3,000,000")]
        assert block.notes == (f"Total frame: about{NB}NOK{NB}3,000,000.",)

    def test_examples_say_so(self, project: Project) -> None:
        self.line(project, 1, "Staff", {2016: 100_00}, certainty="example")
        assert [row.is_example for row in self.budget(project).groups[0]] == [True, True]
        assert self.budget_again(project).remark == "example: the figures are not decided"
        self.line(project, 2, "Travel", {2016: 100_00})
        block = self.budget_again(project)
        assert ([row.is_example for row in block.groups[0]], block.remark) == ([True, False, False], "lines in italics are examples, not decided")

    def budget_again(self, project: Project) -> Table:
        block = content_of(project).chapters[1].blocks[0]
        assert isinstance(block, Table)
        return block

    def test_only_a_frame_is_known(self, project: Project) -> None:
        Budget.objects.create(project=project, frame_minor=120_000_00)
        assert rows(self.budget(project)) == [("", "Total frame", "120,000")]

    def test_lines_without_amounts_are_listed(self, project: Project) -> None:
        self.line(project, 1, "Staff", {})
        assert rows(self.budget(project)) == [("", "Staff")]

    def test_local_costs_stand_outside_the_sum(self, project: Project) -> None:
        add(LocalCost, project, text="Licences.")
        (block,) = chapter(project, "budget").blocks
        assert isinstance(block, Items)
        assert (block.caption, block.items[0].cells[0].text) == ("Costs that fall on each municipality, outside the budget of the project", "Licences")

    def test_no_budget_no_table(self, project: Project) -> None:
        made = chapter(project, "budget")
        assert (made.blocks, made.notes) == ((), ("Nothing is written here yet.",))
