"""A body that lets a project go on approves the version of the mandate that the question named, and the plan is frozen with it; what drifts is told."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from milestones.actions.baselines import freeze
from milestones.actions.decisions import correct, record
from milestones.gates import Outcome
from milestones.models import Baseline, Decision, DecisionPoint, Milestone
from milestones.queries.approvals import approval, counted, ledger
from milestones.queries.baselines import baselines
from portfolio.access.roles import Role
from projects.models import Mandate, Project
from tests.factories import decisions as make
from tests.factories import portfolio, projects
from tests.factories.full import mandate

pytestmark = pytest.mark.django_db
DATED, LATER = dt.date(2026, 1, 5), dt.date(2026, 9, 1)
APPROVED = "Mandate “versjon 3” of 5\xa0January\xa02026 was approved 2\xa0March\xa02026 by Styringsgruppen."


@pytest.fixture
def point() -> DecisionPoint:
    project = projects.project()
    mandate(project)
    Mandate.objects.filter(project=project).update(version_label="Versjon 3", dated_on=DATED)
    Milestone.objects.create(project=project, position=1, text="Utlyst", planned_on=dt.date(2026, 9, 15))
    body = portfolio.body(project.region, "Styringsgruppen")
    return make.point(project, body=body, mandate_version="versjon 3", mandate_dated_on=DATED)


@pytest.fixture
def coordinator(point: DecisionPoint) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, point.project.region, language="en-gb"))
    return client


def at(name: str, project: Project, *more: int) -> str:
    return reverse(name, args=[project.region.slug, project.reference, *more])


def typed(point: DecisionPoint, **changes: str) -> dict[str, str]:
    sent = {"outcome": "continue", "text": "Fortsett.", "body": str(point.body_id), "met_on": "2026-03-02", "rows": "3", "do": "record", "freeze": "on"}
    return sent | {"key": str(uuid.uuid4())} | changes


def approved(point: DecisionPoint, **said: Any) -> Decision:
    return record(point=point, said=make.said(point, **said), by=portfolio.user(), freezes_plan=True)[0]


def stands(project: Project) -> tuple[str, list[str]]:
    """What the mandate's pages say, as they read it: afresh."""
    found = approval(Project.objects.select_related("region", "mandate").get(pk=project.pk))
    return found.text, found.drifts


# ---- recording ---------------------------------------------------------------
def test_the_form_offers_to_freeze_and_one_deed_does_both(point, coordinator):
    address = at("decision-record", point.project, point.pk)
    assert coordinator.get(address).context["form"]["freeze"].value() is True
    sent = typed(point)
    assert [coordinator.post(address, sent).status_code for _ in range(2)] == [303, 303]
    frozen = Baseline.objects.get()
    assert (frozen.decision, frozen.reason, frozen.rows.count()) == (Decision.objects.get(), "Vedtak 1, mandat «versjon 3» datert 05.01.2026 godkjent", 2)


@pytest.mark.parametrize("outcome", ["send_back", "postpone", "stop"])
def test_another_outcome_freezes_nothing_and_approves_nothing(point, coordinator, outcome):
    assert coordinator.post(at("decision-record", point.project, point.pk), typed(point, outcome=outcome)).status_code == 303
    assert (Decision.objects.count(), Baseline.objects.count(), stands(point.project)) == (1, 0, ("", []))


def test_without_the_tick_the_version_is_approved_and_the_plan_is_left(point, coordinator):
    address, sent = at("decision-record", point.project, point.pk), typed(point)
    del sent["freeze"]
    more = coordinator.post(address, sent | {"do": "more"}).context["form"]
    assert more["freeze"].value() is False, "room for more keeps what is not ticked"
    assert coordinator.post(address, sent).status_code == 303
    assert (Baseline.objects.count(), stands(point.project)) == (0, (APPROVED, []))


@pytest.mark.parametrize("lacks", ["version", "dates"])
def test_there_is_no_tick_where_there_is_nothing_to_freeze_or_approve(point, coordinator, lacks):
    if lacks == "version":
        DecisionPoint.objects.update(mandate_version="")
    else:
        Milestone.objects.all().delete()
        DecisionPoint.objects.update(planned_on=None)
    address = at("decision-record", point.project, point.pk)
    assert "freeze" not in coordinator.get(address).context["form"].fields
    assert coordinator.post(address, typed(point)).status_code == 303
    assert (Decision.objects.count(), Baseline.objects.count()) == (1, 0)


def test_a_versions_name_is_text_in_the_fields_help_too(point, coordinator):
    DecisionPoint.objects.update(mandate_version="<b>3</b>")
    page = coordinator.get(at("decision-record", point.project, point.pk)).content.decode()
    assert ("<b>3" in page, page.count("mandate “&lt;b&gt;3&lt;/b&gt;” of")) == (False, 1)


def test_a_decision_freezes_once_and_what_it_froze_never_changes(point):
    made = approved(point)
    for deed in (lambda: freeze(project=point.project, by=portfolio.user(), reason="x", decision=made), lambda: Baseline.objects.update(decision=None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()


# ---- correcting --------------------------------------------------------------
def test_a_correction_freezes_nothing_and_keeps_what_was_frozen(point, coordinator):
    old = approved(point)
    assert "freeze" not in coordinator.get(at("decision-correct", point.project, 1)).context["form"].fields
    new, _ = correct(decision=old, said=make.said(point, Outcome.CHANGES), reason="Feil utfall", by=portfolio.user())
    found, (frozen,) = ledger(point.project), baselines(point.project)
    assert (frozen.decision, found.approving, found.frozen_with(new)) == (old, new, frozen)
    told = counted(found, frozen)
    assert (told.is_approved, told.text) == (True, "Counted from decision 2, mandate “versjon 3” of 5\xa0January\xa02026.")


@pytest.mark.parametrize("outcome", [Outcome.SEND_BACK, Outcome.POSTPONE, Outcome.STOP])
def test_what_is_corrected_to_no_approval_is_approved_no_more(point, coordinator, outcome):
    old = approved(point)
    first, _ = correct(decision=old, said=make.said(point, Outcome.CHANGES), reason="x", by=portfolio.user())
    correct(decision=first, said=make.said(point, outcome), reason="y", by=portfolio.user())
    assert stands(point.project) == ("", [])
    told = counted(ledger(point.project), baselines(point.project)[0])
    assert (told.is_approved, told.text) == (False, "Counted from decision 1, which decision 3 has replaced: it no longer approves the mandate.")
    page = coordinator.get(at("mandate", point.project)).content.decode()
    assert ("No version of the mandate is approved by a recorded decision." in page, "As approved" in page) == (True, False)


# ---- drifting ----------------------------------------------------------------
def test_mandate_and_plan_that_stand_as_they_did_say_so(point):
    approved(point)
    assert stands(point.project) == (APPROVED, [])


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({"version_label": "versjon 4"}, ["The mandate is now “versjon 4” of 5\xa0January\xa02026."]),
        ({"dated_on": dt.date(2026, 6, 1)}, ["The mandate is now “Versjon 3” of 1\xa0June\xa02026."]),
        ({"dated_on": dt.date(2026, 6, 1), "dated_precision": "month"}, ["The mandate is now “Versjon 3” of June\xa02026."]),
        ({"dated_on": dt.date(2026, 1, 1), "dated_precision": "month"}, []),
        ({"dated_on": None}, []),
        ({"version_label": "versjon 4", "dated_on": None}, ["The mandate is now “versjon 4”."]),
    ],
)
def test_another_version_or_date_of_the_mandate_is_told(point, now, told):
    approved(point)
    Mandate.objects.update(**now)
    assert stands(point.project) == (APPROVED, told)


def test_a_plan_that_has_slipped_is_told_by_what_lies_furthest(point):
    approved(point)
    Milestone.objects.update(planned_on=dt.date(2026, 9, 27))
    assert stands(point.project)[1] == ["One row of the plan lies elsewhere than in the baseline: 12 days later than planned."]
    DecisionPoint.objects.update(planned_on=dt.date(2026, 2, 1))
    assert stands(point.project)[1] == ["2 rows of the plan lie elsewhere than in the baseline, the furthest 29 days earlier than planned."]


def test_a_plan_frozen_anew_by_an_act_of_its_own_has_left_what_was_approved(point):
    approved(point)
    Milestone.objects.update(planned_on=dt.date(2026, 9, 27))
    freeze(project=point.project, by=portfolio.user(), reason="Ny plan")
    assert stands(point.project)[1] == ["The plan has been frozen anew without that decision."]
    assert counted(ledger(point.project), baselines(point.project)[0]) is None


def test_a_baseline_tells_of_an_approval_without_one_only_from_then_on(point):
    freeze(project=point.project, by=portfolio.user(), reason="Før")
    Milestone.objects.update(planned_on=dt.date(2026, 9, 27))
    make.decision(point)
    assert stands(point.project) == (APPROVED, [])
    freeze(project=point.project, by=portfolio.user(), reason="Etter")
    Milestone.objects.update(planned_on=dt.date(2026, 9, 28))
    assert stands(point.project)[1] == ["One row of the plan lies elsewhere than in the baseline: 1 day later than planned."]


def test_the_latest_that_approves_counts(point):
    approved(point)
    other = make.point(point.project, body=point.body, mandate_version="versjon 4", planned_on=LATER)
    approved(other, met_on=LATER)
    third = make.point(point.project, body=point.body, mandate_version="versjon 5", planned_on=LATER)
    make.decision(third, Outcome.STOP, met_on=dt.date(2026, 10, 1))
    assert ledger(point.project).approving.mandate_version == "versjon 4"
    assert [frozen.decision.number for frozen in baselines(point.project)] == [2, 1]


# ---- on the pages ------------------------------------------------------------
def test_decision_baseline_plan_and_mandate_lead_to_each_other(point, coordinator):
    approved(point)
    project = point.project
    decision, frozen = at("decision", project, 1), at("plan-baseline", project)
    pages = {name: coordinator.get(at(name, project)).content.decode() for name in ("plan", "plan-baseline", "mandate", "documents")}
    assert {name: f'href="{decision}"' in page for name, page in pages.items()} == dict.fromkeys(pages, True)
    assert "Counted from decision 1, mandate “versjon 3” of 5\xa0January\xa02026." in pages["plan"]
    assert [(name, "As approved" in pages[name], APPROVED in pages[name]) for name in ("mandate", "documents")] == [
        ("mandate", True, True), ("documents", True, True),
    ]  # fmt: skip
    page = coordinator.get(decision).content.decode()
    assert (f'href="{frozen}"' in page, "Mandate “versjon 3” of 5\xa0January\xa02026</dd>" in page) == (True, True)
    Mandate.objects.update(version_label="versjon 4")
    assert "Drifted from what was approved" in coordinator.get(at("documents", project)).content.decode()


def test_a_confirmed_decision_point_says_so_in_the_plan(point, coordinator):
    word = '<span class="sub">confirmed</span>'
    pages = []
    for confirmed in (False, True):
        DecisionPoint.objects.update(is_confirmed=confirmed)
        pages.append(coordinator.get(at("plan", point.project)).content.decode().count(word))
    assert pages == [0, 1]


@pytest.mark.parametrize("rows", [1, 3])
def test_approvals_ask_as_often_of_the_database_for_any_number_of_decisions(point, coordinator, django_assert_num_queries, rows):
    approved(point)
    for number in range(1, rows):
        approved(make.point(point.project, body=point.body, mandate_version=f"versjon {number}"))
    for name, queries in (("plan", 5), ("plan-baseline", 2), ("mandate", 9), ("documents", 4)):
        with django_assert_num_queries(4 + queries):
            coordinator.get(at(name, point.project))
