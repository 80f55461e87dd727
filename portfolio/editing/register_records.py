"""What can be edited of a region's register: one line for each kind of record, as records.py has for a project."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from costsharing.models import Payer
from milestones.models import ChecklistItem, FollowUp
from portfolio.editing.record import Record
from portfolio.models import Body, Contact, Meeting, Organisation, RegionMembership, ReminderRule, Seat
from projects.models import FocusArea, Goal, Strategy

of_region = partial(Record, owner="region", holder="region")
ALL = (
    of_region(
        "memberships", RegionMembership, _("membership"), _("Members of the region"), "register",
        ("organisation", "valid_from", "valid_to", "note"), asks_why=True,
    ),
    of_region(
        "organisations", Organisation, _("organisation of the region's own"), _("The region's own organisations"), "organisation",
        ("name", "kind", "country", "organisation_number", "parent", "valid_from", "valid_to"), shown_by="pk", list_tab="register",
        kinds=("federation", "company", "unit"),
    ),
    of_region(
        "contacts", Contact, _("contact"), _("Contacts"), "organisation",
        ("organisation", "kind", "order", "function", "name", "mail", "phone", "language", "valid_from", "valid_to"),
        shown_by="organisation_id", list_tab="register",
    ),
    of_region("bodies", Body, _("body"), _("Bodies"), "body", ("name", "kind", "papers_days"), shown_by="pk", list_tab="bodies"),
    Record(
        "seats", Seat, _("member of a body"), _("Members of bodies"), "body",
        ("body", "function", "organisation", "user", "is_chair", "valid_from", "valid_to"),
        weighty=("valid_from", "valid_to"), owner="body", holder="region", shown_by="body_id", list_tab="bodies",
    ),
    Record(
        "meetings", Meeting, _("meeting"), _("Meetings"), "body", ("body", "date", "starts_at", "place", "note", "is_cancelled"),
        weighty=("date",), owner="body", holder="region", shown_by="body_id", list_tab="bodies",
    ),
    of_region(
        "strategies", Strategy, _("strategy"), _("Strategies"), "one-strategy", ("name", "adopted", "valid_from", "valid_to", "area_count"),
        weighty=("valid_from", "valid_to"), shown_by="pk", list_tab="strategy",
    ),
    Record(
        "focus-areas", FocusArea, _("focus area"), _("Focus areas"), "one-strategy", ("strategy", "number", "name", "goal_count", "description"),
        owner="strategy", holder="region", shown_by="strategy_id", list_tab="strategy",
    ),
    Record(
        "strategy-goals", Goal, _("goal of the strategy"), _("Goals of the strategies"), "one-strategy", ("area", "number", "text"),
        owner="area__strategy", holder="region", shown_by="strategy_id", list_tab="strategy",
    ),
    Record(
        "checklist-items", ChecklistItem, _("question of a checklist"), _("Questions of the checklists"), "checklists", ("checklist", "text", "is_retired"),
        owner="checklist", holder="region",
    ),
    of_region(
        "payers", Payer, _("payer"), _("Payers"), "payers",
        ("organisation", "organisation_number", "peppol_id", "buyer_reference", "order_number", "is_example"),
    ),
    of_region(
        "follow-up", FollowUp, _("follow-up of projects"), _("Follow-up of projects"), "portfolio-risks",
        ("report_months", "high_months", "medium_months", "low_months", "benefit_months"), is_single=True,
    ),
    of_region(
        "reminder-rules", ReminderRule, _("rule of reminding"), _("How the region reminds"), "reminder-rules",
        ("kind", "days_before", "every", "times", "is_mandatory"),
    ),
)  # fmt: skip
REGISTER_RECORDS = {record.slug: record for record in ALL}
