"""Only a picture comes out of a picture, within limits, the same bytes for the same picture."""

import hashlib
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portfolio.web.pictures import KEPT, MOST_BYTES, Unfit, keep, rewritten


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, (200, 30, 30, 128)[: len(mode)] if mode != "L" else 90).save(out, kind, **options)
    return out.getvalue()


def read(content: bytes) -> Image.Image:
    return Image.open(BytesIO(rewritten(BytesIO(content), len(content))))


def head(width: int, height: int) -> bytes:
    """A PNG that says how large it is and holds nothing."""
    parts = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts)


def test_it_becomes_a_png_on_white_without_anything_beside() -> None:
    note, exif = PngInfo(), Image.Exif()
    note.add_text("Author", "secret-author")
    exif[0x010E] = "secret-place"
    for content in (picture(pnginfo=note), picture("JPEG", exif=exif), picture(mode="RGBA"), picture(mode="L")):
        made = rewritten(BytesIO(content), len(content))
        again = Image.open(BytesIO(made))
        assert (again.format, again.mode, again.size, again.info, b"secret" in made) == ("PNG", "RGB", (40, 20), {}, False)


def test_a_large_one_is_made_smaller_in_its_own_shape() -> None:
    assert read(picture(size=(3000, 1000))).size == (KEPT[0], 300)


def test_it_stands_upright_as_the_camera_meant() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert read(picture("JPEG", size=(40, 20), exif=exif)).size == (20, 40)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>pwned=1</script></svg>", "kind"),
        (b"<html><script>pwned=1</script></html>", "kind"),
        (b"%PDF-1.7", "kind"),
        (picture("GIF"), "kind"),
        (picture("BMP"), "kind"),
        (picture("WEBP"), "kind"),
        (head(30_000, 30_000), "pixels"),
        (head(5_001, 1), "pixels"),
        (head(10, 10), "broken"),
        (picture(size=(400, 400))[:-60], "broken"),
        (picture("JPEG")[:100], "broken"),
    ],
    ids=["empty", "svg", "html", "pdf", "gif", "bmp", "webp", "bomb", "wide", "hollow", "cut png", "cut jpeg"],
)
def test_what_is_no_picture_for_us_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(Unfit) as fault:
        rewritten(BytesIO(content), len(content))
    assert fault.value.why == why


def test_one_that_is_too_large_is_not_even_looked_at() -> None:
    with pytest.raises(Unfit) as fault:
        rewritten(BytesIO(picture()), MOST_BYTES + 1)
    assert fault.value.why == "size"


def test_the_same_picture_is_one_file_named_by_its_content(tmp_path: Path) -> None:
    made = rewritten(BytesIO(picture()), 1)
    names = {keep(made, tmp_path, "regions/1") for _ in range(2)}
    assert names == {f"regions/1/{hashlib.sha256(made).hexdigest()}.png"}
    assert [path.read_bytes() for path in tmp_path.rglob("*.*")] == [made]
