"""The risks of all projects of the region."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.access.permissions import P
from portfolio.access.rules import on_region, signed_in_user
from portfolio.lib.sheets import csv_file, xlsx_file
from portfolio.models import Region
from portfolio.overview.portfolio_files import XLSX
from portfolio.overview.risks.page import Risks, risks_of, risks_page
from portfolio.tables import files
from portfolio.templatetags.portfolio_format import page_language


@on_region(P.REGION_VIEW)
def portfolio_risks(request: HttpRequest, region: Region) -> HttpResponse:
    page = risks_page(signed_in_user(request), region, timezone.localdate(), request.GET)
    return render(request, "risks/portfolio.html", {"region": region, "page": page})


@on_region(P.REGION_VIEW)
def portfolio_risks_csv(request: HttpRequest, region: Region) -> HttpResponse:
    found = risks_of(signed_in_user(request), region, timezone.localdate(), request.GET)
    headings, rows = files(found.columns, found.lines)
    return attached(csv_file(headings, rows, page_language()), "text/csv; charset=utf-8", found, "csv")


@on_region(P.REGION_VIEW)
def portfolio_risks_xlsx(request: HttpRequest, region: Region) -> HttpResponse:
    found = risks_of(signed_in_user(request), region, timezone.localdate(), request.GET)
    headings, rows = files(found.columns, found.lines)
    return attached(xlsx_file(", ".join([_("Risks"), region.name]), headings, rows, page_language()), XLSX, found, "xlsx")


def attached(content: bytes, kind: str, found: Risks, ending: str) -> HttpResponse:
    name = f"{found.listing.region.slug}-risks-{found.listing.today.isoformat()}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"})
