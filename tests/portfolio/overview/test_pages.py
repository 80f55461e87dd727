"""What the pages say of what is uncertain, missing, secret or hostile."""

import datetime as dt
import io
import re

import html5lib
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from costsharing.models import Budget, BudgetAmount, BudgetLine, FundingAmount, FundingLine
from milestones.models import DecisionPoint, Milestone, Risk, Task
from portfolio.access.roles import Role
from portfolio.documents.mandate import content_of
from portfolio.overview.next_deadline import AHEAD, PASSED
from portfolio.overview.portfolio_page import portfolio_page
from portfolio.overview.project_page import steps
from projects.models import OpenPoint, Project
from tests.factories import portfolio, projects
from tests.factories.full import project_with

TABS = ("project", "mandate", "participation", "money", "plan", "risks", "documents")


def read(project: Project, page: str, role: Role = Role.COORDINATOR, language: str = "en-gb") -> str:
    client = Client()
    client.force_login(portfolio.person_with(role, project.region, language=language))
    response = client.get(reverse(page, args=[project.region.slug, project.reference]))
    assert response.status_code == 200
    return response.content.decode()


def words(page: str) -> str:
    """The text of the page's main part."""
    main = html5lib.parse(page, namespaceHTMLElements=False).find(".//main")
    return " ".join("".join(main.itertext()).split()).replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["sv", "nb", "en-gb"])
@pytest.mark.parametrize("page", TABS)
def test_every_tab_parses_without_error(db, page, language):
    made = read(project_with(2), page, language=language)
    html5lib.HTMLParser(strict=True).parse(io.BytesIO(made.encode()), transport_encoding="utf-8")
    assert {"sv": '<html lang="sv">', "nb": '<html lang="nb">', "en-gb": '<html lang="en-GB">'}[language] in made


@pytest.mark.parametrize("day", [dt.date.max, dt.date.min])
@pytest.mark.parametrize("page", ["project", "plan", "mandate"])
def test_a_stored_day_at_the_end_of_time_ruins_no_page(db, page, day):
    """A dossier may bring it, and a form once took it."""
    project = project_with(1)
    Project.objects.filter(pk=project.pk).update(**{"ends_on": day} if day == dt.date.max else {"starts_on": day})
    for rows in (project.milestone_rows, project.decisionpoint_rows):
        rows.update(planned_on=day)
    project.phase_rows.update(starts_on=dt.date.min, ends_on=dt.date.max)
    assert project.name in read(project, page)


def test_nobody_of_those_asked_takes_part_is_a_number(db):
    project = projects.project(portfolio.region())
    projects.participation(project, portfolio.municipality(), state="invited")
    assert "0 of 1" in words(read(project, "project"))


@pytest.mark.parametrize("page", TABS)
def test_hostile_text_stays_text(db, page):
    bad = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>\r\nX-Evil: 1"
    project = project_with(1)
    for rows in (project.openpoint_rows, project.risk_rows, project.objective_rows, project.phase_rows, project.milestone_rows, project.budgetline_rows):
        rows.update(text=bad) if any(field.name == "text" for field in rows.model._meta.fields) else rows.update(name=bad)
    Project.objects.filter(pk=project.pk).update(name=bad, summary=bad, source=bad, case_number="\"'><script>alert(1)</script>\r\nX-Evil: 1")
    project.chapters.update(text=bad)
    made = read(project, page)
    html5lib.HTMLParser(strict=True).parse(io.BytesIO(made.encode()), transport_encoding="utf-8")
    parsed = html5lib.parse(made, namespaceHTMLElements=False)
    scripts = [element.get("src") for element in parsed.iter("script")]
    assert scripts == ["/static/js/typed.js", "/static/vendor/htmx/htmx-4.0.1.min.js"]
    assert not list(parsed.iter("img"))
    assert not [name for element in parsed.iter() for name in element.attrib if str(name).startswith("on") or name == "style"]


def test_confidential_risks_are_for_those_who_may(db):
    project = project_with(1)
    Risk.objects.create(project=project, position=9, text="Hemmelig", is_confidential=True, probability=5, impact=5)
    contact = portfolio.person_with(Role.CONTACT, project.region, project.participations.get().organisation)
    client = Client()
    client.force_login(contact)
    for page in ("project", "risks"):
        assert "Hemmelig" in read(project, page)
        assert "Hemmelig" not in client.get(reverse(page, args=[project.region.slug, project.reference])).content.decode()


def test_who_may_not_read_drafts_sees_no_mandate_and_no_files(db):
    project = project_with(1)
    client = Client()
    client.force_login(portfolio.person_with(Role.CONTACT, project.region, project.participations.get().organisation))
    page = client.get(reverse("documents", args=[project.region.slug, project.reference])).content.decode()
    assert reverse("mandate", args=[project.region.slug, project.reference]) not in page
    assert ("Files of the mandate" in page, "Sources" in page) == (False, True)


def test_how_firm_a_figure_is_stands_in_words(db):
    project = projects.project()
    for position, (text, certainty) in enumerate((("Lønn", "stated"), ("Reiser", "approximate"), ("Lokaler", "example")), 1):
        line = BudgetLine.objects.create(project=project, position=position, text=text, kind="other", certainty=certainty)
        BudgetAmount.objects.create(line=line, year=2026, minor=10_000_00 * position)
    page = words(read(project, "money"))
    assert "Lønn Other 10,000" in page.replace("LønnOther", "Lønn Other ")
    assert "about 20,000" in page
    assert "Lokaler example" in page
    made = read(project, "money")
    assert made.count("<i>30,000</i>") == 1
    assert made.count("<i>60,000</i>") == 1, "a sum is no firmer than its least firm line"


def test_the_gap_between_the_two_sides_stands_in_words(db):
    project = projects.project()
    Budget.objects.create(project=project, frame_minor=300_00)
    cost = BudgetLine.objects.create(project=project, position=1, text="Lønn", kind="staff")
    money = FundingLine.objects.create(project=project, position=1, text="Kommunene", kind="cash")
    for year, minor in ((2026, 100_00), (2027, 100_00), (2028, 100_00)):
        BudgetAmount.objects.create(line=cost, year=year, minor=minor)
    for year, minor in ((2026, 100_00), (2027, 60_00), (2028, 130_00)):
        FundingAmount.objects.create(line=money, year=year, minor=minor)
    page = words(read(project, "money"))
    assert "NOK 40 lacks financing in 2027." in page
    assert "Funding is NOK 30 above the cost in 2028." in page
    assert ("in 2026." in page, "agree" in page) == (False, False)


@time_machine.travel("2026-09-12 10:00+02:00")
def test_the_list_is_sorted_by_what_is_due_first(db):
    region = portfolio.region()
    user = portfolio.person_with(Role.COORDINATOR, region)
    for name, planned in (("Passert", dt.date(2026, 9, 11)), ("Senere", dt.date(2027, 1, 1)), ("Snart", dt.date(2026, 9, 12))):
        project = projects.project(region, name.lower(), name=name)
        DecisionPoint.objects.create(project=project, position=1, question="Skal vi?", planned_on=planned)
    projects.project(region, "aapent", name="Åpent")
    projects.project(region, "uten", name="Uten")
    rows = portfolio_page(user, region, dt.date(2026, 9, 12), {}).rows
    found = [(row.project.name, row.next and row.next.state) for row in rows]
    assert found == [("Snart", AHEAD), ("Senere", AHEAD), ("Passert", PASSED), ("Uten", None), ("Åpent", None)]


@time_machine.travel("2026-09-12 10:00+02:00")
def test_days_left_are_counted_to_the_next_decision_only(db):
    project = projects.project()
    dates = ((dt.date(2026, 9, 1), "month"), (dt.date(2026, 10, 1), "day"), (dt.date(2026, 8, 1), "month"), (dt.date(2028, 1, 1), "year"), (None, "day"))
    for position, (planned, precision) in enumerate(dates, 1):
        DecisionPoint.objects.create(project=project, position=position, number=position, question="Skal vi?", planned_on=planned, precision=precision)
    page = read(project, "plan")
    assert [word for word in ("In 18 days", "To come", "Day has passed, no decision recorded", "No date") if word in page] == [
        "In 18 days",
        "To come",
        "Day has passed, no decision recorded",
        "No date",
    ]
    assert (page.count("In 18 days"), page.count("To come")) == (1, 2)


@time_machine.travel("2026-09-12 10:00+02:00")
@pytest.mark.parametrize("tab", ["plan", "project"])
@pytest.mark.parametrize("stage", ["running", "closed"])
def test_what_is_late_says_so_at_its_row(db, tab, stage):
    project = projects.project(stage=stage)
    rows = [("2026-09-01", {}), ("2026-01-01", {"precision": "month"}), ("2026-09-12", {}), ("2026-01-01", {"reached_on": "2026-01-02"})]
    for position, (planned, fields) in enumerate(rows, 1):
        Milestone.objects.create(project=project, position=position, text="Utlyst", planned_on=planned, **fields)
    Milestone.objects.create(project=project, position=9, text="Snart", planned_on="2026-01-01", forecast_on="2026-10-01")
    Task.objects.create(project=project, position=1, text="Ferdig", due_on="2026-09-01", done_on="2026-09-02")
    Task.objects.create(project=project, position=2, text="Sen", due_on="2026-09-10")
    DecisionPoint.objects.create(project=project, position=1, number=1, question="Skal vi?", planned_on="2026-09-01")
    page = read(project, tab)
    found = re.findall(r'<span class="sub"><span class="st" data-s="watch">.*?</svg>\s*(.*?)</span>', page)
    late = ["11 days over", "7 months over"] + (["2 days over"] if tab == "plan" else [])
    assert found == (late if stage == "running" else [])
    assert ' data-s="watch"><svg aria-hidden="true"><use href="#s-watch"/></svg>Day has passed, no decision recorded' in page


def test_an_open_point_says_when_the_source_is_silent(db):
    project = projects.project()
    OpenPoint.objects.create(project=project, position=1, kind="gap", text="Budsjettet mangler")
    OpenPoint.objects.create(project=project, position=2, text="Avklares", due_on=dt.date(2026, 5, 1))
    page = words(read(project, "project"))
    assert "Budsjettet mangler Missing in the source no date" in page.replace("manglerMissing", "mangler Missing").replace("sourceno", "source no")
    assert "1 May 2026" in page


@pytest.mark.parametrize(
    ("stage", "states"),
    [
        ("idea", ["now", "later", "later", "later", "later"]),
        ("running", ["done", "done", "now", "later", "later"]),
        ("closed", ["done", "done", "done", "done", "now"]),
        ("stopped", ["now"]),
    ],
)
def test_the_stepper_follows_the_stage(stage, states):
    assert [step.state for step in steps(Project(stage=stage))] == states


def test_only_what_the_user_may_know_of_is_named_as_followed(db):
    region = portfolio.region()
    before = projects.project(region, name="Forprosjektet")
    project = projects.project(region, follows=before)
    projects.participation(project, organisation := portfolio.municipality())
    client = Client()
    client.force_login(portfolio.person_with(Role.CONTACT, region, organisation))
    assert "Forprosjektet" in read(project, "project")
    assert "Forprosjektet" not in client.get(project.get_absolute_url()).content.decode()


@time_machine.travel("2026-09-12 10:00+02:00")
def test_the_list_says_that_no_date_is_ahead_and_which_was_the_last(db):
    project = projects.project(name="Passert")
    DecisionPoint.objects.create(project=project, position=1, number=1, question="Skal vi?", planned_on=dt.date(2018, 12, 31))
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region))
    page = words(client.get(reverse("portfolio", args=[project.region.slug])).content.decode())
    assert "None aheadThe last was 31 December 2018: Decision point 1" in page
    assert "Last decision point31 December 2018" in words(read(project, "project"))


def test_made_up_participants_and_scores_are_called_examples_wherever_they_count(db):
    project = projects.project(name="Eksempel")
    projects.participation(project, portfolio.municipality("Tinn"), certainty="example")
    Risk.objects.create(project=project, position=1, text="Ingen kommer", probability=4, impact=4, certainty="example")
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region))
    assert "1 of 1example" in words(client.get(reverse("portfolio", args=[project.region.slug])).content.decode())
    assert "1 of 1 exampletake part, of those asked" in words(read(project, "project"))
    assert [words(read(project, page)).count("The scores are examples.") for page in ("project", "risks")] == [1, 1]
    Risk.objects.update(certainty="stated")
    assert "The scores are examples." not in read(project, "risks")


@time_machine.travel("2026-09-12 10:00+02:00")
def test_the_past_of_a_project_that_was_never_begun_is_still_only_planned(db):
    project = projects.project(stage="mandate", starts_on=dt.date(2016, 1, 1), ends_on=dt.date(2018, 12, 31))
    assert read(project, "plan").count('class="band c-fjord"') == 1
    project.stage = "closed"
    project.save()
    assert read(project, "plan").count('class="band c-fjord"') == 0


def test_the_mandate_to_read_says_who_signs_the_printed_one(db):
    project = project_with(1)
    content = content_of(project)
    page = words(read(project, "mandate"))
    assert content.approval.signers != ("",)
    assert page.count(content.approval.title) == 2, "in the contents and as a heading"
    assert page.removesuffix(" Latest changes of this page All changes of this page").endswith("".join(content.approval.signers))
