"""The mandate drawn from the records: what page one says, which chapters there are, nothing left silent, few queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from costsharing.models import Budget
from milestones.models import Benefit, DecisionPoint, Milestone, Phase, Risk
from portfolio.documents import html
from portfolio.documents.content import Matrices
from portfolio.documents.mandate import NoMandate, content_of
from projects.models import Chapter as ChapterText
from projects.models import (
    FocusArea,
    Objective,
    OpenPoint,
    Project,
    SourceNote,
    Strategy,
)
from tests.factories import portfolio, projects
from tests.factories.full import project_with
from tests.portfolio.documents.drawn import NB, add, english_project, facts, mandate


@pytest.fixture
def project(db: None) -> Project:
    return english_project()


class TestTitlePage:
    def test_what_is_known_is_told_and_nothing_else(self, project: Project) -> None:
        mandate(project)
        content = content_of(project)
        assert (content.title, content.lead, content.kicker) == ("Joint archive 2016", "One archive for all.", "Kongsbergregionen · Mandate, pre-study · Draft")
        assert (content.version_line, content.author, content.dated) == ("Draft: Mandate, version 2", "Kongsbergregionen", None)
        assert facts(content) == [("Period", f"1{NB}January{NB}2016 – ", "")]

    def test_the_letterhead_of_the_region_line_by_line(self, project: Project) -> None:
        mandate(project)
        assert ("letterhead" in content_of(project).as_json()) is False
        project.region.letterhead = "The office\n\n Street 1 & 2 "
        content = content_of(project)
        assert content.letterhead == ("The office", "Street 1 & 2")
        assert '<p class="letterhead">The office<br>Street 1 &amp; 2</p>\n<p class="kicker">' in html.document(content)
        assert content.kicker == "Kongsbergregionen · Mandate, pre-study · Draft"

    def test_a_letterhead_that_names_the_region_is_not_repeated(self, project: Project) -> None:
        mandate(project)
        project.region.letterhead = "Kongsbergregionen\nThe office"
        assert content_of(project).kicker == "Mandate, pre-study · Draft"

    def test_the_decision_the_client_and_the_strategy(self, project: Project) -> None:
        mandate(project, dated_on=dt.date(2015, 10, 1), dated_precision="month", author="The office")
        body = portfolio.body(project.region, "Rådmannsutvalget")
        add(DecisionPoint, project, 1, number=2, question="The plan.", body=body)
        add(DecisionPoint, project, 2, number=1, question="mandate, content and funding.", body=body, planned_on=dt.date(2015, 10, 31))
        projects.role(project, "responsible", holder="The regional manager")
        projects.role(project, "client", body=portfolio.body(project.region, "Regionrådet"))
        projects.role(project, "manager", holder="Somebody")
        strategy = Strategy.objects.create(region=project.region, key="s", name="Regional strategi")
        project.focus_area = FocusArea.objects.create(strategy=strategy, number=3, name="Kompetanse")
        project.starts_on, project.case_number, project.source = None, "15/1234", "The plan of 2015"
        project.save()
        content = content_of(project)
        assert facts(content) == [
            ("To be decided", "Mandate, content and funding (decision point 1)", ""),
            ("Decided by", f"Rådmannsutvalget, 31{NB}October{NB}2015", ""),
            ("Project responsible", "The regional manager", "nb"),
            ("Client", "Regionrådet", "nb"),
            ("Rests on", "Regional strategi, focus area 3 “Kompetanse”", "nb"),
            ("Case number", "15/1234", ""),
            ("Source", "The plan of 2015", ""),
        ]
        assert content.version_line == f"Draft: Mandate, version 2, October{NB}2015"
        assert (content.author, content.dated) == ("The office", dt.date(2015, 10, 1))
        assert content.approval.text == "The mandate applies once Rådmannsutvalget has approved it in decision point 1."
        assert content.approval.signers == ("Rådmannsutvalget, chair", "Project responsible: The regional manager")

    def test_without_a_decision_the_steering_group_signs(self, project: Project) -> None:
        mandate(project)
        projects.role(project, "steering_group", holder="The directors")
        approval = content_of(project).approval
        assert (approval.text, approval.signers) == ("The mandate applies once The directors has approved it.", ("The directors, chair",))

    def test_when_nobody_is_known_the_line_is_left_to_the_pen(self, project: Project) -> None:
        mandate(project)
        assert (content_of(project).approval.text, content_of(project).approval.signers) == ("", ("",))

    def test_an_offer_is_signed_by_the_office_and_by_the_municipality_that_takes_it_up(self, project: Project) -> None:
        mandate(project)
        projects.role(project, "office", holder="The federation")
        approval = content_of(project).approval
        assert (approval.title, approval.text, approval.signers) == ("Signatures", "", ("The federation", "Municipality:"))

    def test_without_a_decision_point_page_one_says_what_is_to_be_clarified_by_when_and_the_cost_frame(self, project: Project) -> None:
        mandate(project)
        project.starts_on = None
        project.save()
        projects.role(project, "office", holder="The federation")
        add(OpenPoint, project, 1, text="who takes part.", due_on=dt.date(2015, 9, 30))
        add(OpenPoint, project, 2, text="Something without a day")
        Budget.objects.create(project=project, frame_minor=300_00, frame_certainty="example")
        assert facts(content_of(project)) == [
            ("To be clarified", f"Who takes part (by 30{NB}September{NB}2015)", ""),
            ("Project office", "The federation", "nb"),
            ("Cost frame", f"NOK{NB}300 (example, not decided)", ""),
        ]

    def test_a_project_without_a_mandate(self, project: Project) -> None:
        with pytest.raises(NoMandate):
            content_of(project)

    def test_each_language_has_its_own_titles_and_formats(self, project: Project) -> None:
        mandate(project, dated_on=dt.date(2015, 10, 31))
        for language, title, day in (("sv", "S", "2015-10-31"), ("nb", "N", "31.10.2015"), ("en-gb", "Background", f"31{NB}October{NB}2015")):
            project.language = language
            content = content_of(project)
            assert (content.language, content.chapters[0].title, content.version_line.rpartition(", ")[2]) == (language, title, day)


class TestChapters:
    def test_template_order_then_other_texts_then_notes_without_a_place(self, project: Project) -> None:
        mandate(project, "goals")
        for key in ("zeta", "background", "alpha-beta"):
            ChapterText.objects.create(project=project, key=key, text=f"Text of {key}.")
        add(OpenPoint, project, 1, text="who pays", due_on=dt.date(2016, 3, 1))
        add(OpenPoint, project, 2, text="the plan is missing.", kind="gap", chapter="lost")
        found = [(chapter.key, chapter.number, chapter.title, chapter.text) for chapter in content_of(project).chapters]
        assert found == [
            ("background", "1", "Background", "Text of background."),
            ("goals", "2", "Goals", ""),
            ("alpha-beta", "3", "Alpha beta", "Text of alpha-beta."),
            ("zeta", "4", "Zeta", "Text of zeta."),
            ("open", "", "Open points", ""),
        ]
        assert content_of(project).chapters[1].notes == ("Nothing is written here yet.",)
        assert content_of(project).chapters[4].notes == (f"To be clarified: who pays (by 1{NB}March{NB}2016).", "Missing in the source: the plan is missing.")

    def test_gaps_and_contradictions_stand_in_their_chapter(self, project: Project) -> None:
        mandate(project)
        add(OpenPoint, project, 1, text="the milestones", kind="gap", chapter="background")
        add(OpenPoint, project, 2, text="Done long ago", chapter="background", done_on=dt.date(2016, 1, 1))
        add(
            SourceNote,
            project,
            1,
            subject="the period",
            reading="2015–2018",
            other_reading="“2016–2018” (chapter 1)",
            chapter="background",
            note="The records follow chapter 1",
        )
        assert content_of(project).chapters[0].notes == (
            "Missing in the source: the milestones.",
            "The period: the source says both “2015–2018” and “2016–2018” (chapter 1). The records follow chapter 1.",
        )

    def test_tables_and_figures_are_numbered_each_by_themselves(self, project: Project) -> None:
        mandate(project, "objectives plan risks benefits")
        add(Objective, project, kind="main", text="One archive")
        add(Phase, project, name="First", starts_on=dt.date(2016, 1, 1))
        add(Milestone, project, text="Ready", planned_on=dt.date(2016, 6, 1))
        add(Risk, project, text="Time", probability=3, impact=4)
        add(Benefit, project, kind="quality", text="Better")
        captions = [
            block.matrices[0].caption if isinstance(block, Matrices) else block.caption for chapter in content_of(project).chapters for block in chapter.blocks
        ]
        assert captions == [
            "Table 1. Goals of the project",
            "Figure 1. Phases and milestones",
            "Table 2. Phases",
            "Table 3. Milestones",
            "Figure 2. Before measures",
            "Table 4. Risks with measures",
            "Table 5. Benefits",
        ]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_rows(db: None, count: int) -> None:
    project = Project.objects.select_related("region", "focus_area__strategy").get(pk=project_with(count).pk)
    with CaptureQueriesContext(connection) as queries:
        content_of(project)
    assert len(queries) == 8


def test_the_same_records_give_the_same_content(db: None) -> None:
    project = project_with(3)
    assert content_of(project) == content_of(Project.objects.get(pk=project.pk))
