"""Pictures that people upload, made anew: what is kept holds the pixels that were seen, and nothing else of the file.

Not a byte of an upload is served: places where it was taken, scripts after its end, and pictures that are two things at
once end here. A file is opened by the one reader that its first bytes name, and its size is known before it is unpacked.
"""

import io
import struct
from typing import Any

from PIL import Image, ImageOps
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

SIDE_MAX = 512
PIXELS_MAX = 16_000_000
"""Before it is made smaller; 4,000 × 4,000. A small file can say that it holds far more, and would fill the memory."""

_READERS: dict[bytes, type[ImageFile]] = {b"\x89PNG\r\n\x1a\n": PngImageFile, b"\xff\xd8\xff": JpegImageFile}


class NotAPicture(Exception):
    """What can't become a logo; `code` says why: `logo_type`, `logo_pixels` or `logo_broken`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def made_anew(content: bytes) -> bytes:
    """A PNG of at most 512 × 512 that looks as the PNG or JPEG in `content` does. Raises NotAPicture."""
    reader = next((kind for start, kind in _READERS.items() if content.startswith(start)), None)
    if reader is None:
        raise NotAPicture("logo_type")
    try:
        with reader(io.BytesIO(content)) as picture:
            if picture.width * picture.height > PIXELS_MAX:
                raise NotAPicture("logo_pixels")
            return _written(_seen(picture))
    except (OSError, ValueError, SyntaxError, KeyError, IndexError, EOFError, OverflowError, struct.error) as broken:
        raise NotAPicture("logo_broken") from broken


def _seen(picture: Image.Image) -> Image.Image:
    """The picture's pixels, upright, in colours that a screen has, and small."""
    picture.load()
    upright: Any = ImageOps.exif_transpose(picture)  # pillow's own types leave `point` half said
    if upright.mode.startswith("I"):  # sixteen bits of grey, which would all turn white
        upright = upright.convert("I").point(_in_eight_bits).convert("L")
    has_holes = upright.has_transparency_data
    shown: Image.Image = upright.convert("RGBA" if has_holes else "RGB")
    shown.thumbnail((SIDE_MAX, SIDE_MAX))
    return shown


def _in_eight_bits(level: Any) -> Any:
    return level * (1 / 256)


def _written(shown: Image.Image) -> bytes:
    """Written from the pixels alone: a new picture has no texts, profiles or places that could come along."""
    bare = Image.new(shown.mode, shown.size)
    bare.paste(shown)
    out = io.BytesIO()
    bare.save(out, format="PNG", optimize=True)
    return out.getvalue()
