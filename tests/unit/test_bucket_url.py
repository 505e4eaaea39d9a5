"""The address of a bucket: whatever key, secret, prefix and endpoint there are, it says them."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionpack_app.bucket_url import Bucket, read_bucket

printable = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60)
names = st.from_regex(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", fullmatch=True)
prefixes = st.lists(st.from_regex(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,9}", fullmatch=True), max_size=3).map("/".join)
endpoints = st.sampled_from(["", "https://s3.example.com", "http://127.0.0.1:9000", "https://[::1]:443"])
regions = st.sampled_from(["", "eu-central-1", "auto"])


@given(names, prefixes, endpoints, regions, st.none() | st.tuples(printable, printable))
def test_what_was_written_is_read(name: str, prefix: str, endpoint: str, region: str, keys: tuple[str, str] | None) -> None:
    key, secret = keys or ("", "")
    who = f"{quote(key, safe='')}:{quote(secret, safe='')}@" if keys else ""
    told = "&".join(part for part in (endpoint and f"endpoint={endpoint}", region and f"region={region}") if part)
    address = f"s3://{who}{name}{'/' if prefix else ''}{prefix}{'?' if told else ''}{told}"
    assert read_bucket(address) == Bucket(name, prefix, endpoint, region, key, secret)


@given(st.text() | st.text().map(lambda text: f"s3://{text}") | st.text().map(lambda text: f"s3://a:hunter2@our-files{text}"))
def test_anything_else_is_refused_without_being_repeated(address: str) -> None:
    try:
        bucket = read_bucket(address)
        told, prefix = repr(bucket), bucket.prefix
    except ValueError as refused:
        told, prefix = str(refused), ""
    assert "hunter2" not in told
    assert ".." not in prefix.split("/")


def test_slashes_at_the_ends_and_an_encoded_endpoint_mean_the_same() -> None:
    plain = read_bucket("s3://our-files/kept?endpoint=https://s3.example.com:9000&region=eu-1")
    assert read_bucket("s3://our-files/kept/?region=eu-1&endpoint=https%3A%2F%2Fs3.example.com%3A9000/") == plain
    assert read_bucket("s3://our-files/") == read_bucket("s3://our-files")


@pytest.mark.parametrize("secret", ["a/b+c=", "p@ss:w0rd", "100%"])
def test_a_secret_may_hold_anything_once_it_is_encoded(secret: str) -> None:
    assert read_bucket(f"s3://AKIA:{quote(secret, safe='')}@our-files").secret == secret
