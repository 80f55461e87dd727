"""Payers from a pasted block: each row is found, checked and compared with what stands; nothing is stored here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from costsharing.models import Payer
from costsharing.policies import number_faults
from portfolio.lib.peppol import digits_of
from portfolio.lib.rowtext import MOST_ROWS, PastedRow, pasted_rows
from portfolio.lib.texts import one_line
from portfolio.models import Organisation, Region

COLUMNS = ("organisation_number", "peppol_id", "buyer_reference", "order_number")
"""What follows the name or number of the organisation, in this order."""


class PasteForm(forms.Form):
    rows = forms.CharField(
        label=gettext_lazy("Rows"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Copied from a spreadsheet or a CSV file, a row for each payer: name or number of the municipality, organisation number, "
            "Peppol id, buyer reference, order number. A first row with headings is passed over."
        ),
        error_messages={
            "required": gettext_lazy("Paste the rows here."),
            "max_length": gettext_lazy("This is more than 100 000 signs. Paste fewer rows at a time."),
        },
    )
    is_example = forms.BooleanField(label=gettext_lazy("The numbers are made up as an example"), required=False)

    def read(self, region: Region, known: Iterable[Organisation]) -> "list[PayerRow]":
        """Adds its faults to the field, each with its line."""
        lines = pasted_rows(self.cleaned_data["rows"])
        if lines and is_heading(lines[0]):
            lines = lines[1:]
        if len(lines) > MOST_ROWS:
            self.add_error("rows", _("These are more than %(most)s rows. Paste fewer at a time.") % {"most": MOST_ROWS})
            return []
        if not lines:
            self.add_error("rows", _("Paste the rows here."))
        found = read_rows(lines, region, known, is_example=self.cleaned_data["is_example"])
        for row in found:
            for fault in row.faults:
                self.add_error("rows", _("Row %(line)s: %(fault)s") % {"line": row.line, "fault": fault})
        return found


@dataclass
class PayerRow:
    """payer: as it would be stored; None while it has faults."""

    line: int
    name: str
    values: dict[str, str]
    payer: Payer | None = None
    is_new: bool = False
    faults: list[str] = field(default_factory=list)


def is_heading(row: PastedRow) -> bool:
    """No figure in the whole row: headings, in whatever language."""
    return not any(sign.isdigit() for cell in row.cells for sign in cell)


def read_rows(lines: Iterable[PastedRow], region: Region, known: Iterable[Organisation], *, is_example: bool) -> list[PayerRow]:
    by_name = named(known)
    stored = {row.organisation_id: row for row in Payer.objects.filter(region=region)}
    found, seen = [], dict[int, int]()
    for line in lines:
        values = {name: one_line(line.cell(place)).strip() for place, name in enumerate(COLUMNS, 1)}
        values["organisation_number"] = digits_of(values["organisation_number"])
        row = PayerRow(line.line, line.cell(0), values)
        organisation = one_of(by_name, row, region.country)
        if organisation is not None:
            check(row, organisation, seen)
        if organisation is not None and not row.faults:
            row.is_new = organisation.pk not in stored
            row.payer = stored.get(organisation.pk) or Payer(region=region, organisation=organisation)
            for name, value in (values | {"is_example": is_example}).items():
                setattr(row.payer, name, value)
        found.append(row)
    return found


def named(known: Iterable[Organisation]) -> Mapping[str, list[Organisation]]:
    """By name and by code, in small letters."""
    found: dict[str, list[Organisation]] = defaultdict(list)
    for each in known:
        for name in {each.name.casefold(), each.code, f"{each.name} ({each.code})".casefold()} - {""}:
            found[name].append(each)
    return found


def one_of(by_name: Mapping[str, list[Organisation]], row: PayerRow, country: str) -> Organisation | None:
    """Where several have the name, one in the region's own country is meant: Lund and Herøy are on both sides of the border or twice on one."""
    fitting = by_name.get(row.name.casefold(), [])
    at_home = [each for each in fitting if each.country == country]
    if len(fitting := at_home or fitting) == 1:
        return fitting[0]
    several = ", ".join(f"{each.name} ({each.code})" for each in fitting[:6])
    if fitting:
        row.faults.append(_("Several fit %(name)s: %(names)s. Write one of these.") % {"name": row.name, "names": several})
    else:
        row.faults.append(_("No party is called “%(name)s”. Write the name or the number of a municipality first in the row.") % {"name": row.name[:60]})
    return None


def check(row: PayerRow, organisation: Organisation, seen: dict[int, int]) -> None:
    if organisation.pk in seen:
        row.faults.append(_("%(name)s stands in row %(line)s already.") % {"name": organisation.name, "line": seen[organisation.pk]})
    seen.setdefault(organisation.pk, row.line)
    for name, value in row.values.items():
        longest = Payer._meta.get_field(name).max_length or 0  # type: ignore[union-attr]
        if len(value) > longest:
            row.faults.append(_("“%(text)s…” is longer than %(most)s signs.") % {"text": value[:20], "most": longest})
    row.faults += [advice for _name, advice in number_faults(row.values["organisation_number"], row.values["peppol_id"], organisation.country)]
