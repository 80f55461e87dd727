"""What is wrong with a file or with a row of it, as advice."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.lib.figurefile import Fault
from portfolio.lib.sheetreading import MOST_BYTES, MOST_COLUMNS, MOST_ROWS

Words = Any  # lazily translated
FILE: dict[str, Words] = {
    "kind": gettext_lazy("This is neither a spreadsheet (XLSX) nor a text file (CSV). Save it as one of them and send that."),
    "broken": gettext_lazy("The file cannot be read as a spreadsheet. Open it, save it as XLSX or CSV, and send it again."),
    "encoding": gettext_lazy("The letters of the file cannot be read. Save it as CSV UTF-8."),
    "empty": gettext_lazy("There are no rows with figures in it. If the table stands on another sheet, move that sheet first."),
    "place": gettext_lazy("No column names the municipality. Head one with Code or Municipality."),
    "time": gettext_lazy("No column says when. Head one with Date or Year."),
    "value": gettext_lazy("No row of headings was found. Head the columns with Municipality (or Code), Year (or Date) and Value."),
    "twice": gettext_lazy("Two columns have the same meaning. Take one away, so that it is clear which one to read."),
}
ROW: dict[str, Words] = {
    "place": gettext_lazy("Write the number or the name of the municipality."),
    "unknown": gettext_lazy("No municipality or member is called that. Correct it, or take the row away."),
    "several": gettext_lazy("Several have this name. Write the number too."),
    "divided": gettext_lazy("What had this number has been divided since. Write figures of today's municipalities."),
    "apart": gettext_lazy("The number and the name are of different municipalities. Correct one of them."),
    "missing": gettext_lazy("The figure is missing. Write it, or take the row away."),
    "part": gettext_lazy("Write a whole number, without decimals."),
    "whole": gettext_lazy("Write a whole number, 0 or more, in figures and without point or comma."),
    "year": gettext_lazy("Write the year with four figures."),
    "day": gettext_lazy("Write the day as 2026-10-31 or 31.10.2026."),
    "future": gettext_lazy("That day has not been yet. Write the day of the count."),
    "long": gettext_lazy("Write it shorter: 40 characters at most."),
}


def about_file(code: str, where: str = "") -> str:
    if code == "large":
        return _("The file is too large. Send at most %(n)s MB, with nothing but the table in it.") % {"n": MOST_BYTES // 1_000_000}
    if code == "long":
        return _("The table is too long. Send at most %(n)s rows at a time.") % {"n": MOST_ROWS}
    if code == "wide":
        return _("The table is too wide. Send at most %(n)s columns.") % {"n": MOST_COLUMNS}
    if code == "merged":
        return _("The cells %(where)s are merged, so it is not clear which row they belong to. Divide them, and write what they say on each row.") % {
            "where": where
        }
    if code == "formula":
        return _("The cell %(where)s holds a formula without a value. Put the value in its place.") % {"where": where}
    return str(FILE[code])


def about_row(fault: Fault) -> str:
    if fault.code.startswith("double"):
        return _("Row %(n)s is about the same municipality and day. Keep one of them.") % {"n": fault.code.split()[1]}
    return str(ROW[fault.code])
