"""The schema, the table of sections and the models say the same, so that none of them can drift."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.db import models
from jsonschema import Draft202012Validator

from milestones.reporting import Subject
from portfolio.exchange.fields import UNSAID, Value
from portfolio.exchange.reading import schema
from portfolio.exchange.section import Section
from portfolio.exchange.sections import FROZEN, PROJECT, REPORTS, SECTIONS, SHARED
from portfolio.models import Body, Organisation, Region
from projects.models import Chapter, FocusArea, MandateTemplate, Project, Strategy
from tests.factories import dossiers

WHOLE = {
    models.PositiveSmallIntegerField: 32_767,
    models.PositiveIntegerField: 2_147_483_647,
    models.BigIntegerField: 2**53 - 1,
    models.PositiveBigIntegerField: 2**53 - 1,
}


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """The part with what its $ref says, its own words before those."""
    if "$ref" not in part:
        return part
    return resolved(schema()["$defs"][part["$ref"].removeprefix("#/$defs/")]) | {key: value for key, value in part.items() if key != "$ref"}


def object_of(section: Section, holder: dict[str, Any]) -> dict[str, Any]:
    for key in section.path:
        holder = resolved(holder["properties"][key])
    return resolved(holder["items"]) if "items" in holder else holder


def all_sections() -> list[tuple[Section, dict[str, Any], list[dict[str, Any]]]]:
    """Each section with the shape of its rows in the schema, and its rows in the complete dossier."""
    found = []
    waiting: list[Any] = [(section, schema(), [dossiers.complete()]) for section in (PROJECT, *SHARED, *SECTIONS, *FROZEN)]
    while waiting:
        section, holder, holders = waiting.pop(0)
        if not section.is_mapping:
            shape, rows = object_of(section, holder), [row for each in holders for _path, row in section.rows(each)]
            found.append((section, shape, rows))
            waiting += [(child, shape, rows) for child in section.children]
    return found


def plain_fields() -> list[Any]:
    rows = [(section, value, shape) for section, shape, _rows in all_sections() for value in section.fields if isinstance(value, Value)]
    return [pytest.param(section, value, shape, id=f"{section.model.__name__}.{value.name}") for section, value, shape in rows]


def test_it_is_a_schema_of_2020_12():
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def test_the_code_reads_the_file_of_the_documentation():
    assert schema() == json.loads((settings.BASE_DIR / "docs" / "dossier-1.schema.json").read_text("utf-8"))


def test_nothing_unknown_is_let_in_anywhere():
    waiting: list[Any] = [schema()]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            assert part.get("type") != "object" or "additionalProperties" in part, part
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


@pytest.mark.parametrize(("section", "value", "shape"), plain_fields())
def test_a_field_is_as_its_model(section: Section, value: Value, shape: dict[str, Any]):
    field, part = section.model._meta.get_field(value.name), resolved(shape["properties"][value.name])
    if field.choices:
        assert part["enum"] == [choice for choice, _label in field.choices]
    elif isinstance(field, models.BooleanField):
        assert part["type"] == "boolean"
    elif isinstance(field, models.DateField):
        assert (part["title"], part["format"]) == ("date", "date")
    elif isinstance(field, models.CharField | models.TextField):
        assert part.get("maxLength") == field.max_length
        titles = {models.SlugField: "slug", models.TextField: "text"}
        assert part["title"] == titles.get(type(field), "line")
    else:
        assert part["type"] == "integer"
        assert part["maximum"] <= WHOLE[type(field)]
        assert part["minimum"] >= (-WHOLE[type(field)] if type(field) is models.BigIntegerField else 0)


@pytest.mark.parametrize(("section", "value", "shape"), plain_fields())
def test_a_field_must_stand_when_it_is_never_left_out(section: Section, value: Value, shape: dict[str, Any]):
    field = section.model._meta.get_field(value.name)
    is_whole_when_sent = section is REPORTS and value.name in ("status", *Subject)
    may_be_left_out = not is_whole_when_sent and (field.null or field.blank or field.default in UNSAID or field.default is False)
    assert (value.name in shape.get("required", [])) == (not may_be_left_out)


def test_keys_stand_in_the_order_in_which_they_are_written():
    for section, shape, rows in all_sections():
        names = [value.name for value in section.fields if isinstance(value, Value)]
        assert [key for key in shape["properties"] if key in names] == names
        for row in rows:
            assert [key for key in shape["properties"] if key in row] == list(row)


def test_sections_stand_in_the_order_in_which_they_are_written():
    assert list(schema()["properties"]) == list(dossiers.complete())
    inner = [section.path[1] for section in SECTIONS if len(section.path) == 2]
    assert [key for key in schema()["properties"]["budget"]["properties"] if key in inner] == inner
    keys = ["format", "version", "region", *dict.fromkeys(section.path[0] for section in (PROJECT, *SHARED, *SECTIONS, *FROZEN))]
    assert list(schema()["properties"]) == keys


def test_the_complete_dossier_fills_every_field():
    """But for the terms of an offer, which stay where it was sent: see test_a_late_joiner_goes_out_and_comes_back."""
    for _section, shape, rows in all_sections():
        assert {key for row in rows for key in row} == set(shape["properties"]) - {"joins_on_terms"}


def test_parties_are_as_the_register_has_them():
    country, own_kind = schema()["$defs"]["country"]["enum"], schema()["$defs"]["own_kind"]["enum"]
    assert country == Organisation.Country.values
    assert own_kind == [kind for kind in Organisation.Kind.values if kind not in ("municipality", "county")]
    for holder in (schema()["$defs"]["organisation"], schema()["properties"]["participants"]["items"]):
        for name in ("code", "name"):
            assert holder["properties"][name]["maxLength"] == Organisation._meta.get_field(name).max_length


@pytest.mark.parametrize(
    ("model", "field", "path"),
    [
        (Region, "slug", "region"),
        (Project, "reference", "project.follows"),
        (Strategy, "key", "project.focus_area.strategy"),
        (FocusArea, "name", "project.focus_area.area"),
        (Strategy, "key", "goals.strategy"),
        (FocusArea, "name", "goals.area"),
        (Body, "name", "roles.body"),
        (Body, "name", "decision_points.body"),
        (Body, "name", "decisions.body"),
        (MandateTemplate, "key", "mandate.template"),
    ],
)
def test_a_reference_is_as_long_as_what_it_names(model: type[models.Model], field: str, path: str):
    part = schema()
    for key in path.split("."):
        part = resolved(part.get("items", part)["properties"][key])
    assert part["maxLength"] == model._meta.get_field(field).max_length


def test_chapters_are_as_their_model():
    chapters = schema()["properties"]["chapters"]
    assert chapters["propertyNames"]["maxLength"] == Chapter._meta.get_field("key").max_length
    assert resolved(chapters["additionalProperties"])["title"] == "text"


def test_the_documentation_names_every_field_and_no_other():
    block = (settings.BASE_DIR / "docs" / "dossier.md").read_text("utf-8").split("```")[3]
    examples = {"samverk-dossier", "kongsbergregionen", "2007", "background"}
    assert set(re.findall(r'"([^" ]+)"', block)) - examples == names_in(schema())


def names_in(part: Any) -> set[str]:
    if isinstance(part, list):
        return set().union(*map(names_in, part))
    if not isinstance(part, dict):
        return set()
    return {*part.get("properties", {}), *(name for inner in part.values() for name in names_in(inner))}
