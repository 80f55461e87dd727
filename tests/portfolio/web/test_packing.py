"""What leaves packed."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portfolio.web.packing import CompressTextMiddleware


@pytest.mark.parametrize(("kind", "packed"), [("text/html; charset=utf-8", True), ("text/csv", True), ("application/pdf", False), ("image/svg+xml", False)])
def test_only_texts_are_packed(kind, packed):
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip, br"})
    response = CompressTextMiddleware(lambda _: HttpResponse(b"words " * 1000, content_type=kind))(request)
    assert (response.get("Content-Encoding"), response.get("Vary")) == (("gzip", "Accept-Encoding") if packed else (None, None))
    assert (gzip.decompress(response.content) if packed else response.content) == b"words " * 1000


def test_the_same_page_has_another_length_each_time():
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})
    pack = CompressTextMiddleware(lambda _: HttpResponse(b"words " * 1000))
    assert len({len(pack(request).content) for _ in range(50)}) > 5
