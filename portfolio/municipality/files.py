"""What a municipality pays, as a table for its own budget: a line for each project and year, or a sheet for each year."""

import datetime as dt

from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portfolio.lib.sheets import Sheet, Value, csv_file, xlsx_book
from portfolio.municipality.fees import Cell, Row
from portfolio.municipality.page import Page
from portfolio.overview.costs.files import major
from portfolio.overview.portfolio_files import XLSX
from portfolio.templatetags.portfolio_format import page_language


def headings() -> list[str]:
    told = [_("Year"), _("Region"), _("Project"), _("Reference"), _("Status"), _("How sure")]
    amounts = [_("Currency"), _("Fee"), _("Comes back for lent hours"), _("Left to pay"), _("Of which invoiced"), _("Of which paid")]
    return [*told, *amounts, _("Decided by"), _("Day of the decision")]


def entries(page: Page, year: int) -> list[list[Value]]:
    """What is not split has no amount."""
    rows = [row for each in page.regions for row in each.rows]
    return [entry(row, cell) for row in rows for cell in row.cells if cell.year == year and cell.sure]


def entry(row: Row, cell: Cell) -> list[Value]:
    project = row.part.project
    about: list[Value] = [cell.year, project.region.name, project.name, project.reference, row.part.mark.word if row.part.mark else None]
    about += [cell.mark.word if cell.mark else None, project.region.currency]
    if cell.minor is None:
        return [*about, None, None, None, None, None, None, None]
    decision = cell.share.allocation if cell.share else None
    sent = [major(cell.sent.invoiced), major(cell.sent.paid)] if decision else [None, None]
    told: list[Value] = [decision.body.name, decision.decided_on] if decision else [None, None]
    return [*about, major(cell.minor), major(cell.repaid), major(cell.net), *sent, *told]


def as_csv(page: Page) -> HttpResponse:
    rows = [entry for year in page.season.years for entry in entries(page, year)]
    return attached(csv_file(headings(), rows, page_language()), "text/csv; charset=utf-8", page, "csv")


def as_xlsx(page: Page) -> HttpResponse:
    sheets = [Sheet(headings(), entries(page, year), name=str(year)) for year in page.season.years]
    title = capfirst(_("What %(party)s pays") % {"party": page.organisation.name})
    return attached(xlsx_book(title, sheets, page_language()), XLSX, page, "xlsx")


def attached(content: bytes, kind: str, page: Page, ending: str) -> HttpResponse:
    name = f"municipality-{page.organisation.code or page.organisation.pk}-{page.season.first}-{as_day(page.today)}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"})


def as_day(day: dt.date) -> str:
    return day.isoformat()
