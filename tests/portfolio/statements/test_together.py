"""Rows that are read together are the rows that each table's own query gives."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from costsharing.queries.budgets import MONEY
from milestones.queries.outlooks import ALL_OF_IT
from portfolio.statements import Part, Together
from projects.models import Commitment, ProjectGoal, ProjectRole
from projects.queries import TERMS, reading, terms
from tests.factories import portfolio, projects
from tests.factories.full import project_with

GATHERED = {"terms": reading(tuple(TERMS)), "money": MONEY, "outlook": ALL_OF_IT}

OWNERS = dict.fromkeys(("measures", "parties", "reviews"), "risk__project") | dict.fromkeys(("owners", "measurements"), "benefit__project")
OWNERS |= {"local": "cost__project"}


@pytest.mark.parametrize("name", GATHERED)
def test_every_column_of_every_part_is_as_the_orm_reads_it(db, name):
    project_with(2)
    project = project_with(3)
    portfolio_user = portfolio.person_with("coordinator", project.region, function="Rådgiver")
    projects.role(project, "manager", user=portfolio_user)
    for part, rows in GATHERED[name].rows(project=project.pk).items():
        model = GATHERED[name].parts[part].rows().model
        owner = OWNERS.get(part, "line__project")
        path = "project" if any(field.name == "project" for field in model._meta.fields) else owner
        own = list(model.objects.filter(**{path: project}))
        assert {row.pk: model_to_dict(row) for row in rows} == {row.pk: model_to_dict(row) for row in own}
        assert len(rows) == len(own) > 0, part


def test_what_a_row_hangs_on_comes_along_in_the_same_query(db):
    project = project_with(2)
    ProjectRole.objects.create(project=project, position=9, role="expert", holder="Noen")
    Commitment.objects.create(project=project, position=9, side="office", title="Møterom")
    with CaptureQueriesContext(connection) as asked:
        found = terms(project)
        held = [(row.held_by, row.body and row.body.name) for row in found.roles]
        goals = [(str(row.goal), row.goal.area.strategy.name) for row in found.goals]
        parties = [row.organisation.name for row in found.participants] + [str(row.organisation) for row in found.commitments]
    assert len(asked) == 1
    assert held == [(row.held_by, row.body and row.body.name) for row in project.projectrole_rows.all()]
    assert goals == [(str(row.goal), row.goal.area.strategy.name) for row in ProjectGoal.objects.filter(project=project)]
    expected = [row.organisation.name for row in project.participations.order_by("pk")]
    assert parties == expected + [str(row.organisation) for row in project.commitment_rows.all()]


def test_parts_that_are_not_named_are_not_asked_for(db):
    project = project_with(1)
    found = terms(project, "resources", "open_points")
    assert ([len(rows) for rows in vars(found).values()].count(1), len(found.resources), len(found.open_points)) == (2, 1, 1)


def test_a_moment_is_refused_when_the_statement_is_written():
    with pytest.raises(TypeError, match="expire_date"):
        Together(sessions=Part(lambda: Session.objects.all(), order=("pk",))).shapes  # noqa: B018
