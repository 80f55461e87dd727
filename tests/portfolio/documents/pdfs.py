"""Reading a PDF the way a strict reader does: conformance, the structure tree, and what is painted outside it."""

import io
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import page
import pikepdf
from pikepdf import Array, Dictionary, Name

PAINT = {"Tj", "TJ", "'", '"', "f", "f*", "F", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "EI"}
OPEN = {"BDC", "BMC"}


@dataclass
class Element:
    kind: str
    attributes: dict[str, str]
    marks: list[tuple[int, int]] = field(default_factory=list)  # page, number
    children: "list[Element]" = field(default_factory=list)
    objects: int = 0

    def all(self) -> "Iterator[Element]":
        yield self
        for child in self.children:
            yield from child.all()


def conformance_faults(data: bytes) -> list[str]:
    """What PDF/A-3a and PDF/UA-1 find wrong."""
    return [
        f"{profile}: {failure.rule_id} {failure.message}"
        for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)
        for failure in page.validate_pdf_bytes(data, profile=profile).failures
    ]


def structure(pdf: pikepdf.Pdf) -> list[Element]:
    pages = {one.obj.objgen: number for number, one in enumerate(pdf.pages)}

    def walk(node: Any, parent: Element, on: int) -> None:
        if isinstance(node, Array):
            for kid in node:
                walk(kid, parent, on)
        elif isinstance(node, int):
            parent.marks.append((on, node))
        elif isinstance(node, Dictionary) and "/S" in node:
            on = pages[node.Pg.objgen] if "/Pg" in node else on
            told = {key: str(node[key]) for key in ("/Alt", "/Lang") if key in node}
            told |= {key: str(value) for key, value in node.get("/A", {}).items() if key in ("/Scope", "/Headers", "/ColSpan")}
            element = Element(str(node.S)[1:], told)
            parent.children.append(element)
            walk(node.get("/K", Array()), element, on)
        elif isinstance(node, Dictionary) and node.get("/Type") == Name.OBJR:
            parent.objects += 1
        elif isinstance(node, Dictionary) and "/MCID" in node:
            parent.marks.append((on, int(node.MCID)))

    root = Element("Root", {})
    walk(pdf.Root.StructTreeRoot.K, root, 0)
    return root.children


def elements(data: bytes) -> list[Element]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [element for top in structure(pdf) for element in top.all()]


def strays(data: bytes) -> list[str]:
    """Marks that no element owns, paint outside any mark, and elements whose mark is nowhere."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        owned = {mark for top in structure(pdf) for element in top.all() for mark in element.marks}
        seen = set()
        for number, one in enumerate(pdf.pages):
            depth = 0
            for step in pikepdf.parse_content_stream(one):
                operator, operands = str(step.operator), step.operands
                if operator in OPEN:
                    mark = int(operands[1].MCID) if len(operands) > 1 and "/MCID" in operands[1] else None
                    if mark is not None:
                        seen.add((number, mark))
                    if depth == 0 and operands[0] != Name.Artifact and (number, mark) not in owned:
                        found.append(f"page {number + 1}: {operands[0]} {mark} belongs to nothing")
                elif operator in PAINT and depth == 0:
                    found.append(f"page {number + 1}: {operator} paints outside any mark")
                depth += (operator in OPEN) - (operator == "EMC")
        found += [f"page {number + 1}: mark {mark} is in the tree only" for number, mark in sorted(owned - seen)]
    return found


def artifacts(data: bytes) -> list[int]:
    """How many marked artifacts hold text, page by page: the heads and feet."""
    counts = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in pdf.pages:
            inside, texts = False, 0
            for step in pikepdf.parse_content_stream(one):
                operator = str(step.operator)
                inside = step.operands[0] == Name.Artifact if operator in OPEN else inside and operator != "EMC"
                texts += inside and operator in ("Tj", "TJ")
            counts.append(texts)
    return counts


def text_of(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout


def fonts_of(path: Path) -> list[tuple[str, str]]:
    """Each font's name without its subset's letters, and whether it is embedded."""
    lines = subprocess.run(["pdffonts", path], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    return [(line.split()[0].split("+")[-1], line.split()[-5]) for line in lines]


def attachment_of(path: Path, folder: Path) -> bytes:
    subprocess.run(["pdfdetach", "-saveall", "-o", folder, path], check=True, capture_output=True)
    (only,) = folder.iterdir()
    return only.read_bytes()


def outline_of(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        return [item.title for item in outline.root] + [child.title for item in outline.root for child in item.children]
