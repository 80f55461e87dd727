"""The plan and the risks as pictures and tables; a secret risk is in neither."""

import datetime as dt

import pytest

from milestones.models import DecisionPoint, Milestone, Phase, Risk, RiskMeasure, SuccessFactor
from portfolio.documents.content import Matrices, Table, Timeline
from portfolio.documents.mandate import content_of
from projects.models import (
    Project,
)
from tests.portfolio.documents.drawn import NB, add, chapter, english_project, heads, rows


@pytest.fixture
def project(db: None) -> Project:
    return english_project()


class TestPlanAndRisks:
    def test_the_plan_as_picture_and_tables(self, project: Project) -> None:
        first = add(Phase, project, 1, number=1, name="Prepare", starts_on=dt.date(2007, 6, 1), ends_on=dt.date(2007, 9, 15))
        add(Milestone, project, 1, text="Announced", phase=first, planned_on=dt.date(2007, 9, 15))
        add(Milestone, project, 2, text="paid.", planned_on=dt.date(2008, 1, 1), precision="year", forecast_on=dt.date(2008, 3, 1))
        add(DecisionPoint, project, 1, number=1, question="Start", planned_on=dt.date(2007, 6, 2))
        picture, phases, milestones = chapter(project, "plan").blocks
        assert isinstance(picture, Timeline)
        assert picture.description == (
            f"Timeline June{NB}2007 to March{NB}2008. Phase 1: Prepare: from 1{NB}June{NB}2007 to 15{NB}September{NB}2007. "
            f"Milestone Announced: 15{NB}September{NB}2007. Milestone paid.: 1{NB}March{NB}2008. Decision point 1: 2{NB}June{NB}2007."
        )
        assert [(mark.label, mark.day) for mark in picture.decisions] == [("DP 1", dt.date(2007, 6, 2))]
        assert picture.notes == ("White diamonds are milestones, black ones decision points.",)
        assert rows(phases) == [("", "1", "Prepare", f"1{NB}June{NB}2007 – 15{NB}September{NB}2007", "Announced")]
        assert (heads(milestones), rows(milestones)) == (["Milestone", "Planned", "Forecast"], [("", "Paid", "2008", f"1{NB}March{NB}2008")])

    def test_a_project_without_dates_has_no_picture(self, project: Project) -> None:
        project.starts_on = None
        project.save()
        add(Phase, project, 1, name="Someday")
        assert [type(block) for block in chapter(project, "plan").blocks] == [Table]

    def test_success_factors_keep_their_measure_beside_them(self, project: Project) -> None:
        for number in (1, 2):
            add(SuccessFactor, project, number, text=f"Factor {number}", measure=f"Measure {number}")
        (block,) = chapter(project, "risks").blocks
        assert rows(block) == [("", "1", "Factor 1", "Measure 1"), ("", "2", "Factor 2", "Measure 2")]

    def test_risks_before_and_after_and_never_a_secret_one(self, project: Project) -> None:
        add(Risk, project, 1, text="The supplier may fail: SECRET", probability=5, impact=5, is_confidential=True)
        open_one = add(
            Risk,
            project,
            2,
            text="No time",
            cause="holidays",
            consequence="delay",
            probability=4,
            impact=5,
            probability_after=2,
            impact_after=2,
            certainty="example",
        )
        RiskMeasure.objects.create(risk=open_one, position=1, text="hire", owner="the office", due_on=dt.date(2016, 1, 1))
        RiskMeasure.objects.create(risk=open_one, position=2, text="Wait.")
        add(Risk, project, 3, text="Not scored")
        matrices, block = chapter(project, "risks").blocks
        assert isinstance(matrices, Matrices)
        assert matrices.remark == "example, not decided", "the third has no score, so it is no example of one"
        assert [(matrix.description, [(p.number, p.probability, p.impact) for p in matrix.points]) for matrix in matrices.matrices] == [
            ("Risk matrix, five by five: before measures. Risk 1: probability 4 times impact 5 is 20, high.", [("1", 4, 5)]),
            ("Risk matrix, five by five: after measures. Risk 1: probability 2 times impact 2 is 4, low.", [("1", 2, 2)]),
        ]
        assert rows(block) == [
            ("", "1", "No time / Holidays. Delay.", f"Hire (the office, 1{NB}January{NB}2016). Wait.", f"20{NB}high", f"4{NB}low"),
            ("", "2", "Not scored", "", "", ""),
        ]
        assert "SECRET" not in content_of(project).canonical().decode()
