"""Cookies that scripts can't read and other sites' requests don't bring, but for a click that leads here."""

from datetime import timedelta

from starlette.responses import Response

from actionpack_app.settings import get_settings


def keep_cookie(answer: Response, name: str, value: str, lives: timedelta) -> None:
    """Gives the browser a cookie; with https, over nothing else."""
    seconds, secure = int(lives.total_seconds()), get_settings().secure
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=secure)


def drop_cookie(answer: Response, name: str) -> None:
    """Takes one back."""
    answer.delete_cookie(name, httponly=True, samesite="lax", secure=get_settings().secure)
