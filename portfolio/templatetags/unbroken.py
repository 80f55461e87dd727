"""Names and days that a line does not end in the middle of."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
SHORT = 16
"""A longer word may break: it would be wider than a telephone."""
HYPHENATED = re.compile(r"[^\s-]+(?:-[^\s-]+)+")


@register.filter
def unbroken(text: str) -> SafeString:
    """Each word with a hyphen in it, and each day written with them, stays on one line. Escapes what is not."""

    def held(word: re.Match[str]) -> str:
        return f'<span class="nb">{word[0]}</span>' if len(word[0]) <= SHORT else word[0]

    return mark_safe(HYPHENATED.sub(held, conditional_escape(text)))  # noqa: S308 escaped before the tags are put in
