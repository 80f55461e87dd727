"""Content to PDF/A-3a with PDF/UA-1. The only importer of WeasyPrint beside finish.py; runs in a child process (child.py).

Same content, same bytes: no clock, no random identifier, and nothing is read but the bundled files.
"""

import datetime as dt
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portfolio.documents import finish, html
from portfolio.documents.kinds import Printable

UNDATED = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Refused(FatalURLFetchingError):
    """The page asks for something that is not bundled: the rendering stops."""


class BundledOnly(URLFetcher):
    """Serves asset:NAME from the folder of print and images inside the page; anything else is refused, whatever it is."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols={"asset", "data"}, allow_redirects=False)
        self.folder = folder.resolve()

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith(("data:image/png", "data:image/jpeg")):
            return super().fetch(url, headers)
        path = (self.folder / url.removeprefix("asset:")).resolve()
        if url.startswith("asset:") and path.is_relative_to(self.folder) and path.is_file():
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "text/css"} if path.suffix == ".css" else None)
        raise Refused(f"refused: {url[:200]}")


@dataclass(frozen=True)
class Printer:
    """What is read once in a process: faces and style sheet."""

    fetcher: BundledOnly
    fonts: FontConfiguration
    sheet: CSS


@cache
def printer() -> Printer:
    finish.install()
    fetcher, fonts = BundledOnly(settings.BASE_DIR / "static" / "print"), FontConfiguration()
    return Printer(fetcher, fonts, CSS(url="asset:print.css", url_fetcher=fetcher, font_config=fonts))


@dataclass(frozen=True)
class Pdf:
    data: bytes
    pages: int


def pdf(content: Printable) -> Pdf:
    bundled = printer()
    page = html.document(content)
    options = {"pdf_variant": "pdf/a-3a"}
    document = HTML(string=page, url_fetcher=bundled.fetcher).render(font_config=bundled.fonts, stylesheets=[bundled.sheet], **options)
    finish.note_margins(document.pages)
    when = dt.datetime.combine(content.dated, dt.time(), dt.UTC) if content.dated else UNDATED
    attached = [
        Attachment(string=data, name=name, relationship="Data", created=when, modified=when, description=content.title) for name, data in content.attachments
    ]
    identifier = bytes.fromhex(content.sha256)[:16]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile to the garbage collector
        data = document.write_pdf(pdf_identifier=identifier, finisher=finish.finish, attachments=attached, **options)
    return Pdf(data, len(document.pages))


def plain(page: str) -> bytes:
    """The same page by WeasyPrint alone, as its manual shows it: the yardstick of manage.py bench."""
    made: bytes = HTML(string=page, url_fetcher=printer().fetcher).write_pdf(stylesheets=["asset:print.css"])
    return made


def plain_kept(page: str) -> bytes:
    """A harder yardstick: with faces and style sheet kept from one document to the next, as pdf() has them."""
    kept = printer()
    made: bytes = HTML(string=page, url_fetcher=kept.fetcher).write_pdf(stylesheets=[kept.sheet], font_config=kept.fonts)
    return made
