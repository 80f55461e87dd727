"""Which records have a history to read, where, and for whom. A project's are those of the editing pages; a region's stand here."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from costsharing.models import Charge, LocalCostAmount, Payer, Rule, RuleVersion, Scenario
from milestones.models import Checklist, ChecklistAnswer, ChecklistItem, Condition, FollowUp, RiskParty
from portfolio.access.permissions import P
from portfolio.editing.record import Record
from portfolio.editing.records import ALL, CHAPTERS
from portfolio.history.events import EVENTS
from portfolio.history.kind import Kind
from portfolio.models import Body, Contact, Invitation, Meeting, Organisation, Region, RegionMembership, ReminderRule, RoleGrant, Seat
from projects.models import FocusArea, Goal, Strategy


def named_by(record: Record) -> tuple[str, ...]:
    """The first field of the form; a number takes the next one along."""
    if record.is_single:
        return ()
    own = [name for name in record.fields if name != record.owner]
    return tuple(own[:2] if own[0] == "number" else own[:1])


def path_of(record: Record) -> tuple[str, ...]:
    return (record.owner,) if record.owner in ("pk", "project") else (record.owner, "project")


NEEDS = {"mandate": P.DRAFT_VIEW}
TAB_OF = {CHAPTERS.tab: "mandate", "lent-hours": "money"}


def from_records(records: Sequence[Record]) -> list[Kind]:
    found = []
    for record in records:
        tab = TAB_OF.get(record.tab, record.tab)
        names = ("key",) if record is CHAPTERS else named_by(record)
        found.append(Kind(record.slug, record.model, record.many, path_of(record), names, tab, NEEDS.get(tab)))
        if record.amounts:
            found.append(Kind(f"{record.slug}-amounts", record.amounts, record.many, ("line", "project"), ("line",), tab, is_amount=True))
    return found


OF_PROJECT = [
    *from_records([*ALL, CHAPTERS]),
    Kind("local-cost-amounts", LocalCostAmount, _("Costs of the municipalities' own, year by year"), ("cost", "project"), ("cost", "organisation"), "money"),
    Kind("risk-parties", RiskParty, _("Whom risks hit"), ("risk", "project"), ("risk", "organisation"), "risks"),
    Kind("scenarios", Scenario, _("Scenarios"), ("project",), ("name",), "money", P.PROJECT_EDIT),
    *EVENTS,
    Kind("conditions", Condition, _("Conditions"), ("decision", "project"), ("text",), "plan"),
    Kind("answers", ChecklistAnswer, _("Answers of the checklist"), ("point", "project"), ("point", "item"), "plan"),
    Kind("charges", Charge, _("Charges"), ("allocation", "project"), ("organisation",), "money", P.PROJECT_EDIT),
]
"""The editing pages' records first; then those with pages of their own."""
OF_REGION = [
    Kind("region", Region, _("Settings of the region"), ("pk",), needs=P.HISTORY_VIEW),
    Kind("memberships", RegionMembership, _("Members"), ("region",), ("organisation",)),
    Kind("organisations", Organisation, _("Organisations"), ("region",), ("name",)),
    Kind("bodies", Body, _("Bodies"), ("region",), ("name",)),
    Kind("seats", Seat, _("Seats"), ("body", "region"), ("function",)),
    Kind("meetings", Meeting, _("Meetings"), ("body", "region"), ("body", "date")),
    Kind("contacts", Contact, _("Contacts"), ("region",), ("organisation", "function"), needs=P.MEMBERS_VIEW),
    Kind("strategies", Strategy, _("Strategies"), ("region",), ("name",)),
    Kind("areas", FocusArea, _("Focus areas"), ("strategy", "region"), ("number", "name")),
    Kind("goals", Goal, _("Goals"), ("area", "strategy", "region"), ("number", "text")),
    Kind("rules", Rule, _("Rules"), ("region",), ("name",)),
    Kind("rule-versions", RuleVersion, _("Versions of rules"), ("rule", "region"), ("rule",)),
    Kind("checklists", Checklist, _("Checklists"), ("region",), ("kind",)),
    Kind("checklist-items", ChecklistItem, _("Questions of the checklists"), ("checklist", "region"), ("text",)),
    Kind("follow-up", FollowUp, _("Follow-up of projects"), ("region",)),
    Kind("reminder-rules", ReminderRule, _("How the region reminds"), ("region",), ("kind",)),
    Kind("payers", Payer, _("Payers"), ("region",), ("organisation",)),
    Kind("invitations", Invitation, _("Invitations"), ("region",), ("name",), needs=P.MEMBERS_VIEW, tells=("email", "organisation", "language")),
    Kind("grants", RoleGrant, _("Roles of people"), ("region",), ("user",), needs=P.MEMBERS_VIEW),
]
ELSEWHERE: dict[str, str] = {"ScenarioParticipant": "a tick in a try that binds nobody; the scenario's own lines tell of it, and undoing brings the ticks back"}
"""Recorded models that no history page shows, by name, each with the reason."""


def without_people(kind: Kind) -> Kind:
    """As it is told to somebody who may not see who the members are."""
    return replace(kind, hidden=("user",))


def amounts_of(kind: Kind) -> Kind | None:
    return next((each for each in OF_PROJECT if each.is_amount and each.slug == f"{kind.slug}-amounts"), None)
