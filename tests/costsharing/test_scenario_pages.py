"""Tries at sharing a year's costs: their pages, their forms and what becomes of what people type."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from costsharing.models import BudgetLine, LentHours, Rule, RuleVersion, Scenario, ScenarioParticipant
from portfolio.access.roles import Role
from portfolio.models import Organisation, Seat
from projects.models import Participation, Project
from tests.costsharing.test_cases import DEFINITION, funding, inhabitants, line
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db
HALF = {
    "unit": "1",
    "parts": [{"label": "Likt", "key": "equal", "fraction": "1/2"}, {"label": "Folk", "key": "figure", "figure": "population", "fraction": "1/2"}],
}


def take_part(project: Project, *values: int) -> list[Organisation]:
    found = []
    for value in values:
        each = portfolio.municipality(f"Kommune-{value}")
        inhabitants(each, d2016_01_01=value)
        projects.participation(project, each)
        found.append(each)
    return found


@pytest.fixture
def project() -> Project:
    made = projects.project(portfolio.region(language="en-gb", slug="fjord"), reference="felles")
    take_part(made, 10, 20, 70)
    line(made, "Drift", 1000_00, 1)
    funding(made, "grant", 100_00, 1, grant_state="sought")
    funding(made, "cash", 900_00, 2)
    return made


@pytest.fixture
def scenario(project: Project) -> Scenario:
    return Scenario.objects.create(project=project, year=2017, name="Half", definition=HALF)


@pytest.fixture
def coordinator(client: Client, project: Project) -> Client:
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region, language="en-gb"))
    return client


def at(name: str, project: Project, *more: Any) -> str:
    return reverse(name, args=[project.region.slug, project.reference, *more])


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\u00a0", " "))


def hidden(response: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found
    return found[1]


def typed(response: Any, **changed: Any) -> dict[str, Any]:
    """The form as the page shows it, with what is changed."""
    form = response.context["form"]
    said = {each.html_name: each.value() for each in form if each.value() not in (None, "", False)}
    return said | {"key": hidden(response, "key"), "shown": hidden(response, "shown"), "do": "save"} | changed


def test_the_page_tells_what_is_shared_by_whom_and_that_it_adds_up(coordinator, project, scenario):
    shown = text(coordinator.get(at("scenario", project, scenario.pk)))
    assert "Costs in 2017 NOK 1,000" in shown
    assert "−NOK 100 grant, sought" in shown
    assert "To share NOK 900" in shown
    assert "Adds up exactly" in shown
    assert "Kommune-70 70 150 315 465 6.64" in shown
    assert "Sum 100 450 450 900 9.00" in shown
    assert "Check 0 0 0" in shown
    assert "Why does Kommune-70 pay NOK 465?" in shown
    assert "450 ÷ 3 who share alike = 150" in shown
    assert "450 × 70 ÷ 100 = 315 Population 1 January 2016, Folkmängd: 70" in shown
    assert "NOK 6.64 per inhabitant. No exception, floor or ceiling." in shown


def test_the_panel_explains_whoever_is_asked_about_and_so_does_a_page_of_its_own(coordinator, project, scenario):
    code = Organisation.objects.get(name="Kommune-20").code
    assert "Why does Kommune-20 pay NOK 240?" in text(coordinator.get(at("scenario", project, scenario.pk), {"why": code}))
    shown = text(coordinator.get(at("scenario-why", project, scenario.pk, code)))
    assert "Likt 450 ÷ 3 who share alike 150 150 Folk 450 × 20 ÷ 100 90 90 Share 240" in shown
    assert "Half is shared equally, half by population. Rounded to whole kronor." in shown
    assert coordinator.get(at("scenario-why", project, scenario.pk, "nobody")).status_code == 404


def test_what_each_bears_itself_and_is_repaid_stands_beside_the_sum(coordinator, project, scenario):
    one = Organisation.objects.get(name="Kommune-20")
    Scenario.objects.update(definition=HALF | {"parts": [*HALF["parts"], {"label": "Eget", "key": "own", "own": {one.code: "12.50"}}]})
    LentHours.objects.create(project=project, organisation=one, year=2017, promised_minutes=90, rate_minor=20_00)
    shown = text(coordinator.get(at("scenario", project, scenario.pk), {"why": one.code}))
    assert "Borne by each itself, outside the sum: Kommune-20 NOK 12.50 (Eget)." in shown
    assert "Share NOK 240 Reimbursed for hours lent −30 1.5 hours × 20 Net NOK 210" in shown
    assert "Borne besides, outside this sum: Eget, NOK 12.50." in shown


def test_a_missing_figure_is_said_and_the_page_stands(coordinator, project, scenario):
    other = portfolio.municipality("Uten tall")
    projects.participation(project, other)
    for name in ("scenario", "scenario-curve", "scenario-csv", "scenario-xlsx"):
        assert coordinator.get(at(name, project, scenario.pk)).status_code == 200
    shown = text(coordinator.get(at("scenario", project, scenario.pk)))
    assert f"{other.code} Uten tall" in shown
    assert "One thing keeps it from being worked out" in shown
    assert coordinator.get(at("scenario-why", project, scenario.pk, other.code)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_whatever_the_number_of_municipalities_and_variants(coordinator, project, scenario, rows, django_assert_num_queries):
    for number in range(rows):
        take_part(project, 100 + number)
        Scenario.objects.create(project=project, year=2017, name=f"N{number}", definition=HALF, is_baseline=number == 0)
    for name, key, most in (
        ("scenario", scenario.pk, QUERIES["scenario"]),
        ("scenarios-compare", 2017, QUERIES["compare"]),
        ("scenario-curve", scenario.pk, QUERIES["curve"]),
    ):
        url = at(name, project, key)
        coordinator.get(url)
        with django_assert_num_queries(most):
            assert coordinator.get(url).status_code == 200


QUERIES = {"scenario": 14, "compare": 11, "curve": 12}


def test_changing_the_fractions_is_seen_before_it_is_stored(coordinator, project, scenario):
    url = at("scenario-edit", project, scenario.pk)
    form = coordinator.get(url)
    data = typed(form, **{"fraction-0": "20", "fraction-1": "", "do": "show"})
    shown = text(coordinator.post(url, data))
    assert "As written, not saved" in shown
    assert "Kommune-70 70 60 504 564" in shown
    scenario.refresh_from_db()
    assert scenario.definition == HALF
    answer = coordinator.post(url, data | {"do": "save"})
    assert (answer.status_code, answer.url) == (303, at("scenario", project, scenario.pk))
    scenario.refresh_from_db()
    assert [part["fraction"] for part in scenario.definition["parts"]] == ["0.2", "0.8"]
    assert coordinator.post(url, data | {"do": "save"}).status_code == 303
    assert Scenario.history.filter(id=scenario.pk, history_type="~").count() == 1, "posted twice acts once"


def test_what_cannot_be_read_is_said_at_its_field_and_nothing_typed_is_lost(coordinator, project, scenario):
    url = at("scenario-edit", project, scenario.pk)
    answer = coordinator.post(url, typed(coordinator.get(url), **{"fraction-0": "en halv", "name": "", "base_minor": "mye"}))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"fraction-0", "name", "base_minor"}
    assert 'value="en halv"' in answer.content.decode()
    assert 'value="mye"' in answer.content.decode()


def test_two_who_change_one_variant_see_both_texts(coordinator, project, scenario):
    url = at("scenario-edit", project, scenario.pk)
    mine = coordinator.get(url)
    theirs = typed(coordinator.get(url), name="Theirs")
    assert coordinator.post(url, theirs).status_code == 303
    answer = coordinator.post(url, typed(mine, **{"name": "Mine", "fraction-0": "30", "fraction-1": "70"}))
    assert answer.status_code == 409
    assert "Theirs" in text(answer) and "Mine" in text(answer)
    again = {"key": hidden(answer, "key"), "shown": hidden(answer, "shown"), "do": "save"} | dict(answer.context["typed"])
    assert coordinator.post(url, again).status_code == 303
    scenario.refresh_from_db()
    assert (scenario.name, scenario.definition["parts"][0]["fraction"]) == ("Mine", "0.3")


def test_a_variant_removed_while_it_is_changed_can_be_kept_as_a_new_one(coordinator, project, scenario):
    url = at("scenario-edit", project, scenario.pk)
    mine = typed(coordinator.get(url), name="Mine")
    coordinator.post(at("scenario-mark", project, scenario.pk), {"do": "remove"})
    answer = coordinator.post(url, mine)
    assert answer.status_code == 409
    again = {"key": hidden(answer, "key"), "shown": hidden(answer, "shown"), "do": "again"} | dict(answer.context["typed"])
    assert coordinator.post(url, again).status_code == 303
    assert [each.name for each in Scenario.objects.all()] == ["Mine"]


def test_a_participant_who_leaves_while_the_variant_is_open_stays_ticked_and_is_named(coordinator, project, scenario):
    url = at("scenario-edit", project, scenario.pk)
    every = list(Organisation.objects.filter(participations__project=project).order_by("code"))
    mine = typed(coordinator.get(url), who="chosen", ticked=[each.pk for each in every])
    Participation.objects.filter(organisation=every[0]).update(state="left")
    assert coordinator.post(url, mine).status_code == 303
    shown = text(coordinator.get(at("scenario", project, scenario.pk)))
    assert f"Ticked, though no longer in the project: {every[0].name}" in shown
    assert f"Have said no or left since: {every[0].name} (has left)" in shown
    assert "Sum 100 450 450 900" in shown
    Participation.objects.filter(organisation=every[1]).delete()
    assert coordinator.post(url, typed(coordinator.get(url), name="Once more")).status_code == 303
    assert ScenarioParticipant.objects.filter(scenario=scenario).count() == 3, "nobody who was ticked is lost"
    Scenario.objects.update(who="invited")
    assert "Sum 70 450 450 900" in text(coordinator.get(at("scenario", project, scenario.pk)))


def test_removing_is_undone_with_its_ticks(coordinator, project, scenario):
    scenario.chosen.create(organisation=Organisation.objects.get(name="Kommune-20"))
    answer = coordinator.post(at("scenario-mark", project, scenario.pk), {"do": "remove"}, follow=True)
    assert Scenario.objects.count() == ScenarioParticipant.objects.count() == 0
    undo = re.search(r'action="([^"]*/undo/\d+/)"', answer.content.decode())
    assert undo
    assert coordinator.post(undo[1]).url == at("scenario", project, scenario.pk)
    assert [tick.organisation.name for tick in Scenario.objects.get().chosen.all()] == ["Kommune-20"]


def test_one_of_a_year_is_the_baseline_and_one_is_shown_in_the_mandate(coordinator, project, scenario):
    other = Scenario.objects.create(project=project, year=2017, name="Alike", definition={"parts": [HALF["parts"][0] | {"fraction": "1"}]})
    for each in (scenario, other):
        for do in ("baseline", "shown"):
            assert coordinator.post(at("scenario-mark", project, each.pk), {"do": do}).status_code == 303
    scenario.refresh_from_db()
    other.refresh_from_db()
    assert (scenario.is_baseline, scenario.is_shown, other.is_baseline, other.is_shown) == (False, False, True, True)
    shown = text(coordinator.get(at("scenario", project, scenario.pk)))
    assert "Against B" in shown
    assert "Kommune-70 70 150 315 465 6.64 +165" in shown
    coordinator.post(at("scenario-mark", project, other.pk), {"do": "baseline"})
    assert not Scenario.objects.filter(is_baseline=True).exists()


def test_variants_side_by_side_and_who_pays_more(coordinator, project, scenario):
    Scenario.objects.create(project=project, year=2017, name="Alike", definition={"parts": [HALF["parts"][0] | {"fraction": "1"}]})
    answer = coordinator.get(at("scenarios-compare", project, 2017))
    shown = text(answer)
    assert "Kommune-70 465 300" in shown
    assert "Kommune-10 195 300 +105 19.50 30.00" in shown
    assert "Kommune-70 465 300 −165 6.64 4.29" in shown
    assert "Sum 900 900 ±0" in shown
    assert answer.content.decode().count('<svg class="bars"') == 6
    assert coordinator.get(at("scenarios-compare", project, 2018)).status_code == 404


def test_the_fee_over_the_number_that_join(coordinator, project, scenario):
    code = Organisation.objects.get(name="Kommune-20").code
    answer = coordinator.get(at("scenario-curve", project, scenario.pk), {"for": code})
    assert [(each.n, each.with_largest, each.with_smallest) for each in answer.context["curve"].points] == [
        (1, 900_00, 900_00),
        (2, 325_00, 525_00),
        (3, 240_00, 240_00),
    ]
    assert re.findall(r'<svg class="chart curve (\w+)"', answer.content.decode()) == ["desk", "phone"]
    Scenario.objects.update(definition={"parts": [{"label": "x", "key": "percent", "fraction": "1", "percent": dict.fromkeys(codes(project), "1/3")}]})
    assert coordinator.get(at("scenario-curve", project, scenario.pk)).status_code == 200


def codes(project: Project) -> list[str]:
    return list(Organisation.objects.filter(participations__project=project).values_list("code", flat=True))


@pytest.mark.parametrize(("begin", "parts"), [("equal", 1), ("population", 1), ("half", 2)])
def test_a_new_one_begins_plainly(coordinator, project, begin, parts):
    url = at("scenario-new", project)
    data = {"year": "2017", "begin": begin, "key": hidden(coordinator.get(url), "key")}
    first = coordinator.post(url, data)
    assert first.status_code == 303
    assert coordinator.post(url, data).url == first.url, "posted twice makes one"
    [made] = Scenario.objects.all()
    assert len(made.definition["parts"]) == parts
    assert "Adds up exactly" in text(coordinator.get(first.url))


def test_a_new_one_is_a_copy_or_follows_a_rule_or_the_rules_of_the_lines(coordinator, project, scenario):
    rule = Rule.objects.create(region=project.region, name="Folketall")
    version = RuleVersion.objects.create(rule=rule, first_year=2016, definition=DEFINITION)
    url = at("scenario-new", project)
    assert coordinator.post(url, {"year": "2017", "begin": f"copy-{scenario.pk}"}).status_code == 303
    assert coordinator.post(url, {"year": "2017", "begin": f"rule-{version.pk}"}).status_code == 303
    answer = coordinator.post(url, {"year": "2017", "begin": "lines"})
    assert (answer.status_code, "“Drift” has no rule" in text(answer)) == (422, True)
    BudgetLine.objects.filter(project=project).update(rule=rule)
    assert coordinator.post(url, {"year": "2017", "begin": "lines"}).status_code == 303
    found = {each.name: each.definition for each in Scenario.objects.all()}
    assert found["Half (2)"] == HALF
    assert found["Folketall"] == DEFINITION
    assert [(part["label"], part["fraction"]) for part in found["By the budget's lines"]["parts"]] == [("Drift", "1")]


def test_the_files_hold_the_table_with_its_sums_and_no_formula(coordinator, project, scenario):
    Organisation.objects.filter(name="Kommune-70").update(name="=1+1")
    rows = coordinator.get(at("scenario-csv", project, scenario.pk)).content.decode("utf-8-sig").splitlines()
    assert rows[1] == "'=1+1;70;150.00;315.00;465.00;6.64"
    assert rows[-1] == "Sum;100;450.00;450.00;900.00;"
    book = zipfile.ZipFile(io.BytesIO(coordinator.get(at("scenario-xlsx", project, scenario.pk)).content))
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_who_sees_drafts_sees_it_and_only_an_editor_changes_it(client, project, scenario):
    body = portfolio.body(project.region)
    member = portfolio.person_with(Role.STEERING, project.region)
    Seat.objects.create(body=body, user=member, function="member", valid_from=portfolio.LONG_AGO)
    projects.role(project, "steering_group", body=body)
    for person, seen in ((member, 200), (portfolio.person_with(Role.READER, project.region), 403)):
        client.force_login(person)
        assert client.get(at("scenario", project, scenario.pk)).status_code == seen
        assert client.get(at("scenario-edit", project, scenario.pk)).status_code == 403
        assert client.post(at("scenario-mark", project, scenario.pk), {"do": "remove"}).status_code == 403
    assert Scenario.objects.count() == 1


def test_another_projects_variant_is_not_found_here(coordinator, project, scenario):
    other = projects.project(project.region, reference="annet")
    for name in ("scenario", "scenario-edit", "scenario-curve", "scenario-csv"):
        assert coordinator.get(at(name, other, scenario.pk)).status_code == 404
    assert coordinator.post(at("scenario-mark", other, scenario.pk), {"do": "remove"}).status_code == 404
    assert Scenario.objects.count() == 1
