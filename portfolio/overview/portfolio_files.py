"""The list of projects as files: exactly the rows that were asked for, in their order, under a name that says which."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from portfolio.lib.sheets import csv_file, xlsx_file
from portfolio.lib.texts import short_name
from portfolio.overview.portfolio_page import Listing
from portfolio.tables import files
from portfolio.templatetags.portfolio_format import page_language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(found: Listing) -> HttpResponse:
    headings, rows = files(found.columns, found.rows)
    return attached(csv_file(headings, rows, page_language()), "text/csv; charset=utf-8", found, "csv")


def as_xlsx(found: Listing) -> HttpResponse:
    headings, rows = files(found.columns, found.rows)
    title = ", ".join([_("Portfolio"), found.region.name, *(f"{name}: {value}" for name, value in found.narrowed_by)])
    return attached(xlsx_file(title, headings, rows, page_language()), XLSX, found, "xlsx")


def attached(content: bytes, kind: str, found: Listing, ending: str) -> HttpResponse:
    chosen = [short_name(value, (), short_name(name, (), "x")) for name, value in found.narrowed_by]
    name = f"{'-'.join([found.region.slug, found.today.isoformat(), *chosen])[:120].rstrip('-')}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"})
