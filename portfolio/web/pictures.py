"""Pictures that people upload: read within limits, and written anew, so that nothing but the picture is kept."""

import hashlib
import os
import uuid
import warnings
from io import BytesIO
from pathlib import Path
from typing import IO

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

MOST_BYTES = 2_000_000
MOST_SIDE = 5_000
KEPT = (900, 360)  # pixels: sharp at 6 cm on paper
KINDS = ("PNG", "JPEG")


class Unfit(ValueError):
    """The picture is not taken; why is one of: size, kind, pixels, broken."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def rewritten(file: IO[bytes], size: int) -> bytes:
    """The picture as a PNG on white, without metadata, no larger than KEPT. Raises Unfit.

    Its kind is what its content says. How large it is stands in its head, so a picture that would fill the memory is never unpacked.
    """
    if size > MOST_BYTES:
        raise Unfit("size")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=KINDS)
    except UnidentifiedImageError:
        raise Unfit("kind") from None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unfit("pixels") from None
    except (OSError, ValueError, SyntaxError):
        raise Unfit("broken") from None
    if max(picture.size) > MOST_SIDE:
        raise Unfit("pixels")
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False  # WeasyPrint, where it is loaded, accepts half a picture
    try:
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        raise Unfit("broken") from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    upright.thumbnail(KEPT)
    on_white = Image.new("RGB", upright.size, "white")
    on_white.paste(upright, mask=upright.getchannel("A"))
    out = BytesIO()
    on_white.save(out, "PNG", optimize=True)
    return out.getvalue()


def keep(content: bytes, root: Path, folder: str) -> str:
    """Its path below root: named by its content, so the same picture is one file and none is ever written over."""
    name = f"{folder}/{hashlib.sha256(content).hexdigest()}.png"
    target = root / name
    if target.exists():
        return name
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{uuid.uuid4().hex}.part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(0o440)
    draft.replace(target)
    return name
