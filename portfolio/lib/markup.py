"""Chapters are written in a small, safe part of Markdown. Pure: text in, clean HTML out.

Paragraphs, lists, quotes, emphasis, strong, headings and links; no images, no HTML, no code. Everything else is printed as written.
What the parser makes is cleaned once more, so that a fault in it opens nothing.
"""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

NB = "\u00a0"
SCHEMES = {"http", "https", "mailto"}
TAGS = {"p", "ul", "ol", "li", "blockquote", "em", "strong", "h3", "h4", "h5", "h6", "a", "br"}
UNITS = r"kr|kronor|kroner|MSEK|MNOK|SEK|NOK|mnkr|tkr|%|‰|km|t|h|st|timmar|timer|hours|kommuner|personer|møter|möten|sider|sidor|år|dager|dagar"
MONTHS = (
    r"januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    r"januar|februar|mai|august|desember|January|February|March|May|June|July|August|October|December"
)
NAMED = r"kapittel|kapitel|chapter|side|sida|page|punkt|område|fase|fas|phase|BP|nr|sak|tabell|table|versjon|version|§"
BINDINGS = [
    re.compile(r"(?<=\d) (?=\d{3}(?!\d))"),
    re.compile(rf"(?<=\d) (?=(?:{UNITS})(?!\w))"),
    re.compile(rf"(?<=\d) (?=(?:{MONTHS})\b)"),
    re.compile(rf"(?<=\d\.) (?=(?:{MONTHS})\b)"),
    re.compile(rf"\b(?i:{NAMED})\.?( )(?=\d)|§( )(?=\d)"),
]


def bind(text: str) -> str:
    """No line break inside a number, nor between a number and the word that it belongs to."""
    for binding in BINDINGS:
        text = binding.sub(lambda found: found[0].replace(" ", NB), text)
    return text


def is_safe(url: str) -> bool:
    try:
        return urlsplit(url).scheme.lower() in SCHEMES
    except ValueError:
        return False


class Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return is_safe(url)


def parser() -> MarkdownIt:
    small = Parser("commonmark", {"html": False, "maxNesting": 40})
    return small.disable(["image", "html_block", "html_inline", "code", "fence", "backticks", "hr", "autolink", "reference"])


PARSER = parser()


def level_headings(tokens: Sequence[Token]) -> None:
    """The first heading becomes h3 and none is more than one below the heading before it: a page must not skip a level."""
    written, given = 0, 2
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            if token.type == "heading_open":
                depth = int(token.tag[1])
                given = max(3, min(6, given + 1 if depth > written else given - (written - depth)))
                written = depth
            token.tag = f"h{given}"


def bind_texts(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type == "text":
            token.content = bind(token.content)
        bind_texts(token.children or ())


def render(text: str) -> str:
    """Clean HTML of a chapter."""
    environment: dict[str, Any] = {}
    tokens = PARSER.parse(text.replace("\x00", ""), environment)
    level_headings(tokens)
    bind_texts(tokens)
    made = PARSER.renderer.render(tokens, PARSER.options, environment)
    return nh3.clean(made, tags=TAGS, attributes={"a": {"href"}, "ol": {"start"}}, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow")
