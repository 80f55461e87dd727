"""Files → projects: all files or none, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from portfolio.exchange.faults import Fault, Refused, refuse_if
from portfolio.exchange.fields import Row
from portfolio.exchange.freezing import take_over
from portfolio.exchange.lookup import look_up
from portfolio.exchange.parsing import MOST_BYTES
from portfolio.exchange.pen import Pen
from portfolio.exchange.reading import Dossier, read
from portfolio.exchange.section import Section
from portfolio.exchange.sections import BUDGET, NAMED_BY_PLACE, PROJECT, SECTIONS
from portfolio.exchange.writing import Stored, equalise, stored_of
from portfolio.models import Region, User
from portfolio.outbox import changed
from projects.models import OfferVersion, Project

Key = tuple[str, str]


@dataclass(frozen=True)
class Outcome:
    project: Project
    is_new: bool
    added: int
    changed: int
    removed: int


def import_files(paths: Sequence[Path], *, by: User | None = None) -> list[Outcome]:
    """Creates the projects or makes them equal to the files, those that are followed first. Refused with the faults of every file."""
    files = in_order(read_all(paths))
    outcomes: list[Outcome] = []
    faults: list[Fault] = []
    failed: set[tuple[str, str | None]] = set()
    with transaction.atomic():
        for key, (name, dossier) in files.items():
            if (key[0], dossier["project"].get("follows")) in failed:
                failed.add(key)  # its own faults, if any, show once the other file is right
                continue
            try:
                with transaction.atomic():
                    outcomes.append(import_one(dossier, by))
            except Refused as refused:
                failed.add(key)
                faults += refused.of(name)
            except (IntegrityError, DataError) as error:
                failed.add(key)
                faults.append(Fault((), unforeseen(error), name))
        refuse_if(faults)
    return outcomes


def read_all(paths: Sequence[Path]) -> dict[Key, tuple[str, Dossier]]:
    found: dict[Key, tuple[str, Dossier]] = {}
    faults: list[Fault] = []
    for path in paths:
        name = str(path)
        try:
            dossier = read(content_of(path))
        except Refused as refused:
            faults += refused.of(name)
            continue
        key = (dossier["region"], dossier["project"]["reference"])
        if key in found:
            faults.append(Fault(("project", "reference"), _("is the project of %(other)s too") % {"other": found[key][0]}, name))
        found.setdefault(key, (name, dossier))
    refuse_if(faults)
    return found


def content_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused([Fault((), _("cannot be read: %(reason)s") % {"reason": reason})]) from error


def in_order(files: dict[Key, tuple[str, Dossier]]) -> dict[Key, tuple[str, Dossier]]:
    sorter: TopologicalSorter[Key] = TopologicalSorter()
    for key, (_name, dossier) in files.items():
        before = (key[0], dossier["project"].get("follows"))
        sorter.add(key, *[before] if before in files else [])
    try:
        return {key: files[key] for key in sorter.static_order()}
    except CycleError as error:
        raise Refused(Fault(("project", "follows"), _("goes in a circle"), files[key][0]) for key in error.args[1][1:]) from error


def import_one(dossier: Dossier, by: User | None) -> Outcome:
    region = Region.objects.filter(slug=dossier["region"]).first()
    if region is None:
        raise Refused([Fault(("region",), _("is not a region of this installation"))])
    pen = Pen(by)
    known = look_up(dossier, region, pen)
    there = Project.objects.select_for_update().filter(region=region, reference=dossier["project"]["reference"])
    stored: Stored = {PROJECT: list(there)}
    (project,) = equalise(PROJECT, [(region.pk, dossier["project"])], stored, known, pen)
    if is_old := bool(stored[PROJECT]):
        stored |= stored_of(project)
        known.versions = versions_of(project)
    for section in SECTIONS:
        rows = equalise(section, [(project.pk, row) for row in wanted(section, dossier, stored)], stored, known, pen)
        if section in NAMED_BY_PLACE:
            known.rows[section.path[0]] = [row.pk for row in rows]
    refuse_if(take_over(dossier, project, known, pen))
    changed()
    return Outcome(project, not is_old, pen.added, pen.changed, pen.removed)


def versions_of(project: Project) -> dict[tuple[int, int], int]:
    found = OfferVersion.objects.filter(offer__project=project).values_list("offer__number", "number", "pk")
    return {(offer, number): pk for offer, number, pk in found}


def wanted(section: Section, dossier: Dossier, stored: Stored) -> list[Row]:
    """An empty row of the budget says nothing: it is not made, and not removed when it is there."""
    rows = [row for _path, row in section.rows(dossier)]
    if section is BUDGET:
        own = {key: value for row in rows for key, value in row.items() if not isinstance(value, list)}
        return [own] if own or stored.get(BUDGET) else []
    return rows


def unforeseen(error: Exception) -> str:
    if isinstance(error, ProtectedError):
        return _("leaves something out that is still in use")
    return _("does not fit the database: %(reason)s") % {"reason": " ".join(str(error).split())[:200]}
