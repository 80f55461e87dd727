"""The matrix as files: a sheet for each year, or a line for each amount. Sums are values, and no text becomes a formula."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext as _

from costsharing.queries.paying import Firm
from portfolio.lib import formats
from portfolio.lib.sheets import Sheet, Value, csv_file, xlsx_book
from portfolio.overview.costs.matrix import Matrix
from portfolio.overview.costs.page import Costs
from portfolio.overview.costs.words import firm_word, how_firm
from portfolio.overview.portfolio_files import XLSX
from portfolio.templatetags.portfolio_format import page_language


def as_xlsx(found: Costs, today: dt.date) -> HttpResponse:
    sheets = [Sheet(*sheet(found.matrix, year), name=str(year)) for year in found.matrix.years]
    title = _("Costs")
    return attached(xlsx_book(f"{title}, {found.matrix.region.name}", sheets, page_language()), XLSX, found, today, "xlsx")


def as_csv(found: Costs, today: dt.date) -> HttpResponse:
    unit = formats.unit(found.matrix.region.currency, page_language())
    headings = [_("Year"), _("Municipality"), _("Official code"), _("Project"), _("Reference"), _("How firm"), _("Amount, %(unit)s") % {"unit": unit}]
    return attached(csv_file(headings, entries(found.matrix), page_language()), "text/csv; charset=utf-8", found, today, "csv")


def sheet(matrix: Matrix, year: int) -> tuple[list[str], list[list[Value]]]:
    """Every project with something to pay that year, however many; the last rows are sums."""
    columns = [column for column in matrix.year(year) if column.paying]
    groups = [[column for column in columns if column.firm is firm] for firm in (Firm.ADOPTED, Firm.PRELIMINARY)] + [columns]
    sets = [*groups, *([column] for column in columns)]
    unit = formats.unit(matrix.region.currency, page_language())
    total = _("Sum")
    names = [f"{firm_word(Firm.ADOPTED)}, {unit}", f"{firm_word(Firm.PRELIMINARY)}, {unit}", f"{total}, {unit}"]
    headings = [_("Municipality"), _("Official code"), *names, *(f"{column.project.name} ({how_firm(column.paying)})" for column in columns if column.paying)]
    rows: list[list[Value]] = [[line.name, line.code, *(major(line.of(each)) for each in sets)] for line in matrix.lines]
    if matrix.is_whole:
        shared, possible = [matrix.shared(each) for each in sets], [sum(column.possible for column in each) for each in sets]
        rows.append([_("Sum of the rows"), None, *map(major, shared)])
        rows.append([firm_word(Firm.POSSIBLE), None, *map(major, possible)])
        rows.append([_("In all"), None, *(major(sum(pair)) for pair in zip(shared, possible, strict=True))])
    return headings, rows


def entries(matrix: Matrix) -> Iterable[list[Value]]:
    """What is not split has no municipality."""
    for column in matrix.columns:
        if column.paying is None:
            continue
        said = [column.project.name, column.project.reference, how_firm(column.paying)]
        for line in matrix.lines:
            if (minor := line.of([column])) is not None:
                yield [column.year, line.name, line.code, *said, major(minor)]
        if column.possible:
            yield [column.year, None, None, *said, major(column.possible)]


def major(minor: int | None) -> Decimal | None:
    return None if minor is None else Decimal(minor).scaleb(-2)


def attached(content: bytes, kind: str, found: Costs, today: dt.date, ending: str) -> HttpResponse:
    name = f"{found.matrix.region.slug}-costs-{found.season.first}-{today.isoformat()}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"})
