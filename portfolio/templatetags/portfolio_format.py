"""Dates, numbers and money in the language of the page."""

import datetime as dt
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from portfolio.lib import formats

register = template.Library()


def page_language() -> str:
    language = get_language() or "en-gb"
    return language if language in formats.MONTHS else "en-gb"


@register.filter
def day(value: dt.date | None, precision: str = "day") -> str:
    return formats.day(value, page_language(), precision)


@register.filter(expects_localtime=True)
def moment(value: dt.datetime | None) -> str:
    return "" if value is None else formats.moment(value, page_language())


@register.filter
def clock(value: dt.time | None) -> str:
    return "" if value is None else formats.clock(value, page_language())


@register.filter
def long_day(value: dt.date) -> str:
    return formats.long_day(value, page_language())


@register.filter
def number(value: int | None) -> str:
    return "" if value is None else formats.number(value, page_language())


@register.filter
def amount(minor: int | None) -> str:
    return "" if minor is None else formats.amount(minor, page_language())


@register.filter
def signed(minor: int) -> str:
    """A difference: +16 894, −99 552, ±0."""
    return f"{'+' if minor > 0 else '' if minor else '±'}{amount(minor)}"


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes as hours, to two decimals where they are needed."""
    return "" if not isinstance(minutes, int) else formats.amount((minutes * 100 + 30) // 60, page_language())


@register.filter
def money(minor: int | None, currency: str) -> str:
    return "" if minor is None else formats.money(minor, currency, page_language())


@register.filter
def unit(currency: str) -> str:
    return formats.unit(currency, page_language())


@register.simple_tag
def period(first: dt.date | None, last: dt.date | None, precision: str = "day") -> str:
    return formats.period(first, last, page_language(), precision)


@register.simple_tag(takes_context=True)
def room(context: template.Context, name: str = "", *more: Any) -> str:
    """The address of a page that lies with an answer's, by the door that its reader came through."""
    found: str = context["seat"].url(name, *more)
    return found


@register.simple_tag
def today() -> dt.date:
    """For what a page says of itself when it is printed."""
    return timezone.localdate()


@register.filter
def bcp47(code: str) -> str:
    """en-gb is written en-GB in HTML's lang."""
    language, _, country = code.partition("-")
    return f"{language}-{country.upper()}" if country else language


@register.filter
def own_name(code: str) -> str:
    """A language's name in itself, whatever language the page is in."""
    return dict(settings.LANGUAGES)[code]
