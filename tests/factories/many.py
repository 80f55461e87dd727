"""As many projects as asked for, each with what the list counts, written in bulk."""

import datetime as dt
from collections.abc import Sequence

from costsharing.models import Budget, BudgetAmount, BudgetLine, FundingAmount, FundingLine
from milestones.models import DecisionPoint, Milestone, Phase
from portfolio.models import Organisation, Region
from projects.models import FocusArea, OpenPoint, Participation, Project, ProjectRole, Strategy
from tests.factories import portfolio

AREAS = ("Digital dialog", "Strategisk ledelse", "Kompetanse", "Arkiv", "Personvern", "Oppvekst", "Helse og omsorg", "Plan og bygg", "Infrastruktur")
THINGS = ("arkivløsning", "byggesak", "kartløsning", "trygghetsteknologi", "selvbetjening", "skolesystem", "journalføring", "personvern", "lønnssystem")
WORKS = ("Felles", "Innføring av", "Forprosjekt om", "Anskaffelse av", "Videreføring av", "Ny")
DUE = ("Evaluering av tilbud", "Svarfrist for kommunene", "Sluttmilepæl", "Avtalen fornyes", "Mandatet til utvalget", "Statusrapport")
MANAGERS = 40
STAGES = ("idea", "mandate", "running", "running", "closing", "in_service", "closed")
STATUSES = ("on_track", "watch", "off_plan", "on_hold", "not_started", "draft")
KINDS = ("pre_study", "pre_project", "main_project", "procurement", "implementation", "standing_service")


def many_projects(region: Region, count: int, today: dt.date, members: int = 8) -> list[Project]:
    """Adds to the region; what a project has follows from its number, so that every run makes the same."""
    organisations = [portfolio.member(region).organisation for _ in range(members)]
    strategy = Strategy.objects.create(region=region, key=f"mange-{next(portfolio.numbers)}", name="Strategi")
    areas = [FocusArea.objects.create(strategy=strategy, number=place, name=name) for place, name in enumerate(AREAS, 1)]
    before = Project.objects.filter(region=region).count()
    projects = Project.objects.bulk_create([project(region, before + number, areas, today) for number in range(count)], batch_size=500)
    add_people(projects, organisations)
    add_money(projects, today)
    add_dates(projects, today)
    return projects


def project(region: Region, number: int, areas: Sequence[FocusArea], today: dt.date) -> Project:
    name = f"{WORKS[number % 6]} {THINGS[number * 7 % 9]} {number:04d}"
    stage = STAGES[number % 7]
    return Project(
        region=region, reference=f"p-{number:04d}-{THINGS[number * 7 % 9].replace('ø', 'o')}", name=name, kind=KINDS[number % 6], stage=stage,
        status="closed" if stage == "closed" else STATUSES[number * 5 % 6], status_on=today - dt.timedelta(days=number * 11 % 90), language=region.language,
        focus_area=areas[number % 9],
    )  # fmt: skip


def add_people(projects: Sequence[Project], organisations: Sequence[Organisation]) -> None:
    state = Participation.State
    rows = [
        Participation(project=each, organisation=party, state=state.ACTIVE if (number + place) % 5 else state.INVITED)
        for number, each in enumerate(projects)
        for place, party in enumerate(organisations)
    ]
    Participation.objects.bulk_create(rows, batch_size=2000)
    held = [(each, number) for number, each in enumerate(projects) if number % 8]
    ProjectRole.objects.bulk_create([ProjectRole(project=each, position=1, role="manager", holder=f"Leder {number % MANAGERS:02d}") for each, number in held])


def add_money(projects: Sequence[Project], today: dt.date) -> None:
    """A line on each side over three years, of which some differ."""
    Budget.objects.bulk_create([Budget(project=each, frame_minor=1_000_000_00) for each in projects], batch_size=500)
    for kind, amount, lines in ((BudgetLine, BudgetAmount, "staff"), (FundingLine, FundingAmount, "cash")):
        made = kind.objects.bulk_create([kind(project=each, position=1, text="Linje", kind=lines) for each in projects], batch_size=500)
        rows = [
            amount(line=line, year=today.year + year, minor=(100 + number * 37 % 900 + (lines == "cash" and number % 20 == 0)) * 1000_00)
            for number, line in enumerate(made)
            for year in (-1, 0, 1)
        ]
        amount.objects.bulk_create(rows, batch_size=2000)


def add_dates(projects: Sequence[Project], today: dt.date) -> None:
    points, milestones, decisions = [], [], []
    for number, each in enumerate(projects):
        for position in (1, 2, 3):
            day = today + dt.timedelta(days=number * 13 % 400 - (30 if position == 1 and number % 10 == 0 else 0) + position * 40 - 40)
            milestones.append(Milestone(project=each, position=position, text=DUE[(number + position) % 6], planned_on=day))
        asked = today + dt.timedelta(days=number * 17 % 500 - 20)
        decisions += [
            DecisionPoint(project=each, position=n, number=n, question="Skal arbeidet fortsette?", planned_on=asked + dt.timedelta(n)) for n in (1, 2)
        ]
        if number % 15 == 0:
            points.append(OpenPoint(project=each, position=1, text="Hvem betaler?", due_on=today - dt.timedelta(days=3)))
    Milestone.objects.bulk_create(milestones, batch_size=2000)
    DecisionPoint.objects.bulk_create(decisions, batch_size=2000)
    OpenPoint.objects.bulk_create(points, batch_size=2000)


def add_phases(projects: Sequence[Project], today: dt.date, each: int = 5) -> None:
    """One after the other, a season long."""
    rows = [
        Phase(project=project, position=place, number=place, name=f"Fase {place}", starts_on=first, ends_on=first + dt.timedelta(days=90))
        for number, project in enumerate(projects)
        for place in range(1, each + 1)
        if (first := today + dt.timedelta(days=number * 7 % 300 - 500 + place * 91))
    ]
    Phase.objects.bulk_create(rows, batch_size=2000)
