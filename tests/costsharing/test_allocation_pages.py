"""What was adopted is shown as it was stored, whatever happens afterwards; and every amount explains itself."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from costsharing.actions.adopting import Reference, adopt, fingerprint
from costsharing.models import Allocation, Scenario
from costsharing.queries.tried import tried
from portfolio.access.roles import Role
from tests.costsharing.test_cases import funding, inhabitants, line
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db
HALF = {"label": "lik del", "key": "equal", "fraction": "1/2"}
SIZE = {"label": "folketal", "key": "figure", "figure": "population", "fraction": "1/2"}
DEFINITION = {"unit": "1", "parts": [HALF, SIZE]}


def adopted(count: int = 3, first: int = 9000) -> Allocation:
    region = portfolio.region()
    project = projects.project(region)
    for number in range(1, count + 1):
        each = portfolio.municipality(f"By {number}", code=str(first + number))
        inhabitants(each, d2016_01_01=1000 * number)
        projects.participation(project, each, state="active")
    line(project, "Drift", 1000_00, 1)
    funding(project, "cash", 700_00, 1)
    funding(project, "own_effort", 300_00, 2)
    scenario = Scenario.objects.create(project=project, year=2017, name="A", definition=DEFINITION)
    reference = Reference(portfolio.body(region, "Regionrådet"), dt.date(2016, 12, 1), "§ 9", "16/7", "Vedteke.")
    return adopt(scenario=scenario, seen=fingerprint(tried(scenario).basis.case), reference=reference, by=portfolio.user())


@pytest.fixture
def allocation() -> Allocation:
    return adopted()


def reader(allocation: Allocation) -> Client:
    client = Client(headers={"accept-language": "nb"})
    client.force_login(portfolio.person_with(Role.READER, allocation.project.region, language="nb"))
    return client


def address(name: str, allocation: Allocation, *more: str) -> str:
    return reverse(name, args=[allocation.project.region.slug, allocation.project.reference, allocation.number, *more])


def body_of(client: Client, url: str) -> str:
    """Without what every answer has anew."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", client.get(url).content.decode())


def test_figures_rule_and_participants_may_change_afterwards_and_not_a_byte_does_here(allocation):
    client = reader(allocation)
    urls = [address("allocation", allocation), address("allocation-why", allocation, "9002")]
    before = [body_of(client, url) for url in urls]
    project = allocation.project
    for participation in project.participations.all():
        inhabitants(participation.organisation, d2016_06_01=77)
    Scenario.objects.filter(project=project).update(definition={"parts": [HALF]}, name="B")
    project.participations.first().delete()
    project.participations.update(state="left")
    line(project, "Ny", 5_00, 3)
    assert [body_of(client, url) for url in urls] == before


def test_the_page_shows_table_rule_sources_and_decision(allocation):
    page = body_of(reader(allocation), address("allocation", allocation))
    for wanted in ("§ 9", "16/7", "Vedteke.", "Regionrådet", "01.12.2016", "By 1", "Folkmängd", allocation.content_sha256):
        assert wanted in page
    found = reader(allocation).get(address("allocation", allocation)).context["page"].found
    assert (found.table.agrees, found.table.total, found.table.costs) == (True, 700_00, 1000_00)
    assert [line.parts for line in found.table.lines] == [(117_00, 58_00), (116_00, 117_00), (117_00, 175_00)]


def test_why_can_be_followed_on_a_pocket_calculator(allocation):
    why = reader(allocation).get(address("allocation-why", allocation, "9002")).context["page"].why
    first, second = why.lines
    assert (first.how[0].split(" ")[0], first.exact, first.amount) == ("350", "116,67", "116")
    assert second.how == ("350 × 2\xa0000 ÷ 6\xa0000",)
    assert (second.exact, second.amount, why.gross) == ("116,67", "117", "233\xa0kr")
    assert round(350 * 2000 / 6000, 2) == 116.67


def test_only_who_sees_the_project_sees_it_and_only_who_pays_is_explained(allocation):
    client = reader(allocation)
    assert client.get(address("allocation-why", allocation, "1111")).status_code == 404
    assert client.get(address("allocation", allocation).replace("/1/", "/2/")).status_code == 404
    elsewhere = reader(adopted(1, first=8000))
    assert elsewhere.get(address("allocation", allocation)).status_code == 404
    assert elsewhere.get(address("allocation-why", allocation, "9002")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_often_whatever_the_number_of_participants(count, django_assert_num_queries):
    allocation = adopted(count)
    client = reader(allocation)
    for url, queries in ((address("allocation", allocation), 6), (address("allocation-why", allocation, "9001"), 5)):
        with django_assert_num_queries(queries):
            assert client.get(url).status_code == 200
