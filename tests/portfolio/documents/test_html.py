"""The page that is printed: well-formed, with every word of the content, and with nothing of an author's that is more than words."""

from dataclasses import replace
from xml.etree import ElementTree

import html5lib
import pytest

from portfolio.documents import html
from portfolio.documents.content import Row, Text
from tests.factories import canaries, contents

ALLOWED = {
    *("html", "head", "meta", "title", "body", "section", "nav", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "ul", "li", "a", "span", "div"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "blockquote", "em", "strong", "i", "br", "figure", "figcaption"),
    *("svg", "line", "rect", "text", "path", "circle"),
}


def page(source: str) -> ElementTree.Element:
    return html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(source)


def name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def text(root: ElementTree.Element) -> str:
    return " ".join("".join(root.itertext()).split())


def test_the_page_holds_every_word_in_order() -> None:
    shown = text(page(html.document(contents.content())))
    wanted = (
        "Kongsbergregionen · Mandat · Utkast|Digital kompetanse|Prosjektmandat|Sju mål skal nås.|Besluttes av|Rådmannsutvalget|Innhold|Kapittel 1|Kapittel 3|"
        "Godkjenning|Se kapittel 7 og siden.|Sitat.|ett|Mangler i kilden: budsjettet.|Tabell 1. Mål|Satsningsområde 3|Kommunene har nådd mål 3|Sum|3 000|"
        "Kilde: strategien.|ledelse|reise|Figur 1. Plan|Konkurransen er utlyst|15.09.2007|BP 1|Før tiltak|Etter tiltak|Kommune 33|"
        "Mandatet gjelder når det er godkjent.|Underskrift"
    )
    place = 0
    for words in wanted.split("|"):
        place = shown.index(words, place)


def test_version_and_hash_stand_in_the_running_foot() -> None:
    content = contents.content()
    body = page(html.document(content)).find("body")
    assert body is not None
    assert body.get("data-hash", "").replace(" ", "") == f"SHA-256{content.sha256}"
    assert [body.get(f"data-{name}") for name in ("version", "page", "of", "document")] == ["Utkast: Mandat, versjon 1", "side", "av", "Digital kompetanse"]


def test_tables_have_heads_with_scope_and_captions() -> None:
    root = page(html.document(contents.content()))
    table = next(table for table in root.iter("table") if table.find("caption") is not None)
    heads = [(head.get("scope"), text(head)) for head in table.iter("th")]
    assert heads[:5] == [("col", "Nr."), ("col", "Mål"), ("col", "Kroner"), ("rowgroup", "Satsningsområde 3"), ("row", "1")]
    assert [cell.get("class") for cell in list(table.iter("td"))[:2]] == [None, "num"]


def test_examples_and_sums_are_marked() -> None:
    root = page(html.document(contents.content()))
    assert [text(item) for item in root.iter("li") if item.get("class") == "ex"] == ["reise"]
    assert [text(row) for row in root.iter("tr") if row.get("class") == "sum"] == ["Sum3 000"]


def test_parts_in_another_language_say_so() -> None:
    root = page(html.document(contents.content()))
    assert [(cell.get("lang"), text(cell)) for cell in root.iter("td") if cell.get("lang")] == [("sv", "Regional strategi")]


def test_every_link_of_the_contents_has_its_chapter() -> None:
    root = page(html.document(contents.content()))
    links = [link.get("href", "")[1:] for link in root.iter("a") if link.get("href", "").startswith("#")]
    assert links == [heading.get("id") for heading in root.iter("h2") if heading.get("id")] == ["k1", "k2", "k3", "k4"]


@pytest.mark.parametrize(("count", "classes", "parts"), [(3, "", [4]), (15, "long", [3, 3, 3, 3, 4])])
def test_a_long_table_may_break_between_groups_of_rows(count: int, classes: str, parts: list[int]) -> None:
    plain = replace(contents.table(count), groups=(contents.table(count).groups[0][1:],))
    root = page(html.document(contents.content(contents.chapter(1, "", plain))))
    table = next(table for table in root.iter("table") if table.find("caption") is not None)
    assert table.get("class") == classes
    assert [len(part.findall("tr")) for part in table.findall("tbody")] == parts


@pytest.mark.parametrize("hostile", canaries.payloads(), ids=range(len(canaries.PATTERNS)))
def test_hostile_words_stay_words_in_every_place(hostile: str) -> None:
    cell = Row((Text(hostile, hostile), Text(hostile)))
    block = replace(contents.table(), caption=hostile, groups=((Row((Text(hostile),), "group"), cell),), remark=hostile, notes=(hostile,))
    chapter = contents.chapter(1, hostile, block, contents.timeline(), title=hostile, notes=(hostile,))
    fields = ("title", "subtitle", "kicker", "lead", "head", "version_line", "author")
    made = html.document(contents.content(chapter, **dict.fromkeys(fields, hostile)))
    root = html5lib.HTMLParser(namespaceHTMLElements=False).parse(made)
    assert {name(element) for element in root.iter()} <= ALLOWED
    for element in root.iter():
        assert {key for key in element.attrib if key.startswith("on") or key in ("style", "src", "srcset")} == set()
        assert element.get("href", "#").split(":")[0] in ("#", "http", "https", "mailto") or element.get("href", "").startswith("#k")
    heading = root.find("body/section/h1")
    assert heading is not None
    assert text(heading) == " ".join(html.printable(hostile).split())


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("Kongsberg, Øvre Eiker, Åre, Östra Göinge", "Kongsberg, Øvre Eiker, Åre, Östra Göinge"),
        ("Guovdageaidnu, Unjárga, Deatnu, čđŋšŧž", "Guovdageaidnu, Unjárga, Deatnu, čđŋšŧž"),
        ("◆ ○ ● ▲ □ → − × – … « » “ ” €", "◆ ○ ● ▲ □ → − × – … « » “ ” €"),
        ("ja 👍 nei", "ja □ nei"),
        ("fast\u2003bredde\u2028linje", "fast bredde linje"),
        ("\u202eterces\u202c", "terces"),
        ("\x00\x1b[31mrød\x7f", "[31mrød"),
    ],
)
def test_only_what_the_bundled_faces_have_is_printed(given: str, printed: str) -> None:
    assert html.printable(given) == printed
