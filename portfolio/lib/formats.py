"""Dates, numbers and money as Sweden, Norway and Britain write them. Pure; the language is a code of settings.LANGUAGES."""

import datetime as dt

NB = "\u00a0"  # no-break space: U+202F is too thin in the sans
MINUS = "\u2212"
MONTHS = {
    "sv": ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"],
    "nb": ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"],
    "en-gb": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
}
WEEKDAYS = {
    "sv": ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
    "nb": ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"],
    "en-gb": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


def day(value: dt.date | None, language: str, precision: str = "day") -> str:
    """2015-10-31 (sv), 31.10.2015 (nb), 31 October 2015 (en); "oktober 2015" or "2015" when the source gives no more."""
    if value is None:
        return ""
    if precision == "year":
        return str(value.year)
    if precision == "month":
        return f"{MONTHS[language][value.month - 1]}{NB}{value.year}"
    if language == "sv":
        return value.isoformat()
    if language == "nb":
        return f"{value:%d.%m.%Y}"
    return f"{value.day}{NB}{MONTHS[language][value.month - 1]}{NB}{value.year}"


def moment(value: dt.datetime, language: str) -> str:
    """A day and a time, in the zone that the value is in: 2015-10-31 14:05; 31.10.2015 kl. 14.05. A line may end between the two, never within one."""
    return f"{day(value.date(), language)} {clock(value.time(), language)}"


def clock(value: dt.time, language: str) -> str:
    """14:05; kl. 14.05."""
    return f"kl.{NB}{value:%H.%M}" if language == "nb" else f"{value:%H:%M}"


def long_day(value: dt.date, language: str) -> str:
    """With weekday and month in words: mandag 12. september 2016."""
    dot = "." if language == "nb" else ""
    return f"{WEEKDAYS[language][value.weekday()]} {value.day}{dot}{NB}{MONTHS[language][value.month - 1]}{NB}{value.year}"


def period(first: dt.date | None, last: dt.date | None, language: str, precision: str = "day") -> str:
    """2016–2018; 01.06.2007–15.09.2007; one end alone keeps its dash."""
    begin, end = day(first, language, precision), day(last, language, precision)
    if begin == end:
        return begin
    dash = "–" if precision == "year" or language != "en-gb" else " – "
    return f"{begin}{dash}{end}"


def number(value: int, language: str) -> str:
    """Thousands with a no-break space (sv, nb) or a comma (en), true minus."""
    text = f"{abs(value):,}"
    text = text if language == "en-gb" else text.replace(",", NB)
    return f"{MINUS}{text}" if value < 0 else text


def amount(minor: int, language: str, decimals: bool | None = None) -> str:
    """Minor units as whole kronor, or with two decimals when there are öre (or when asked for)."""
    whole, rest = divmod(abs(minor), 100)
    text = number(whole, language)
    if decimals or (decimals is None and rest):
        text += ("." if language == "en-gb" else ",") + f"{rest:02d}"
    return f"{MINUS}{text}" if minor < 0 else text


def unit(currency: str, language: str) -> str:
    """What stands in the head of a column: kr at home, else the currency's code."""
    return "kr" if {"SEK": "sv", "NOK": "nb"}.get(currency) == language else currency


def money(minor: int, currency: str, language: str) -> str:
    """62 826 kr at home; NOK 62,826 in English, SEK/NOK named where the other country's language is used."""
    text, name = amount(minor, language), unit(currency, language)
    return f"{name}{NB}{text}" if language == "en-gb" else f"{text}{NB}{name}"
