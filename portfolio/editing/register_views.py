"""The rows of a region's register."""

from django.http import HttpRequest, HttpResponse

from portfolio.access.permissions import P
from portfolio.access.rules import on_region
from portfolio.editing import views
from portfolio.editing.holders import RegionHolder
from portfolio.editing.views import FORM
from portfolio.models import Region


@on_region(P.REGISTER_EDIT, methods=FORM)
def register_rows(request: HttpRequest, region: Region, record: str) -> HttpResponse:
    return views.all_rows(request, RegionHolder(region), record)


@on_region(P.REGISTER_EDIT, methods=FORM)
def register_new(request: HttpRequest, region: Region, record: str) -> HttpResponse:
    return views.new_row(request, RegionHolder(region), record)


@on_region(P.REGISTER_EDIT, methods=FORM)
def register_row(request: HttpRequest, region: Region, record: str, number: int) -> HttpResponse:
    return views.one_row(request, RegionHolder(region), record, number)


@on_region(P.REGISTER_EDIT, methods=("POST",))
def register_move(request: HttpRequest, region: Region, record: str, number: int) -> HttpResponse:
    return views.move(request, RegionHolder(region), record, number)


@on_region(P.REGISTER_EDIT, methods=("POST",))
def register_undo(request: HttpRequest, region: Region, record: str, number: int) -> HttpResponse:
    holder = RegionHolder(region)
    return views.undo(request, holder, holder.record(record), number)


@on_region(P.REGISTER_EDIT)
def register_parties(request: HttpRequest, region: Region) -> HttpResponse:
    return views.fitting_parties(request, RegionHolder(region))
