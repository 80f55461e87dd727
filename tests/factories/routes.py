"""The URLconf as a list, and what its parameters may stand for in a world."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portfolio.access.rules import Rule
from tests.factories.world import World


@dataclass(frozen=True)
class Route:
    name: str
    rule: Rule | None
    parameters: tuple[str, ...]
    view: Callable[..., Any]


@dataclass(frozen=True)
class Target:
    """A thing that an address names: a region ("a"), a project ("a1") or nothing (""). is_mixed: its parts belong to different owners."""

    key: str
    kwargs: dict[str, Any]
    is_mixed: bool = False


def routes(urlconf: str | None = None) -> list[Route]:
    return [
        Route(p.name or str(p.pattern), getattr(p.callback, "access", None), tuple(parameters), p.callback)
        for p, parameters in patterns(get_resolver(urlconf), [])
    ]


def patterns(resolver: URLResolver, above: list[str]) -> Iterator[tuple[URLPattern, list[str]]]:
    for each in resolver.url_patterns:
        parameters = above + list(each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            yield from patterns(each, parameters)
        else:
            yield each, parameters


def project_kwargs(world: World, key: str) -> dict[str, Any]:
    project = world.projects[key]
    return {"region": project.region.slug, "reference": project.reference}


def documents(world: World) -> list[Target]:
    own = [Target(key, project_kwargs(world, key) | {"number": document.pk}) for key, document in world.documents.items()]
    mixed = [Target("a1", project_kwargs(world, "a1") | {"number": world.documents[other].pk}, is_mixed=True) for other in world.documents if other != "a1"]
    return own + mixed


# By the names of the parameters. A pattern with other names fails the suite until it has a line here.
TARGETS: dict[tuple[str, ...], Callable[[World], list[Target]]] = {
    (): lambda world: [Target("", {})],
    ("uidb36", "key"): lambda world: [Target("", {"uidb36": "1", "key": "a-b"})],
    ("region",): lambda world: [Target(key, {"region": region.slug}) for key, region in world.regions.items()],
    ("region", "reference"): lambda world: [Target(key, project_kwargs(world, key)) for key in world.projects],
    ("region", "reference", "number"): documents,
}


def addresses(world: World) -> list[tuple[Route, Target, str]]:
    """Every route with every target that it can name. Raises for parameters that TARGETS does not know."""
    return [(route, target, reverse(route.name, kwargs=target.kwargs)) for route in routes() for target in TARGETS[route.parameters](world)]
