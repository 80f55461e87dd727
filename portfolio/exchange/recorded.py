"""What the fields say of each other in what was decided, reported and frozen."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.exchange.faults import Fault, Path
from portfolio.exchange.frozen_fields import SECTION_OF, Of
from portfolio.exchange.rows import Row, again, below, rows

PAST = {"decisions": ("met_on", "recorded_on"), "reports": ("sent_on",), "baselines": ("frozen_on",)}


def faults_of(dossier: Row) -> Iterator[Fault]:
    for section in PAST:
        yield from again(rows(dossier, section), ["number"], _("is a number that stands here already"))
    yield from answers(dossier)
    yield from decisions(dossier)
    yield from baselines(dossier)
    today = timezone.localdate()
    for section, keys in PAST.items():
        for path, row in rows(dossier, section):
            yield from (Fault((*path, key), _("is still to come")) for key in keys if dt.date.fromisoformat(row[key]) > today)


def answers(dossier: Row) -> Iterator[Fault]:
    """Answers name a question of the checklist by its place; a question that is no longer asked stands there for its answers alone."""
    asked, used = len(dossier.get("checklist", [])), set()
    for found in below(dossier, "decision_points", "answers"):
        yield from again(found, ["item"], _("is a question that is answered here already"))
        for path, row in found:
            used.add(row["item"])
            if row["item"] > asked:
                yield Fault((*path, "item"), _("is beyond the %(asked)s questions of the checklist") % {"asked": asked})
            if not {"reply", "comment"} & row.keys():
                yield Fault(path, _("says neither reply nor comment"))
    for place, (path, row) in enumerate(rows(dossier, "checklist"), 1):
        if not used or (row.get("is_retired") and place not in used):
            yield Fault(path, _("is not answered by any decision point; leave it out"))


def decisions(dossier: Row) -> Iterator[Fault]:
    by_number = {row["number"]: row for _path, row in rows(dossier, "decisions")}
    points = len(dossier.get("decision_points", []))
    found = list(rows(dossier, "decisions"))
    for path, row in found:
        if row["point"] > points:
            yield Fault((*path, "point"), _("is beyond the %(points)s decision points") % {"points": points})
        if "replaces" in row:
            yield from replaced(path, row, by_number.get(row["replaces"]))
    yield from again(found, ["replaces"], _("is replaced by another decision already"))
    first = [(path, row) for path, row in found if "replaces" not in row]
    yield from again(first, ["met_on", "point"], _("is the day of another decision on the same question"))


def replaced(path: Path, row: Row, other: Row | None) -> Iterator[Fault]:
    if other is None or other["number"] >= row["number"]:
        yield Fault((*path, "replaces"), _("is not the number of an earlier decision in the file"))
    elif other["point"] != row["point"]:
        yield Fault((*path, "replaces"), _("is a decision on another question"))


def baselines(dossier: Row) -> Iterator[Fault]:
    numbers = {row["number"] for _path, row in rows(dossier, "decisions")}
    yield from again(rows(dossier, "baselines"), ["decision"], _("is the decision of another baseline already"))
    for path, row in rows(dossier, "baselines"):
        if "decision" in row and row["decision"] not in numbers:
            yield Fault((*path, "decision"), _("is not the number of a decision in the file"))
    for frozen in below(dossier, "baselines", "rows"):
        yield from again([each for each in frozen if "row" in each[1]], ["row", "kind"], _("is a row that stands here already"))
        for path, row in frozen:
            section = SECTION_OF[Of(row["kind"])]
            there = len(dossier.get(section, []))
            if row.get("row", 0) > there:
                yield Fault((*path, "row"), _("is beyond the %(rows)s rows of %(section)s") % {"rows": there, "section": section})
