"""A try becomes binding: the whole case and the whole answer are stored, and neither ever changes."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from costsharing.engine import VERSION
from costsharing.engine.amounts import MINOR, exact_text
from costsharing.engine.result import Result
from costsharing.engine.writing import written
from costsharing.models import Allocation, FigureUse, Scenario, Share
from costsharing.policies import Hindrance, why_not_adopt
from costsharing.queries.cases import Basis
from costsharing.queries.tried import tried
from portfolio.models import Body, User
from projects.models import Project


class NotAdopted(Exception):
    """Nothing is stored; says what stands in the way."""

    def __init__(self, hindrances: list[Hindrance]) -> None:
        super().__init__(", ".join(each.obstacle for each in hindrances))
        self.hindrances = hindrances


class Changed(Exception):
    """The numbers are no longer those that the person saw; nothing is stored."""


@dataclass(frozen=True)
class Reference:
    """The decision that an allocation rests on."""

    body: Body
    decided_on: dt.date
    paragraph: str = ""
    case_number: str = ""
    text: str = ""


def fingerprint(case: dict[str, Any]) -> str:
    """SHA-256 of a case, however its fields are ordered: what somebody saw and what is adopted are compared by it."""
    return hashlib.sha256(json.dumps(case, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@transaction.atomic
def adopt(*, scenario: Scenario, seen: str, reference: Reference, by: User, replaces: Allocation | None = None, reason: str = "") -> Allocation:
    """``seen``: fingerprint of the case that the person saw. Raises NotAdopted or Changed; one adopts at a time in a project."""
    Project.objects.select_for_update().get(pk=scenario.project_id)
    scenario = Scenario.objects.select_related("project__region").get(pk=scenario.pk)  # as it stands now that nobody else writes
    found = tried(scenario)
    if hindrances := why_not_adopt(found, replaces):
        raise NotAdopted(hindrances)
    if fingerprint(found.basis.case) != seen:
        raise Changed
    assert found.result is not None
    return store(scenario, found.basis, found.result, reference, by, replaces, reason)


def store(scenario: Scenario, basis: Basis, result: Result, reference: Reference, by: User, replaces: Allocation | None, reason: str) -> Allocation:
    number = 1 + (Allocation.objects.filter(project=scenario.project_id).aggregate(last=Max("number"))["last"] or 0)
    allocation = Allocation.objects.create(
        project_id=scenario.project_id,
        year=scenario.year,
        number=number,
        name=scenario.name,
        rule_version=scenario.rule_version,
        case=basis.case,
        result=written(result),
        content_sha256=fingerprint(basis.case),
        engine=VERSION,
        adopted_at=timezone.now(),
        adopted_by=by,
        body=reference.body,
        decided_on=reference.decided_on,
        paragraph=reference.paragraph,
        case_number=reference.case_number,
        decision=reference.text,
        replaces=replaces,
        reason=reason,
    )
    Share.objects.bulk_create(share(allocation, basis, result, code) for code in result.columns.codes if code in basis.organisations)
    FigureUse.objects.bulk_create(FigureUse(allocation=allocation, figure_id=row) for row in sorted(basis.figures))
    return allocation


def share(allocation: Allocation, basis: Basis, result: Result, code: str) -> Share:
    exact = result.exact(result.columns.place[code]) / MINOR
    return Share(
        allocation=allocation,
        organisation=basis.organisations[code],
        gross_minor=result.amount(code),
        reimbursement_minor=result.reimbursement(code),
        net_minor=result.net(code),
        exact=exact_text(exact),
    )
