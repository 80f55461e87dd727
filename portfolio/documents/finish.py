"""What WeasyPrint 70 leaves out: languages on parts, scopes of heads, running heads as artifacts, and the PDF/UA mark beside PDF/A.

Functions of it are wrapped, at the moment of drawing, so that no second pass over the pages is needed. The tests pin each of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import MarginBox
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

UA_MARK = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>'
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
build_box_tree = tags._build_box_tree
marked = Stream.marked
stream_data = pydyf.Stream.data.fget
margin_texts: set[int] = set()
"""The boxes (by id) of the document being drawn that stand in a margin; a process draws one document at a time."""


def note_margins(pages: list[Any]) -> None:
    """To be called with the pages laid out, before they are drawn."""
    margin_texts.clear()
    for page in pages:
        for box in page._page_box.children:
            if isinstance(box, MarginBox):
                margin_texts.update(id(part) for part in box.descendants())


@contextmanager
def marked_or_artifact(stream: Stream, box: Any, tag: str) -> Iterator[None]:
    """Heads and feet are nobody's content: a reader that speaks the page aloud passes them by."""
    with stream.artifact() if id(box) in margin_texts else marked(stream, box, tag):
        yield


SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}


ONCE = {"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6"}


def with_meaning(box: Any, parent: Any, *rest: Any) -> Iterator[Any]:
    """Writes ``lang`` on each element that has one and the scope on heads of tables, and leaves the margins out of the tree.

    A heading beside a float is drawn as a box in a box: only the outer one is a heading.
    """
    if isinstance(box, MarginBox):
        return
    for element in build_box_tree(box, parent, *rest):
        if element["S"] in ONCE and element["S"] == parent["S"]:
            element["S"] = "/NonStruct"
        if box.element is not None and box.element.tag != "html":
            if language := box.element.get("lang"):
                element.setdefault("Lang", pydyf.String(language))
            if element["S"] == "/TH" and (scope := SCOPES.get(box.element.get("scope"))):
                element["A"]["Scope"] = scope
        yield element


def unambiguous(stream: pydyf.Stream) -> bytes:
    """A stream that ends with a carriage return gets one more line end: else the reader takes its last byte for half of "CR LF"."""
    data: bytes = stream_data(stream)
    return data[: -len(b"\nendstream")] + b"\r\nendstream" if data.endswith(b"\r\nendstream") else data


def install() -> None:
    """Safe to call again."""
    Stream.marked = marked_or_artifact
    tags._build_box_tree = with_meaning
    pydyf.Stream.data = property(unambiguous)


def finish(_document: object, pdf: Any) -> None:
    """WeasyPrint's finisher: the PDF/UA mark in the PDF/A metadata, which stays readable without unpacking, and every object written out once."""
    for place, item in enumerate(pdf.objects):
        if getattr(item, "extra", {}).get("Type") == "/Metadata":
            item.compress = False
            item.stream = [item.stream[0].replace(b"</rdf:RDF>", UA_MARK + b"</rdf:RDF>")]
        if item.free != "f" and item is not pdf.catalog:
            pdf.objects[place] = Written(item)


class Written(pydyf.Object):
    """An object as bytes. pydyf packs each one twice, to hash it and to write it; that was a tenth of the work."""

    data = b""
    compressible = False

    def __init__(self, item: pydyf.Object) -> None:
        self.number, self.generation, self.offset, self.free = item.number, item.generation, item.offset, item.free
        self.data, self.compressible = item.data, item.compressible
