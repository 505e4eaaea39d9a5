"""Secrets at rest: sealed so that the database alone opens none of them, and told apart without being opened.

Both keys are derived from SECRET_KEY (HKDF-SHA256), each for one purpose. What was sealed under another SECRET_KEY can't be
opened any more; whoever changes it imports anew what wasn't claimed.
"""

import base64
import functools
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from actionpack_app.domain.errors import KeysUnreadable
from actionpack_app.settings import get_settings


def seal(secret: str) -> str:
    """The secret, encrypted and authenticated; another text each time."""
    return _fernet(get_settings().secret_key).encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret that was sealed. Raises KeysUnreadable where it was sealed under another secret key, or was changed."""
    try:
        return _fernet(get_settings().secret_key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise KeysUnreadable from None


def fingerprint(secret: str) -> str:
    """The same for the same secret, and of no use to whoever doesn't know SECRET_KEY."""
    return hmac.new(_derived(get_settings().secret_key, b"fingerprint"), secret.encode(), hashlib.sha256).hexdigest()


@functools.lru_cache(maxsize=2)
def _fernet(secret_key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(secret_key, b"seal")))


@functools.lru_cache(maxsize=4)
def _derived(secret_key: str, purpose: bytes) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"actionpack vault: " + purpose)
    return derivation.derive(secret_key.encode())
