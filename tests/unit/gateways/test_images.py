"""Logos are made anew: nothing of an upload but what it shows is kept."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from actionpack_app.gateways.images import NotAPicture, made_anew

RED, BLUE = (200, 20, 20), (20, 20, 200)
SCRIPT = b"<script>alert(document.cookie)</script>"


def picture(size: tuple[int, int] = (40, 20), kind: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    """Left half red, right half blue."""
    made = Image.new(mode, size, RED if mode == "RGB" else (*RED, 255))
    made.paste(BLUE if mode == "RGB" else (*BLUE, 0), (size[0] // 2, 0, *size))
    out = io.BytesIO()
    made.save(out, format=kind, **options)
    return out.getvalue()


def read(content: bytes) -> Image.Image:
    opened = Image.open(io.BytesIO(content))
    assert opened.format == "PNG"
    opened.load()
    return opened


def chunks(content: bytes) -> list[bytes]:
    """The kinds of a PNG's chunks; what stands after the last one counts as one too."""
    found, at = [], 8
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        found.append(content[at + 4 : at + 8])
        at += 12 + length
    return found


def exif(orientation: int) -> Image.Exif:
    made = Image.Exif()
    made[0x0112], made[0x010E] = orientation, "taken at home"
    made.get_ifd(0x8825).update({1: "N", 2: (47.0, 36.0, 35.0), 3: "W", 4: (122.0, 19.0, 59.0)})
    return made


def refused(content: bytes) -> str:
    with pytest.raises(NotAPicture) as told:
        made_anew(content)
    return told.value.code


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_looks_as_before(kind: str) -> None:
    kept = read(made_anew(picture(kind=kind)))
    assert kept.size == (40, 20)
    left, right = kept.getpixel((5, 10)), kept.getpixel((35, 10))
    assert all(abs(a - b) < 12 for a, b in zip((*left, *right), (*RED, *BLUE), strict=True))


def test_where_a_photograph_was_taken_is_forgotten_and_it_stands_upright() -> None:
    photograph = picture(kind="JPEG", exif=exif(6))
    assert b"taken at home" in photograph
    content = made_anew(photograph)
    kept = read(content)
    assert kept.size == (20, 40), "turned as the camera said"
    assert kept.getpixel((10, 5))[0] > 150, "what was left is above"
    assert not kept.getexif()
    assert b"taken at home" not in content
    assert set(chunks(content)) == {b"IHDR", b"IDAT", b"IEND"}


def test_texts_profiles_and_whatever_else_a_png_carries_is_forgotten() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SCRIPT.decode())
    notes.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>")
    content = made_anew(picture(pnginfo=notes, dpi=(300, 300), icc_profile=b"not a profile", exif=exif(1)))
    assert set(chunks(content)) == {b"IHDR", b"IDAT", b"IEND"}
    assert SCRIPT not in content


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("more", [SCRIPT, b"PK\x03\x04 an archive", b"%PDF-1.7 a document"])
def test_what_stands_after_a_pictures_end_is_left_behind(kind: str, more: bytes) -> None:
    assert more not in made_anew(picture(kind=kind) + more)
    assert made_anew(picture(kind=kind) + more) == made_anew(picture(kind=kind))


def test_a_script_in_the_pixels_is_not_carried_over_as_it_was() -> None:
    """Bytes chosen so that the packed pixels read as HTML don't survive being packed anew."""
    row = b"\x00" + (SCRIPT + b"   ")[:42]
    stored = b"\x78\x01\x01" + struct.pack("<HH", len(row), len(row) ^ 0xFFFF) + row + struct.pack(">I", zlib.adler32(row))
    header = struct.pack(">IIBBBBB", 14, 1, 8, 2, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n"
    for name, body in ((b"IHDR", header), (b"IDAT", stored), (b"IEND", b"")):
        content += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    assert SCRIPT in content
    assert SCRIPT not in made_anew(content)


def test_large_ones_become_small_and_small_ones_stay() -> None:
    assert read(made_anew(picture((2000, 1000)))).size == (512, 256)
    assert read(made_anew(picture((1000, 2000), "JPEG"))).size == (256, 512)
    assert read(made_anew(picture((16, 16)))).size == (16, 16)
    assert read(made_anew(picture((4000, 2)))).size == (512, 1)


def test_holes_stay_holes() -> None:
    kept = read(made_anew(picture(mode="RGBA")))
    assert [kept.getpixel((x, 10))[3] for x in (5, 35)] == [255, 0]
    palette = Image.open(io.BytesIO(picture(mode="RGBA"))).quantize(8)
    out = io.BytesIO()
    palette.save(out, format="PNG")
    assert read(made_anew(out.getvalue())).getpixel((35, 10))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_kind_of_colours_is_read(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (8, 8)).save(out, format="JPEG" if mode == "CMYK" else "PNG")
    assert read(made_anew(out.getvalue())).size == (8, 8)


def test_sixteen_bits_of_grey_stay_grey() -> None:
    out = io.BytesIO()
    Image.new("I;16", (8, 8), 32768).save(out, format="PNG")
    assert read(made_anew(out.getvalue())).getpixel((4, 4)) == (128, 128, 128)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """Some kilobytes that say they are thirty thousand pixels wide and high."""
    header = struct.pack(">IIBBBBB", 30000, 30000, 8, 6, 0, 0, 0)
    packed = zlib.compress(b"\x00" * 1_000_000)
    content = b"\x89PNG\r\n\x1a\n"
    for name, body in ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")):
        content += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    assert len(content) < 2000
    assert refused(content) == "logo_pixels"
    assert refused(picture((4001, 4000), mode="RGB", compress_level=1)) == "logo_pixels"


def test_a_bomb_among_the_texts_is_refused() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "x" * 70_000_000, zip=True)
    assert refused(picture(pnginfo=notes)) == "logo_broken"


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a\x01\x00\x01\x00", b"<svg onload=alert(1)>", b"%PDF-1.7", b"RIFF....WEBP", SCRIPT]
)
def test_other_kinds_are_refused_whatever_they_are_called(content: bytes) -> None:
    assert refused(content) == "logo_type"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_what_is_broken_is_refused(kind: str) -> None:
    whole = picture((200, 200), kind)
    for content in (whole[:8], whole[:40], whole[: len(whole) // 2], whole[:8] + b"\x00" * 200, whole[:8] + SCRIPT * 50):
        assert refused(content) == "logo_broken"
