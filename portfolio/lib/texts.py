"""Text as it is kept: one kind of line break, no control characters, nothing when there are only blanks. Pure."""

import re


def many_lines(text: str) -> str:
    """What a browser sends as CRLF is LF in a file; what a file may not hold (other control characters, nothing but blanks) is left out."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", re.sub(r"\r\n?", "\n", text))
    return text if text.strip() else ""


def one_line(text: str) -> str:
    return re.sub(r"[\n\t\u2028\u2029]+", " ", many_lines(text))
