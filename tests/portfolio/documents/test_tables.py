"""The tables of goals, roles, participants and promises, in words."""

import datetime as dt

import pytest

from milestones.models import Benefit, DecisionPoint
from portfolio.documents.content import Items, Table
from portfolio.documents.mandate import content_of
from projects.models import (
    Commitment,
    FocusArea,
    Goal,
    Objective,
    Project,
    ProjectGoal,
    Resource,
    Strategy,
)
from tests.factories import portfolio, projects
from tests.portfolio.documents.drawn import NB, add, chapter, english_project, heads, rows


@pytest.fixture
def project(db: None) -> Project:
    return english_project()


class TestTables:
    def test_goals_keep_the_strategys_numbers_and_say_how_many(self, project: Project) -> None:
        strategy = Strategy.objects.create(region=project.region, key="s", name="Strategi", adopted="våren 2015.")
        areas = [FocusArea.objects.create(strategy=strategy, number=n, name=name, goal_count=c) for n, name, c in ((3, "A", 2), (2, "B", 6), (None, "C", None))]
        for position, (area, number) in enumerate([(0, 1), (0, 2), (1, 1), (1, 4), (2, 7)], 1):
            add(ProjectGoal, project, position, goal=Goal.objects.create(area=areas[area], number=number, text=f"Mål {number}"))
        (block,) = chapter(project, "goals").blocks
        assert rows(block) == [
            ("#", "Focus area 3, A: all two goals"),
            ("", "3.1", "Mål 1"),
            ("", "3.2", "Mål 2"),
            ("#", "Focus area 2, B: two of six goals"),
            ("", "2.1", "Mål 1"),
            ("", "2.4", "Mål 4"),
            ("#", "C: one goal"),
            ("", "7", "Mål 7"),
        ]
        assert isinstance(block, Table)
        assert block.notes == ("Source: Strategi. Adopted: våren 2015.",)
        assert {cell.lang for row in block.groups[0] for cell in row.cells} == {"nb", ""}

    def test_objectives_by_kind_with_year_or_day(self, project: Project) -> None:
        add(Objective, project, 1, kind="main", text="One archive", due_on=dt.date(2016, 7, 1))
        add(Objective, project, 2, kind="expected", text="Bought", year="2007")
        (block,) = chapter(project, "objectives").blocks
        assert rows(block) == [("#", "Main goal"), ("", "One archive", f"1{NB}July{NB}2016"), ("#", "Expected result"), ("", "Bought", "2007")]

    def test_columns_without_anything_are_left_out(self, project: Project) -> None:
        add(Benefit, project, 1, kind="freed", text="Time", indicator="hours", unit="h", baseline="10", target="5")
        add(Benefit, project, 2, kind="quality", text="Better", target="all")
        (block,) = chapter(project, "benefits").blocks
        assert heads(block) == ["No.", "Benefit", "Kind", "From → to"]
        assert rows(block) == [("", "1", "Time / hours (h)", "Freed time", "10 → 5"), ("", "2", "Better", "Qualitative", "all")]

    def test_roles_and_their_terms(self, project: Project) -> None:
        projects.role(project, "owner", holder="The council", valid_from=dt.date(2016, 1, 1), valid_to=dt.date(2016, 6, 30))
        projects.role(project, "steering_group", body=portfolio.body(project.region, "Utvalget"), duty="Decides")
        (block,) = chapter(project, "roles").blocks
        assert rows(block) == [
            ("", "Project owner", f"The council / 1{NB}January{NB}2016 – 30{NB}June{NB}2016", ""),
            ("", "Steering group", "Utvalget", "Decides"),
        ]

    def test_participants_as_names_when_there_is_no_more_to_say(self, project: Project) -> None:
        for name in ("Øvre Eiker", "Ål", "Rollag"):
            projects.participation(project, portfolio.municipality(name), state="invited", certainty="example", note="not in the source")
        (block,) = chapter(project, "participants").blocks
        assert isinstance(block, Items)
        assert (block.caption, block.remark, block.notes) == (
            "Table 1. Participants: 3 municipalities are invited",
            "example, not decided",
            ("Not in the source.",),
        )
        names = [(item.cells[0].text, item.cells[0].lang, item.is_example) for item in block.items]
        assert names == [("Rollag", "nb", True), ("Øvre Eiker", "nb", True), ("Ål", "nb", True)]

    def test_participants_as_a_table_when_they_differ(self, project: Project) -> None:
        projects.participation(project, portfolio.municipality("Tinn"), note="from the start")
        projects.participation(project, portfolio.municipality("Rollag"), state="declined", certainty="example")
        (block,) = chapter(project, "participants").blocks
        assert rows(block) == [("", "1", "Rollag", "Does not take part", ""), ("", "2", "Tinn", "Takes part", "from the start")]
        assert isinstance(block, Table)
        assert (block.caption, block.remark) == ("Table 1. Participants: 2 municipalities", "what is in italics is an example, not decided")

    def test_commitments_by_who_promises_with_how_much(self, project: Project) -> None:
        tinn = portfolio.municipality("Tinn")
        add(Commitment, project, 1, side="each", title="Coordinator", least=5, unit="post_percent", certainty="approximate")
        add(Commitment, project, 2, side="each", title="Experts", text="Law", least=2, most=3, unit="meetings")
        add(Commitment, project, 3, side="some", title="Group", persons=10, least=250, unit="hours", certainty="approximate", is_reimbursed=True)
        add(Commitment, project, 4, side="one", organisation=tinn, title="Room", persons=1)
        (block,) = chapter(project, "commitments").blocks
        assert rows(block) == [
            ("#", "Each participant"),
            ("", "Coordinator", "", f"about{NB}5% of a post"),
            ("", "Experts", "Law", "2–3 meetings"),
            ("#", "Some participants"),
            ("", "Group", "", f"about{NB}10 persons, about{NB}250 hours each / reimbursed"),
            ("#", "Tinn"),
            ("", "Room", "", "1 person"),
        ]

    def test_resources_are_points_or_a_table(self, project: Project) -> None:
        add(Resource, project, 1, title="Management.")
        (block,) = chapter(project, "resources").blocks
        assert isinstance(block, Items)
        assert [item.cells[0].text for item in block.items] == ["Management"]
        add(Resource, project, 2, title="Rooms", text="in every town")
        assert rows(content_of(project).chapters[1].blocks[0]) == [("", "Management.", ""), ("", "Rooms", "in every town")]

    def test_decision_points_with_one_body_say_it_once(self, project: Project) -> None:
        body = portfolio.body(project.region, "Utvalget")
        add(DecisionPoint, project, 1, number=1, question="the mandate", body=body, planned_on=dt.date(2015, 10, 31))
        add(DecisionPoint, project, 2, number=2, question="the end", body=body, planned_on=dt.date(2018, 12, 1), precision="month")
        (block,) = chapter(project, "decision_points").blocks
        assert rows(block) == [
            ("", "DP 1", "The mandate", f"31{NB}October{NB}2015", "◆ to be decided"),
            ("", "DP 2", "The end", f"December{NB}2018", "○ planned"),
        ]
        assert isinstance(block, Table)
        assert block.notes == ("Every point is decided by Utvalget.",)

    def test_decision_points_with_several_bodies_name_each(self, project: Project) -> None:
        add(DecisionPoint, project, 1, question="A", body=portfolio.body(project.region, "Ett"))
        add(DecisionPoint, project, 2, question="B", body=portfolio.body(project.region, "To"))
        (block,) = chapter(project, "decision_points").blocks
        assert rows(block) == [("", "1", "A", "Ett", "◆ to be decided"), ("", "2", "B", "To", "○ planned")]
