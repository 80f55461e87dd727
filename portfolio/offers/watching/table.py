"""The board's table, and the same as a file. Rows are written here and not by a template's loop: of 290 municipalities that is most of the page."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portfolio.lib import formats
from portfolio.lib.sheets import csv_file, xlsx_file
from portfolio.lib.texts import short_name
from portfolio.models import Delivery
from portfolio.offers.watching.rows import Row, sums_of
from portfolio.offers.watching.states import FINAL_NAMES, GROUP_NAMES, Group, state_of
from portfolio.overview.marks import status_html
from portfolio.overview.portfolio_files import XLSX
from portfolio.tables import Column, files
from portfolio.templatetags.portfolio_format import amount, bcp47, number, page_language
from projects.models import Offer

NOTHING = "–"
DAYS = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Heads:
    """all: how many were asked. has_fees: the terms say a cost. day: of the inhabitants, where they have one in common. is_over: a person has concluded, so
    that nothing is said of what could still be.
    """

    all: int
    has_fees: bool
    has_inhabitants: bool
    day: str
    is_over: bool = False

    def group(self, group: Group) -> str:
        return str((FINAL_NAMES if self.is_over else GROUP_NAMES)[group])

    @property
    def labels(self) -> list[str]:
        found = [_("Municipality"), _("Answer"), _("Condition or reason"), _("Decision")]
        return found + [self.inhabitants] * self.has_inhabitants + [self.now, self.everybody] * self.has_fees

    @property
    def inhabitants(self) -> str:
        return _("Inhabitants %(day)s") % {"day": self.day} if self.day else _("Inhabitants")

    @property
    def now(self) -> str:
        return _("Fee") if self.is_over else _("Fee now")

    @property
    def everybody(self) -> str:
        return _("If all %(n)s") % {"n": self.all}


def head(heads: Heads, unit: str) -> SafeString:
    words = 4 + heads.has_inhabitants
    cells = [f'<th scope="col" role="columnheader">{escape(text)}</th>' for text in heads.labels[:4]]
    cells += [f'<th scope="col" role="columnheader" class="r">{whole(escape(text))}</th>' for text in heads.labels[4:words]]
    cells += [f'<th scope="col" role="columnheader" class="r">{escape(text)}, {escape(unit)}</th>' for text in heads.labels[words:]]
    return mark_safe(f'<tr role="row">{"".join(cells)}</tr>')  # noqa: S308 escaped


def whole(html: str) -> str:
    """A day is not broken in the middle."""
    return DAYS.sub(r'<span class="num">\g<0></span>', html)


def body(rows: Sequence[Row], heads: Heads, address: Callable[[Row], str], language: str) -> SafeString:
    """address: of a party's page, "" for none. language: of the project, in which parties and bodies have their names."""
    parts, before = [], None
    for row in rows:
        if row.group is not before:
            before = row.group
            count = sum(each.group is before for each in rows)
            name = escape(heads.group(before))
            columns = len(heads.labels)
            parts.append(
                f'<tr role="row" class="grp"><th role="rowheader" scope="colgroup" colspan="{columns}">{name} <span class="muted num">{count}</span></th></tr>'
            )
        parts.append(one(row, heads, address(row), bcp47(language)))
    return mark_safe("".join(parts))  # noqa: S308 escaped


def one(row: Row, heads: Heads, url: str, language: str) -> str:
    name = escape(row.name)
    linked = f'<a href="{escape(url)}">{name}</a>' if url else name
    yours = _("your municipality")
    own = f'<span class="sub">{escape(yours)}</span>' if row.is_own else ""
    hangs = "<br>".join(f'<span lang="{language}">{escape(text)}</span>' for text in row.hangs)
    promises = _("Promises: %(what)s")
    hangs += "".join(f'<span class="sub">{escape(promises % {"what": text})}</span>' for text in row.promised)
    decided = f'<span lang="{language}">{escape(row.decided)}</span>' if row.decided else ""
    if row.waits:
        waiting = escape(row.waits)
        decided += f'<span class="sub">{waiting}</span>' if decided else f'<span class="muted">{waiting}</span>'
    state = status_html(state_of(row.line)) + "".join(f'<span class="sub">{escape(text)}</span>' for text in row.remarks)
    cells = [
        f'<th scope="row" role="rowheader">{linked}{own}</th><td role="cell">{whole(state)}</td>',
        words(hangs, _("Condition or reason")),
        words(decided, _("Decision")),
    ]
    if heads.has_inhabitants:
        cells.append(
            f'<td role="cell" class="r people" data-l="{escape(heads.inhabitants)}">{number(row.inhabitants) if row.inhabitants is not None else NOTHING}</td>'
        )
    if heads.has_fees:
        cells.append(f'<td role="cell" class="r fee" data-l="{escape(heads.now)}">{fee_now(row, heads)}</td>')
        everybody = NOTHING if row.line.fee_everybody is None else amount(row.line.fee_everybody)
        cells.append(f'<td role="cell" class="r" data-l="{escape(heads.everybody)}">{everybody}</td>')
    look = ("" if row.group is Group.JOINS else " class=out") + (' aria-selected="true"' if row.is_own else "")
    return f'<tr role="row"{look}>{"".join(cells)}</tr>\n'


def words(html: str, label: str) -> str:
    return f'<td role="cell" class="wide" data-l="{escape(label)}">{whole(html)}</td>' if html else '<td role="cell" class="none"></td>'


def fee_now(row: Row, heads: Heads) -> str:
    """In brackets where it would be so only if the party joined; nothing of whoever has said no, or can no longer join."""
    if row.line.fee_now is None or row.group is Group.NO or (heads.is_over and row.group is not Group.JOINS):
        return NOTHING
    return amount(row.line.fee_now) if row.group is Group.JOINS else f'<span class="muted">({amount(row.line.fee_now)})</span>'


def foot(rows: Sequence[Row], heads: Heads, name: str) -> SafeString:
    found = sums_of(rows)
    cells = ['<td role="cell" class="none"></td>' * 3]
    if heads.has_inhabitants:
        cells.append(f'<td role="cell" class="r people" data-l="{escape(heads.inhabitants)}">{number(found.inhabitants)}</td>')
    if heads.has_fees:
        cells.append(f'<td role="cell" class="r fee" data-l="{escape(heads.now)}">{amount(found.now)}</td>')
        cells.append(f'<td role="cell" class="r" data-l="{escape(heads.everybody)}">{amount(found.everybody)}</td>')
    if len(cells) == 1:
        return SafeString()
    return mark_safe(f'<tr role="row"><th scope="row" role="rowheader">{escape(name)}</th>{"".join(cells)}</tr>')  # noqa: S308 escaped


def address_of(offer: Offer) -> Callable[[Row], str]:
    """Of each party's page, put together without asking for every one of them."""
    project = offer.project
    there = reverse("offer-party", args=[project.region.slug, project.reference, offer.number, 0])
    before, _zero, after = there.rpartition("/0")
    return lambda row: f"{before}/{row.line.invitee.pk}{after}"


def own_address_of(offer: Offer, answers: Collection[int]) -> Callable[[Row], str]:
    """Of the page where the reader answers for a party; "" for all others."""
    region = offer.project.region.slug

    def address(row: Row) -> str:
        party = row.line.invitee
        return reverse("municipality-answer", args=[region, party.organisation_id, party.pk]) if party.organisation_id in answers else ""

    return address


# ---- files -----------------------------------------------------------------------
def columns_of(heads: Heads, unit: str) -> list[Column[Row]]:
    """Fees in two columns: a spreadsheet that adds up the first gets what those who join pay."""
    found: list[Column[Row]] = [
        Column("name", _("Municipality"), lambda row: row.name),
        Column("code", _("Official code"), lambda row: row.line.invitee.organisation.code),
        Column("group", _("Stands"), lambda row: heads.group(row.group)),
        Column("state", _("Answer"), lambda row: "; ".join([state_of(row.line).word, *row.remarks])),
        Column("hangs", _("Condition or reason"), lambda row: "; ".join(row.hangs)),
        Column("decided", _("Decision"), lambda row: row.decided),
        Column("waits", _("Awaited"), lambda row: row.waits),
        Column("promised", _("Promises"), lambda row: "; ".join(row.promised)),
        Column("version", _("Answered on version"), lambda row: row.line.answer.version.number if row.line.answer else None),
        Column("mail", _("Newest mail"), lambda row: str(Delivery.State(row.line.mail.state).label) if row.line.mail else None),
    ]
    if heads.has_inhabitants:
        found.append(Column("people", heads.inhabitants, lambda row: row.inhabitants))
    if heads.has_fees:
        found.append(Column("now", f"{heads.now}, {unit}", lambda row: major(row.line.fee_now) if row.group is Group.JOINS else None))
        if not heads.is_over:
            would = _("Would pay now, %(unit)s") % {"unit": unit}
            found.append(Column("would", would, lambda row: None if row.group is Group.JOINS else major(row.line.fee_now)))
        found.append(Column("everybody", f"{heads.everybody}, {unit}", lambda row: major(row.line.fee_everybody)))
    return found


def major(minor: int | None) -> Decimal | None:
    return None if minor is None else Decimal(minor).scaleb(-2)


def as_file(rows: Sequence[Row], heads: Heads, offer: Offer, day: str, ending: str) -> HttpResponse:
    """Formula-safe, as every file (portfolio.lib.sheets)."""
    project, language = offer.project, page_language()
    headings, values = files(columns_of(heads, formats.unit(project.region.currency, language)), rows)
    name = f"{project.region.slug}-{short_name(project.reference, (), 'offer')}-{offer.number}-{day}.{ending}"
    title = ", ".join([_("Answers"), project.name, f"{offer.number}: {offer.title}"])
    content, kind = (
        (csv_file(headings, values, language), "text/csv; charset=utf-8") if ending == "csv" else (xlsx_file(title, headings, values, language), XLSX)
    )
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"})
