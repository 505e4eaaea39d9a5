"""Signed tokens for addresses that calendar programs open without a session."""

from itsdangerous import BadSignature, URLSafeSerializer

from actionpack_app.settings import get_settings


def sign(purpose: str, value: str) -> str:
    """A token that only this product can make, for one purpose."""
    return URLSafeSerializer(get_settings().secret_key, salt=purpose).dumps(value)


def unsign(purpose: str, token: str) -> str | None:
    """The value of a token; None for one that is forged or meant for something else."""
    try:
        value = URLSafeSerializer(get_settings().secret_key, salt=purpose).loads(token)
    except (BadSignature, UnicodeError):
        return None
    return value if isinstance(value, str) else None
