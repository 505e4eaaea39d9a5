"""Signed tokens for addresses that are opened without a session: from mails, by calendar programs, on the way to sign-in."""

import hashlib

from itsdangerous import BadSignature, URLSafeSerializer

from actionpack_app.settings import get_settings


def sign(purpose: str, value: str) -> str:
    """A token that only this product can make, for one purpose."""
    return _serializer(purpose).dumps(value)


def unsign(purpose: str, token: str) -> str | None:
    """The value of a token; None for one that is forged or meant for something else."""
    try:
        value = _serializer(purpose).loads(token)
    except (BadSignature, UnicodeError):
        return None
    return value if isinstance(value, str) else None


def _serializer(purpose: str) -> URLSafeSerializer:
    """HMAC with SHA-256, its key derived from the secret key for one purpose."""
    signed_by = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(get_settings().secret_key, salt=purpose, signer_kwargs=signed_by)
