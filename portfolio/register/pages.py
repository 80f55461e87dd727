from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portfolio.access.grants import allowed, roles_in
from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.models import Region
from portfolio.register.menu import menu


def page(request: HttpRequest, region: Region, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the register with its menu, and what its reader may do there."""
    held = allowed(roles_in(signed_in_user(request), region.pk))
    may = {"may_edit": P.REGISTER_EDIT in held, "sees_people": P.MEMBERS_VIEW in held}
    return render(request, template, {"region": region, "menu": menu(request, region)} | may | context, status=status)
