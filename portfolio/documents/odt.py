"""A text to go on writing, as an OpenDocument file: headings, paragraphs and lists, which Word and LibreOffice open. Pure."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from portfolio.documents.offerpaper import Part

KIND = "application/vnd.oasis.opendocument.text"
WRITTEN = (1980, 1, 1, 0, 0, 0)
"""Of every file in it: the same text is the same file."""
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"), ("manifest", "manifest"))
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def odt(title: str, parts: Sequence[Part], language: str) -> bytes:
    """language: a code of settings.LANGUAGES, so that a word processor checks the spelling by it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        files.writestr(zipfile.ZipInfo("mimetype", WRITTEN), KIND, zipfile.ZIP_STORED)  # first and unpacked: by that it is known
        for name, text in (("content.xml", body(title, parts)), ("styles.xml", styles(language)), ("META-INF/manifest.xml", manifest())):
            files.writestr(zipfile.ZipInfo(name, WRITTEN), HEAD + text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def body(title: str, parts: Sequence[Part]) -> str:
    inside = "".join((heading(title, 1), *(piece for part in parts for piece in pieces(part))))
    return f'<office:document-content {SPACES} office:version="1.3"><office:body><office:text>{inside}</office:text></office:body></office:document-content>'


def pieces(part: Part) -> Iterator[str]:
    yield heading(part.heading, 2)
    yield from (f"<text:p>{clean(text.text)}</text:p>" for text in part.paragraphs)
    if part.points:
        points = "".join(f"<text:list-item><text:p>{clean(text.text)}</text:p></text:list-item>" for text in part.points)
        yield f"<text:list>{points}</text:list>"


def heading(text: str, level: int) -> str:
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{clean(text)}</text:h>'


def clean(text: str) -> str:
    """As XML takes it: no control characters."""
    return escape("".join(each for each in text if each.isprintable() or each in " \u00a0"))


def styles(language: str) -> str:
    code, _, country = language.partition("-")
    country = country.upper() or {"sv": "SE", "nb": "NO"}.get(code, "")
    return (
        f'<office:document-styles {SPACES} office:version="1.3"><office:styles>'
        f'<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm"/>'
        f"<style:text-properties fo:language={quoteattr(code)} fo:country={quoteattr(country)}/></style:default-style>"
        f"{style(1, '16pt')}{style(2, '13pt')}</office:styles></office:document-styles>"
    )


def style(level: int, size: str) -> str:
    named = f'style:name="Heading_20_{level}" style:display-name="Heading {level}" style:family="paragraph" style:default-outline-level="{level}"'
    return (
        f'<style:style {named}><style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.15cm" fo:keep-with-next="always"/>'
        f'<style:text-properties fo:font-size="{size}" fo:font-weight="bold"/></style:style>'
    )


def manifest() -> str:
    entries = (("/", KIND), ("content.xml", "text/xml"), ("styles.xml", "text/xml"))
    listed = "".join(f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>' for path, kind in entries)
    return f'<manifest:manifest {SPACES} manifest:version="1.3">{listed}</manifest:manifest>'


def text(title: str, parts: Sequence[Part]) -> str:
    """The same as plain text."""
    told = [title]
    for part in parts:
        told.append(f"{part.heading}\n{'-' * len(part.heading)}")
        told += [each.text for each in part.paragraphs]
        if part.points:
            told.append("\n".join(f"- {each.text}" for each in part.points))
    return "\n\n".join(told) + "\n"
