"""The rules that an app's tables hold: named constraints, and unique fields as Model.field."""

from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Field, Model, UniqueConstraint


def rules_of(app: str) -> dict[str, tuple[type[Model], Any]]:
    models = [model for model in apps.get_app_config(app).get_models() if not model.__name__.startswith("Historical")]
    named = {constraint.name: (model, constraint) for model in models for constraint in model._meta.constraints}
    unique = {f"{model.__name__}.{field.name}": (model, field) for model in models for field in model._meta.fields if field.unique and not field.primary_key}
    return named | unique


def error_of(model: type[Model], rule: Any) -> str:
    """What the database's message holds: PostgreSQL names every rule, SQLite the columns of a unique one."""
    table = model._meta.db_table
    if connection.vendor == "sqlite" and isinstance(rule, UniqueConstraint) and rule.fields:
        return "UNIQUE constraint failed: " + ", ".join(f"{table}.{model._meta.get_field(name).column}" for name in rule.fields)
    if isinstance(rule, Field):
        return f"{table}.{rule.column}" if connection.vendor == "sqlite" else f"{table}_{rule.column}"
    return rule.name
