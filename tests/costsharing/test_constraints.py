"""Each rule of the costsharing tables, violated once on the real database."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from costsharing.models import (
    Allocation,
    Budget,
    BudgetAmount,
    BudgetLine,
    Charge,
    FigureUse,
    FundingAmount,
    FundingLine,
    LentHours,
    LocalCost,
    LocalCostAmount,
    Payer,
    Rule,
    RuleVersion,
    Scenario,
    ScenarioParticipant,
    Settlement,
    Share,
)
from portfolio.models import FigureSource, KeyFigure
from tests.factories import portfolio, projects

DAY = dt.date(2016, 3, 1)

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


def test_only_a_grant_is_sought_or_refused():
    refused(FundingLine.objects.create, project=projects.project(), position=1, text="x", kind="cash", grant_state="sought")


def test_only_a_grant_is_applied_for():
    project = projects.project()
    FundingLine.objects.create(project=project, position=1, text="x", kind="grant", apply_by=DAY)
    refused(FundingLine.objects.create, project=project, position=2, text="x", kind="cash", apply_by=DAY)


def test_a_local_cost_has_one_amount_a_municipality_and_year():
    cost, one = LocalCost.objects.create(project=projects.project(), position=1, text="x"), portfolio.municipality()
    LocalCostAmount.objects.create(cost=cost, organisation=one, year=2016, minor=1)
    refused(LocalCostAmount.objects.create, cost=cost, organisation=one, year=2016, minor=2)


def test_a_rule_has_one_name_and_one_version_that_begins_in_a_year():
    region = portfolio.region()
    rule = Rule.objects.create(region=region, name="Halvt om halvt")
    refused(Rule.objects.create, region=region, name="Halvt om halvt")
    RuleVersion.objects.create(rule=rule, first_year=2016, definition={})
    refused(RuleVersion.objects.create, rule=rule, first_year=2016, definition={})


def test_a_year_has_one_scenario_of_a_name_one_baseline_and_one_that_is_shown():
    project = projects.project()

    def scenario(name, **more):
        return Scenario.objects.create(project=project, year=2016, name=name, definition={}, **more)

    first = scenario("A", is_baseline=True, is_shown=True)
    refused(scenario, name="A")
    refused(scenario, name="B", is_baseline=True)
    refused(scenario, name="B", is_shown=True)
    one = portfolio.municipality()
    ScenarioParticipant.objects.create(scenario=first, organisation=one)
    refused(ScenarioParticipant.objects.create, scenario=first, organisation=one)


@pytest.fixture
def allocated():
    return adopted(projects.project())


def adopted(project, number=1, **more):
    return Allocation.objects.create(
        project=project,
        year=2016,
        number=number,
        name="A",
        case={},
        result={},
        content_sha256="0" * 64,
        engine="1",
        adopted_at=timezone.now(),
        adopted_by=portfolio.user(),
        body=portfolio.body(project.region),
        decided_on=DAY,
        **more,
    )


def test_a_year_has_one_chain_of_allocations_each_saying_why(allocated):
    project = allocated.project
    refused(adopted, project=project, number=2)
    refused(adopted, project=project, number=1, replaces=allocated, reason="x")
    refused(adopted, project=project, number=2, replaces=allocated, reason="")
    adopted(project, 2, replaces=allocated, reason="x")
    refused(adopted, project=project, number=3, replaces=allocated, reason="x")


def test_a_share_is_one_and_its_net_adds_up(allocated):
    one, other = portfolio.municipality(), portfolio.municipality()
    Share.objects.create(allocation=allocated, organisation=one, gross_minor=10, reimbursement_minor=3, net_minor=7, exact="1/10")
    refused(Share.objects.create, allocation=allocated, organisation=one, gross_minor=1, net_minor=1, exact="1")
    refused(Share.objects.create, allocation=allocated, organisation=other, gross_minor=1, net_minor=2, exact="1")


def settled(allocation):
    told = {"actual_minor": 1, "unspent": "carried", "case": {}, "result": {}, "engine": "1", "settled_at": timezone.now(), "decided_on": DAY}
    return Settlement.objects.create(allocation=allocation, settled_by=allocation.adopted_by, body=allocation.body, **told)


def test_what_is_adopted_never_changes(allocated):
    one = portfolio.municipality()
    share = Share.objects.create(allocation=allocated, organisation=one, gross_minor=10, net_minor=10, exact="1/10")
    source = FigureSource.objects.create(key="folk", title="x", publisher="x", licence="x")
    figure = KeyFigure.objects.create(organisation=one, kind="population", date=DAY, value=1, source=source)
    use = FigureUse.objects.create(allocation=allocated, figure=figure)
    refused(FigureUse.objects.create, allocation=allocated, figure=figure)
    settlement = settled(allocated)
    refused(settled, allocation=allocated)
    refused(type(allocated).objects.filter(pk=allocated.pk).update, name="B")
    refused(Share.objects.filter(pk=share.pk).update, gross_minor=11, net_minor=11)
    refused(FigureUse.objects.filter(pk=use.pk).update, figure=figure)
    refused(Settlement.objects.filter(pk=settlement.pk).update, actual_minor=2)


def test_a_charge_is_one_and_says_when_it_was_invoiced_and_paid(allocated):
    one = portfolio.municipality()

    def charge(instalment=1, **more):
        values = {"net_minor": 100, "vat_percent": 25, "vat_minor": 25, "gross_minor": 125} | more
        return Charge.objects.create(allocation=allocated, organisation=one, instalment=instalment, due_on=DAY, text="x", **values)

    charge()
    refused(charge)
    refused(charge, instalment=2, gross_minor=124)
    refused(charge, instalment=2, vat_percent=12)
    refused(charge, instalment=2, state="decided")
    refused(charge, instalment=2, state="invoiced", decided_on=DAY)
    refused(charge, instalment=2, state="paid", decided_on=DAY, invoiced_on=DAY)
    settlement = settled(allocated)
    charge(instalment=2, settlement=settlement)
    refused(charge, instalment=3, settlement=settlement)


def test_hours_once_a_year_at_a_price_that_is_not_negative(allocated):
    one, project = portfolio.municipality(), allocated.project
    LentHours.objects.create(project=project, organisation=one, year=2016, rate_minor=0)
    refused(LentHours.objects.create, project=project, organisation=one, year=2016, rate_minor=1)
    refused(LentHours.objects.create, project=project, organisation=one, year=2017, rate_minor=-1)


def test_a_payer_once_in_a_region(allocated):
    one, region = portfolio.municipality(), allocated.project.region
    Payer.objects.create(region=region, organisation=one)
    refused(Payer.objects.create, region=region, organisation=one)
