"""Text that came out of a word processor, as somebody would have typed it: plain spaces, real lists, nothing that cannot be seen. Pure.

Word marks lists with letters of its symbol fonts (in the private use area) or with • · o § and a tab; a browser's textarea keeps them as they are.
Text that is clean stays as it is, and cleaning twice is cleaning once.
"""

import re

from portfolio.lib.texts import many_lines

SPACES = re.compile(r"(?!(?<=\d)[\u00a0\u202f]\w|(?<=[\w§])[\u00a0\u202f]\d)[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
"""Blanks of other widths; one that binds a number to what it belongs to stays."""
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\ufff9-\ufffc]")  # soft hyphens, breaks of no width, marks of a file's beginning; joiners of letters stay
BREAKS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
PRIVATE = "\ue000-\uf8ff"
ELSEWHERE = re.compile(f"[{PRIVATE}\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
MARKED = re.compile(f"[ \t]*[{PRIVATE}]+")
SHOWN = "•·▪●■◆◦○▫□‣➢➤❖✓✔"
"""Nothing but bullets at the beginning of a line; the letters below are bullets only when a gap of two or a tab follows."""
BULLET = re.compile(rf"(?P<indent>[ \t]*)(?:[{PRIVATE}]+\s*|[{SHOWN}](?:\s+|$)|(?P<letter>[o§Øüvq–—-])(?:\t\s*|  +))(?P<rest>.*)")
NUMBER = re.compile(r"(?P<indent>[ \t]*)(?P<number>\d{1,3})(?P<mark>[.)])(?:\t\s*|  +)(?P<rest>.*)")
ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s|$)")


def cleaned(text: str) -> str:
    """The text with lines that end in LF; nothing when there are only blanks."""
    text = many_lines(BREAKS.sub("\n", text))
    lines = [line_of(SPACES.sub(" ", UNSEEN.sub("", line))) for line in text.split("\n")]
    return many_lines(re.sub(r"\n{3,}", "\n\n", "\n".join(apart(lines))))


def line_of(line: str) -> str:
    """One line. Two blanks at its end break a line in Markdown, so they stay two; blanks at its beginning indent."""
    head = MARKED.match(line)
    start = head.end() if head else 0
    line = line[:start] + ELSEWHERE.sub("", line[start:])  # before the rest is read: what goes may leave a gap that looks like Word's
    if found := BULLET.fullmatch(line):
        line = f"{depth(found)}- {found['rest']}"
    elif found := NUMBER.fullmatch(line):
        line = f"{depth(found)}{found['number']}{found['mark']} {found['rest']}"
    body = line.lstrip(" \t")
    indent = line[: len(line) - len(body)].replace("\t", "  ")
    ending = "  " if body.endswith("  ") and body.strip() else ""
    return (indent if body.strip() else "") + re.sub(r"[ \t]*\t[ \t]*", " ", body).rstrip() + ending


def depth(found: re.Match[str]) -> str:
    """Word's second level has an o; a tab before the bullet is a level too."""
    levels = found["indent"].count("\t") + ("letter" in found.re.groupindex and found["letter"] == "o")
    return "  " * levels + found["indent"].replace("\t", "")


def apart(lines: list[str]) -> list[str]:
    """A numbered list right after a paragraph gets the blank line that Markdown asks for; one with other marks needs none."""
    found: list[str] = []
    for line in lines:
        is_number = line[:1].isdigit() and ITEM.match(line)
        if found and is_number and not ITEM.match(found[-1]) and found[-1].strip() and not found[-1].startswith((" ", ">", "#")):
            found.append("")
        found.append(line)
    return found
