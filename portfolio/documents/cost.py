"""What each pays, year by year: adopted, or preliminary from the scenario that is chosen to be shown. Adds up both ways, and says so."""

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from costsharing.engine.amounts import nearest
from costsharing.queries.allocations import Split, splits
from costsharing.stored import Line, Stored
from costsharing.telling import months_of, plain, table_sources
from costsharing.wording.numbers import figure_name
from portfolio.documents.content import Block, Column, Items, Row, Table, Text
from portfolio.documents.phrases import Style, sentence
from portfolio.lib import formats
from portfolio.lib.alphabet import place
from projects.models import Project

MOST_ROWS, MOST_COLUMNS = 15, 6
"""What stands well on an ordinary page; more goes on a wide one."""


def cost_tables(project: Project, style: Style) -> list[Block]:
    return [cost_table(split, split.table, style) if split.table else not_yet(split) for split in splits(project)]


def not_yet(split: Split) -> Items:
    """The scenario that was chosen cannot be worked out: said, never left out in silence."""
    caption = _("What each pays in %(year)s cannot be worked out yet") % {"year": split.year}
    return Items(caption, tuple(Row((Text(fault),)) for fault in split.faults))


def cost_table(split: Split, table: Stored, style: Style) -> Table:
    columns, lines = tuple(heads(table, style)), sorted(table.lines, key=lambda line: place(line.name, style.names_language))
    rows = [Row(tuple(cells(line, table, style))) for line in lines]
    return Table(
        _("What each pays in %(year)s, %(kronor)s") % {"year": split.year, "kronor": style.kronor},
        columns,
        ((*rows, sums(table, style)),),
        "" if split.allocation else _("preliminary, nobody is bound by it"),
        tuple(notes(split, table, style)),
        is_wide=len(rows) > MOST_ROWS or len(columns) > MOST_COLUMNS,
    )


def heads(table: Stored, style: Style) -> Iterator[Column]:
    yield Column(_("Municipality"))
    for name in table.figure_names:
        yield Column(figure_name(name).capitalize(), is_number=True)
    for label in table.labels:
        yield Column(label, is_number=True)
    if table.has_corrections:
        yield Column(_("Correction"), is_number=True)
    if table.has_remainder:
        yield Column(_("Remainder"), is_number=True)
    yield Column(_("Share"), is_number=True)
    if table.has_reimbursements:
        yield Column(_("Reimbursement"), is_number=True)
        yield Column(_("Net"), is_number=True)
    yield Column(_("Per cent"), is_number=True)
    if any(line.population for line in table.lines):
        yield Column(_("Per inhabitant"), is_number=True)


def cells(line: Line, table: Stored, style: Style) -> Iterator[Text]:
    yield style.name(line.name, months_of(line))
    for name in table.figure_names:
        yield Text(plain(line.figures[name].value) if name in line.figures else "")
    for part in line.parts:
        yield Text(style.amount(part))
    if table.has_corrections:
        yield Text(style.amount(line.correction))
    if table.has_remainder:
        yield Text(style.amount(line.remainder))
    yield Text(style.amount(line.gross))
    if table.has_reimbursements:
        yield Text(style.amount(-line.reimbursement))
        yield Text(style.amount(line.net))
    yield Text(two_decimals(Fraction(line.gross * 100, table.total), style) if table.total else "")
    if any(each.population for each in table.lines):
        yield Text(two_decimals(line.per_inhabitant / 100, style) if line.per_inhabitant is not None else "")


def sums(table: Stored, style: Style) -> Row:
    """As the columns say, not the parts' own totals: the two are compared in the note."""
    lines = table.lines
    texts = [Text(_("Sum, %(count)s") % {"count": len(lines)})]
    for name in table.figure_names:
        texts.append(Text(plain(sum((line.figures[name].value for line in lines if name in line.figures), Fraction()))))
    texts += [Text(style.amount(sum(line.parts[number] for line in lines))) for number in range(len(table.labels))]
    if table.has_corrections:
        texts.append(Text(style.amount(sum(line.correction for line in lines))))
    if table.has_remainder:
        texts.append(Text(style.amount(sum(line.remainder for line in lines))))
    texts.append(Text(style.amount(sum(line.gross for line in lines))))
    if table.has_reimbursements:
        texts.append(Text(style.amount(-sum(line.reimbursement for line in lines))))
        texts.append(Text(style.amount(sum(line.net for line in lines))))
    texts.append(Text(two_decimals(Fraction(100), style)))
    counted = [line for line in lines if line.population]
    if counted:
        each = Fraction(sum(line.gross for line in counted)) / sum((line.population or Fraction() for line in counted), Fraction())
        texts.append(Text(two_decimals(each / 100, style)))
    return Row(tuple(texts), "sum")


def two_decimals(value: Fraction, style: Style) -> str:
    return formats.amount(nearest(value * 100), style.language, decimals=True)


def notes(split: Split, table: Stored, style: Style) -> Iterator[str]:
    if it := split.allocation:
        where = ", ".join(filter(None, (it.body.name, formats.day(it.decided_on, style.language), it.paragraph)))
        yield sentence(_("Decided by %(where)s") % {"where": where})
    yield split.rule
    sources = "; ".join(table_sources(table))
    if sources:
        yield sentence(sources)
    yield check(table, style)


def check(table: Stored, style: Style) -> str:
    """1 500 000 + 1 500 000 − 3 000 000 = 0, from the columns as they are printed."""
    columns = [sum(line.parts[number] for line in table.lines) for number in range(len(table.labels))]
    columns += [sum(line.correction for line in table.lines)] if table.has_corrections else []
    columns += [sum(line.remainder for line in table.lines)] if table.has_remainder else []
    told = " + ".join(style.amount(minor) for minor in columns)
    rest = style.amount(sum(columns) - table.total)
    words = _("Each row adds up to its share and each column to the last row. Check: %(columns)s − %(total)s = %(rest)s")
    return sentence(words % {"columns": told, "total": style.amount(table.total), "rest": rest})
