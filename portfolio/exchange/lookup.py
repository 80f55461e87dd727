"""What a dossier names of the region and the register: found, added where it may be, else a fault with its path."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from portfolio.exchange.checklists import settle
from portfolio.exchange.faults import Fault, Path, refuse_if
from portfolio.exchange.fields import Party, Row, party_key
from portfolio.exchange.known import Known
from portfolio.exchange.pen import Pen
from portfolio.exchange.section import Section
from portfolio.exchange.sections import AREAS, BODIES, SECTIONS, STRATEGIES, STRATEGY_GOALS
from portfolio.models import FormerCode, Organisation, Region
from projects.models import Mandate, MandateTemplate, Project

Found = list[tuple[Path, Row, Any]]


def look_up(dossier: Row, region: Region, pen: Pen) -> Known:
    known = Known(region)
    faults = [*shared(dossier, known, pen), *parties(dossier, known, pen), *templates(dossier, known), *followed(dossier, known)]
    refuse_if(faults)
    known.rows["checklist"] = settle(dossier, known, pen)
    return known


# ---- bodies and strategies: added when missing, a fault when different -------
def shared(dossier: Row, known: Known, pen: Pen) -> Iterator[Fault]:
    region = known.region.pk
    bodies, faults = settled(BODIES, [(region, path, row) for path, row in BODIES.rows(dossier)], known, pen)
    yield from faults
    known.bodies = {row["name"]: body.pk for _path, row, body in bodies}
    strategies, faults = settled(STRATEGIES, [(region, path, row) for path, row in STRATEGIES.rows(dossier)], known, pen)
    yield from faults
    areas, faults = settled(AREAS, below(AREAS, strategies), known, pen)
    yield from faults
    goals, faults = settled(STRATEGY_GOALS, below(STRATEGY_GOALS, areas), known, pen)
    yield from faults
    keys = {strategy.pk: row["key"] for _path, row, strategy in strategies}
    names = {area.pk: (keys[area.strategy_id], row["name"]) for _path, row, area in areas}
    known.areas = {name: area for area, name in names.items()}
    known.goals = {(*names[goal.area_id], row["number"]): goal.pk for _path, row, goal in goals}


def below(section: Section, holders: Found) -> list[tuple[int, Path, Row]]:
    return [(holder.pk, path, row) for at, outer, holder in holders for path, row in section.rows(outer, at)]


def settled(section: Section, wanted: list[tuple[int, Path, Row]], known: Known, pen: Pen) -> tuple[Found, list[Fault]]:
    """The stored rows, in the order of the file; a row that is stored with other content is a fault at each field that differs."""
    own = (section.owner_column, *section.same_by)
    owners = {owner for owner, _path, _row in wanted}
    there = {tuple(getattr(row, column) for column in own): row for row in section.model._default_manager.filter(**{f"{section.owner_column}__in": owners})}
    found: Found = []
    faults: list[Fault] = []
    for owner, path, row in wanted:
        columns = {section.owner_column: owner, **section.read(row, known)}
        instance = there.get(tuple(columns[column] for column in own))
        if instance is None:
            instance = section.model(**columns)
        else:
            faults += different(path, row, section.write(instance, {}), section)
        found.append((path, row, instance))
    pen.add(section.model, [instance for _path, _row, instance in found if instance.pk is None])
    return found, faults


def different(path: Path, row: Row, stored: Row, section: Section) -> Iterator[Fault]:
    ours = {key: value for key, value in row.items() if key not in {child.path[0] for child in section.children}}
    for key in sorted(ours.keys() | stored.keys()):
        if key not in stored:
            yield Fault((*path, key), _("is not what the region has: there it is empty"))
        elif ours.get(key) != stored[key]:
            yield Fault((*path, key), _("is not what the region has: “%(stored)s”") % {"stored": " ".join(str(stored[key]).split())[:80]})


# ---- organisations -----------------------------------------------------------
def named_parties(dossier: Row) -> Iterator[tuple[Path, Row]]:
    for section in SECTIONS:
        for path, row in section.rows(dossier):
            yield from parties_in(section, path, row)
            for child in section.children:
                for inner, below_it in child.rows(row, path):
                    yield from parties_in(child, inner, below_it)


def parties_in(section: Section, path: Path, row: Row) -> Iterator[tuple[Path, Row]]:
    for field in section.fields:
        if isinstance(field, Party) and (named := field.named(row)):
            yield ((*path, "code") if field.inline else (*path, "organisation", "code")), named


def parties(dossier: Row, known: Known, pen: Pen) -> Iterator[Fault]:
    named = list(named_parties(dossier))
    public = Organisation.objects.filter(kind__in=("municipality", "county"), code__in={party["code"] for _path, party in named if "code" in party})
    known.parties = {(organisation.country, organisation.code): organisation.pk for organisation in public}
    own = Organisation.objects.filter(region=known.region).exclude(kind__in=("municipality", "county"))
    known.parties |= {(organisation.country, organisation.kind, organisation.name): organisation.pk for organisation in own}
    for path, party in named:
        if party_key(party) not in known.parties:
            if "code" in party:
                yield Fault(path, unknown_code(party))
            else:
                names = {key: party[key] for key in ("country", "kind", "name")}
                organisation = Organisation(region=known.region, **names)
                pen.add(Organisation, [organisation])
                known.parties[party_key(party)] = organisation.pk


def unknown_code(party: Row) -> str:
    former = FormerCode.objects.filter(code=party["code"], organisation__country=party["country"]).select_related("organisation").order_by("-last_year")
    now = sorted({f"{each.organisation.code} {each.organisation}" for each in former})
    if now:
        return _("is a former number; today it is %(now)s") % {"now": ", ".join(now)}
    return _("is not a municipality or county of the register")


# ---- template and predecessor ------------------------------------------------
def templates(dossier: Row, known: Known) -> Iterator[Fault]:
    known.templates = dict(MandateTemplate.objects.values_list("key", "pk"))
    if "mandate" in dossier and dossier["mandate"]["template"] not in known.templates:
        yield Fault(("mandate", "template"), _("is not a template; there are %(keys)s") % {"keys": ", ".join(sorted(known.templates)) or "–"})
    issued = Mandate.objects.filter(project__region=known.region, project__reference=dossier["project"]["reference"], documents__isnull=False)
    if "mandate" not in dossier and issued.exists():
        yield Fault(("mandate",), _("is missing, but files have been issued from the project's mandate"))


def followed(dossier: Row, known: Known) -> Iterator[Fault]:
    """The project that this one follows is there, and does not follow this one in its turn."""
    if "follows" not in dossier["project"]:
        return
    chain = {pk: (reference, before) for pk, reference, before in Project.objects.filter(region=known.region).values_list("pk", "reference", "follows_id")}
    known.projects = {reference: pk for pk, (reference, _before) in chain.items()}
    step = known.projects.get(dossier["project"]["follows"])
    if step is None:
        yield Fault(("project", "follows"), _("is not a project of the region"))
    passed = set()
    while step is not None and step not in passed:
        passed.add(step)
        reference, step = chain.get(step, ("", None))
        if reference == dossier["project"]["reference"]:
            yield Fault(("project", "follows"), _("goes in a circle: that project follows this one"))
            return
