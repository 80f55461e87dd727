"""Which document a content is: the format that it names says so."""

from typing import Any, cast

from portfolio.documents import content, offerpaper, pack, sheet
from portfolio.documents.content import Mandate, Unreadable, read
from portfolio.documents.offerpaper import OfferPaper
from portfolio.documents.pack import Pack
from portfolio.documents.sheet import Sheet

Printable = Mandate | Sheet | Pack | OfferPaper


def from_json(value: Any) -> Printable:
    """Raises Unreadable for anything that this version does not print."""
    named = (value.get("format"), value.get("version")) if isinstance(value, dict) else None
    if named == (sheet.FORMAT, sheet.VERSION):
        return cast(Sheet, read(Sheet, value, "sheet"))
    if named == (pack.FORMAT, pack.VERSION):
        return cast(Pack, read(Pack, value, "pack"))
    if named == (offerpaper.FORMAT, offerpaper.VERSION):
        return cast(OfferPaper, read(OfferPaper, value, "offer"))
    return content.from_json(value)


__all__ = ["Printable", "Unreadable", "from_json"]
