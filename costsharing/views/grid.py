"""A table that is filled in and saved whole: what was typed comes back until it can be stored, and nothing that another has written is lost."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from costsharing.forms.clashes import Shown, merged_sheet, pairs, theirs_instead
from costsharing.forms.drawing import DrawnSide, drawn, sheet_from
from costsharing.forms.grids import ADVICE, asks_why, grants_own, read
from costsharing.grid.cells import LAST_YEAR, Fault, Sheet, Side, add_year, new_row, sheet_of
from costsharing.grid.merging import Clash, Merged, merge, packed, unpacked
from costsharing.grid.pasting import block_of, paste
from costsharing.queries.grids import Stored, years_of
from portfolio.access.rules import signed_in_user
from portfolio.lib import formats
from portfolio.models import User
from portfolio.templatetags.portfolio_format import page_language
from portfolio.web.fields import years_of as years_from
from portfolio.web.posting import SeeOther, done_before, key_of, note
from portfolio.web.saying import saved_already
from projects.actions.locking import lock
from projects.models import Project

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Grid:
    """What differs between the pages. stored: the rows as they stand; write: stores those that change and gives the deed's moment."""

    project: Project
    sides: tuple[Side, ...]
    template: str
    url: str
    stored: Callable[[], Stored]
    write: Callable[[Project, Stored, User, str], dt.datetime]
    context: Callable[[list[DrawnSide]], dict[str, Any]] = lambda sides: {}


@dataclass
class Page:
    """The table as it is to be shown again, with what there is to say of it."""

    sheet: Sheet
    base: str
    faults: list[Fault] = field(default_factory=list)
    said: str = ""
    left: list[list[str]] = field(default_factory=list)
    clashes: list[Shown] = field(default_factory=list)
    focus: str = ""
    status: int = 200


def answer(request: HttpRequest, grid: Grid) -> HttpResponse:
    """GET shows the table; POST saves it, or with another do changes it without storing anything."""
    if request.method != "POST":
        stored = grid.stored()
        project = grid.project
        years = years_of(stored) | years_from(project.starts_on, project.ends_on, timezone.localdate())
        return show(request, grid, Page(sheet_from(stored, grid.sides, years), packed(stored)))
    sheet, do = sheet_of(request.POST, grid.sides), str(request.POST.get("do", "save"))
    page = Page(sheet, str(request.POST.get("base", "")))
    if do not in ("save", "theirs"):
        changed(page, grid, do, request.POST)
        return show(request, grid, page)
    if do == "theirs":
        theirs_instead(sheet, page.base, request.POST.getlist("clash"))
    return save(request, grid, page)


def changed(page: Page, grid: Grid, do: str, data: Any) -> None:
    """What the page's script does at once, for those who have none."""
    what, _colon, rest = do.partition(":")
    sides = {side.key: side for side in grid.sides}
    if what == "add" and rest in sides and sides[rest].adds:
        page.focus = f"{rest}-{new_row(page.sheet.sides[rest], sides[rest]).id}-text"
    elif what == "year":
        add_year(page.sheet)
    elif what == "row":
        side, _colon, key = rest.partition(":")
        for row in page.sheet.sides.get(side, []):
            row.is_gone ^= row.id == key
    elif what == "paste":
        into = sides.get(str(data.get("into", "")), grid.sides[0])
        filled, page.left = paste(page.sheet, into, block_of(str(data.get("block", ""))))
        page.faults = [fault for fault in read(page.sheet, grid.sides)[1] if fault.what == "amount"]
        page.said = _("Cells filled: %(count)s. Nothing is saved yet: look through them, then save.") % {"count": filled}
        page.status = 422 if page.faults or page.left else 200


# ---- saving -----------------------------------------------------------------
def save(request: HttpRequest, grid: Grid, page: Page) -> HttpResponse:
    user, key, reason = signed_in_user(request), key_of(request.POST), " ".join(str(request.POST.get("reason", "")).split())[:100]
    with transaction.atomic():
        held = lock(grid.project, user)
        if earlier := done_before(key, user):
            saved_already(request, earlier.at)
            return SeeOther(earlier.result)
        mine, page.faults = read(page.sheet, grid.sides)
        if page.faults:
            page.status = 422
            return show(request, grid, page)
        stored, base = grid.stored(), unpacked(page.base)
        merged = merge(base, stored, mine)
        merged.clashes += grants_that_are_none(merged, stored)
        if merged.clashes:
            page.sheet, renamed = merged_sheet(page.sheet, stored, mine, base, merged)
            page.clashes, page.base, page.status = pairs(merged, grid.sides, stored, renamed), packed(stored), 409
            return show(request, grid, page)
        if asks_why(stored, merged.wanted) and not reason:
            page.faults, page.status = [Fault("", "", "reason", "reason")], 422
            return show(request, grid, page)
        try:
            with transaction.atomic():
                at = grid.write(held, merged.wanted, user, reason) if any(merged.wanted.values()) else None
                note(key, user, grid.url)
        except IntegrityError:
            page.said = _("This could not be saved because it meets something that was saved at the same time. Look through it and send it again.")
            page.status = 422
            return show(request, grid, page)
    tell(request, grid, at, merged.has_theirs)
    return SeeOther(grid.url)


def grants_that_are_none(merged: Merged, stored: Stored) -> list[Clash]:
    """One has said that it is no grant and the other what became of the grant: neither cell says it alone."""
    found = []
    for key, row in merged.wanted.get("funding", {}).items():
        if row and grants_own(row):
            before = stored["funding"].get(key) or {}
            found.append(Clash("funding", key, "kind", before.get("kind"), row["kind"]))
    return found


def tell(request: HttpRequest, grid: Grid, at: dt.datetime | None, has_theirs: bool) -> None:
    """With the way back, as long as nobody changes what was saved."""
    if at is None:
        messages.info(request, _("Nothing had changed."))
        return
    said = _("Saved. What others have changed meanwhile stands too.") if has_theirs else _("Saved.")
    project = grid.project
    messages.success(
        request, said, extra_tags=reverse("budget-undo", args=[project.region.slug, project.reference, (at - EPOCH) // dt.timedelta(microseconds=1)])
    )


# ---- the page ---------------------------------------------------------------
def show(request: HttpRequest, grid: Grid, page: Page) -> HttpResponse:
    sides = drawn(page.sheet, grid.sides, page.faults)
    language, currency = page_language(), grid.project.region.currency
    context = {
        "region": grid.project.region,
        "project": grid.project,
        "tab": "money",
        "grid": grid,
        "page": page,
        "sides": sides,
        "errors": errors(page, grid, sides),
        "reason": request.POST.get("reason", ""),
        "needs_reason": any(fault.what == "reason" for fault in page.faults),
        "pasted": request.POST.get("block", "") if page.left else "",
        "key": key_of(request.POST if request.method == "POST" else None),
        "sum": formats.money(0, currency, language).replace("0", "{sum}"),
        "marks": json.dumps({**marks_of(language), "last": LAST_YEAR}),
    }
    return render(request, grid.template, context | grid.context(sides), status=page.status)


def marks_of(language: str) -> dict[str, str]:
    """How the page's script writes an amount."""
    return {"group": formats.number(1000, language)[1:-3], "point": "." if language == "en-gb" else ",", "minus": formats.MINUS}


@dataclass(frozen=True)
class Error:
    name: str
    text: str


def errors(page: Page, grid: Grid, sides: list[DrawnSide]) -> list[Error]:
    """Row, column and what to do, in the order of the page."""
    found = []
    for side in sides:
        if side.fault:
            found.append(Error(f"table-{side.side.key}", f"{side.side.title}: {side.fault}"))
        for number, row in enumerate(side.rows, 1):
            called = row.name or row.row.texts.get("text") or _("Row %(number)s") % {"number": number}
            for cell in (*([row.first] if row.first else []), *row.years, *row.others):
                if cell.fault:
                    found.append(Error(cell.name, f"{called}, {cell.column.label if cell.column else cell.year}: {cell.fault}"))
    why = _("Why")
    found += [Error("reason", f"{why}: {ADVICE['reason']}") for fault in page.faults if fault.what == "reason"]
    return found + [Error("block", f"{line[0]}: {ADVICE['unknown']}") for line in page.left]
