"""What a region asks at decision points: begun with the usual questions, changed as any row of the register."""

import pytest
from django.test import Client
from django.urls import reverse

from milestones.models import Checklist, ChecklistItem
from milestones.presets import QUESTIONS
from portfolio.access.roles import Role
from projects.lifecycle import Kind
from tests.factories import portfolio
from tests.factories.registered import region_with

pytestmark = pytest.mark.django_db


def client_of(role, region):
    client = Client()
    client.force_login(portfolio.person_with(role, region))
    return client


def test_every_kind_of_project_has_questions_to_begin_with():
    assert set(QUESTIONS) == set(Kind)
    assert [kind for kind, questions in QUESTIONS.items() if len(set(questions)) < len(questions) or len(questions) < 3] == []


def test_it_begins_with_the_usual_questions_once():
    region = portfolio.region(language="en-gb")
    client, address = client_of(Role.COORDINATOR, region), reverse("checklist-begin", args=[region.slug])
    for _ in range(2):
        assert client.post(address, {"kind": "procurement"}).status_code == 303
    its = Checklist.objects.get()
    assert (its.region, its.kind) == (region, "procurement")
    assert [item.text for item in its.items.all()] == [str(text) for text in QUESTIONS[Kind.PROCUREMENT]]
    assert ChecklistItem.history.count() == len(QUESTIONS[Kind.PROCUREMENT])
    assert client.post(address, {"kind": "party"}).status_code == 303
    assert Checklist.objects.count() == 1


def test_a_reader_reads_and_changes_nothing():
    region = region_with(1)
    client = client_of(Role.READER, region)
    page = client.get(reverse("checklists", args=[region.slug])).content.decode()
    assert (page.count("Er det penger?"), "register/edit" in page, "checklists/begin" in page) == (1, False, False)
    assert client.post(reverse("checklist-begin", args=[region.slug]), {"kind": "procurement"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_whatever_it_shows(django_assert_num_queries, rows):
    region = region_with(rows)
    client = client_of(Role.COORDINATOR, region)
    with django_assert_num_queries(4 + 2):
        assert client.get(reverse("checklists", args=[region.slug])).status_code == 200
