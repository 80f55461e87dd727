"""The Swedish and Norwegian catalogues hold exactly the texts of the source, whole, and the compiled files say the same. Needs no gettext."""

import ast
import io
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
APPS = ("portfolio", "projects", "costsharing", "milestones")
LANGUAGES = ("sv", "nb")
PYTHON = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt"))
# Which arguments are context, text and plural.
PLACES = {"gettext": (None, 0, None), "ngettext": (None, 0, 1), "pgettext": (0, 1, None), "npgettext": (0, 1, 2)}
CALLS = {"_": PLACES["gettext"]} | {name + end: places for name, places in PLACES.items() for end in ("", "_lazy", "_noop")}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
ABBREVIATED = {"No.", "Nr.", "ca."}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z]|%%")
READ_BY_PEOPLE = {"alt", "aria-description", "aria-label", "data-l", "label", "placeholder", "title"}
# A name, a language's own name, a technical term: the same in every language.
SAME_EVERYWHERE = {"PDF", "Samverk", "SHA-256"}
Key = tuple[str, str, str]


@cache
def catalogue(language: str) -> Catalog:
    with (ROOT / f"locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file)


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def parts(message: Message) -> tuple[list[str], list[str]]:
    """Singular and plural of the text, and of its translation."""
    ids, strings = ([each] if isinstance(each, str) else list(each) for each in (message.id, message.string))
    return ids, strings


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS]


def keys_of_python(path: Path) -> set[Key]:
    found = set()
    for call in calls(path):
        texts = [ast.literal_eval(call.args[place]) if place is not None else "" for place in CALLS[call.func.id]]
        found.add(tuple(texts))
    return found


def keys_of_template(path: Path) -> set[Key]:
    """Django makes something like Python of a template; its indentation means nothing."""
    text = re.sub(r"(?m)^[ \t]+", "", templatize(path.read_text("utf-8"), origin=name(path)))
    found = set()
    for _line, said, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        singular, plural = (said, "") if isinstance(said, str) else (said[0], said[1] if len(said) > 1 else "")
        found.add((context or "", singular, plural))
    return found


@cache
def keys_of_source() -> dict[Key, str]:
    found = {key: name(path) for path in PYTHON for key in keys_of_python(path)}
    return found | {key: name(path) for path in TEMPLATES for key in keys_of_template(path)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_exactly_the_texts_of_the_source(language):
    """What fails here is mended by `make messages` and a translation."""
    held = {(message.context or "", ids[0], ids[1] if len(ids) > 1 else "") for message in messages(language) for ids, _ in [parts(message)]}
    source = keys_of_source()
    assert len(source) > 600
    assert [f"{source[key]}: {key}" for key in sorted(source.keys() - held)] == []
    assert sorted(held - source.keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_agreed(language):
    found = catalogue(language)
    assert (found.mime_headers[0][0], found.plural_expr, found.num_plurals) == ("Project-Id-Version", "(n != 1)", 2)
    assert dict(found.mime_headers)["Language"] == language
    assert list(found.obsolete) == []
    assert [message.id for message in messages(language) if message.fuzzy] == []
    assert [message.id for message in messages(language) if not all(text.strip() for text in parts(message)[1])] == []


def form(text: str) -> tuple[list[str], bool, bool, str]:
    """What a translation has in common with its text: what it is filled with, the space around it, the stop at its end."""
    last = "" if text in ABBREVIATED else text.rstrip()[-1:]
    return sorted(PLACEHOLDER.findall(text)), text[:1].isspace(), text[-1:].isspace(), last if last in ".:?" else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_form_of_its_text(language):
    pairs = [(text, said) for message in messages(language) for ids, strings in [parts(message)] for text, said in zip(ids, strings, strict=True)]
    assert [f"{text!r}: {said!r}" for text, said in pairs if form(text) != form(said)] == []


@pytest.mark.parametrize(("language", "marks"), [("sv", "!“«»‘"), ("nb", "!“”‘")])
def test_marks_are_those_of_the_language(language, marks):
    """And nobody is shouted at."""
    assert [text for message in messages(language) for text in parts(message)[1] if set(text) & set(marks)] == []


# On an invoice both say to the buyer what every invoice says.
MANY, FORMAL = {"sv": r"[Nn]i|[Ee]rt?|[Ee]ra", "nb": r"[Dd]eres?"}, {"buyer reference", "Buyer reference"}
TO_A_PARTY = (
    "templates/answers/",
    "templates/mail/offer.txt",
    "templates/mail/receipt.txt",
    "templates/mail/outcome.txt",
    "templates/mail/contact.txt",
    "templates/mail/elsewhere.txt",
    "portfolio/offers/",
    "portfolio/documents/offers/",
    "projects/wording/answers.py",
    "projects/wording/promises.py",
    "projects/actions/answers.py",
)
"""A municipality is asked and answers, and it is many; the person who types for it is one here too."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_person_is_spoken_to_as_one(language):
    """A page that says du here and dere there is two voices; in Norwegian deres is also theirs."""
    spoken = [parts(message) for message in messages(language) if not all(path.startswith(TO_A_PARTY) for path, _line in message.locations)]
    assert [ids[0] for ids, strings in spoken for text in strings if re.search(rf"\b({MANY[language]})\b", text) and ids[0] not in FORMAL] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_this_one(language):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    assert (ROOT / f"locale/{language}/LC_MESSAGES/django.mo").read_bytes() == compiled.getvalue()


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_texts_in_python_can_be_collected(path):
    """A text is a plain string, and outside f-strings: xgettext sees no others."""
    hidden = [call for outer in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(outer, ast.JoinedStr) for call in ast.walk(outer) if is_text(call)]
    composed = [call for call in calls(path) if not all(isinstance(call.args[place], ast.Constant) for place in CALLS[call.func.id] if place is not None)]
    assert [ast.unparse(call) for call in (*hidden, *composed)] == []


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS


class Words(HTMLParser):
    """What people read of a page: its text, and the attributes that are read out or shown."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found += [value for key, value in attributes if key in READ_BY_PEOPLE and value]

    def handle_data(self, data):
        self.found.append(data)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: name(path).removeprefix("templates/"))
def test_a_template_says_nothing_that_is_not_translated(path):
    text = path.read_text("utf-8")
    given = re.findall(r"""\{% (?:include|with)\b[^%]*?\b(?:caption|head|label|text|title|word)=["']([^"']*)["']""", text)
    text = re.sub(r"\{% (blocktranslate|comment)\b.*?\{% end\1 %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    words = Words()
    words.feed(text)
    said = {each for piece in words.found for each in re.findall(r"[^\W\d_][\w-]*", re.sub(r"&\w+;", " ", piece))}
    assert said - SAME_EVERYWHERE == set()
    assert given == []


def test_a_text_is_marked_by_a_name_that_is_collected():
    """Only _ stands for another name: xgettext knows no alias of ours."""
    aliases = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in PYTHON
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"gettext(_lazy|_noop)? as (?!_$)", line.rstrip())
    ]
    assert aliases == []
