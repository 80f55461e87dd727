"""A region's logo stands on the front page with a text for whoever cannot see it, and the file stays archivable."""

import base64
import dataclasses
import io

import pikepdf
from PIL import Image

from portfolio.documents import render
from portfolio.documents.content import Logo, from_json
from tests.factories import contents
from tests.portfolio.documents import pdfs


def logo() -> Logo:
    out = io.BytesIO()
    Image.new("RGB", (900, 300), "navy").save(out, "PNG")
    return Logo(base64.b64encode(out.getvalue()).decode(), "Fjordane")


def test_it_is_a_figure_with_the_regions_name_in_a_conforming_file() -> None:
    content = dataclasses.replace(contents.content(), logo=logo())
    assert from_json(content.as_json()) == content
    made = render.pdf(content)
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        figures = [element.attributes["/Alt"] for root in pdfs.structure(pdf) for element in root.all() if element.kind == "Figure"]
    assert (figures[0], pdfs.conformance_faults(made.data), pdfs.strays(made.data)) == ("Fjordane", [], [])


def test_without_one_nothing_of_it_is_in_the_content() -> None:
    assert "logo" not in contents.content().as_json()
