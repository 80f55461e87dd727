"""No page says anything that is not translated.

Every translation stands in ⟦brackets⟧ for a while and every text of the database is a made-up word; what is left of a page then are dates and numbers.
"""

import io
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import html5lib
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.core import mail
from django.core.cache import cache as throttle
from django.test import Client

from portfolio.access.roles import Role
from portfolio.documents.html import document
from portfolio.documents.mandate import content_of
from portfolio.lib import formats
from projects.models import MandateTemplate, Project, TemplateChapter
from tests.factories import portfolio as make
from tests.factories import routes
from tests.factories.world import World, build

ROOT = Path(__file__).parents[2]
LANGUAGES = ("sv", "nb")
READ_BY_PEOPLE = ("alt", "aria-description", "aria-label", "content", "data-l", "label", "placeholder", "title")
SILENT = {"script", "style", "code"}
MADE_UP = "zq"
# The same in every language: names, languages in themselves, units, technical terms.
SAME_EVERYWHERE = {"Samverk", "Svenska", "Norsk", "bokmål", "English", "kr", "NOK", "SHA", "PDF", "byte", "kl"}
SAME_EVERYWHERE |= {"A", "o"}  # the first variant's letter, and what stands before the number of a party without an official code


ADDRESS = "person-1@example.test"
# None at all, too short, too common, too like the address, and two that differ.
NEW_PASSWORDS = [("", ""), ("short", "short"), ("password1234", "password1234"), (ADDRESS, ADDRESS), ("a new long one", "another")]
TABS = ("mandate", "participation", "money", "plan", "risks", "documents")


def bracketed(language: str) -> bytes:
    with (ROOT / f"locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        real = read_po(file)
    made = Catalog(locale=language)
    for message in real:
        if message.id:
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            marked = tuple(f"⟦{text}⟧" for text in strings)
            made.add(message.id, marked if isinstance(message.string, tuple) else marked[0], context=message.context, flags=message.flags)
    compiled = io.BytesIO()
    write_mo(compiled, made)
    return compiled.getvalue()


@pytest.fixture
def brackets(settings: Any, tmp_path: Path) -> None:
    for language in LANGUAGES:
        folder = tmp_path / "locale" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.mo").write_bytes(bracketed(language))
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.MEDIA_ROOT = tmp_path
    throttle.clear()


@pytest.fixture
def world(db: None, brackets: None) -> World:
    numbers = count(1)
    world = build(lambda column: f"{MADE_UP}{next(numbers)}", regions="a")
    MandateTemplate.objects.update(title_sv=MADE_UP, title_nb=MADE_UP, title_en=MADE_UP)
    TemplateChapter.objects.update(title_sv=MADE_UP, title_nb=MADE_UP, title_en=MADE_UP)
    return world


def words_of(tree: Any) -> Iterator[str]:
    """What a page says, in its order, without what says of itself that it is not to be translated: an address, another language's own words."""
    if isinstance(tree.tag, str) and tree.tag not in SILENT and tree.attrib.get("translate") != "no":
        yield from (tree.attrib[name] for name in READ_BY_PEOPLE if name in tree.attrib and tree.attrib.get("name") not in ("viewport", "htmx-config"))
        yield tree.text or ""
        for child in tree:
            yield from words_of(child)
            yield child.tail or ""


def untranslated(page: str, language: str) -> set[str]:
    tree = html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False)
    text = " ".join(words_of(tree))
    while text != (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)):
        text = shorter
    dates = {word.lower() for word in [*formats.MONTHS[language], *formats.WEEKDAYS[language]]}
    dates |= {month[:3] for month in formats.MONTHS[language]}
    text = re.sub(rf"{MADE_UP}[-\w]*(@[\w.]+)?|\S+@example\.test", " ", text, flags=re.IGNORECASE)
    return {word for word in re.findall(r"[^\W\d_]+|[⟦⟧]", text) if word.lower() not in dates} - SAME_EVERYWHERE


def visitor(world: World, language: str, **fields: Any) -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(make.person_with(Role.COORDINATOR, world.regions["a"], email=ADDRESS, name=MADE_UP, language=language, **fields))
    return client


def addresses(world: World) -> list[str]:
    """Every page of the region and its first project."""
    found = [(route, url) for route, target, url in routes.addresses(world) if target.key in ("", "a", "a1") and not target.is_mixed]
    return [url for route, url in found if route.rule and "GET" in (route.rule.methods or ("GET",))]


def faults(client: Client, urls: list[str], language: str) -> tuple[list[str], int]:
    found, count = [], 0
    for url in urls:
        response = client.get(url)
        if response.get("Content-Type", "").startswith("text/html") and response.content:
            count += 1
            found += [f"{url}: {word}" for word in sorted(untranslated(response.content.decode(), language))]
    return found, count


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_says_anything_untranslated(world, language):
    found, pages = faults(visitor(world, language), addresses(world), language)
    assert found == []
    assert pages >= 14


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_a_project_without_anything_says_anything_untranslated(world, language):
    region = world.regions["a"]
    bare = Project.objects.create(region=region, reference=f"{MADE_UP}-bare", name=MADE_UP, kind="main_project", language=language)
    base = bare.get_absolute_url()
    found, pages = faults(visitor(world, language), [base, *(f"{base}{tab}/" for tab in TABS)], language)
    assert found == []
    assert pages == 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_signing_in_and_what_is_refused_says_nothing_untranslated(world, language):
    client = Client(headers={"accept-language": language})
    found, _ = faults(client, [*addresses(world), "/nothing/here/"], language)
    answers = [client.post("/account/sign-in/", form) for form in ({}, {"login": "a", "password": "b"})]
    answers.append(client.post("/account/password/reset/", {}))
    mine = visitor(world, language, password="a long one to begin with")
    for word, again in NEW_PASSWORDS:
        throttle.clear()
        answers.append(mine.post("/account/password/", {"oldpassword": "x", "password1": word, "password2": again}))
    found += [word for answer in answers for word in sorted(untranslated(answer.content.decode(), language))]
    assert [answer.status_code for answer in answers] == [200] * 8
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_says_nothing_untranslated(world, language, django_capture_on_commit_callbacks):
    person = make.user(language=language)
    with django_capture_on_commit_callbacks(execute=True):
        Client(headers={"accept-language": language}).post("/account/password/reset/", {"email": person.email})
    [sent] = mail.outbox
    words = re.sub(r"https?://\S+", " ", f"{sent.subject} {sent.body}")
    assert untranslated(f"<p>{words}", language) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mandate_on_paper_says_nothing_untranslated(world, language):
    project = world.projects["a1"]
    Project.objects.filter(pk=project.pk).update(language=language)
    project.refresh_from_db()
    assert untranslated(document(content_of(project)), language) == set()
