"""The matrix as rows of HTML, written here for the same reason as portfolio.tables: a template's loop is slow for thousands of cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costsharing.queries.paying import Firm
from portfolio.lib import formats
from portfolio.overview.costs.matrix import Column, Line, Matrix
from portfolio.overview.costs.words import firm_mark, firm_word, how_firm, paying_mark
from portfolio.overview.marks import status_html
from portfolio.templatetags.portfolio_format import bcp47
from projects.queries import ProjectRow

NOTHING = "–"


@dataclass(frozen=True)
class Shown:
    """A column of the table: one project's year, or a sum of many. label: plain, for cards. head: escaped."""

    label: str
    head: str
    of: tuple[Column, ...]
    is_sum: bool = False


@dataclass(frozen=True)
class Group:
    """What stands above some columns: a focus area, a project, or nothing over the sums. text: escaped."""

    text: str
    columns: tuple[Shown, ...]


@dataclass(frozen=True)
class Table:
    """The sums and some of the projects; what the other projects come to stands beside them, so that each row adds up."""

    matrix: Matrix
    projects: Sequence[ProjectRow]
    language: str
    has_sums: bool = True
    has_rest: bool = True
    as_cards: bool = True

    @cached_property
    def groups(self) -> list[Group]:
        found = [Group(escape(_("In all")), tuple(self.sums()))] if self.has_sums else []
        if len(self.matrix.years) > 1:
            return found + [Group(self.link(row), tuple(self.of_project(row))) for row in self.projects] + self.rest()
        areas: dict[str, list[Shown]] = {}
        for row in self.projects:
            area = f"<span{self.lang(row)}>{escape(row.area_label)}</span>" if row.area else escape(_("Without focus area"))
            areas.setdefault(area, []).extend(self.of_project(row))
        return found + [Group(area, tuple(columns)) for area, columns in areas.items()] + self.rest()

    @cached_property
    def columns(self) -> list[Shown]:
        return [column for group in self.groups for column in group.columns]

    def sums(self) -> Iterable[Shown]:
        matrix, years = self.matrix, self.matrix.years
        for firm in (Firm.ADOPTED, Firm.PRELIMINARY):
            word = firm_word(firm)
            yield Shown(word, status_html(firm_mark(firm)), tuple(matrix.firm(firm)), is_sum=True)
        for year in years if len(years) > 1 else ():
            yield Shown(str(year), str(year), tuple(matrix.year(year)), is_sum=True)
        yield Shown(_("sum"), escape(_("Sum")), tuple(matrix.columns), is_sum=True)

    def of_project(self, row: ProjectRow) -> Iterable[Shown]:
        for column in self.matrix.by_project[row.pk]:
            words = how_firm(column.paying) if column.paying else ""
            mark = f'<span class="sub">{status_html(paying_mark(column.paying))}</span>' if column.paying else ""
            if len(self.matrix.years) > 1:
                yield Shown(f"{row.name} {column.year} {words}", f"{column.year}{mark}", (column,))
            else:
                yield Shown(f"{row.name}, {words}", f"{self.link(row)}{mark}", (column,))

    def rest(self) -> list[Group]:
        shown = {row.pk for row in self.projects}
        others = [row for row in self.matrix.projects if row.pk not in shown]
        if not others or not self.has_rest:
            return []
        name = ngettext("One other project", "%(n)s other projects", len(others)) % {"n": formats.number(len(others), self.language)}
        of = tuple(column for row in others for column in self.matrix.by_project[row.pk])
        return [Group("", (Shown(name, escape(name), of, is_sum=True),))]

    def lang(self, row: ProjectRow) -> str:
        return "" if row.language == self.language else f' lang="{bcp47(row.language)}"'

    def link(self, row: ProjectRow) -> str:
        address = reverse("money", args=[self.matrix.region.slug, row.reference])
        return f'<a href="{address}"{self.lang(row)}>{escape(row.name)}</a>'

    @cached_property
    def head(self) -> SafeString:
        row, cell = (' role="row"', ' role="columnheader"') if self.as_cards else ("", "")
        name = escape(_("Municipality"))
        above = "".join(
            f'<th scope="colgroup" colspan="{len(group.columns)}"{cell}>{group.text}</th>' if group.text else f'<td colspan="{len(group.columns)}"></td>'
            for group in self.groups
        )
        below = "".join(f'<th scope="col" class="r"{cell}>{column.head}</th>' for column in self.columns)
        return mark_safe(f'<tr{row}><th scope="col" rowspan="2"{cell}>{name}</th>{above}</tr><tr{row}>{below}</tr>')  # noqa: S308 escaped above

    @cached_property
    def body(self) -> SafeString:
        page = reverse("costs-municipality", args=[self.matrix.region.slug])
        rows = [self.row(self.name(line, page), [line.of(column.of) for column in self.columns]) for line in self.matrix.lines]
        return mark_safe("\n".join(rows))  # noqa: S308 escaped where written

    def name(self, line: Line, page: str) -> str:
        query = urlencode({"municipality": line.organisation, "year": self.matrix.years[0]})
        return f'<a href="{page}?{escape(query)}">{escape(line.name)}</a>'

    @cached_property
    def foot(self) -> SafeString:
        """Nothing when some rows are kept from the reader: a sum of the rest would mean nothing."""
        matrix = self.matrix
        if not matrix.is_whole:
            return SafeString()
        shared = [matrix.shared(column.of) for column in self.columns]
        possible = [sum(each.possible for each in column.of) for column in self.columns]
        rows = [self.row(escape(_("Sum of the rows")), shared)]
        rows += [self.row(status_html(firm_mark(Firm.POSSIBLE)), [minor or None for minor in possible])] if any(possible) else []
        rows += [self.row(escape(_("In all")), [sum(pair) for pair in zip(shared, possible, strict=True)])] if any(possible) else []
        split = [any(each.firm in (Firm.ADOPTED, Firm.PRELIMINARY) for each in column.of) for column in self.columns]
        checks = [matrix.difference(column.of) if is_split else None for column, is_split in zip(self.columns, split, strict=True)]
        return mark_safe("\n".join([*rows, self.row(escape(_("Sum less what was to be shared")), checks)]))  # noqa: S308 escaped above

    def row(self, name: str, amounts: Sequence[int | None]) -> str:
        row, head, cell = (' role="row"', ' role="rowheader"', ' role="cell"') if self.as_cards else ("", "", "")
        parts = [f'<tr{row}><th scope="row"{head}>{name}</th>']
        for column, minor in zip(self.columns, amounts, strict=True):
            classes = "r none" if minor is None else "r"
            label = f' data-l="{escape(column.label)}"' if self.as_cards and minor is not None else ""
            figure = NOTHING if minor is None else formats.amount(minor, self.language)
            parts.append(f'<td{cell} class="{classes}"{label}>{f"<strong>{figure}</strong>" if column.is_sum and minor else figure}</td>')
        return "".join([*parts, "</tr>"])
