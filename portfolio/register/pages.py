from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portfolio.models import Region
from portfolio.register.menu import menu


def page(request: HttpRequest, region: Region, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the register with its menu."""
    return render(request, template, {"region": region, "menu": menu(request, region)} | context, status=status)
