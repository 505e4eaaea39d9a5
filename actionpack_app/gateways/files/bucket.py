"""Files in a bucket that speaks S3, and what it answers, put into the domain's words.

What it answers                         what it means here
404, but not for the bucket itself      there is no such file: None; nothing to be deleted
404 for the bucket, 401, 403            FilesUnavailable for people; a setting or a right is wrong, which the log says
5xx, time-outs, no connection           FilesUnavailable, once trying again within some seconds has not helped

Its texts, which name files and repeat key ids, go nowhere.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from actionpack_app.bucket_url import Bucket
from actionpack_app.domain.errors import FilesUnavailable
from actionpack_app.gateways.files.keys import checked_key
from actionpack_app.logs import log

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config, S3Credential

CONNECTS_WITHIN = timedelta(seconds=2)
ANSWERS_WITHIN = timedelta(seconds=20)
"""One try, content included: ten megabytes at half a megabyte a second."""
RETRIES = 2
RETRIES_WITHIN = timedelta(seconds=8)
"""From the first try on; so that nobody waits for more than half a minute."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(milliseconds=100), timedelta(seconds=1)
PROBED_WITHIN = timedelta(seconds=2)

_STATUS = re.compile(r"status code: ([1-5][0-9]{2})")
_CODE = re.compile(r"<Code>([A-Za-z]{1,60})</Code>")
_NO_BUCKET = "NoSuchBucket"
_NOBODY_HAS = "ready"
"""A kind of files that there is none of: listing it asks for the bucket, and for the right to use it."""


class BucketFiles:
    """Keeps files in a private bucket."""

    def __init__(self, bucket: Bucket) -> None:
        self._store = _store(bucket, ANSWERS_WITHIN, RETRIES)
        self._probe = _store(bucket, PROBED_WITHIN, 0)

    def read(self, key: str) -> bytes | None:
        """The content under a key; None if there is none."""
        path = checked_key(key)
        with _in_our_words("read"):
            try:
                return bytes(obstore.get(self._store, path).bytes())
            except FileNotFoundError as missing:
                _check_that_only_the_file_is(missing)
                return None

    def write(self, key: str, content: bytes) -> None:
        """One request, which the bucket takes whole or not at all; in several parts, some could stay behind for ever."""
        path = checked_key(key)
        with _in_our_words("write"):
            obstore.put(self._store, path, content, use_multipart=False)

    def delete(self, key: str) -> None:
        """Nothing is under a key any more."""
        path = checked_key(key)
        with _in_our_words("delete"):
            try:
                obstore.delete(self._store, path)
            except FileNotFoundError as missing:
                _check_that_only_the_file_is(missing)

    def answers(self) -> bool:
        """Whether the bucket is there and ours to list, asked once, without patience."""
        try:
            next(iter(obstore.list(self._probe, _NOBODY_HAS)), None)  # pyright: ignore[reportUnknownMemberType] (of Arrow)
        except (BaseError, OSError) as failed:
            _note("answers", failed)
            return False
        return True


def _store(bucket: Bucket, patience: timedelta, retries: int) -> S3Store:
    """What the address says goes before what the environment says."""
    config: S3Config = {"disable_bulk_delete": True}  # not every store that speaks S3 has it
    if bucket.endpoint:
        config |= {"endpoint": bucket.endpoint, "aws_endpoint_url_s3": bucket.endpoint}
    if bucket.region:
        config |= {"region": bucket.region}
    client: ClientConfig = {
        "allow_http": bucket.endpoint.startswith("http:"),
        "connect_timeout": CONNECTS_WITHIN,
        "timeout": patience,
    }
    retry: RetryConfig = {
        "max_retries": retries,
        "retry_timeout": RETRIES_WITHIN,
        "backoff": {"init_backoff": FIRST_PAUSE, "max_backoff": LONGEST_PAUSE, "base": 2},
    }

    def credential() -> "S3Credential":
        """A key of its own, so that no token of the environment's goes with it."""
        return {"access_key_id": bucket.key, "secret_access_key": bucket.secret, "token": None, "expires_at": None}

    return S3Store(
        bucket.name,
        prefix=bucket.prefix or None,
        config=config,
        client_options=client,
        retry_config=retry,
        credential_provider=credential if bucket.key else None,
    )


@contextmanager
def _in_our_words(asked: str) -> Iterator[None]:
    """Raises FilesUnavailable for what the bucket refuses, or doesn't answer."""
    try:
        yield
    except (BaseError, OSError) as failed:
        _note(asked, failed)
        raise FilesUnavailable from None


def _check_that_only_the_file_is(missing: FileNotFoundError) -> None:
    """Raises what it was given where the whole bucket is missing."""
    if _NO_BUCKET in str(missing):
        raise missing


def _note(asked: str, failed: Exception) -> None:
    text = str(failed)
    status, code = _STATUS.search(text), _CODE.search(text)
    told = {"asked": asked, "kind": type(failed).__name__, "status": status[1] if status else "", "code": code[1] if code else ""}
    if isinstance(failed, PermissionDeniedError | UnauthenticatedError) or told["code"] == _NO_BUCKET:
        log.error("the bucket refused us: check FILES_URL and the rights of its key", **told)
    else:
        log.warning("the bucket is unavailable", **told)
