"""What each pays by a scenario: one row for each who pays, the same on the page and in files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from costsharing.assembling import Value
from costsharing.engine.amounts import nearest
from costsharing.engine.part import Own
from costsharing.engine.result import Result, Row
from costsharing.queries.scenarios import Against
from costsharing.queries.tried import Tried
from costsharing.wording.numbers import key_words, signed_amount
from portfolio.lib import formats
from portfolio.tables import Column, body, foot
from portfolio.templatetags.portfolio_format import page_language

NUMBER = ' class="r"'


@dataclass(frozen=True)
class Payer:
    """Minor units. ``before``: what it pays by what the scenario is compared with; None where it is not in that."""

    code: str
    name: str
    cells: tuple[int, ...]
    remainder: int
    gross: int
    reimbursement: int
    inhabitants: int | None
    before: int | None

    @property
    def net(self) -> int:
        return self.gross - self.reimbursement

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.gross - self.before

    @property
    def per_inhabitant(self) -> int | None:
        return nearest(Fraction(self.gross, self.inhabitants)) if self.inhabitants else None


@dataclass(frozen=True)
class Table:
    columns: list[Column[Payer]]
    rows: list[Payer]
    checks: dict[str, int]
    """By column of money: what its cells add up to less what they must, in minor units; all 0."""

    @property
    def adds_up(self) -> bool:
        return not any(self.checks.values())


def shared_rows(result: Result) -> list[Row]:
    """Without what each bears itself: that is listed beside."""
    return [row for row in result.rows if row.part is None or not isinstance(row.part.key, Own)]


def payers(found: Tried, against: Against | None) -> list[Payer]:
    """The largest first."""
    result = found.result
    assert result is not None
    lines, inhabitants = shared_rows(result), found.basis.inhabitants
    rows = []
    for code, column in result.columns.place.items():
        named: Value | None = inhabitants.get(code)
        rows.append(
            Payer(
                code=code,
                name=found.basis.organisations[code].name if code in found.basis.organisations else code,
                cells=tuple(row.rounded[column] for row in lines),
                remainder=result.remainder if column == result.remainder_column else 0,
                gross=result.amounts[column],
                reimbursement=result.reimbursement(code),
                inhabitants=named.value if named else None,
                before=against.shares.get(code) if against else None,
            )
        )
    return sorted(rows, key=lambda row: (-(row.inhabitants or 0), -row.gross, row.code))


def table(found: Tried, against: Against | None, link: Callable[[str], str] | None = None) -> Table:
    """``link``: where a code's name leads."""
    result = found.result
    assert result is not None
    rows, lines = payers(found, against), shared_rows(result)
    columns = [name_column(link)]
    if any(row.inhabitants for row in rows):
        columns.append(plain("inhabitants", _("Inhabitants"), lambda row: row.inhabitants))
    columns += [part_column(place, line, found) for place, line in enumerate(lines)]
    if result.remainder:
        columns.append(money("remainder", _("Left over"), lambda row: row.remainder))
    columns.append(money("sum", _("Sum"), lambda row: row.gross, strong=True))
    if any(row.reimbursement for row in rows):
        columns += [money("repaid", _("Repaid"), lambda row: -row.reimbursement), money("net", _("Net"), lambda row: row.net, strong=True)]
    if any(row.inhabitants for row in rows):
        columns.append(per_inhabitant())
    if against:
        columns.append(change_column(against))
    return Table(columns, rows, checks(result, rows, lines))


def checks(result: Result, rows: Sequence[Payer], lines: Sequence[Row]) -> dict[str, int]:
    """Down: each part's cells against the part's exact amount, which is rounded by less than a unit. Across: each row against its share."""
    found = {}
    for place, line in enumerate(lines):
        off = sum(row.cells[place] for row in rows) - nearest(Fraction(line.amount))
        found[f"part-{place}"] = off if abs(off) >= result.case.unit else 0
    across = sum(abs(row.gross - sum(row.cells) - row.remainder) for row in rows)
    return found | {"sum": sum(row.gross for row in rows) - result.total + across}


def name_column(link: Callable[[str], str] | None) -> Column[Payer]:
    def html(row: Payer) -> str:
        return f'<a href="{escape(link(row.code))}">{escape(row.name)}</a>' if link else escape(row.name)

    return Column("name", _("Municipality"), lambda row: row.name, html)


def amount(minor: int) -> str:
    return formats.amount(minor, page_language())


def major(minor: int | None) -> Decimal | None:
    return None if minor is None else Decimal(minor).scaleb(-2)


def money(key: str, heading: str, of: Callable[[Payer], int], strong: bool = False) -> Column[Payer]:
    def html(row: Payer) -> str:
        return f"<strong>{amount(of(row))}</strong>" if strong else amount(of(row))

    return Column(key, heading, lambda row: major(of(row)), html, is_number=True, total=lambda rows: amount(sum(map(of, rows))))


def plain(key: str, heading: str, of: Callable[[Payer], int | None]) -> Column[Payer]:
    def html(row: Payer) -> str:
        value = of(row)
        return "–" if value is None else formats.number(value, page_language())

    def total(rows: Sequence[Payer]) -> str:
        return formats.number(sum(of(row) or 0 for row in rows), page_language())

    return Column(key, heading, of, html, is_number=True, total=total)


def part_column(place: int, line: Row, found: Tried) -> Column[Payer]:
    """Headed by the part's label and its key, unless the label says that already."""
    heading = _("Agreed correction")
    if line.part is not None and found.result is not None:
        key = key_words(found.basis.case["parts"][found.result.case.parts.index(line.part)])
        heading = line.part.label if key.casefold() in line.part.label.casefold() else f"{line.part.label}, {key}"
    return money(f"part-{place}", heading, lambda row: row.cells[place])


def per_inhabitant() -> Column[Payer]:
    def html(row: Payer) -> str:
        return "–" if row.per_inhabitant is None else formats.amount(row.per_inhabitant, page_language(), decimals=True)

    def total(rows: Sequence[Payer]) -> str:
        counted = [row for row in rows if row.inhabitants]
        found = nearest(Fraction(sum(row.gross for row in counted), sum(row.inhabitants or 0 for row in counted)))
        return formats.amount(found, page_language(), decimals=True)

    return Column("each", _("Per inh."), lambda row: major(row.per_inhabitant), html, is_number=True, total=total)


def change_column(against: Against) -> Column[Payer]:
    def html(row: Payer) -> str:
        return _("new") if row.change is None else signed_amount(row.change)

    def total(rows: Sequence[Payer]) -> str:
        return signed_amount(sum(row.gross for row in rows) - sum(against.shares.values()))

    return Column("change", _("Against %(name)s") % {"name": against.name}, lambda row: major(row.change), html, is_number=True, total=total, is_wide=False)


def rows_of(shown: Table) -> SafeString:
    return body(shown.columns, shown.rows, as_cards=True)


def sums_of(shown: Table) -> SafeString:
    """The sums, and below them what they differ from what they must be."""
    sums = foot(shown.columns, shown.rows, _("Sum"), as_cards=True)
    checked = [replace(column, total=partial(check, shown.checks.get(column.key))) for column in shown.columns]
    found = foot(checked, shown.rows, _("Check"), as_cards=True)
    return mark_safe(f"{sums}\n{found}")  # noqa: S308 each escapes what it shows


def check(off: int | None, rows: Sequence[Payer]) -> str:
    return "" if off is None else amount(off)


def heads_of(columns: Sequence[Column[Any]]) -> SafeString:
    cells = (f'<th scope="col" role="columnheader"{NUMBER if each.is_number else ""}>{escape(each.heading)}</th>' for each in columns if each.html)
    return mark_safe("".join(cells))  # noqa: S308 escaped above
