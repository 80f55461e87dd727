"""A mail as its text, and what of it stands out where it is shown as a page. The page is made of the text, so both say the same. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """text: paragraphs with an empty line between. link: the paragraph that is the mail's own link, button: its words; strong: paragraphs that stand out.

    Only the link that is named here becomes one: an address that somebody typed stays text.
    """

    text: str
    link: str = ""
    button: str = ""
    strong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """kind: "link", "strong" or "text"."""

    kind: str
    lines: tuple[str, ...]


def parts(words: Words) -> Iterator[Part]:
    for paragraph in words.text.strip().split("\n\n"):
        said = paragraph.strip("\n")
        if said:
            kind = "link" if words.link and said == words.link else "strong" if said in words.strong else "text"
            yield Part(kind, tuple(said.split("\n")))
