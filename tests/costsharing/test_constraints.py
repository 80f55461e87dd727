"""Each rule of the costsharing tables, violated once on the real database."""

import pytest
from django.db import IntegrityError, transaction

from costsharing.models import Budget, BudgetAmount, BudgetLine, FundingAmount, FundingLine
from tests.factories import projects

pytestmark = pytest.mark.django_db


def refused(make, **fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**fields)


def test_one_amount_a_line_and_year():
    project = projects.project()
    for line_model, amount_model, kind in ((BudgetLine, BudgetAmount, "staff"), (FundingLine, FundingAmount, "cash")):
        line = line_model.objects.create(project=project, position=1, text="x", kind=kind)
        amount_model.objects.create(line=line, year=2016, minor=1)
        refused(amount_model.objects.create, line=line, year=2016, minor=2)
        refused(line_model.objects.create, project=project, position=1, text="y", kind=kind)


def test_a_project_has_one_budget():
    project = projects.project()
    Budget.objects.create(project=project)
    refused(Budget.objects.create, project=project)


def test_amounts_are_exact_far_beyond_any_budget():
    line = BudgetLine.objects.create(project=projects.project(), position=1, text="x", kind="staff")
    BudgetAmount.objects.create(line=line, year=2016, minor=9_007_199_254_740_993)
    assert line.amounts.get().minor == 9_007_199_254_740_993
