"""Uploaded PDF files: taken within limits, kept by their content, never served when they are not those any more."""

import io

import pytest

from portfolio.web.papers import MOST_BYTES, Unfit, keep, read, stored

PDF = b"%PDF-1.4\nx\n%%EOF\n"


def test_a_whole_pdf_is_taken_as_it_is():
    assert read(io.BytesIO(b"\xef\xbb\xbf" + PDF), 3 + len(PDF)) == b"\xef\xbb\xbf" + PDF


@pytest.mark.parametrize(("content", "size", "why"), [
    (PDF, MOST_BYTES + 1, "size"), (b"PK\x03\x04", 4, "kind"), (b" " * 1024 + PDF, 1024 + len(PDF), "kind"), (PDF + b" " * 1024, 1024 + len(PDF), "broken"),
])  # fmt: skip
def test_anything_else_is_refused_with_the_reason(content, size, why):
    with pytest.raises(Unfit) as caught:
        read(io.BytesIO(content), size)
    assert caught.value.why == why


def test_the_same_content_is_one_file_that_nobody_writes_over(tmp_path):
    names = [keep(PDF, tmp_path, "minutes/1") for _ in range(2)]
    assert names[0] == names[1]
    assert [path.name for path in (tmp_path / "minutes/1").iterdir()] == [f"{names[0][1]}.pdf"]
    assert (tmp_path / names[0][0]).stat().st_mode & 0o777 == 0o440


def test_what_is_gone_changed_or_outside_is_not_there(tmp_path):
    name, digest = keep(PDF, tmp_path / "files", "minutes")
    (tmp_path / "secret").write_bytes(PDF)
    assert stored(tmp_path / "files", name, digest) == PDF
    assert [stored(tmp_path / "files", *asked) for asked in ((name, "0" * 64), ("minutes/none.pdf", digest), ("../secret", digest))] == [None, None, None]
