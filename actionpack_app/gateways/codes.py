"""Codes of an authenticator app, and recovery codes.

TOTP (RFC 6238) with six digits, thirty seconds and SHA-1, which every app knows.
"""

import hmac
from datetime import datetime

import pyotp
import segno
from pyotp.totp import TOTP

from actionpack_app.gateways.chance import new_recovery_code

ISSUER = "Partner Center"
RECOVERY_CODES = 10
_HALF = 5
"""Letters before the hyphen of a recovery code."""
_APART = (-1, 0, 1)
"""Steps of half a minute by which clocks may differ."""


def new_secret() -> str:
    """160 random bits, as apps take them."""
    return pyotp.random_base32()


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The half minute, counted from 1970, whose code this is; None for a wrong one."""
    totp = TOTP(secret)
    here = int(now.timestamp()) // totp.interval
    return next((here + by for by in _APART if hmac.compare_digest(totp.generate_otp(here + by).encode(), code.encode())), None)


def app_address(secret: str, login: str) -> str:
    """What an app reads from the picture."""
    return TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def picture_of(address: str) -> str:
    """A QR code as a data URI; dark on light in either theme, as cameras want it."""
    return segno.make(address, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes, each good once."""
    return tuple(new_recovery_code() for _code in range(RECOVERY_CODES))


def normal_code(typed: str) -> str:
    """What was typed, without what people put between the parts; six digits, or a recovery code."""
    bare = "".join(letter for letter in typed.casefold() if letter.isalnum())
    return bare if bare.isdecimal() and bare.isascii() else f"{bare[:_HALF]}-{bare[_HALF:]}"
