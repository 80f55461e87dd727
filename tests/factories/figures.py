"""Plain builders of key figures and the files that bring them."""

import datetime as dt
import io
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from portfolio.models import FigureSource, KeyFigure, Organisation, Region

DAY = dt.date(2025, 1, 1)


def source(key: str = "folk", **fields: Any) -> FigureSource:
    defaults = {"title": key.capitalize(), "publisher": "Byrået", "licence": "fri"}
    return FigureSource.objects.get_or_create(key=key, defaults=defaults | fields)[0]


def figure(organisation: Organisation, value: int, region: Region | None = None, **fields: Any) -> KeyFigure:
    """Of the shared register, or the region's own."""
    defaults = {"kind": "population", "date": DAY, "source": fields.get("source") or source(f"egen-{region.pk}" if region else "folk", region=region)}
    return KeyFigure.objects.create(organisation=organisation, value=value, region=region, **defaults | fields)


def xlsx(*rows: list[Any], name: str = "tal.xlsx") -> SimpleUploadedFile:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet()
    for line, row in enumerate(rows):
        sheet.write_row(line, 0, row)
    made.close()
    return SimpleUploadedFile(name, out.getvalue())


def csv(*rows: list[Any], name: str = "tal.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(";".join(map(str, row)) for row in rows).encode())
