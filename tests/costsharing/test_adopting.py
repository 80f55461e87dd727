"""From a try to what binds."""

import datetime as dt

import pytest

from costsharing.actions.adopting import Changed, NotAdopted, Reference, adopt, fingerprint
from costsharing.models import Allocation, Scenario, Share
from costsharing.policies import Obstacle
from costsharing.queries.tried import tried
from portfolio.models import User
from tests.costsharing.test_cases import DEFINITION, funding, inhabitants, line
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return portfolio.user()


@pytest.fixture
def scenario() -> Scenario:
    project = projects.project()
    for number in (1, 2, 3):
        each = portfolio.municipality()
        inhabitants(each, d2016_01_01=number)
        projects.participation(project, each, state="active")
    line(project, "Drift", 100_00, 1)
    funding(project, "cash", 100_00, 1)
    return Scenario.objects.create(project=project, year=2017, name="A", definition=DEFINITION)


def reference(scenario: Scenario) -> Reference:
    return Reference(portfolio.body(scenario.project.region), dt.date(2016, 12, 1), "§ 9", "2016/7", "Vedteke.")


def seen(scenario: Scenario) -> str:
    return fingerprint(tried(scenario).basis.case)


def test_the_whole_case_and_the_whole_answer_are_stored(scenario, by):
    allocation = adopt(scenario=scenario, seen=seen(scenario), reference=reference(scenario), by=by)
    assert [row.gross_minor for row in allocation.shares.all()] == [17_00, 33_00, 50_00]
    assert (allocation.number, allocation.paragraph, allocation.result["total"]) == (1, "§ 9", "100")
    assert [share["exact"] for share in allocation.result["shares"]] == ["50/3", "100/3", "50/1"] == [row.exact for row in allocation.shares.all()]
    assert allocation.figures_used.count() == 3
    assert allocation.case == tried(scenario).basis.case


def test_numbers_that_moved_since_they_were_seen_are_not_adopted(scenario, by):
    before = seen(scenario)
    inhabitants(scenario.project.participations.first().organisation, d2016_12_31=9)
    with pytest.raises(Changed):
        adopt(scenario=scenario, seen=before, reference=reference(scenario), by=by)
    assert (Allocation.objects.count(), Share.objects.count()) == (0, 0)


def test_a_gap_blocks_adopting_and_says_how_much(scenario, by):
    line(scenario.project, "Kurs", 12_00, 2)
    with pytest.raises(NotAdopted) as caught:
        adopt(scenario=scenario, seen=seen(scenario), reference=reference(scenario), by=by)
    assert [(each.obstacle, each.gap) for each in caught.value.hindrances] == [(Obstacle.GAP, 12_00)]


def test_a_missing_figure_blocks_adopting(scenario, by):
    projects.participation(scenario.project, portfolio.municipality(), state="active")
    with pytest.raises(NotAdopted) as caught:
        adopt(scenario=scenario, seen=seen(scenario), reference=reference(scenario), by=by)
    assert [each.obstacle for each in caught.value.hindrances] == [Obstacle.REFUSED]
    assert [(fault.key, fault.params["figure"]) for fault in tried(scenario).faults] == [("missing_figure", "population")]


def test_a_second_one_for_the_year_names_the_one_that_it_replaces(scenario, by):
    first = adopt(scenario=scenario, seen=seen(scenario), reference=reference(scenario), by=by)
    with pytest.raises(NotAdopted) as caught:
        adopt(scenario=scenario, seen=seen(scenario), reference=reference(scenario), by=by)
    assert [each.obstacle for each in caught.value.hindrances] == [Obstacle.ADOPTED]
    second = adopt(scenario=scenario, seen=seen(scenario), reference=reference(scenario), by=by, replaces=first, reason="Feil folketal")
    assert (second.number, first.replaced_by) == (2, second)
    with pytest.raises(NotAdopted) as caught:
        adopt(scenario=scenario, seen=seen(scenario), reference=reference(scenario), by=by, replaces=first, reason="x")
    assert [each.obstacle for each in caught.value.hindrances] == [Obstacle.GONE]


def test_a_population_revised_after_adopting_moves_nothing(scenario, by):
    allocation = adopt(scenario=scenario, seen=seen(scenario), reference=reference(scenario), by=by)
    before = list(allocation.shares.values_list("gross_minor", "exact"))
    inhabitants(scenario.project.participations.first().organisation, d2016_12_31=9)
    assert list(allocation.shares.values_list("gross_minor", "exact")) == before
    assert seen(scenario) != allocation.content_sha256


def test_whoever_pays_without_taking_part_has_a_share_too(scenario, by):
    payer = portfolio.municipality()
    scenario.definition = {
        "unit": "1",
        "organisations": [{"code": payer.code, "name": payer.name}, {"code": "9999", "name": "unknown"}],
        "parts": [{"label": "own", "key": "payer", "payer": payer.code, "amount": "40"}, {"label": "rest", "key": "equal", "fraction": "1"}],
    }
    scenario.save()
    allocation = adopt(scenario=scenario, seen=seen(scenario), reference=reference(scenario), by=by)
    assert allocation.shares.get(organisation=payer).gross_minor == 40_00
    assert sum(allocation.shares.values_list("gross_minor", flat=True)) == 100_00
