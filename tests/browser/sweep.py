"""Which pages the browser looks at: every route that answers with a page, for somebody whom its rule lets in.

A new page is found by its route. What needs more than an address (a search without a hit, a form sent wrong) gets one line in STATES.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from django.db import models
from django.urls import reverse

from portfolio.access.rules import READ
from portfolio.editing.records import RECORDS
from portfolio.models import RoleGrant
from tests.factories import portfolio, projects, routes
from tests.factories.filling import LONG_AGO
from tests.factories.full import project_with
from tests.factories.routes import Route, Target, project_kwargs
from tests.factories.visitors import may_on_project, may_on_region
from tests.factories.world import Holding, World, build

# Routes that answer GET with something else than a page, and why.
NO_PAGES = {
    "healthz": "asked by machines",
    "readyz": "asked by machines",
    "portfolio-csv": "a file",
    "portfolio-xlsx": "a file",
    "mandate-file": "a file",
    "mandate-progress": "a part of a page",
    "edit-parties": "a part of a page",
    "register-edit-parties": "a part of a page",
    "history-latest": "a part of a page",
    "region-history-latest": "a part of a page",
    "charges-file": "a file",
    "scenario-csv": "a file",
    "scenario-xlsx": "a file",
    "costs-csv": "a file",
    "decisions-csv": "a file",
    "decisions-xlsx": "a file",
    "costs-xlsx": "a file",
    "region-logo": "a file",
    "decision-minutes": "a file",
    "calendar-feed": "a file",
    "portfolio-risks-csv": "a file",
    "portfolio-risks-xlsx": "a file",
    "meeting-pack": "a file",
    "municipality-csv": "a file",
    "municipality-xlsx": "a file",
    "municipality-extract": "a file",
    "offer-csv": "a file",
    "offer-xlsx": "a file",
    "offer-paper": "a file",
    "offer-attachment": "a file",
    "offer-party-extract": "a file",
    "answer-link": "leads on to the page of a link, which tests/browser/test_answering.py looks at",
    "answer-paper": "a file",
    "answer-case-file": "a file",
    "answer-attachment": "a file",
    "municipality-answer-paper": "a file",
    "municipality-answer-case-file": "a file",
    "municipality-answer-attachment": "a file",
}
# More states of a page than its bare address has: the route's name, what comes after its address, of which target.
STATES: tuple[tuple[str, str, str], ...] = (
    ("portfolio", "?q=nothing+here", "a"),
    ("portfolio", "?status=x&manager=y", "a"),
    ("portfolio", "?rows=all", "a"),
    ("decisions", "?q=nothing+here", "a"),
    ("decisions", "?outcome=x", "a"),
    ("timeline", "?scale=quarter", "a"),
    ("timeline", "?q=nothing+here", "a"),
    ("portfolio-risks", "?which=every&standing=any", "a"),
    ("portfolio-risks", "?level=x", "a"),
)
# The form of a row is drawn from one table, and looked at in both languages when it was sent wrong.
ROW_FORMS = ("edit-new", "edit-row", "edit-move", "register-edit-new", "register-edit-row", "register-edit-move")
PREFERRED = ("coordinator", "admin", "reader of both")


@dataclass(frozen=True)
class Stop:
    """A page to look at. person: who looks; nobody signed in when empty. is_seen_again: its words are looked at in both languages elsewhere, as the form
    sent wrong or with one row of each, so one language is enough here.
    """

    name: str
    url: str
    person: str = ""
    is_form: bool = False
    is_seen_again: bool = False


def world_to_look_at() -> World:
    """Two regions with something in every field, in words as long as ours are; project a3 with three rows of everything; and what is empty."""
    numbers = count(1)

    def text(column: models.Field) -> str:
        number = next(numbers)
        if isinstance(column, models.EmailField | models.SlugField):
            return f"text-{number}"
        words = f"Felles saksbehandlingssystem og tjenestetilgjengelighet nr {number}"
        room = column.max_length or 999
        return words if len(words) <= room else str(number)[-room:]

    world = build(text)
    world.projects["a3"] = project_with(3, world.regions["a"])
    add_empty(world)
    return world


def add_empty(world: World) -> None:
    """Regions "e", with a project of which nothing is known, and "f", without any."""
    for letter in "ef":
        region = world.regions[letter] = portfolio.region(name="Fylkessamarbeidet", country="NO", language="nb", currency="NOK")
        for key in PREFERRED[:2]:
            person = world.people[key]
            role = person.holdings[0].role
            RoleGrant.objects.create(user=person.user, region=region, role=role, valid_from=LONG_AGO)
            person.holdings.append(Holding(role, letter))
    world.projects["e1"] = projects.project(world.regions["e"], name="Prosjektet som ikke har noe ennå")


def stops(world: World) -> list[Stop]:
    """Each page once; raises for a route that nobody here may see."""
    found = {stop.url: stop for stop in [*full(world), *empty(world), *more(world)]}
    return list(found.values())


def full(world: World) -> Iterator[Stop]:
    for route, target, url in routes.addresses(world):
        is_many = target.key == "a3" and route.rule and route.rule.methods == READ
        if shows_page(route) and (target.key in ("", "a", "a1") or is_many) and not target.is_mixed:
            name = " ".join([route.name, target.key, target.kwargs.get("record", "")]).strip()
            yield Stop(name, url, who(world, route, target), takes_posts(route), is_seen_again=bool(is_many) or route.name in ROW_FORMS)


def shows_page(route: Route) -> bool:
    assert route.rule, route
    return "GET" in route.rule.methods and route.name not in NO_PAGES


def takes_posts(route: Route) -> bool:
    return bool(route.rule and "POST" in route.rule.methods)


def more(world: World) -> Iterator[Stop]:
    named = {route.name: route for route in routes.routes()}
    for name, after, key in STATES:
        route = named[name]
        url = next(url for each, target, url in routes.addresses(world) if (each.name, target.key) == (name, key))
        yield Stop(f"{name} {after}", url + after, who(world, route, Target(key, {})))


def empty(world: World) -> Iterator[Stop]:
    """Every page of a region and a project that have nothing; lists of rows differ in their heading only, forms in their fields."""
    targets = {
        ("region",): [Target(letter, {"region": world.regions[letter].slug}) for letter in "ef"],
        ("region", "reference"): [Target("e1", project_kwargs(world, "e1"))],
        ("region", "reference", "record"): [Target("e1", project_kwargs(world, "e1") | {"record": slug}) for slug in RECORDS],
    }
    for route in routes.routes():
        for target in targets.get(route.parameters, []) if shows_page(route) else []:
            record = RECORDS.get(target.kwargs.get("record", ""))
            if record is None or record.slug == "risks" or (route.name == "edit-rows" if record.is_single else route.name == "edit-new"):
                yield Stop(f"{route.name} empty", reverse(route.name, kwargs=target.kwargs), who(world, route, target))


def who(world: World, route: Route, target: Target) -> str:
    """The first of those preferred whom the rule lets in."""
    rule = route.rule
    assert rule
    if rule.scope == "public":
        return ""
    if rule.scope == "party":
        return "contact"
    may = {"region": may_on_region, "project": may_on_project}.get(rule.scope)
    for key in PREFERRED:
        if may is None or rule.needs in may(world.people[key], target.key):
            return key
    raise AssertionError(f"nobody of {PREFERRED} may see {route.name}: add somebody who may")
