"""The list of projects as files: exactly the rows that were asked for, in their order."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from portfolio.lib.sheets import csv_file, xlsx_file
from portfolio.overview.portfolio_page import Listing
from portfolio.tables import files
from portfolio.templatetags.portfolio_format import page_language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(found: Listing) -> HttpResponse:
    headings, rows = files(found.columns, found.rows)
    return attached(csv_file(headings, rows, page_language()), "text/csv; charset=utf-8", found, "csv")


def as_xlsx(found: Listing) -> HttpResponse:
    headings, rows = files(found.columns, found.rows)
    title = _("Portfolio")
    return attached(xlsx_file(f"{title}, {found.region.name}", headings, rows, page_language()), XLSX, found, "xlsx")


def attached(content: bytes, kind: str, found: Listing, ending: str) -> HttpResponse:
    name = f"{found.region.slug}-{found.today.isoformat()}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"})
