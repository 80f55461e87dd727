"""The file itself: archivable, accessible, the same each time, and read by nothing but what is bundled."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

from portfolio.documents import finish, render
from tests.factories import contents
from tests.portfolio.documents import pdfs

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def made() -> render.Pdf:
    return render.pdf(contents.content())


@pytest.fixture(scope="module")
def path(made: render.Pdf, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "mandate.pdf"
    path.write_bytes(made.data)
    return path


def test_it_is_archivable_and_accessible_in_one(made: render.Pdf) -> None:
    assert pdfs.conformance_faults(made.data) == []


def test_the_check_for_strays_finds_one() -> None:
    """Without the wrapping, heads and feet belong to nothing: the check below would say so."""
    Stream.marked, tags._build_box_tree = finish.marked, finish.build_box_tree
    try:
        assert len(pdfs.strays(render.pdf(contents.content()).data)) > 10
    finally:
        finish.install()


def test_every_mark_has_an_owner_or_is_an_artifact(made: render.Pdf) -> None:
    assert pdfs.strays(made.data) == []
    assert pdfs.artifacts(made.data)[0] == 3  # the foot; the front page has no head
    assert set(pdfs.artifacts(made.data)[1:]) == {5}


def test_the_structure_tree(made: render.Pdf) -> None:
    elements = pdfs.elements(made.data)
    kinds = Counter(element.kind for element in elements)
    assert (kinds["H1"], kinds["H2"], kinds["Table"], kinds["Figure"], kinds["BlockQuote"]) == (1, 5, 3, 3, 1)
    assert [element.attributes["/Alt"] for element in elements if element.kind == "Figure"] == [
        "Tidslinje juni til september 2007.",
        "Risiko 1 er 20, høy.",
        "Risiko 1 er 4, lav.",
    ]
    scopes = Counter(element.attributes.get("/Scope") for element in elements if element.kind == "TH")
    assert scopes == {"/Column": 6, "/Row": 8}
    assert all(element.objects == 1 for element in elements if element.kind == "Link")
    assert kinds["Link"] == 5  # four of the contents, one in the text


def test_languages_of_parts(made: render.Pdf) -> None:
    elements = pdfs.elements(made.data)
    assert [element.kind for element in elements if element.attributes.get("/Lang") == "sv"][:1] == ["TD"]
    assert {element.attributes.get("/Lang") for element in elements} == {None, "sv"}


def test_bookmarks_follow_the_chapters(made: render.Pdf) -> None:
    assert pdfs.outline_of(made.data) == ["Digital kompetanse", "Innhold", "1 Kapittel 1", "2 Kapittel 2", "3 Kapittel 3", "Godkjenning"]


def test_all_faces_are_embedded_and_ours(path: Path) -> None:
    fonts = pdfs.fonts_of(path)
    assert {embedded for _, embedded in fonts} == {"yes"}
    assert {name.split("-")[0] for name, _ in fonts} == {"Samverk"}
    assert {name for name, _ in fonts} >= {"Samverk-Sans", "Samverk-Sans-Semi-Bold", "Samverk-Serif", "Samverk-Serif-Italic"}


def test_the_attachment_is_the_content_and_its_hash_stands_in_the_foot(path: Path, tmp_path: Path) -> None:
    content = contents.content()
    assert pdfs.attachment_of(path, tmp_path) == content.canonical()
    assert content.sha256 in pdfs.text_of(path).replace(" ", "")


def test_pages_are_counted_in_the_documents_language(path: Path, made: render.Pdf) -> None:
    shown = pdfs.text_of(path)
    assert [f"side {number} av {made.pages}" in shown for number in range(1, made.pages + 1)] == [True] * made.pages
    swedish = render.pdf(contents.content(language="sv", words=contents.WORDS["sv"]))
    path.with_name("sv.pdf").write_bytes(swedish.data)
    assert f"sida 1 av {swedish.pages}" in pdfs.text_of(path.with_name("sv.pdf"))


def test_the_same_content_gives_the_same_bytes_in_every_process(made: render.Pdf) -> None:
    code = (
        "import sys, json; from portfolio.documents import render; from portfolio.documents.content import from_json;"
        "sys.stdout.buffer.write(render.pdf(from_json(json.load(sys.stdin.buffer))).data)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portfolio.documents.childsettings"}
    others = [
        subprocess.run(
            [sys.executable, "-c", code],
            input=contents.content().canonical(),
            capture_output=True,
            check=True,
            cwd=ROOT,
            env=environment | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "77")
    ]
    assert others == [made.data, made.data]
    assert render.pdf(contents.content()).data == made.data


def test_another_document_between_changes_nothing(made: render.Pdf) -> None:
    render.pdf(contents.content(contents.chapter(1, "Andre ord, *kursiv* og **halvfet**.", contents.table(40)), title="Ænnet"))
    assert render.pdf(contents.content()).data == made.data


def test_an_undated_document_has_no_clock_in_it() -> None:
    made = render.pdf(contents.content(dated=None))
    assert pdfs.conformance_faults(made.data) == []
    assert made.data == render.pdf(contents.content(dated=None)).data


def test_a_stream_that_ends_with_a_carriage_return_keeps_its_length() -> None:
    import pydyf

    render.printer()
    assert pydyf.Stream([b"ab\r"]).data.endswith(b"ab\r\r\nendstream")
    assert pydyf.Stream([b"ab"]).data.endswith(b"ab\nendstream")


def test_a_word_without_end_stays_on_the_sheet(tmp_path: Path) -> None:
    """In a link, in a paragraph, in a list: each right edge lies within the sheet."""
    token = "x" * 256
    chapter = contents.chapter(1, f"<https://example.test/{token}>\n\n{token}\n\n- {token}\n\n# {token}")
    path = tmp_path / "long.pdf"
    path.write_bytes(render.pdf(contents.content(chapter)).data)
    words = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
    edges = [float(edge) for edge in re.findall(r'<word [^>]*xMax="([\d.]+)" [^>]*>[^<]*x{9}', words)]
    assert (len(edges) > 12, max(edges) < (210 - 55) / 25.4 * 72 + 1) == (True, True)


@pytest.mark.parametrize("count", range(12))
def test_documents_of_any_length_conform(count: int) -> None:
    """The bytes at the end of a packed stream are chance; so is where a page ends."""
    content = contents.content(contents.chapter(1, "Kommunene i regionen. " * count * 9, contents.table(count * 5 + 1), contents.names(count * 4 + 1)))
    made = render.pdf(content)
    assert (pdfs.conformance_faults(made.data), pdfs.strays(made.data)) == ([], [])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/x",
        "https://example.test/",
        "file:///etc/hostname",
        "asset:../../pyproject.toml",
        "asset:/etc/hostname",
        "asset:nothing.css",
        "ftp://x/",
        "data:text/css,*{}",
        "print.css",
        "data:image/svg+xml,<svg/>",
    ],
)
def test_nothing_but_what_is_bundled_is_read(url: str) -> None:
    with pytest.raises(render.Refused):
        render.printer().fetcher.fetch(url)


def test_bundled_files_are_served() -> None:
    assert render.printer().fetcher.fetch("asset:print.css").content_type == "text/css"
    assert render.printer().fetcher.fetch("asset:fonts/OFL-SourceSans3.txt").read().startswith(b"Copyright")
    assert render.printer().fetcher.fetch("data:image/png;base64,iVBORw0KGgo=").read() == b"\x89PNG\r\n\x1a\n"
