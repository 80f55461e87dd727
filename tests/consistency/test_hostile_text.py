"""Whatever a text field says, a page shows it as words: the same elements, attributes and addresses as with ordinary words."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from itertools import count
from types import SimpleNamespace
from typing import Any

import html5lib
import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection, models
from django.test import Client

from milestones.models import Decision, DecisionPoint
from portfolio.access.roles import Role
from portfolio.models import RoleGrant, User
from projects.models import Chapter
from tests.factories import portfolio as make
from tests.factories import routes
from tests.factories.filling import FROZEN, LONG_AGO, our_models, text_fields
from tests.factories.hostile import PAYLOADS
from tests.factories.visitors import Visitor
from tests.factories.world import Person, World, build

pytestmark = pytest.mark.django_db
Shape = list[tuple[int, str, tuple[str, ...]]]
ADDRESSED = ("href", "src", "action", "formaction", "hx-get", "hx-post")
VALUE = re.compile(r'=[^&"]*')
TAG, ATTRIBUTE = re.compile(r"<[^>]*>"), re.compile(r'([\w-]+)="[^"]*"')
# What Markdown makes of a chapter; everything else on a page keeps its shape whatever is written.
MARKDOWN = {"p", "em", "strong", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6", "a", "br", "blockquote", "code", "pre", "hr", "table", "thead", "tbody", "tr"}
MARKDOWN |= {"th", "td"}


def unasked(address: str) -> str:
    """Without what a query asks for: a text may stand there, as long as it stays one value of it."""
    before, mark, asked = address.partition("?")
    return before + mark + VALUE.sub("=", asked)


@dataclass(frozen=True)
class Seen:
    body: str
    headers: dict[str, str]

    @cached_property
    def tags(self) -> list[str]:
        """The page without its words: two pages with the same tags have the same elements, attributes and addresses."""
        return [ATTRIBUTE.sub(lambda found: unasked(found[0]) if found[1] in ADDRESSED else found[1], tag) for tag in TAG.findall(self.body)]

    @cached_property
    def tree(self) -> Any:
        return html5lib.parse(self.body, treebuilder="etree", namespaceHTMLElements=False)

    @cached_property
    def shape(self) -> Shape:
        return list(shape(self.tree))

    @cached_property
    def addresses(self) -> list[str]:
        return [unasked(each.attrib[name]) for each in self.tree.iter() for name in ADDRESSED if isinstance(each.tag, str) and name in each.attrib]

    def is_like(self, other: "Seen") -> bool:
        return self.tags == other.tags or (self.shape, self.addresses) == (other.shape, other.addresses)


def written(model: type[models.Model]) -> list[models.Field]:
    """The texts that take any words: an address or a key has a form of its own and is refused in another."""
    return [column for column in text_fields(model) if not isinstance(column, models.SlugField | models.EmailField)]


def harmless(payload: str) -> str:
    """Ordinary words on as many lines."""
    return re.sub(r"[^\r\n]+", "ordinary words", payload)


@pytest.fixture(autouse=True)
def what_is_adopted_may_be_rewritten(db: None) -> None:
    """The database refuses to change frozen rows; their texts come from people all the same, and pages must bear them."""
    for module in FROZEN:
        import_module(module).thaw(None, SimpleNamespace(connection=connection, execute=connection.cursor().execute))


BASES = (Decision, DecisionPoint)


def say(words: str) -> None:
    """Every text of every row says this, as far as it has room; those that may become more than words have tests of their own below."""
    for model in our_models():
        if columns := written(model):
            model._default_manager.update(**{column.name: words[: column.max_length] if column.max_length else words for column in columns})
    Chapter.objects.update(text="words")
    for model in BASES:
        model._default_manager.update(basis="words")


@pytest.fixture
def world(settings: Any, tmp_path: Any) -> World:
    settings.MEDIA_ROOT = tmp_path
    numbers = count(1)
    return build(lambda column: f"text-{next(numbers)}", regions="a")


@pytest.fixture
def admin(world: World) -> Visitor:
    user = make.user("admin@example.test")
    RoleGrant.objects.create(user=user, region=world.regions["a"], role=Role.ADMIN, valid_from=LONG_AGO)
    return Visitor(Person("admin", user), Client())


def pages(world: World) -> list[str]:
    """Every page, of the first project where it is a project's."""
    found = [(route, target, url) for route, target, url in routes.addresses(world) if target.key in ("", "a", "a1") and not target.is_mixed]
    keyed = ("account_reset", "calendar-feed", "meeting-pack")  # files that one of the texts leads to
    return [url for route, _, url in found if route.rule and "GET" in (route.rule.methods or ("GET",)) and not route.name.startswith(keyed)]


def shape(tree: Any, depth: int = 0) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    if isinstance(tree.tag, str):
        yield depth, tree.tag, tuple(sorted(tree.attrib))
    else:
        yield depth, "comment", ()
    for child in tree:
        yield from shape(child, depth + 1)


def seen(admin: Visitor, urls: list[str]) -> dict[str, Seen]:
    found = {}
    for url in urls:
        response, _ = admin.ask("GET", url)
        assert response.status_code in (200, 204, 302, 303), url
        if response.get("Content-Type", "").startswith("text/html") and response.status_code == 200:
            headers = {name: value for name, value in response.items() if name != "X-Request-ID"}  # new in every answer
            found[url] = Seen(response.content.decode(), headers)
    return found


TURNS = 4
"""Each payload meets every fourth page, each page every fourth payload: texts go the same way through all templates, and all of both would take an hour."""


def test_a_page_keeps_its_shape_whatever_its_texts_say(world: World, admin: Visitor) -> None:
    every = pages(world)
    calm: dict[tuple[str, int], dict[str, Seen]] = {}
    faults, shown = [], 0
    for place, payload in enumerate(PAYLOADS):
        say(payload)
        alike, turn = harmless(payload), place % TURNS
        urls = every[turn::TURNS]
        hostile = seen(admin, urls)
        if (alike, turn) not in calm:
            say(alike)
            calm[alike, turn] = seen(admin, urls)
        shown += sum(html.unescape(page.body).count(payload.strip()) for page in hostile.values())
        assert len(hostile) >= 12
        assert set(hostile) == set(calm[alike, turn])
        for url, page in hostile.items():
            if not page.is_like(calm[alike, turn][url]):
                faults.append(f"{url} with {payload!r}")
            if set(page.headers) - KNOWN_HEADERS or "unsafe" in page.headers["Content-Security-Policy"]:
                faults.append(f"{url} with {payload!r}: {page.headers}")
    assert faults == []
    assert shown > 20 * len(PAYLOADS), "the words are there to be read"


KNOWN_HEADERS = {
    "X-Robots-Tag",
    "Cache-Control",
    "Content-Language",
    "Content-Length",
    "Content-Security-Policy",
    "Content-Type",
    "Cross-Origin-Opener-Policy",
    "Expires",
    "Referrer-Policy",
    "Vary",
    "X-Content-Type-Options",
    "X-Frame-Options",
}


def test_a_chapter_is_markdown_and_nothing_more(world: World, admin: Visitor) -> None:
    [url] = [url for url in pages(world) if url.endswith("/mandate/")]
    Chapter.objects.update(text="words")
    around = seen(admin, [url])[url]
    known = {(name, attributes) for _, name, attributes in around.shape}
    for payload in PAYLOADS:
        Chapter.objects.update(text=payload)
        page = seen(admin, [url])[url]
        new = {(name, attributes) for _, name, attributes in page.shape} - known
        assert {name for name, _ in new} <= MARKDOWN, payload
        assert {attribute for _, attributes in new for attribute in attributes} <= {"href", "rel", "start"}, payload
        links = set(page.addresses) - set(around.addresses)
        assert {link for link in links if not link.startswith(("http://", "https://", "mailto:"))} == set(), payload


def test_an_address_in_a_basis_is_a_link_and_nothing_more(world: World, admin: Visitor) -> None:
    urls = [url for url in pages(world) if re.search(r"/plan/(points|decisions)/\d+/$", url)]
    assert len(urls) == len(BASES)
    found = []
    for words in ("\n".join(PAYLOADS), "\n".join(map(harmless, PAYLOADS))):
        for model in BASES:
            model._default_manager.update(basis=words)
        found.append(seen(admin, urls))
    for url in urls:
        hostile, calm = found[0][url], found[1][url]
        assert {(name, attributes) for _, name, attributes in hostile.shape} - {each[1:] for each in calm.shape} <= {("a", ("href", "rel")), ("a", ("href",))}
        links = set(hostile.addresses) - set(calm.addresses)
        assert links
        assert {link for link in links if not link.startswith(("http://", "https://", "mailto:"))} == set()


def test_the_corpus_is_wide() -> None:
    assert len(set(PAYLOADS)) >= 60
    assert sum(len(written(model)) for model in our_models()) >= 75


def test_a_name_never_reaches_a_mails_head(client: Client) -> None:
    make.user("maja@example.test", password="sju vita svanar")
    for payload in PAYLOADS:
        cache.clear()
        mail.outbox.clear()
        User.objects.update(name=payload[:120], function=payload[:120])
        client.post("/account/password/reset/", {"email": "maja@example.test"})
        [message] = mail.outbox
        lines = message.message().as_string().partition("\n\n")[0].splitlines()
        assert {line.partition(":")[0] for line in lines if not line.startswith((" ", "\t"))} == MAIL_HEADERS
        assert message.recipients() == ["maja@example.test"]


MAIL_HEADERS = {"Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"}
