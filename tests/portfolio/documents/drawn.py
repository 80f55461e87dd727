"""What the tests of a mandate's tables share: a small project, and the drawn blocks as plain rows."""

import datetime as dt
from typing import Any

from portfolio.documents.content import Block, Chapter, Mandate, Table
from portfolio.documents.mandate import content_of
from projects.models import Mandate as MandateRow
from projects.models import (
    MandateTemplate,
    Project,
    TemplateChapter,
)
from tests.factories import portfolio, projects

NB = "\u00a0"


def english_project() -> Project:
    """Of a Norwegian region."""
    region = portfolio.region("kongsberg", name="Kongsbergregionen")
    return projects.project(
        region, "arkiv", name="Joint archive", language="en-gb", kind="pre_study", summary="One archive for all.", starts_on=dt.date(2016, 1, 1)
    )


def mandate(project: Project, tables: str = "", **fields: Any) -> MandateRow:
    template = MandateTemplate.objects.create(key="t", title_sv="Direktiv", title_nb="Mandat", title_en="Mandate", is_numbered=True)
    for position, key in enumerate(["background", *tables.split()], 1):
        TemplateChapter.objects.create(
            template=template, key=key, position=position, title_sv="S", title_nb="N", title_en=key.capitalize(), tables="" if key == "background" else key
        )
    return MandateRow.objects.create(**{"project": project, "template": template, "title": "Joint archive 2016", "version_label": "version 2"} | fields)


def chapter(project: Project, table: str, **fields: Any) -> Chapter:
    mandate(project, table, **fields)
    return content_of(project).chapters[1]


def rows(block: Block) -> list[tuple[str, ...]]:
    assert isinstance(block, Table)
    marks = {"row": "", "group": "#", "sum": "="}
    return [(marks[row.kind], *(f"{cell.text} / {cell.small}" if cell.small else cell.text for cell in row.cells)) for group in block.groups for row in group]


def heads(block: Block) -> list[str]:
    assert isinstance(block, Table)
    return [column.title for column in block.columns]


def add(model: Any, project: Project, position: int = 1, **fields: Any) -> Any:
    return model.objects.create(project=project, position=position, **fields)


def facts(content: Mandate) -> list[tuple[str, str, str]]:
    return [(fact.label, fact.value.text, fact.value.lang) for fact in content.facts]
