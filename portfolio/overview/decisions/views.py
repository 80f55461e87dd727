"""The decision register of a region, and the files made of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import pgettext

from portfolio.access.permissions import P
from portfolio.access.rules import on_region, signed_in_user
from portfolio.lib.sheets import csv_file, xlsx_file
from portfolio.models import Region
from portfolio.overview.decisions.page import DecisionList, decision_list
from portfolio.overview.decisions.sittings import sittings
from portfolio.overview.portfolio_files import XLSX
from portfolio.tables import files
from portfolio.templatetags.portfolio_format import page_language


def found(request: HttpRequest, region: Region, is_file: bool = False) -> DecisionList:
    return decision_list(signed_in_user(request), region, timezone.localdate(), request.GET, is_file)


@on_region(P.REGION_VIEW)
def decisions(request: HttpRequest, region: Region) -> HttpResponse:
    coming = sittings(signed_in_user(request), region, timezone.localdate())
    return render(request, "decisions/register.html", {"region": region, "page": found(request, region), "sittings": coming})


@on_region(P.REGION_VIEW)
def decisions_csv(request: HttpRequest, region: Region) -> HttpResponse:
    its = found(request, region, True)
    return attached(csv_file(*files(its.columns, its.rows), page_language()), "text/csv; charset=utf-8", region, "csv")


@on_region(P.REGION_VIEW)
def decisions_xlsx(request: HttpRequest, region: Region) -> HttpResponse:
    its = found(request, region, True)
    title = pgettext("recorded", "Decisions")
    return attached(xlsx_file(f"{title}, {region.name}", *files(its.columns, its.rows), page_language()), XLSX, region, "xlsx")


def attached(content: bytes, kind: str, region: Region, ending: str) -> HttpResponse:
    name = f"{region.slug}-decisions-{timezone.localdate().isoformat()}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"})
