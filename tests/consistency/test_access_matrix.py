"""Every address × person × target × method, asked once; the answers are judged by the rules and by the words in them.

What to expect follows from the view's rule, the table of roles and who holds what in the world, never from the view.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse

from milestones.models import ChecklistItem
from portfolio.access.permissions import P
from portfolio.access.roles import Role
from portfolio.models import Body, Organisation, Region, User
from projects.models import FocusArea, Goal, Strategy
from tests.factories import routes
from tests.factories.filling import our_models, owner_model, text_fields
from tests.factories.routes import Route, Target
from tests.factories.visitors import ANONYMOUS, links, may_answer, may_on_municipality, may_on_project, may_on_region, visitors
from tests.factories.world import TOKEN, Canary, Person, World, build

pytestmark = pytest.mark.django_db  # the mark makes pytest prepare the database that the module's fixture asks for
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
USED = ("GET", "POST")
ASKS_ALL = frozenset({"anonymous", "coordinator of b", Role.COORDINATOR, Role.READER})
"""Who asks by every method: nobody, a foreigner, one who may change and one who may only read. What the others may, GET and POST show: a rule has one
permission for all its methods. They ask each route by them once in each region and once below an address that mixes two: a method is refused before
the target counts."""
SIGN_IN = "/account/sign-in/?next="
# What a project's pages say of its region; the rest of the region is nobody else's business.
SAID_OF_REGION = {(Region, "slug"), (Region, "name"), (Region, "letterhead"), (Body, "name"), (Organisation, "name"), (ChecklistItem, "text")}
SAID_OF_REGION |= {(model, column.name) for model in (Strategy, FocusArea, Goal) for column in text_fields(model)}


@dataclass(frozen=True)
class Answer:
    person: Person
    route: Route
    target: Target
    method: str
    url: str
    outcome: str
    status: int
    words: frozenset[str]
    links: frozenset[str]
    written: frozenset[str]

    def __str__(self) -> str:
        return f"{self.person.key}: {self.method} {self.url} ({self.target.key})"


@dataclass(frozen=True)
class Crawl:
    world: World
    answers: list[Answer]


@pytest.fixture(scope="module")
def crawl(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        from django.conf import settings

        patch.setattr(settings, "MEDIA_ROOT", tmp_path_factory.mktemp("files"))
        world = build()
        logging.disable(logging.WARNING)  # thousands of refusals, as they should be
        answers = list(ask_everything(world))
        logging.disable(logging.NOTSET)
        yield Crawl(world, answers)
        transaction.set_rollback(True)


def ask_everything(world: World) -> Iterator[Answer]:
    everything = routes.addresses(world)
    firsts = {(route.name, target.key[:1], target.is_mixed): url for route, target, url in reversed(everything)}
    for visitor in visitors(world):
        for route, target, url in everything:
            whole = visitor.person.key in ASKS_ALL and firsts[route.name, target.key[:1], target.is_mixed] == url
            asked = {word.decode() for word in TOKEN.findall(url.encode())}  # what one wrote oneself comes back, as in next=
            for method, headers in [*((method, {}) for method in (METHODS if whole else USED)), *([("GET", {"HX-Request": "true"})] if whole else [])]:
                response, body = visitor.ask(method, url, **headers)
                words = frozenset(word.decode().lower() for word in TOKEN.findall(body)) - asked
                read = {"words": words, "links": frozenset(links(response, body)), "written": frozenset(visitor.written)}
                yield Answer(visitor.person, route, target, method, url, outcome(response), response.status_code, **read)


def expected(route: Route, person: Person, target: Target, method: str) -> str:
    rule = route.rule
    assert rule is not None
    if rule.scope != "public" and person is ANONYMOUS:
        return "sign in"
    if rule.scope in ("region", "municipality", "party", "meeting", "project"):  # nobody of the world sits in the body whose meeting is asked for
        may: frozenset[P] = may_on_project(person, target.key) if rule.scope == "project" else may_on_region(person, target.key)
        if rule.scope == "municipality":
            may = frozenset() if target.is_mixed and "decision" not in target.kwargs else may_on_municipality(person, target.key, target.kwargs["organisation"])
        if rule.scope == "party":
            may = may_answer(person, target.key[0], target.kwargs["organisation"]) if not target.is_mixed else frozenset()
        if not may:
            return "404"
        if rule.needs not in may:
            return "403"
    if method not in rule.methods:
        return "405"
    return "404" if target.is_mixed else "in"


def outcome(response: HttpResponse) -> str:
    if response.status_code in (403, 404, 405):
        return str(response.status_code)
    if response.status_code == 302 and response["Location"].startswith(SIGN_IN):
        return "sign in"
    if response.status_code == 204 and response.headers.get("HX-Redirect", "").startswith(SIGN_IN):
        return "sign in"
    return "in" if response.status_code < 400 or response.status_code in (400, 409, 422) else f"fault {response.status_code}"


def may_read(world: World, person: Person, canary: Canary) -> bool:
    """Whether this word of somebody's may reach this person at all, on any page."""
    if canary.person and canary.person == person.key:
        return True
    letter, project = canary.owner[0], canary.owner
    on_region = may_on_region(person, letter)
    if canary.person:  # colleagues stand in the list of members wherever they hold or held a role
        held = {holding.region for holding in world.people[canary.person].holdings}
        if any(P.MEMBERS_VIEW in may_on_region(person, each) for each in held):
            return True
    if canary.needs is P.MEMBERS_VIEW:
        return not canary.person and P.MEMBERS_VIEW in on_region
    if project in world.projects:
        may = may_on_project(person, project)
        return bool(may) if canary.needs is None else canary.needs in may
    seen = {key for key in world.projects if may_on_project(person, key)}
    given_here = canary.person in ("", "seat without grant") or any(holding.region == letter for holding in world.people[canary.person].holdings)
    if canary.model is User and canary.field == "name" and P.MEMBERS_VIEW in on_region and given_here:
        return True  # who was given a role, or a seat
    if canary.model is User and canary.field == "name" and canary.person:  # whom one can choose for a role
        held = {holding.region for holding in world.people[canary.person].holdings if holding.today}
        if any(P.PROJECT_EDIT in may_on_project(person, key) for key in world.projects if key[0] in held):
            return True
    if (canary.model, canary.field, canary.person) == (User, "name", ""):  # who recorded a decision: changes name whoever did something
        return bool(on_region) or any(key[0] == letter for key in seen)
    if canary.person:  # a colleague's name or function stands where they hold a role
        return canary.model is User and bool(world.people[canary.person].named_in & seen)
    return bool(on_region) or (any(key[0] == letter for key in seen) and (canary.model, canary.field) in SAID_OF_REGION)


BY_A_LINK = {"answer", "answer-municipality", "answer-ask", "answer-forward", "answer-code"}
BY_A_LINK |= {"answer-paper", "answer-summary", "answer-case-text", "answer-case-file", "answer-attachment"}
"""Reached by who holds the cookie of a link, and with an address on record: tests/portfolio/offers."""
NOT_YET: set[str] = set()
"""No page shows these yet to somebody who is signed in."""
BESIDE = {"django_session", "projects_linkfetch"}
"""What reading may write: a link counts how often it was fetched, beside all that is of the offer."""


def test_every_address_is_known_to_the_matrix() -> None:
    assert [route for route in routes.routes() if route.parameters not in routes.TARGETS] == []


def test_every_answer_is_the_one_that_rule_and_roles_give(crawl: Crawl, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = Counter(answer.outcome for answer in crawl.answers)
    with capsys.disabled():
        print(f"\naccess matrix: {outcomes.total()} combinations {dict(outcomes)}, {len(crawl.world.canaries)} canaries")
    wanted = {id(answer): expected(answer.route, answer.person, answer.target, answer.method) for answer in crawl.answers}
    assert [f"{answer} gave {answer.outcome}, not {wanted[id(answer)]}" for answer in crawl.answers if answer.outcome != wanted[id(answer)]] == []
    assert outcomes.total() >= 1000
    assert set(outcomes) == {"in", "sign in", "403", "404", "405"}


def test_every_address_is_answered_for_somebody(crawl: Crawl) -> None:
    answered = {answer.route.name for answer in crawl.answers if answer.outcome == "in" and answer.status < 400}
    # The made-up allocation holds no sum that could be settled, carried or charged; tests/costsharing/test_settlement.py settles one. The made-up
    # decision has no extract: tests/portfolio/municipality.
    assert {route.name for route in routes.routes()} - answered == {
        "settlement-make",
        "settlement-carry",
        "settlement-charge",
        "municipality-extract",
        *BY_A_LINK,
    }


def test_nobody_reads_a_word_that_is_none_of_their_business(crawl: Crawl) -> None:
    foreign = {
        f"{answer.person.key} reads {canary.model.__name__}.{canary.field} of {canary.person or canary.owner} at {answer.method} {answer.route.name}"
        for answer in crawl.answers
        for canary in (crawl.world.canaries[word] for word in answer.words)
        if not may_read(crawl.world, answer.person, canary)
    }
    assert sorted(foreign) == []


def test_the_words_are_there_for_whoever_may_read_them(crawl: Crawl) -> None:
    """Otherwise the test above could not fail."""
    read = {(answer.person.key, crawl.world.canaries[word]) for answer in crawl.answers for word in answer.words}
    seen = {person: {(canary.owner, canary.model.__name__, canary.needs) for reader, canary in read if reader == person} for person in crawl.world.people}
    for owner in ("a1", "a2"):
        for wanted in (("Risk", P.RISK_CONFIDENTIAL_VIEW), ("RiskMeasure", P.RISK_CONFIDENTIAL_VIEW), ("Chapter", P.DRAFT_VIEW), ("Document", P.DRAFT_VIEW)):
            assert (owner, *wanted) in seen["coordinator"]
    models = {model.__name__ for model in our_models() if owner_model(model) and text_fields(model) and model.__name__ not in ("Document", "Chapter")}
    shown = {model for owner, model, needs in seen["coordinator"] | seen["admin"] if needs in (None, P.MEMBERS_VIEW)}
    assert models - shown == NOT_YET
    assert ("a2", "Project", None) in seen["guest"]
    assert ("a1", "Risk", None) in seen["contact"]


def test_every_text_of_every_model_holds_a_canary_in_each_region(crawl: Crawl) -> None:
    held = {(canary.owner[0], canary.model, canary.field) for canary in crawl.world.canaries.values()}
    texts = [(model, column.name) for model in our_models() if owner_model(model) or model is User for column in text_fields(model)]
    missing = [f"{letter}: {model.__name__}.{name}" for letter in "ab" for model, name in texts if (letter, model, name) not in held]
    assert missing == []


def test_reading_and_refusing_write_nothing(crawl: Crawl) -> None:
    harmless = [answer for answer in crawl.answers if answer.method in ("GET", "HEAD", "OPTIONS") or answer.outcome != "in"]
    assert [f"{answer} wrote to {sorted(answer.written)}" for answer in harmless if answer.written - BESIDE] == []
    assert any(answer.written - BESIDE for answer in crawl.answers), "what a button does is seen"


def kind_of(url: str) -> str:
    """The pages that edit are drawn from one table: a row that was not asked for answers like the one of its project that was. So do the
    roles and mails of a region, and the parties of an offer.
    """
    url = re.sub(r"(/register/(?:members|mail|bodies|organisations)/)\d+/", r"\1#/", url)
    url = re.sub(r"/why/\w+/", "/why/#/", url)
    url = re.sub(r"/municipalities/\d+/(?!offers/)", "/municipalities/#/", url)
    url = re.sub(r"(/offers/\d+/parties/)\d+/", r"\1#/", url)
    url = re.sub(r"/handover/\d+/", "/handover/#/", url)
    url = re.sub(r"/participation/\d+/", "/participation/#/", url)
    url = re.sub(r"(/reports/)\d+/", r"\1#/", url)
    return re.sub(
        r"(/edit/)(?!chapters|stage|(?<!register/edit/)follow-up|parties)[\w-]+/(\d+/)?|(/edit/chapters/)[\w-]+/",
        lambda found: f"{found[1] or found[3]}…{'#' if found[2] else ''}/",
        url,
    )


def test_no_link_leads_where_its_reader_is_not_let_in(crawl: Crawl) -> None:
    gets = {(answer.person.key, answer.url): answer.outcome for answer in crawl.answers if answer.method == "GET"}
    gets |= {(answer.person.key, kind_of(answer.url)): answer.outcome for answer in crawl.answers if answer.method == "GET" and not answer.target.is_mixed}
    dead = {
        f"{answer.person.key}: {answer.route.name} links to {link}: {gets.get((answer.person.key, link), 'no such address')}"
        for answer in crawl.answers
        if answer.method == "GET" and answer.outcome == "in" and answer.route.name != "style-guide"  # its examples lead nowhere
        for link in answer.links
        if gets.get((answer.person.key, link), gets.get((answer.person.key, kind_of(link))))
        not in ({"in", "sign in"} if answer.person is ANONYMOUS else {"in"})
    }
    assert sorted(dead) == []
