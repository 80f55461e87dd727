"""Costs and funding by year, added up both ways, with the check that they agree or the gap in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from costsharing.models import FundingLine
from costsharing.queries.budgets import Line, Money
from portfolio.documents.content import Block, Column, Items, Row, Table, Text
from portfolio.documents.phrases import Style, phrase, sentence, table
from portfolio.lib import formats
from projects.models.project import Certainty

Grant = FundingLine.Grant


def budget(money: Money, style: Style) -> list[Block]:
    blocks: list[Block] = []
    made = amounts(money, style)
    if made:
        blocks.append(made)
    if money.local_costs:
        caption = _("Costs that fall on each municipality, outside the budget of the project")
        blocks.append(Items(caption, tuple(Row((Text(phrase(row.text)),)) for row in money.local_costs)))
    return blocks


def amounts(money: Money, style: Style) -> Table | None:
    years, sides = money.balance.years, []
    for lines, name in ((money.lines, _("Cost")), (money.funding, _("Funding"))):
        if any(line.amounts for line in lines):
            sides.append([*(amount_row(line, years, style) for line in lines), sum_row(name, lines, years, style)])
        elif lines:
            sides.append([amount_row(line, years, style) for line in lines])
    titles = [Column(_("Item")), *(Column(str(year), is_number=True) for year in years)]
    if len(years) > 1:
        titles.append(Column(_("Sum"), is_number=True))
    if not sides:
        return bare_frame(money, style)
    examples = [line.certainty == Certainty.EXAMPLE for line in (*money.lines, *money.funding)]
    remark = _("example: the figures are not decided") if all(examples) else _("lines in italics are examples, not decided") if any(examples) else ""
    caption = _("Budget and funding, %(kronor)s") if money.lines and money.funding else _("Budget, %(kronor)s") if money.lines else _("Funding, %(kronor)s")
    return table(caption % {"kronor": style.kronor}, titles, sides, remark, [*checks(money, style), *splits(money), *remarks(money)])


def bare_frame(money: Money, style: Style) -> Table | None:
    """When only a frame is known."""
    if money.budget is None or money.budget.frame_minor is None:
        return None
    certainty = money.budget.frame_certainty
    row = Row((Text(_("Total frame")), Text(style.amount(money.budget.frame_minor, certainty))), is_example=certainty == Certainty.EXAMPLE)
    caption = _("Budget, %(kronor)s") % {"kronor": style.kronor}
    return table(caption, [Column(_("Item")), Column(_("Amount"), is_number=True)], [[row]], notes=remarks(money))


def amount_row(line: Line, years: Iterable[int], style: Style) -> Row:
    cells = [style.amount(line.amounts[year], line.certainty) if year in line.amounts else "" for year in years]
    if len(cells) > 1:
        cells.append(style.amount(line.total, line.certainty) if line.amounts else "")
    return Row((Text(line.text, " · ".join(filter(None, (grant(line, style), line.note)))), *map(Text, cells)), is_example=line.certainty == Certainty.EXAMPLE)


def grant(line: Line, style: Style) -> str:
    """What became of a grant, and its terms, where they are stated."""
    states = {
        Grant.TO_SEEK: _("grant to apply for"),
        Grant.SOUGHT: _("grant sought"),
        Grant.GRANTED: _("grant granted"),
        Grant.REFUSED: _("grant refused, not counted"),
    }
    said = states[Grant(line.grant_state)] if line.grant_state else ""
    if line.open_until:
        said = _("grant to apply for by %(day)s") % {"day": formats.day(line.open_until, style.language)}
    return ": ".join(filter(None, (said, phrase(line.grant_terms))))


def sum_row(name: str, lines: list[Line], years: Iterable[int], style: Style) -> Row:
    """A sum is no firmer than its least firm line."""

    def added(parts: list[tuple[int, str]]) -> str:
        rough = Certainty.APPROXIMATE if any(certainty == Certainty.APPROXIMATE for _minor, certainty in parts) else ""
        return style.amount(sum(minor for minor, _certainty in parts), rough)

    cells = [added([(line.counted.get(year, 0), line.certainty) for line in lines if year in line.counted]) for year in years]
    if len(cells) > 1:
        cells.append(added([(sum(line.counted.values()), line.certainty) for line in lines]))
    return Row((Text(name), *map(Text, cells)), "sum", all(line.certainty == Certainty.EXAMPLE for line in lines))


def checks(money: Money, style: Style) -> list[str]:
    """The line below the table that says whether it adds up."""
    balance, notes = money.balance, []
    frame = money.budget.frame_minor if money.budget else None
    if money.budget and frame is not None:
        told = style.money(frame, money.budget.frame_certainty)
        notes.append(sentence(_("Total frame: %(amount)s") % {"amount": told}))
        over = balance.total_cost - frame
        if over and money.lines:
            words = _("The costs are %(amount)s above the frame") if over > 0 else _("The costs are %(amount)s below the frame")
            notes.append(sentence(words % {"amount": style.money(abs(over))}))
    if not money.lines or not any(line.amounts for line in money.funding):
        return notes
    if balance.agrees:
        words = _("Check: cost minus funding is %(amount)s") if len(balance.years) == 1 else _("Check: cost minus funding is %(amount)s every year")
        return [*notes, sentence(words % {"amount": style.money(0)})]
    for year, gap in balance.gaps.items():
        words = _("Check, %(year)s: funding of %(amount)s is missing") if gap > 0 else _("Check, %(year)s: the funding is %(amount)s more than the cost")
        notes.append(sentence(words % {"year": year, "amount": style.money(abs(gap))}))
    return notes


def splits(money: Money) -> list[str]:
    """How a line of the funding is split among those who pay it."""
    certainties = {Certainty.APPROXIMATE: _("preliminary"), Certainty.EXAMPLE: _("example, not decided")}
    notes = []
    for line in money.funding:
        if line.split:
            how = certainties.get(Certainty(line.split_certainty or Certainty.STATED))
            told = _("Split of %(line)s: %(split)s") % {"line": line.text, "split": phrase(line.split)}
            notes.append(sentence(f"{told} ({how})" if how else told))
    return notes


def remarks(money: Money) -> list[str]:
    return [sentence(money.budget.note)] if money.budget and money.budget.note else []
