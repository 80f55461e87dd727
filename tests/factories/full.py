"""A project with so many rows of everything that its pages show."""

import datetime as dt

from costsharing.models import Budget, BudgetAmount, BudgetLine, FundingAmount, FundingLine, LentHours, LocalCost, LocalCostAmount, Rule
from milestones.actions.decisions import Asked, Said, record
from milestones.gates import Outcome
from milestones.models import (
    Benefit,
    BenefitMeasurement,
    BenefitOwner,
    Checklist,
    ChecklistAnswer,
    ChecklistItem,
    DecisionPoint,
    Milestone,
    Phase,
    Risk,
    RiskMeasure,
    RiskParty,
    RiskReview,
    SuccessFactor,
    Task,
)
from portfolio.models import FigureSource, KeyFigure, Meeting, Region
from projects.models import (
    Chapter,
    Commitment,
    Deliverable,
    FocusArea,
    Goal,
    Mandate,
    MandateTemplate,
    Objective,
    OpenPoint,
    Project,
    ProjectGoal,
    Resource,
    SourceNote,
    Strategy,
    TemplateChapter,
)
from tests.factories import portfolio, projects

TABLES = "goals objectives benefits deliverables roles participants commitments resources decision_points risks plan budget"


def project_with(rows: int, region: Region | None = None) -> Project:
    region = region or portfolio.region()
    strategy = Strategy.objects.create(region=region, key=f"strategi-{next(portfolio.numbers)}", name="Strategi")
    area = FocusArea.objects.create(strategy=strategy, number=3, name="Kompetanse", goal_count=5)
    fields = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2028, 12, 31), "focus_area": area, "stage": "running", "status": "watch"}
    project = projects.project(region, **fields)
    Budget.objects.create(project=project, frame_minor=100_00)
    mandate(project)
    for number in range(1, rows + 1):
        add_terms(project, area, number)
        add_money(project, number)
        add_plan(project, number)
        projects.project(region, follows=project)
    return project


def mandate(project: Project) -> Mandate:
    titles = {"title_sv": "Helt direktiv", "title_nb": "Fullt mandat", "title_en": "Full mandate"}
    template, is_new = MandateTemplate.objects.get_or_create(key="full", defaults=titles)
    if is_new:
        TemplateChapter.objects.create(template=template, key="all", position=1, title_sv="Allt", title_nb="Alt", title_en="All", tables=TABLES)
    Chapter.objects.create(project=project, key="all", text="Bakgrunn.")
    return Mandate.objects.create(project=project, template=template, title=project.name, version_label="1")


def add_terms(project: Project, area: FocusArea, number: int) -> None:
    row = {"project": project, "position": number}
    organisation = portfolio.municipality()
    source, _ = FigureSource.objects.get_or_create(key="folk", defaults={"title": "Folkemengde", "publisher": "Byrået", "licence": "fri"})
    KeyFigure.objects.create(organisation=organisation, kind="population", date=dt.date(2025, 1, 1), value=1000 * number, source=source)
    projects.participation(project, organisation)
    projects.role(project, "steering_group", body=portfolio.body(project.region))
    ProjectGoal.objects.create(**row, goal=Goal.objects.create(area=area, number=number, text="Et mål"))
    Objective.objects.create(**row, kind="sub", text="Et delmål")
    Deliverable.objects.create(**row, title="En leveranse")
    Commitment.objects.create(**row, side="one", organisation=organisation, title="Timer", least=10, unit="hours")
    Resource.objects.create(**row, title="Lokaler")
    OpenPoint.objects.create(**row, text="Et åpent punkt")
    SourceNote.objects.create(**row, subject="Perioden", reading="2016", other_reading="2015")


def add_money(project: Project, number: int) -> None:
    row = {"project": project, "position": number}
    BudgetAmount.objects.create(line=BudgetLine.objects.create(**row, text="Lønn", kind="staff"), year=2026, minor=100_00)
    FundingAmount.objects.create(line=FundingLine.objects.create(**row, text="Kommunene", kind="cash", split="likt"), year=2026, minor=100_00)
    cost = LocalCost.objects.create(**row, text=f"Egne lisenser {number}")
    LocalCostAmount.objects.create(cost=cost, organisation=portfolio.municipality(), year=2026, minor=10_00)
    Rule.objects.create(region=project.region, name=f"Halvt om halvt {next(portfolio.numbers)}")
    lent = {"promised_minutes": 250 * 60, "delivered_minutes": 200 * 60, "rate_minor": 350_00}
    LentHours.objects.create(project=project, organisation=portfolio.municipality(), year=2026, **lent)


def add_plan(project: Project, number: int) -> None:
    row = {"project": project, "position": number}
    phase = Phase.objects.create(**row, number=number, name="En fase", starts_on=dt.date(2026, number, 1), ends_on=dt.date(2026, number + 1, 1))
    Milestone.objects.create(**row, text="En milepæl", phase=phase, planned_on=dt.date(2026, number + 1, 1))
    Task.objects.create(**row, text="En oppgave", phase=phase, owner="Prosjektgruppa", starts_on=dt.date(2026, number, 1), due_on=dt.date(2026, number, 20))
    body = portfolio.body(project.region)
    meeting = Meeting.objects.create(body=body, date=dt.date(2027, number, 1))
    about = {"number": number, "question": "Skal vi?", "body": body, "planned_on": meeting.date, "meeting": meeting, "basis": "Notat"}
    point = DecisionPoint.objects.create(**row, **about)
    decided(point, number)
    risk = Risk.objects.create(**row, text="En risiko", probability=3, impact=4, probability_after=2, impact_after=3)
    RiskMeasure.objects.create(risk=risk, position=1, text="Et tiltak")
    RiskParty.objects.create(risk=risk, organisation=project.participations.order_by("-pk")[0].organisation)
    RiskReview.objects.create(risk=risk, reviewed_on=dt.date(2020, number, 1), probability=2, impact=number)
    SuccessFactor.objects.create(**row, text="En faktor", measure="Et tiltak")
    benefit = Benefit.objects.create(**row, kind="quality", text="En gevinst")
    BenefitOwner.objects.create(benefit=benefit, organisation=portfolio.municipality(), owner="Rådmannen")
    for measured in (None, portfolio.municipality()):
        for month in range(1, number + 2):
            BenefitMeasurement.objects.create(benefit=benefit, organisation=measured, measured_on=dt.date(2020, month, 1), value_hundredths=month * 1000)


def decided(point: DecisionPoint, number: int) -> None:
    """Postponed under a condition, with an answer on the checklist: so it says both what was decided and what is missing."""
    project = point.project
    checklist, _ = Checklist.objects.get_or_create(region=project.region, kind=project.kind)
    item, _ = ChecklistItem.objects.get_or_create(checklist=checklist, position=number, defaults={"text": "Er det penger?"})
    ChecklistAnswer.objects.create(point=point, item=item, reply="no", comment="Ikke ennå")
    said = Said(point.body, dt.date(2026, 1, number), Outcome.POSTPONE, "Saken utsettes.", conditions=[Asked("Avklar midler", dt.date(2026, 6, 1))])
    record(point=point, said=said, by=portfolio.user())
