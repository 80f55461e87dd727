"""A project → its dossier, always the same text for the same content, on every database."""

import json
from collections.abc import Iterable
from typing import Any

from milestones.models import ChecklistItem
from portfolio.exchange.checklists import asked_of
from portfolio.exchange.fields import Places, Row
from portfolio.exchange.reading import FORMAT, VERSION
from portfolio.exchange.section import Section
from portfolio.exchange.sections import AREAS, BODIES, CHAPTERS, CHECKLIST, FROZEN, GOALS, NAMED_BY_PLACE, PROJECT, SECTIONS, STRATEGIES, STRATEGY_GOALS
from portfolio.models import Body
from projects.models import FocusArea, Goal, Project, Strategy, TemplateChapter

Rows = dict[Section, list[Row]]


def export(project: Project) -> str:
    """Two spaces, keys in the order of the schema, empty values left out, one line feed at the end."""
    return json.dumps(content(project), ensure_ascii=False, indent=2) + "\n"


def content(project: Project) -> Row:
    asked = asked_of(project)
    places = places_of(project, asked)
    rows = {section: rows_of(section, project, places) for section in (*SECTIONS, *FROZEN)}
    own = PROJECT.write(project, {})
    file: Row = {"format": FORMAT, "version": VERSION, "region": project.region.slug, "project": own}
    put(file, BODIES, bodies(project, rows))
    put(file, STRATEGIES, strategies(project, own, rows[GOALS]))
    put(file, CHECKLIST, [CHECKLIST.write(item, {}) for item in asked])
    for section in (*SECTIONS, *FROZEN):
        put(file, section, rows[section])
    return file


def rows_of(section: Section, project: Project, places: Places) -> list[Row]:
    below = {child: children_of(child, project, places) for child in section.children}
    rows = []
    for instance in section.of(project).select_related(*section.related):
        row = section.write(instance, places)
        for child, found in below.items():
            put(row, child, found.get(instance.pk, []))
        rows.append(row)
    return in_template_order(rows, project) if section is CHAPTERS else in_order(section, rows)


def children_of(section: Section, project: Project, places: Places) -> dict[int, list[Row]]:
    """A project's rows of the section by the row above them."""
    found: dict[int, list[Row]] = {}
    for instance in section.of(project).select_related(*section.related):
        found.setdefault(getattr(instance, section.owner_column), []).append(section.write(instance, places))
    return {owner: in_order(section, rows) for owner, rows in found.items()}


def in_order(section: Section, rows: list[Row]) -> list[Row]:
    """Sorted here and not by the database: databases differ in how they order letters."""
    return sorted(rows, key=lambda row: ([row.get(key, "") for key in section.sorted_by], json.dumps(row))) if section.sorted_by else rows


def in_template_order(rows: list[Row], project: Project) -> list[Row]:
    places = dict(TemplateChapter.objects.filter(template__mandates__project=project).values_list("key", "position"))
    return sorted(rows, key=lambda row: (row["key"] not in places, places.get(row["key"], 0), row["key"]))


def places_of(project: Project, asked: list[ChecklistItem]) -> Places:
    found: dict[str, Iterable[Any]] = {section.path[0]: section.of(project) for section in NAMED_BY_PLACE}
    return {name: {row.pk: place for place, row in enumerate(rows, 1)} for name, rows in (found | {"checklist": asked}).items()}


def put(file: Row, section: Section, rows: list[Row]) -> None:
    """Sets the rows at the section's place; no rows, no key."""
    if section.is_mapping:
        pairs = [list(row.values()) for row in rows]
        value: Any = {str(pair[0]): pair[1] for pair in pairs if len(pair) == 2}
    else:
        value = rows[0] if section.is_single and rows else rows
    if value:
        for key in section.path[:-1]:
            file = file.setdefault(key, {})
        file[section.path[-1]] = value


# ---- what the region shares, as far as the project refers to it ----------------
def bodies(project: Project, rows: Rows) -> list[Row]:
    named = {row["body"] for found in rows.values() for row in found if "body" in row}
    return sorted_rows([row for body in Body.objects.filter(region=project.region) if (row := BODIES.write(body, {}))["name"] in named], "name")


def strategies(project: Project, own: Row, goals: list[Row]) -> list[Row]:
    goal_marks = {(row["strategy"], row["area"], row["number"]) for row in goals}
    area_marks = {mark[:2] for mark in goal_marks} | ({tuple(own["focus_area"].values())} if "focus_area" in own else set())
    found = []
    for strategy in Strategy.objects.filter(region=project.region, key__in={mark[0] for mark in area_marks}):
        row = STRATEGIES.write(strategy, {})
        areas = [area_row(strategy, area, goal_marks) for area in FocusArea.objects.filter(strategy=strategy)]
        areas = [area for area in areas if (strategy.key, area["name"]) in area_marks]
        put(row, AREAS, sorted(areas, key=lambda area: ("number" not in area, area.get("number", 0), area["name"])))
        found.append(row)
    return sorted_rows(found, "key")


def area_row(strategy: Strategy, area: FocusArea, goal_marks: set[Any]) -> Row:
    row = AREAS.write(area, {})
    goals = [STRATEGY_GOALS.write(goal, {}) for goal in Goal.objects.filter(area=area)]
    put(row, STRATEGY_GOALS, sorted_rows([goal for goal in goals if (strategy.key, row["name"], goal["number"]) in goal_marks], "number"))
    return row


def sorted_rows(rows: list[Row], key: str) -> list[Row]:
    return sorted(rows, key=lambda row: row[key])
