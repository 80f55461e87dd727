"""A deed reads as a sentence, in the language of the reader, with what it changed and why."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from costsharing.models import BudgetAmount, BudgetLine, Rule, RuleVersion
from milestones.actions.baselines import freeze
from milestones.actions.decisions import add_minutes, correct
from milestones.actions.preparing import choose_meeting
from milestones.gates import Outcome
from milestones.models import Decision, DecisionPoint, Milestone, Phase, Risk, RiskMeasure
from milestones.wording.gates import outcome_word
from portfolio.access.roles import Role
from portfolio.actions import rows
from portfolio.history import page
from portfolio.history.kinds import OF_PROJECT
from portfolio.history.values import Speech
from portfolio.models import Organisation, RoleGrant, User
from projects.actions.beginning import step
from projects.lifecycle import Stage
from projects.models import Chapter, FormalDecision, Goal, Mandate, MandateTemplate, Participation, Project, ProjectGoal, Strategy, TemplateChapter
from tests.factories import decisions, portfolio, projects

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return projects.project(portfolio.region("fjordane", name="Fjordane"), "tjenester", name="Tjenester", language="nb")


@pytest.fixture
def by(project: Project) -> User:
    return portfolio.person_with(Role.COORDINATOR, project.region, name="Kari")


def plain(text: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", str(text))).replace("\u00a0", " ")


def told(project: Project, by: User, language: str = "en-gb", **asked: str) -> list[tuple[str, list[str], str]]:
    """Newest first: the sentence, its lines and the reason."""
    found = Project.objects.select_related("region").get(pk=project.pk)
    found.allowed = frozenset() if asked.pop("blind", "") else project.allowed
    with translation.override(language):
        told = page.project_history(by, found, asked).told
        return [(plain(each.sentence), [plain(row) for row in each.rows], each.reason) for each in told]


def point(project: Project, **fields: Any) -> DecisionPoint:
    body = portfolio.body(project.region, "Styringsgruppen")
    return DecisionPoint(project=project, number=2, question="Skal vi?", body=body, planned_on=dt.date(2016, 3, 1), **fields)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en-gb", "Kari changed “planned” of the decision point “2 Skal vi?” from 1 March 2016 to 15 April 2016."),
        ("sv", "Kari ändrade ”planerad” för beslutspunkten ”2 Skal vi?” från 2016-03-01 till 2016-04-15."),
        ("nb", "Kari endret «planlagt» for beslutningspunktet «2 Skal vi?» fra 01.03.2016 til 15.04.2016."),
    ],
)
def test_a_date_that_is_moved(project, by, language, sentence):
    row = point(project)
    rows.save(row=row, by=by)
    row.planned_on = dt.date(2016, 4, 15)
    rows.save(row=row, by=by, reason="Møtet er flyttet")
    assert told(project, by, language)[0] == (sentence, [], "Møtet er flyttet")


def test_a_date_is_written_as_precisely_as_it_is_known(project, by):
    row = point(project, precision="month")
    rows.save(row=row, by=by)
    row.precision = "day"
    rows.save(row=row, by=by)
    assert told(project, by)[0][0] == "Kari changed “planned” of the decision point “2 Skal vi?” from March 2016 to 1 March 2016."


def test_adding_tells_what_it_holds_and_removing_what_it_held(project, by):
    row = point(project)
    rows.save(row=row, by=by)
    rows.remove(row=row, by=by, reason="Ikke nødvendig")
    holds = ["“body”: Styringsgruppen", "“planned”: 1 March 2016", "“date confirmed”: no"]
    assert told(project, by)[:2] == [
        ("Kari removed the decision point “2 Skal vi?”.", holds, "Ikke nødvendig"),
        ("Kari added the decision point “2 Skal vi?”.", holds, ""),
    ]


def test_money_is_told_with_its_year_and_in_one_deed_with_its_line(project, by):
    line = BudgetLine(project=project, text="Lønn", kind="staff")
    rows.save(row=line, by=by, below=[BudgetAmount(line=line, year=2026, minor=100_000_00)])
    first, second = line.amounts.get(), BudgetAmount(line=line, year=2027, minor=50_50)
    first.minor, line.certainty = 120_000_00, "approximate"
    rows.save(row=line, by=by, reason="Ny avtale", below=[first, second])
    rows.save(row=line, by=by, reason="Stoppet", gone=[first])
    assert told(project, by)[:3] == [
        ("Kari emptied “2026” of the budget line “Lønn”; it was NOK 120,000.", [], "Stoppet"),
        (
            "Kari changed the budget line “Lønn”:",
            ["“certainty” from as stated to approximate", "“2026” from NOK 100,000 to NOK 120,000", "“2027”: NOK 50.50"],
            "Ny avtale",
        ),
        ("Kari added the budget line “Lønn”.", ["“kind”: staff", "“certainty”: as stated", "“2026”: NOK 100,000"], ""),
    ]


def test_an_amount_that_came_alone_has_a_sentence_of_its_own(project, by):
    line = BudgetLine(project=project, text="Lønn", kind="staff")
    rows.save(row=line, by=by)
    amount = BudgetAmount.objects.create(line=line, year=2026, minor=100)
    BudgetAmount.objects.filter(pk=amount.pk).get().delete()
    assert [each[0] for each in told(project, by)[:2]] == [
        "The program emptied “2026” of the budget line “Lønn”; it was NOK 1.",
        "The program set “2026” of the budget line “Lønn” to NOK 1.",
    ]


def test_a_text_shows_the_words_that_differ(project, by):
    row = Chapter(project=project, key="background", text="Kommunene har mange system.")
    rows.save(row=row, by=by)
    row.text = "Kommunene har få system."
    rows.save(row=row, by=by)
    project.allowed = frozenset({"draft.view"})
    [change] = page.project_history(by, project, {}).told[0].texts
    assert [(piece.kind, piece.text) for piece in change.pieces] == [("same", "Kommunene har "), ("gone", "mange "), ("new", "få "), ("same", "system.")]
    client = Client()
    client.force_login(by)
    body = re.sub(r"\s+", " ", client.get(f"{project.get_absolute_url()}history/").content.decode())
    assert '<del><span class="vh" lang="en-GB">removed: </span>mange </del><ins><span class="vh" lang="en-GB">added: </span>få </ins>' in body


def test_what_is_pointed_to_is_named_also_when_it_is_gone(project, by):
    phase = Phase(project=project, number=1, name="Forprosjekt")
    rows.save(row=phase, by=by)
    milestone = Milestone(project=project, text="Ferdig", phase=phase)
    rows.save(row=milestone, by=by)
    rows.remove(row=phase, by=by)
    assert told(project, by, what="milestones")[0][0] == "Kari emptied “ends phase” of the milestone “Ferdig”; it was Forprosjekt."


def test_chapters_goals_templates_and_parties_have_their_names(project, by):
    template = MandateTemplate.objects.create(key="x", title_sv="Direktiv X", title_nb="Mandat X", title_en="Mandate X")
    TemplateChapter.objects.create(template=template, key="background", position=1, title_sv="Bakgrund", title_nb="Bakgrunn", title_en="Background")
    rows.save(row=Mandate(project=project, template=template, title="Tittel", version_label="1"), by=by)
    rows.save(row=Chapter(project=project, key="background", text="Tekst"), by=by)
    area = project.region.strategies.create(key="s", name="Strategi").areas.create(number=3, name="Kompetanse")
    rows.save(row=ProjectGoal(project=project, goal=Goal.objects.create(area=area, number=4, text="Alle kan")), by=by)
    rows.save(row=Participation(project=project, organisation=portfolio.municipality("Nes"), state="active"), by=by)
    project.allowed = frozenset({"draft.view"})
    assert [each[0] for each in told(project, by)[:4]] == [
        "Kari added the participant “Nes”.",
        "Kari added the goal from the strategy “3.4 Alle kan”.",
        "Kari added the chapter “Background”.",
        "Kari added the head of the mandate.",
    ]
    assert "“template”: Mandate X" in told(project, by)[3][1]
    assert told(project, by, "sv", what="chapters")[0][0] == "Kari lade till kapitlet ”Bakgrund”."


def test_a_move_a_copy_an_undo_and_a_save_of_nothing_say_so(project, by):
    first, second = Milestone(project=project, text="En"), Milestone(project=project, text="To")
    rows.save(row=first, by=by)
    rows.save(row=second, by=by, reason=rows.COPIED)
    rows.move(row=second, up=True, by=by)
    first.refresh_from_db()
    rows.save(row=first, by=by)
    first.planned_on = dt.date(2027, 1, 1)
    rows.revert(entry=rows.save(row=first, by=by, reason="Feil"), by=by)
    assert [(sentence, reason) for sentence, _rows, reason in told(project, by)[:5]] == [
        ("Kari emptied “planned” of the milestone “En”; it was 1 January 2027.", "undone; what was undone had the reason: Feil"),
        ("Kari set “planned” of the milestone “En” to 1 January 2027.", "Feil"),
        ("Kari saved the milestone “En” as it was.", ""),
        ("Kari moved the milestone “To” to place 1 in its list.", ""),
        ("Kari added the milestone “To”.", "copied from another project"),
    ]


def test_a_stage_is_told_with_its_reason(project, by):
    project.summary = "Kommunene lager felles tjenester."
    project.save()
    step(project=project, then=Stage.MANDATE, by=by, reason="Vedtatt")
    assert told(project, by)[0] == ("Kari changed “stage” of the project from idea to mandate.", [], "Vedtatt")


def test_a_project_that_the_reader_may_not_know_of_has_no_name(project, by):
    other = projects.project(portfolio.region(), name="Hemmelig navn")
    project.follows = other
    project.save()
    assert told(project, by)[0][0] == "The program set “follows” of the project to a project that you may not see."


def test_a_measure_that_changes_risk_says_so(project, by):
    one, other = (rows.save(row=Risk(project=project, text=text), by=by).instance for text in ("Forsinkelse", "Kostnad"))
    measure = RiskMeasure(risk=one, text="Følge opp")
    rows.save(row=measure, by=by)
    measure.risk = other
    rows.save(row=measure, by=by)
    assert told(project, by)[0][0] == "Kari changed “risk” of the measure “Følge opp” from Forsinkelse to Kostnad."


def test_hostile_words_are_words(project, by):
    """In a name, a text to compare, a reason and the name of a person."""
    evil = "<script>alert(1)</script>%(x)s {0} \u202e"
    by.name = evil
    by.save()
    row = Milestone(project=project, text=evil)
    rows.save(row=row, by=by, reason=evil)
    row.text = evil + " og mer som gjør den lang nok til å sammenlignes ord for ord"
    rows.save(row=row, by=by, reason=evil[:90])
    client = Client()
    client.force_login(by)
    response = client.get(f"{project.get_absolute_url()}history/")
    assert (response.status_code, b"<script>alert" in response.content) == (200, False)
    assert response.content.count(b"&lt;script&gt;alert(1)&lt;/script&gt;") >= 6


def test_every_column_of_every_kind_has_a_label_and_every_kind_a_name():
    """English words of the model itself would not be translated."""
    assert [kind.slug for kind in OF_PROJECT if not str(kind.the)] == []
    assert len({kind.slug for kind in OF_PROJECT}) == len(OF_PROJECT)


def test_a_regions_own_changes(project):
    region = project.region
    admin = portfolio.person_with(Role.ADMIN, region, name="Nils")
    portfolio.body(region, "Rådmannsutvalget")
    Organisation.objects.create(country="NO", kind="unit", name="Kontoret", region=region)
    RoleGrant.objects.filter(user=admin).get().save()
    region.letterhead = "Nytt hode"
    region.save()
    other = portfolio.region()
    portfolio.body(other, "Annet utvalg")
    with translation.override("en-gb"):
        found = [plain(each.sentence) for each in page.region_history(admin, region, {}).told]
    assert found == [
        "The program set “letterhead” of the settings of the region to Nytt hode.",
        "The program saved the role of “Nils” as it was.",
        "The program added the organisation “Kontoret”.",
        "The program added the body “Rådmannsutvalget”.",
        "The program added the role of “Nils”.",
        "The program added the settings of the region.",
    ]


def test_a_rule_is_told_in_words_and_names_whom_it_names(project, by):
    """Never as the program stores it; nor is a strategy's key told of."""
    nes, rule = portfolio.municipality("Nes"), Rule.objects.create(region=project.region, name="Halvt om halvt")
    portfolio.member(project.region, nes)
    equal = {"label": "lik del", "key": "equal", "fraction": "1"}
    version = RuleVersion(rule=rule, first_year=2026, definition={"parts": [equal], "exceptions": {nes.code: {"amount": "1000"}}})
    rows.save(row=version, by=by)
    halves = [equal | {"fraction": "1/2"}, {"label": "folketall", "key": "figure", "figure": "population", "fraction": "1/2"}]
    version.definition = version.definition | {"parts": halves}
    rows.save(row=version, by=by)
    rows.save(row=Strategy(region=project.region, name="Digital 2030"), by=by)
    with translation.override("nb"):
        found = page.region_history(by, project.region, {"what": "rule-versions"}).told
        strategy = page.region_history(by, project.region, {"what": "strategies"}).told[0]
    everything = [*(plain(each.sentence) + " ".join(plain(row) for row in each.rows) for each in found), *(piece.text for piece in found[0].texts[0].pieces)]
    assert [character for character in '{}["' if character in "".join(everything)] == []
    assert "Nes" in "".join(everything) and nes.code not in "".join(everything)
    assert (plain(strategy.sentence), strategy.rows) == ("Kari la til strategien «Digital 2030».", [])


def test_a_rule_that_changes_in_what_its_sentence_does_not_tell_has_changed(project, by):
    rule = Rule.objects.create(region=project.region, name="Likt")
    version = RuleVersion(rule=rule, first_year=2026, definition={"parts": [{"label": "lik del", "key": "equal", "fraction": "1"}]})
    rows.save(row=version, by=by)
    version.definition = {"parts": [{"label": "lik andel", "key": "equal", "fraction": "1"}]}
    rows.save(row=version, by=by)
    with translation.override("en-gb"):
        told = page.region_history(by, project.region, {"what": "rule-versions"}).told[0]
    assert plain(told.sentence) == "Kari set “rule” of the version of the rule “Likt” to other details that its sentence does not tell of."


def test_what_a_body_decided_its_minutes_and_a_frozen_plan_are_told(project, by):
    point = decisions.point(project, question="Skal vi?")
    made = decisions.decision(point, by=by)
    add_minutes(decision=made, path="minutes/a.pdf", sha256="a" * 64, by=by)
    correct(decision=made, said=decisions.said(point, Outcome.STOP), reason="Feil utfall", by=by)
    freeze(project=project, by=by, reason="Vedtatt")
    word = {each: outcome_word(each) for each in Outcome}
    assert told(project, by, what="tab-plan")[:4] == [
        ("Kari froze the plan as baseline 1.", [], "Vedtatt"),
        (f"Kari replaced decision 1 by decision 2 on “Skal vi?”: {word[Outcome.STOP]}.", [], "Feil utfall"),
        ("Kari added the minutes to decision 1 on “Skal vi?”.", [], ""),
        (f"Kari recorded decision 1 on “Skal vi?”: {word[Outcome.CONTINUE]}.", [], ""),
    ]
    assert [len(told(project, by, what=slug, who=str(by.pk))) for slug in ("decisions", "minutes", "baselines")] == [2, 1, 1]


def test_what_was_taken_over_from_a_dossier_is_told_of_the_day_on_which_it_came(project, by):
    made = decisions.decision(decisions.point(project, question="Skal vi?"), by=by)
    at = made.recorded_at + dt.timedelta(days=9)
    Decision.objects.create(
        **{name: getattr(made, name) for name in ("region", "project", "body", "outcome", "text", "recorded_at")},
        number=2, point=decisions.point(project), question="Skal vi også?", met_on=dt.date(2020, 1, 2), imported_at=at,
    )  # fmt: skip
    sentence, lines, reason = told(project, by)[0]
    assert (sentence, lines, reason) == (f"The program recorded decision 2 on “Skal vi også?”: {outcome_word(Outcome.CONTINUE)}.", [], "import of a dossier")
    assert len(told(project, by, what="decisions", since=at.date().isoformat())) == 1


def test_another_meeting_is_told_as_a_meeting(project, by):
    point = decisions.point(project, planned_on=None)
    meeting = point.body.meetings.create(date=dt.date(2016, 4, 15))
    choose_meeting(point=point, meeting=meeting, by=by)
    sentence, lines, _reason = told(project, by)[0]
    assert (sentence.endswith(":"), [line for line in lines if "meeting" in line]) == (True, [f"“meeting”: {meeting}"])


def test_a_moment_is_told_by_the_clock_of_the_page():
    at = dt.datetime(2026, 11, 22, 19, 12, tzinfo=dt.UTC)
    column: Any = FormalDecision._meta.get_field("confirmed_at")
    told = Speech("SEK", {}).value(column, FormalDecision(confirmed_at=at))
    assert told and told.text.endswith("20:12")
