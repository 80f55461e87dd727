"""Rows with something in every field, whatever fields the models come to have.

A text field that no caller gives a value gets one from ``text``; so a new field is covered the day it is made.
"""

import datetime as dt
import hashlib
import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from django.apps import apps
from django.db import models
from django.utils import timezone

from costsharing.engine.allocation import allocate
from costsharing.engine.reading import read_value
from costsharing.engine.writing import written
from portfolio.models import Body, Region
from projects.models import Project

FROZEN = (
    "costsharing.migrations.0003_what_is_adopted_never_changes",
    "milestones.migrations.0002_plans_baselines_and_calendars",
    "milestones.migrations.0003_recorded_decisions_never_change",
    "milestones.migrations.0004_sent_reports_never_change",
    "projects.migrations.0003_what_was_sent_and_answered_never_changes",
)
"""The migrations whose triggers refuse to change a row; thaw takes them away."""
APPS = ("portfolio", "projects", "costsharing", "milestones")
LONG_AGO = dt.date(2015, 1, 1)
SOON = timezone.localdate() + dt.timedelta(days=5)  # somebody is reminded of it
Text = Callable[[models.Field], str]
CASE: dict[str, Any] = {
    "currency": "NOK",
    "unit": "1",
    "base": "100",
    "participants": [
        {"code": "0604", "name": "zq901", "figures": {"population": {"value": 2671, "source": "zq903", "date": "2015-01-01"}}},
        {"code": "0605", "name": "zq902", "figures": {"population": {"value": 1000, "source": "zq903", "date": "2015-01-01"}}},
    ],
    "parts": [{"label": "zq904", "key": "equal", "fraction": "1/2"}, {"label": "zq905", "key": "figure", "figure": "population", "fraction": "1/2"}],
}
"""What an allocation stores: nobody's words, so that its pages can be shown."""

TERMS: dict[str, Any] = {
    "offer": {
        "number": 1,
        "title": "zq911",
        "text": "",
        "binding": "formal",
        "asks_signature": True,
        "silence": "declines",
        "late_joining": "",
        "last_day": "2099-12-31",
        "threshold": {"participants": None, "figure": "", "figure_value": None, "minor": None},
    },
    "region": "zq912",
    "currency": "NOK",
    "project": {"name": "zq913", "summary": "", "language": "nb", "starts_on": "", "ends_on": "", "precision": "day"},
    "deliverables": [],
    "commitments": [],
    "attachments": [],
    "cost": None,
}
"""What a version of an offer stores."""


# Values that a constraint or the code asks for, and machine-made words that no person writes.
def blank_page() -> bytes:
    """A PDF that programs can read, the same bytes each time."""
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(out, deterministic_id=True)
    return out.getvalue()


ATTACHED = blank_page()
ATTACHED_AS = hashlib.sha256(ATTACHED).hexdigest()
GIVEN: dict[str, dict[str, Any]] = {
    "Organisation": {"country": "NO", "kind": "unit", "code": ""},
    "Contact": {"kind": "contact", "language": "nb", "valid_to": None, "came_back_from": ""},
    "Meeting": {"date": dt.date(2030, 3, 1), "starts_at": dt.time(9, 30)},
    "Region": {"country": "NO", "language": "nb", "currency": "NOK", "time_zone": "Europe/Oslo", "other_languages": "sv", "logo": ""},
    "User": {"password": "!", "language": "", "is_active": True},
    "Invitation": {"language": "nb", "seed": "", "token_sha256": "", "expires_at": dt.datetime(2100, 1, 1, tzinfo=dt.UTC)},
    "Delivery": {"key": "", "language": "nb", "request_id": "", "error": "", "file": ""},
    "MailQueue": {"refusals": 5, "stopped_at": dt.datetime(2015, 1, 1, tzinfo=dt.UTC)},
    "Reminder": {"key": "", "object_key": "0", "due_on": LONG_AGO, "due_at": dt.datetime(2015, 1, 1, tzinfo=dt.UTC), "step": 0, "state": "cancelled"},
    "ReminderRule": {"days_before": "30,7", "every": 7, "times": 2},
    "Loop": {"name": ""},
    "Document": {"language": "nb", "content_sha256": "", "file": "", "sha256": "", "error": ""},
    "MandateTemplate": {"key": "plp"},
    "TemplateChapter": {"key": "background", "tables": ""},
    "Chapter": {"key": "background"},
    "OpenPoint": {"chapter": "background", "due_on": SOON},
    "RiskMeasure": {"due_on": SOON},
    "SourceNote": {"chapter": "background"},
    "Project": {"language": "nb", "stage": "running", "status": "watch", "starts_on": LONG_AGO, "ends_on": dt.date(2030, 12, 31)},
    "Phase": {"number": 1, "starts_on": LONG_AGO, "ends_on": dt.date(2030, 12, 31)},
    "Milestone": {"planned_on": dt.date(2030, 6, 1)},
    "DecisionPoint": {"number": 1, "planned_on": dt.date(2030, 5, 1)},
    "Decision": {
        "outcome": "continue",
        "met_on": LONG_AGO,
        "minutes": "",
        "minutes_sha256": "",
        "checklist": [{"text": "zq907", "reply": "yes", "comment": ""}],
    },
    "Condition": {"due_on": dt.date(2030, 5, 1)},
    "ChecklistAnswer": {"reply": "no"},
    "Task": {"due_on": dt.date(2030, 4, 1)},
    "BaselineRow": {"kind": "milestone", "ends_on": dt.date(2030, 5, 1)},
    "CalendarFeed": {"seed": "", "token_sha256": ""},
    "Risk": {"probability": 4, "impact": 5, "probability_after": 2, "impact_after": 3, "in_portfolio": True},
    "RiskReview": {"reviewed_on": LONG_AGO, "probability": 4, "impact": 4},
    "BenefitMeasurement": {"measured_on": LONG_AGO},
    "StatusReport": {"period_from": LONG_AGO, "period_to": LONG_AGO, "facts": {}},
    "Offer": {
        "state": "open",
        "binding": "formal",
        "least_figure": "population",
        "least_figure_value": 1,
        "opened_at": dt.datetime(2015, 1, 1, tzinfo=dt.UTC),
        "closes_at": dt.datetime(2100, 1, 1, tzinfo=dt.UTC),
        "outcome": "",
        "conclusion": {},
    },
    "OfferVersion": {"terms": TERMS, "terms_sha256": ""},
    "Tally": {"counted": [], "counted_sha256": ""},
    "OfferAttachment": {"file": f"offers/{ATTACHED_AS}.pdf", "sha256": ATTACHED_AS, "size": len(ATTACHED)},
    "Invitee": {"language": "nb", "withdrawn_at": None},
    "Answer": {"choice": "joins", "level": "office", "shown_sha256": ""},
    "AnswerCondition": {"kind": "grant", "number": None, "figure": ""},
    "AnswerCode": {"seed": "0", "shown_sha256": "0"},
    "AnswerLink": {"revoked_because": "", "seed": "", "token_sha256": ""},
    "FormalDecision": {"ruling": "yes", "decided_on": LONG_AGO, "extract": "", "extract_sha256": ""},
    "OfferQuestion": {"answered_at": dt.datetime(2015, 1, 2, tzinfo=dt.UTC)},
    "OfferMail": {"kind": "offer"},
    "PartyNote": {"about": "contact"},
    "Commitment": {"side": "each", "least": 250, "most": 300, "unit": "hours"},
    "FocusArea": {"number": 1},
    "FundingLine": {"kind": "grant", "grant_state": "sought"},
    "RuleVersion": {"definition": {"parts": [{"label": "50 %", "key": "equal", "fraction": "1"}]}, "first_year": 2020},
    "Scenario": {"definition": {"parts": [{"label": "zq906", "key": "equal", "fraction": "1"}]}, "year": 2026},
    "Allocation": {"content_sha256": "", "engine": "", "year": 2026, "decided_on": LONG_AGO, "case": CASE, "result": written(allocate(read_value(CASE)))},
    "Share": {"exact": "1"},
    "Charge": {"due_on": LONG_AGO, "net_minor": 100, "gross_minor": 100},
    "Settlement": {"engine": "", "decided_on": LONG_AGO},
    "BudgetAmount": {"year": 2026, "minor": 1_200_000},
    "FundingAmount": {"year": 2026, "minor": 1_200_000},
    "LocalCostAmount": {"year": 2026, "minor": 1_200_000},
    "Budget": {"frame_minor": 1_200_000},
    "FigureUpload": {
        "content": {"kind": "pupils", "name": "", "source": None, "written": {"title": "zqtitle", "publisher": "zqpublisher", "licence": "zqlicence"}}
    },
    "FormerCode": {"code": "0604", "first_year": 2000, "last_year": 2019, "share_millionths": 1_000_000},
}


def our_models() -> list[type[models.Model]]:
    """Without the history's: it copies what these say."""
    every = [model for label in APPS for model in apps.get_app_config(label).get_models()]
    return [model for model in every if not model.__name__.startswith("Historical")]


def text_fields(model: type[models.Model]) -> list[models.Field]:
    """What a person writes, in this row."""
    given = GIVEN.get(model.__name__, {})
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in given
    ]


def owner_model(model: type[models.Model]) -> type[models.Model] | None:
    """Project or Region, when each row belongs to one; None for what all regions share."""
    if model in (Project, Region):
        return model
    needed = [field.related_model for field in model._meta.concrete_fields if field.is_relation and not field.null and field.related_model is not model]
    owners = {owner_model(each) for each in needed}
    return Project if Project in owners else Region if Region in owners else None


def in_order(wanted: list[type[models.Model]]) -> Iterator[type[models.Model]]:
    """Each model after those that it points to."""
    done: set[type[models.Model]] = set()
    while left := [model for model in wanted if model not in done]:
        ready = [model for model in left if not {f.related_model for f in model._meta.concrete_fields if f.is_relation and not f.null} & (set(left) - {model})]
        assert ready, f"these point to each other: {left}"
        yield from ready
        done.update(ready)


SIGNED = ("recorded_by", "frozen_by", "begun_by")
"""Empty only for what was taken over from elsewhere."""


def fill(model: type[models.Model], text: Text, around: dict[type[models.Model], models.Model], **given: Any) -> Any:
    """A row with every field set: given values first, then the row around it that it may point to, then words of its own."""
    values = GIVEN.get(model.__name__, {}) | given
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name in values or field.attname in values:
            continue
        values[field.name] = value_for(field, text, around)
    return model._default_manager.create(**values)


def value_for(field: models.Field, text: Text, around: dict[type[models.Model], models.Model]) -> Any:
    if field.is_relation:
        return around.get(field.related_model) if not field.null or field.related_model is Body or field.name in SIGNED else None
    if field.choices:
        return field.get_default() if field.has_default() else "" if field.blank else field.choices[0][0]
    if isinstance(field, models.EmailField):
        return f"{text(field)}@example.test"
    if isinstance(field, models.CharField | models.TextField):
        return text(field)
    if field.has_default():
        return field.get_default()
    if isinstance(field, models.JSONField):
        return {"text": text(field)}
    if isinstance(field, models.DateTimeField):
        return None if field.null else timezone.now()
    if isinstance(field, models.DateField):
        return LONG_AGO if field.name in ("valid_from", "date") else None
    return None if field.null else 1
