"""What authors write becomes clean HTML: the small part of Markdown that is meant, and nothing else."""

import re
import time

import html5lib
import pytest

from portfolio.lib.markup import TAGS, bind, render
from tests.factories import canaries

NB = "\u00a0"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Et avsnitt.\n\nEt til.", "<p>Et avsnitt.</p>\n<p>Et til.</p>\n"),
        ("- ett\n- to", "<ul>\n<li>ett</li>\n<li>to</li>\n</ul>\n"),
        ("3. tre\n4. fire", '<ol start="3">\n<li>tre</li>\n<li>fire</li>\n</ol>\n'),
        ("> sitat", "<blockquote>\n<p>sitat</p>\n</blockquote>\n"),
        ("*kursiv* og **halvfet**", "<p><em>kursiv</em> og <strong>halvfet</strong></p>\n"),
        ("[lenke](https://example.test/a)", '<p><a href="https://example.test/a" rel="noopener noreferrer nofollow">lenke</a></p>\n'),
        ("[skriv](mailto:post@example.test)", '<p><a href="mailto:post@example.test" rel="noopener noreferrer nofollow">skriv</a></p>\n'),
        ("<b>nei</b>", "<p>&lt;b&gt;nei&lt;/b&gt;</p>\n"),
        ("![bilde](https://example.test/a.png)", '<p>!<a href="https://example.test/a.png" rel="noopener noreferrer nofollow">bilde</a></p>\n'),
        ("[lenke](javascript:alert(1))", "<p>[lenke](javascript:alert(1))</p>\n"),
        ("[lenke](//example.test)", "<p>[lenke](//example.test)</p>\n"),
        ("`kode`", "<p>`kode`</p>\n"),
        ("    innrykk", "<p>innrykk</p>\n"),
        ("---", "<p>---</p>\n"),
        ("", ""),
    ],
)
def test_each_part_of_the_language(text: str, html: str) -> None:
    assert render(text) == html


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# A", "3"),
        ("### A", "3"),
        ("# A\n\n### B\n\n### C\n\n# D", "3443"),
        ("### A\n\n#### B\n\n##### C\n\n###### D\n\n### E", "34563"),
        ("#### A\n\n## B", "33"),
    ],
)
def test_headings_begin_below_the_chapter_and_skip_no_level(text: str, levels: str) -> None:
    assert "".join(re.findall(r"<h(\d)>", render(text))) == levels


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("120 000 kr", f"120{NB}000{NB}kr"),
        ("1 288 908", f"1{NB}288{NB}908"),
        ("5 %", f"5{NB}%"),
        ("se kapittel 7, side 3", f"se kapittel{NB}7, side{NB}3"),
        ("31. oktober 2015", f"31.{NB}oktober 2015"),
        ("30 september", f"30{NB}september"),
        ("§ 4", f"§{NB}4"),
        ("i 2016 og 2017", "i 2016 og 2017"),
        ("10 kronor, 33 kommuner", f"10{NB}kronor, 33{NB}kommuner"),
        ("område 3 og BP 2", f"område{NB}3 og BP{NB}2"),
        ("1 2345", "1 2345"),
    ],
)
def test_numbers_stay_with_their_words(text: str, bound: str) -> None:
    assert bind(text) == bound
    assert render(f"Den {text}") == f"<p>Den {bound}</p>\n".replace(NB, "&nbsp;")


@pytest.mark.parametrize("text", canaries.payloads(), ids=range(len(canaries.PATTERNS)))
def test_hostile_text_becomes_text(text: str) -> None:
    made = render(text)
    tree = html5lib.parseFragment(made, namespaceHTMLElements=False)
    assert {element.tag for element in tree.iter()} - TAGS == {"DOCUMENT_FRAGMENT"}
    for element in tree.iter():
        assert set(element.attrib) <= {"href", "rel", "start"}
        assert element.get("href", "https:").split(":")[0] in ("http", "https", "mailto")


@pytest.mark.parametrize(
    "text", [canaries.deep_list(), canaries.deep_list(500), canaries.many_words(), ">" * 5000 + " a", "[" * 20_000, "*a_ " * 20_000, "![" * 10_000]
)
def test_the_largest_text_ends(text: str) -> None:
    began = time.process_time()
    render(text)
    assert time.process_time() - began < 10
