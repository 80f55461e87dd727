"""A file is taken in up to a limit, and what was taken in of a larger one is gone."""

import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from portfolio.web.uploads import MOST


def request(*sizes: int):
    return RequestFactory().post("/", {f"file{place}": SimpleUploadedFile("a.csv", b"a" * size) for place, size in enumerate(sizes)})


@pytest.mark.parametrize("sizes", [(10,), (MOST,), (MOST // 2, MOST // 2)])
def test_what_is_not_too_much_comes_through(sizes):
    files = request(*sizes).FILES
    assert [file.size for file in files.values()] == list(sizes)
    for file in files.values():
        file.close()


@pytest.mark.parametrize("sizes", [(MOST + 1,), (MOST // 2, MOST // 2 + 1)])
def test_too_much_is_refused_and_nothing_stays_on_the_disk(sizes, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    asked = request(*sizes)
    with pytest.raises(RequestDataTooBig):
        _ = asked.FILES
    assert list(Path(tmp_path).iterdir()) == []
