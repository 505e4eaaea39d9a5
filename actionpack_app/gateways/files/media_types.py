"""What a file is, told by its content."""

SIGNATURES = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def media_type_of(content: bytes) -> str | None:
    """PDF, PNG or JPEG by content, whatever the name says; None for anything else."""
    return next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)
