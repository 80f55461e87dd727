"""The URLconf as a list, and what its parameters may stand for in a world."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from costsharing.models import Allocation, LocalCost, RuleVersion, Scenario
from costsharing.models import Rule as SharingRule
from milestones.actions.feeds import PURPOSE
from milestones.models import Decision, DecisionPoint, Milestone
from portfolio.access.rules import Rule
from portfolio.access.tokens import token_of
from portfolio.editing.record import Record
from portfolio.editing.records import RECORDS
from portfolio.editing.register_records import REGISTER_RECORDS
from portfolio.models import Body, Contact, Meeting, Organisation, Region, RoleGrant
from projects.models import AnswerLink, FormalDecision, Invitee, Offer, OfferAttachment, Participation
from tests.factories.offered import token_of_offer
from tests.factories.world import FEED_SEED, World


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


def offers(world: World, *states: str) -> list[Target]:
    """The offers of each project; only those in these states, where some are named."""
    found = [(key, each) for key, project in world.projects.items() for each in project.offers.order_by("number")]
    return [Target(key, project_kwargs(world, key) | {"number": each.number}) for key, each in found if not states or each.state in states]


def attachments(world: World) -> list[Target]:
    return [
        Target(key, project_kwargs(world, key) | {"number": each.offer.number, "attachment": each.pk})
        for key, project in world.projects.items()
        for each in OfferAttachment.objects.filter(offer__project=project)
    ]


def by_link(world: World, **more: Any) -> list[Target]:
    """Nobody reaches these without the cookie of the link."""
    return [Target("", {"public_id": link.public_id} | more, is_mixed=True) for link in AnswerLink.objects.all()]


BUILDS = ("project", "risks", "measures", "roles", "funding-lines")


def edited(world: World, *more: str) -> list[Target]:
    """One of each build in project a1 (single, below another, with people, with parties, with amounts), one in the others: one table drives them all."""
    found = []
    for key in world.projects:
        for record in map(RECORDS.__getitem__, BUILDS if key == "a1" else ("risks",)):
            kwargs = project_kwargs(world, key) | {"record": record.slug}
            found += [Target(key, kwargs)] if "number" not in more else [Target(key, kwargs | {"number": row.pk}) for row in some_rows(world, key, record)]
    if "number" in more and "b1" in world.projects:
        theirs = RECORDS["risks"].rows(world.projects["b1"])[0].pk
        found.append(Target("a1", project_kwargs(world, "a1") | {"record": "risks", "number": theirs}, is_mixed=True))
    return found


def some_rows(world: World, key: str, record: Record) -> list[Any]:
    return list(record.rows(world.projects[key]).order_by("pk")[:1])


def edits(route: str, world: World) -> list[Target]:
    """Rows by their number, and for undo the lines of history by theirs."""
    found = edited(world, "number")
    if route == "edit-undo":
        return [Target(each.key, each.kwargs | {"number": line_of(each)}, each.is_mixed) for each in found]
    return found


def line_of(target: Target) -> int:
    model: Any = RECORDS[target.kwargs["record"]].model
    return model.history.filter(id=target.kwargs["number"]).order_by("-history_id").values_list("history_id", flat=True)[0]


def plan_lines(world: World) -> list[Target]:
    """A milestone's line of history in each project, and another project's below a1's address."""
    held = {key: newest(Milestone.history.filter(project_id=project.pk), "history_id") for key, project in world.projects.items()}
    return with_mixed(world, held, record="milestones")


def copied(world: World) -> list[Target]:
    return [each for each in edited(world) if RECORDS[each.kwargs["record"]].can_be_copied]


def chapters(world: World) -> list[Target]:
    return [Target(key, project_kwargs(world, key) | {"chapter": chapter}) for key in world.projects for chapter in ("background",)]


REGISTER_BUILDS = ("memberships", "contacts", "seats")


def of_region(world: World, name: str, found: dict[str, int]) -> list[Target]:
    """What each region has one of in the address, and region b's asked for in region a."""
    own = [Target(key, {"region": world.regions[key].slug, name: number}) for key, number in found.items()]
    return [*own, *mixed(world, own)]


def strategies(world: World) -> list[Target]:
    return of_region(world, "strategy", {key: each.pk for key, region in world.regions.items() for each in region.strategies.order_by("pk")[:1]})


def figures(world: World) -> list[Target]:
    return of_region(world, "figure", {key: each.pk for key, each in world.figures.items()})


def municipalities(world: World) -> list[Target]:
    """Whoever takes part or has a contact in each region; region b's own unit asked for in region a."""
    found = []
    for key, region in world.regions.items():
        inside = Q(participations__project__region=region) | Q(grants__region=region)
        found += [
            Target(key, {"region": region.slug, "organisation": row.pk}) for row in Organisation.objects.filter(inside).distinct().order_by("-region", "pk")
        ]
    unit = Organisation.objects.filter(region=world.regions.get("b")).order_by("pk").first() if "b" in world.regions else None
    return found + ([Target("a", {"region": world.regions["a"].slug, "organisation": unit.pk}, is_mixed=True)] if unit else [])


def handed(world: World) -> list[Target]:
    """Each region's contact, and region b's in region a."""
    rows = {key: Contact.objects.filter(region=region).order_by("pk").first() for key, region in world.regions.items()}
    own = [Target(key, {"region": world.regions[key].slug, "organisation": row.organisation_id, "contact": row.pk}) for key, row in rows.items() if row]
    return [*own, *mixed(world, own)]


def extracts(world: World) -> list[Target]:
    """Of a decision in each project, by the municipality that took it; none has an extract here, so nobody gets one."""
    rows = {key: FormalDecision.objects.filter(invitee__offer__project=project).order_by("pk").first() for key, project in world.projects.items()}
    return [
        Target(key[0], {"region": world.projects[key].region.slug, "organisation": row.invitee.organisation_id, "decision": row.pk}, is_mixed=True)
        for key, row in rows.items()
        if row
    ]


def uploads(world: World) -> list[Target]:
    return of_region(world, "upload", {key: each.pk for key, each in world.uploads.items()})


def registered(world: World, *more: str) -> list[Target]:
    """One of each build in region a (with a party, with people, below another), one in the others; and in region a one of region b's rows."""
    found = []
    for key, region in world.regions.items():
        for record in map(REGISTER_RECORDS.__getitem__, REGISTER_BUILDS if key == "a" else ("seats",)):
            kwargs = {"region": region.slug, "record": record.slug}
            rows = record.rows(region).order_by("pk")[:1] if "number" in more else ()
            found += [Target(key, kwargs | {"number": row.pk}) for row in rows] if "number" in more else [Target(key, kwargs)]
    return [*found, *mixed(world, found)] if "number" in more else found


def organisations(world: World) -> list[Target]:
    """A region's own; in region a also what all share, and one of region b's."""
    found = [Target(key, kwargs) for key, kwargs in firsts(world, Organisation)]
    shared = Organisation.objects.filter(region__isnull=True).order_by("pk")[:1]
    return [*found, *(Target("a", {"region": world.regions["a"].slug, "number": row.pk}) for row in shared), *mixed(world, found)]


def bodies(world: World) -> list[Target]:
    found = [Target(key, kwargs) for key, kwargs in firsts(world, Body)]
    return [*found, *mixed(world, found)]


def firsts(world: World, model: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The oldest row of each region that has one."""
    for key, region in world.regions.items():
        for row in model.objects.filter(region=region).order_by("pk")[:1]:
            yield key, {"region": region.slug, "number": row.pk}


def mixed(world: World, found: list[Target]) -> Iterator[Target]:
    """Region b's in region a."""
    for each in found:
        if each.key == "b":
            yield Target("a", each.kwargs | {"region": world.regions["a"].slug}, is_mixed=True)


def register_lines(world: World) -> list[Target]:
    found = []
    for each in registered(world, "number"):
        model: Any = REGISTER_RECORDS[each.kwargs["record"]].model
        line = model.history.filter(id=each.kwargs["number"]).order_by("-history_id").values_list("history_id", flat=True)[0]
        found.append(Target(each.key, each.kwargs | {"number": line}, each.is_mixed))
    return found


def numbered(rows: Callable[[Region], Any]) -> Callable[[World], list[Target]]:
    """A row of each region by its number, and one of b's below a's address."""

    def found(world: World) -> list[Target]:
        number = {key: row for key, region in world.regions.items() if (row := rows(region)) is not None}
        own = [Target(key, {"region": world.regions[key].slug, "number": row}) for key, row in number.items()]
        foreign = [Target("a", {"region": world.regions["a"].slug, "number": number["b"]}, is_mixed=True)] if "b" in number else []
        return own + foreign

    return found


def newest(rows: Any, name: str = "pk") -> Any:
    return rows.order_by(f"-{name}").values_list(name, flat=True).first()


def with_mixed(world: World, number: dict[str, int | None], **more: str) -> list[Target]:
    """Each project's row by its number, where it has one, and the others' below a1's address."""
    held = {key: row for key, row in number.items() if row is not None}
    own = [Target(key, project_kwargs(world, key) | {"number": row} | more) for key, row in held.items()]
    return own + [Target("a1", project_kwargs(world, "a1") | {"number": row} | more, is_mixed=True) for key, row in held.items() if key != "a1"]


def local_costs(world: World) -> list[Target]:
    return with_mixed(world, {key: newest(LocalCost.objects.filter(project=project)) for key, project in world.projects.items()})


ONE_MAIL = numbered(lambda region: newest(region.deliveries))
ONE_INVITATION = numbered(lambda region: newest(region.invitations))
ONE_RULE = numbered(lambda region: newest(region.rules))
ONE_VERSION = numbered(lambda region: newest(RuleVersion.objects.filter(rule__region=region)))


def allocations(world: World, **more: str) -> list[Target]:
    """Counted within the project, so none of another's can be named."""
    number = {row.project_id: row.number for row in Allocation.objects.all()}
    held = {key: project for key, project in world.projects.items() if project.pk in number}
    return [Target(key, project_kwargs(world, key) | {"number": number[project.pk]} | more) for key, project in held.items()]


def scenarios(world: World) -> list[Target]:
    return with_mixed(world, {key: newest(project.scenarios) for key, project in world.projects.items()})


def explained(world: World) -> list[Target]:
    """Of whoever comes first in the case."""
    found = []
    for each in scenarios(world):
        asked = Participation.objects.filter(project__scenarios=each.kwargs["number"], state__in=("invited", "active")).order_by("pk").first()
        if asked is not None:
            found.append(Target(each.key, each.kwargs | {"code": asked.organisation.code or f"o{asked.organisation_id}"}, each.is_mixed))
    return found


def scenario_lines(world: World) -> list[Target]:
    return [
        Target(each.key, each.kwargs | {"number": newest(Scenario.history.filter(id=each.kwargs["number"]), "history_id")}, each.is_mixed)
        for each in scenarios(world)
    ]


def points(world: World) -> list[Target]:
    return with_mixed(world, {key: newest(DecisionPoint.objects.filter(project=project)) for key, project in world.projects.items()})


def decisions(world: World) -> list[Target]:
    """By their numbers in the region, and the others' below a1's address."""
    return with_mixed(world, {key: newest(Decision.objects.filter(project=project), "number") for key, project in world.projects.items()})


def meetings(world: World) -> list[Target]:
    return numbered(lambda region: newest(Meeting.objects.filter(body__region=region)))(world)


def packs(world: World) -> list[Target]:
    """The pack of each region's meeting, and b's below a's meeting."""
    own = {each.key: each.kwargs for each in meetings(world) if not each.is_mixed}
    found = [Target(key, kwargs | {"document": world.packs[key].pk}) for key, kwargs in own.items()]
    return found + ([Target("a", own["a"] | {"document": world.packs["b"].pk}, is_mixed=True)] if "b" in own else [])


def parties(world: World) -> list[Target]:
    """Of each project's open offer, and another project's below the first one's."""
    asked = offers(world, "open")
    filled = Invitee.objects.filter(decisions__isnull=False)  # those of the people who visit have said nothing yet
    held = {each.key: newest(filled.filter(offer__project=world.projects[each.key])) for each in asked}
    own = [Target(each.key, each.kwargs | {"party": held[each.key]}) for each in asked]
    first = own[0].kwargs
    return own + [Target(own[0].key, first | {"party": pk}, is_mixed=True) for key, pk in held.items() if key != own[0].key]


def offer_lines(world: World) -> list[Target]:
    found = {key: newest(Offer.history.filter(project_id=project.pk), "history_id") for key, project in world.projects.items()}
    own = [Target(key, project_kwargs(world, key) | {"line": line}) for key, line in found.items() if line]
    return own + [Target(own[0].key, own[0].kwargs | {"line": line}, is_mixed=True) for key, line in found.items() if line and key != own[0].key]


def party_decisions(world: World) -> list[Target]:
    newest_of = {party: newest(FormalDecision.objects.filter(invitee=party)) for party in Invitee.objects.values_list("pk", flat=True)}
    return [Target(each.key, each.kwargs | {"decision": newest_of[each.kwargs["party"]]}, each.is_mixed) for each in parties(world)]


def own_answers(world: World, **more: Any) -> list[Target]:
    """Of each municipality that was asked and has a contact with an account, wherever that one's role is; and another's below the first one's address."""
    asked = Invitee.objects.filter(organisation__grants__isnull=False).select_related("organisation", "offer__project__region").order_by("pk")
    rows = [(key, each) for key, project in world.projects.items() for each in asked if each.offer.project_id == project.pk]
    own = [Target(key, {"region": each.offer.project.region.slug, "organisation": each.organisation_id, "party": each.pk} | more) for key, each in rows]
    return own + [Target(own[0].key, own[0].kwargs | {"party": each.kwargs["party"]}, is_mixed=True) for each in own[1:2]]


def own_attachments(world: World) -> list[Target]:
    """What the offer of each was sent with."""
    asked = own_answers(world)
    first = {each.kwargs["party"]: Invitee.objects.get(pk=each.kwargs["party"]).offer.attachments.order_by("pk")[0].pk for each in asked}
    return [Target(each.key, each.kwargs | {"attachment": first[each.kwargs["party"]]}, each.is_mixed) for each in asked]


def places(world: World) -> list[Target]:
    """A party's place in each project, and the others' below a1's address."""
    return with_mixed(world, {key: newest(project.participations) for key, project in world.projects.items()})


POINT = ("decision-point", "decision-meeting", "decision-checklist", "decision-record")
DECISION = ("decision", "decision-correct", "decision-conditions", "decision-minutes", "decision-minutes-add")
SCENARIO = ("scenario", "scenario-csv", "scenario-xlsx", "scenario-edit", "scenario-mark", "scenario-curve")

BOARD = ("offer", "offer-csv", "offer-xlsx", "offer-remind")

# By the name of the route, where its parameters are not enough.
NAMED: dict[str, Callable[[World], list[Target]]] = {
    **dict.fromkeys(SCENARIO, scenarios),
    **dict.fromkeys(POINT, points),
    **dict.fromkeys(DECISION, decisions),
    "scenario-why": explained,
    "scenario-undo": scenario_lines,
    "scenarios-compare": lambda world: [
        Target(key, project_kwargs(world, key) | {"year": 2026}) for key, project in world.projects.items() if project.scenarios.exists()
    ],
    "member": numbered(lambda region: newest(region.grants)),
    "member-undo": numbered(lambda region: newest(RoleGrant.history.filter(region=region), "history_id")),
    "invitation-again": ONE_INVITATION,
    "invitation-withdraw": ONE_INVITATION,
    "mail": ONE_MAIL,
    "meeting": meetings,
    "meeting-pack-make": meetings,
    "mail-again": ONE_MAIL,
    "mail-cancel": ONE_MAIL,
    "region-settings-undo": numbered(lambda region: newest(Region.history.filter(id=region.pk), "history_id")),
    "adopt": scenarios,
    "allocation": allocations,
    "local-cost": local_costs,
    "budget-undo": lambda world: [Target(key, project_kwargs(world, key) | {"number": 1}) for key in world.projects],
    "report": lambda world: [Target(key, project_kwargs(world, key) | {"number": 1}) for key, each in world.projects.items() if each.status_reports.exists()],
    "edit-undo": lambda world: edits("edit-undo", world),
    "edit-move": lambda world: [each for each in edits("edit-move", world) if RECORDS[each.kwargs["record"]].is_ordered],
    "calendar-feed": lambda world: [Target("", {"token": token_of(FEED_SEED, PURPOSE)})],
    "edit-copy": copied,
    **dict.fromkeys(("offer-papers", "offer-attachment-add"), offers),
    "offer-paper": lambda world: [Target(each.key, each.kwargs | {"kind": kind}) for each in offers(world, "open") for kind in ("offer", "fees", "sheets-1")],
    **dict.fromkeys(("offer-attachment", "offer-attachment-edit"), lambda world: attachments(world)),
    "answer-paper": lambda world: by_link(world, kind="offer"),
    "answer-case-file": lambda world: by_link(world, kind="odt"),
    "answer-attachment": lambda world: by_link(world, attachment=1),
    "municipality-answer-paper": lambda world: [each for kind in ("offer", "fees", "summary") for each in own_answers(world, kind=kind)],
    "municipality-answer-case-file": lambda world: [each for kind in ("odt", "txt") for each in own_answers(world, kind=kind)],
    "municipality-answer-attachment": own_attachments,
    **dict.fromkeys(BOARD, lambda world: offers(world, "open")),
    **dict.fromkeys(("offer-send", "offer-edit"), lambda world: offers(world, "draft")),
    **dict.fromkeys(("offer-terms", "offer-close", "offer-extend", "offer-conclude"), lambda world: offers(world, "open")),
    **dict.fromkeys(("offer-questions", "offer-passing"), lambda world: offers(world, "open")),
    "answer-link": lambda world: [Target("", {"token": token_of_offer(key)}) for key in world.projects],
    "place": places,
    "leave": places,
    "place-undo": places,
    "plan-move-undo": plan_lines,
    "register-edit-undo": register_lines,
    "charges": allocations,
    "charges-file": allocations,
    "charges-plan": allocations,
    "charges-step": allocations,
    "settlement": allocations,
    "settlement-make": allocations,
    "settlement-carry": allocations,
    "settlement-charge": allocations,
    "organisation": organisations,
    "rule": ONE_RULE,
    "rule-name": ONE_RULE,
    "rule-remove": ONE_RULE,
    "rule-version-new": ONE_RULE,
    "rule-version": ONE_VERSION,
    "rule-version-remove": ONE_VERSION,
    "rule-undo": numbered(lambda region: newest(SharingRule.history.filter(region=region), "history_id")),
    "rule-version-undo": numbered(lambda region: newest(RuleVersion.history.filter(rule__in=region.rules.values("pk")), "history_id")),
}
# By the names of the parameters. A pattern with other names fails the suite until it has a line here.
TARGETS: dict[tuple[str, ...], Callable[[World], list[Target]]] = {
    (): lambda world: [Target("", {})],
    ("uidb36", "key"): lambda world: [Target("", {"uidb36": "1", "key": "a-b"})],
    ("public_id",): lambda world: [Target("", {"public_id": link.public_id}, is_mixed=True) for link in AnswerLink.objects.all()],  # nobody without its cookie
    ("token",): lambda world: [Target("", {"token": "x" * 43})],
    ("region",): lambda world: [Target(key, {"region": region.slug}) for key, region in world.regions.items()],
    ("region", "strategy"): strategies,
    ("region", "figure"): figures,
    ("region", "number", "document"): packs,
    ("region", "upload"): uploads,
    ("region", "organisation"): municipalities,
    ("region", "organisation", "contact"): handed,
    ("region", "organisation", "decision"): extracts,
    ("region", "organisation", "party"): own_answers,
    ("region", "organisation", "party", "kind"): lambda world: [],
    ("region", "organisation", "party", "attachment"): lambda world: [],
    ("region", "reference"): lambda world: [Target(key, project_kwargs(world, key)) for key in world.projects],
    ("region", "reference", "number"): documents,
    ("region", "reference", "number", "party", "decision"): party_decisions,
    ("region", "reference", "number", "code"): lambda world: allocations(world, code="0604"),
    ("region", "reference", "number", "party"): parties,
    ("region", "reference", "line"): offer_lines,
    ("region", "reference", "year"): lambda world: [],
    ("region", "reference", "record"): edited,
    ("region", "reference", "number", "kind"): lambda world: [],
    ("region", "reference", "number", "attachment"): attachments,
    ("public_id", "kind"): lambda world: [],
    ("public_id", "attachment"): lambda world: [],
    ("region", "number"): bodies,
    ("region", "record"): registered,
    ("region", "record", "number"): lambda world: registered(world, "number"),
    ("region", "reference", "chapter"): chapters,
    ("region", "reference", "record", "number"): lambda world: edits("", world),
}


def addresses(world: World) -> list[tuple[Route, Target, str]]:
    """Every route with every target that it can name. Raises for parameters that TARGETS does not know."""
    return [
        (route, target, reverse(route.name, kwargs=target.kwargs)) for route in routes() for target in NAMED.get(route.name, TARGETS[route.parameters])(world)
    ]
