"""Files that people send and get."""

import struct
import zlib
from io import BytesIO

from playwright.sync_api import FilePayload
from pypdf import PdfReader


def small_png() -> bytes:
    """One white pixel."""
    parts = ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\xff\xff\xff")), (b"IEND", b""))
    chunks = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def statement() -> FilePayload:
    """What a bank gives out, as a browser is handed it."""
    return {"name": "statement.png", "mimeType": "image/png", "buffer": small_png()}


def text_of(pdf: bytes) -> str:
    """What is printed on all pages."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
