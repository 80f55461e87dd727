"""The table of municipalities × parts, and what a change moves: rows for the page and for files from one definition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from costsharing.stored import Line, Move, Stored
from costsharing.telling import months_of, per_inhabitant, plain
from costsharing.wording.numbers import figure_name, signed_amount
from portfolio.tables import Column, body, foot, shown
from portfolio.templatetags.portfolio_format import amount


@dataclass(frozen=True)
class Written:
    """A table ready for a template: its heads, rows and sum."""

    heads: Sequence[Column[object]]
    body: SafeString
    foot: SafeString


def written(columns: Sequence[Column[Line]] | Sequence[Column[Move]], rows: Sequence[object]) -> Written:
    kept: Sequence[Column[object]] = columns  # type: ignore[assignment]
    return Written(shown(kept), body(kept, rows, as_cards=False), foot(kept, rows, _("Sum"), as_cards=False))


def share_columns(table: Stored, why_url: Callable[[str], str] | None = None) -> list[Column[Line]]:
    """``why_url``: where a code's amount is explained."""

    def name(line: Line) -> str:
        told = f'<a href="{escape(why_url(line.code))}">{escape(line.name)}</a>' if why_url else escape(line.name)
        months = months_of(line)
        return told + (f'<span class="sub">{escape(months)}</span>' if months else "")

    columns: list[Column[Line]] = [Column("name", _("Municipality"), lambda line: line.name, name)]
    columns += [figure_column(key) for key in table.figure_names]
    columns += [part_column(place, label, total) for place, (label, total) in enumerate(zip(table.labels, table.sums, strict=True))]
    if table.has_corrections:
        columns.append(money_column("correction", _("Correction"), lambda line: line.correction))
    if table.has_remainder:
        columns.append(money_column("remainder", _("Remainder"), lambda line: line.remainder))
    columns.append(money_column("gross", _("Share"), lambda line: line.gross))
    if table.has_reimbursements:
        columns.append(money_column("reimbursement", _("Reimbursement"), lambda line: -line.reimbursement))
        columns.append(money_column("net", _("Net"), lambda line: line.net))
    if any(line.population for line in table.lines):
        columns.append(Column("each", _("Per inhabitant"), lambda line: None, per_inhabitant, is_number=True, in_files=False))
    return columns


def figure_column(key: str) -> Column[Line]:
    def value(line: Line) -> str | Decimal:
        return Decimal(line.figures[key].value.numerator) / line.figures[key].value.denominator if key in line.figures else ""

    def total(lines: Sequence[Line]) -> str:
        return escape(plain(sum((line.figures[key].value for line in lines if key in line.figures), Fraction())))

    return Column(
        f"figure-{key}",
        figure_name(key).capitalize(),
        value,
        lambda line: escape(plain(line.figures[key].value)) if key in line.figures else "–",
        is_number=True,
        total=total,
    )


def part_column(place: int, label: str, total: int) -> Column[Line]:
    return money_column(f"part-{place}", label, lambda line: line.parts[place], total)


def money_column(key: str, heading: str, of: Callable[[Line], int], total: int | None = None) -> Column[Line]:
    return Column(
        key,
        heading,
        lambda line: Decimal(of(line)) / 100,
        lambda line: f"<strong>{amount(of(line))}</strong>" if key in ("gross", "net") else str(amount(of(line))),
        is_number=True,
        total=lambda lines: str(amount(sum(map(of, lines)) if total is None else total)),
    )


def move_columns(before: str, now: str) -> list[Column[Move]]:
    """``before`` and ``now``: the headings of the two sides."""

    def side(heading: str, of: Callable[[Move], int | None]) -> Column[Move]:
        return Column(
            heading,
            heading,
            lambda move: "" if of(move) is None else Decimal(of(move) or 0) / 100,
            lambda move: "–" if of(move) is None else str(amount(of(move))),
            is_number=True,
            total=lambda moves: str(amount(sum(of(move) or 0 for move in moves))),
        )

    return [
        Column("name", _("Municipality"), lambda move: move.name, lambda move: escape(move.name)),
        side(before, lambda move: move.before),
        side(now, lambda move: move.now),
        Column(
            "difference",
            _("Difference"),
            lambda move: Decimal(move.difference) / 100,
            lambda move: signed_amount(move.difference),
            is_number=True,
            total=lambda moves: signed_amount(sum(move.difference for move in moves)),
        ),
    ]
