"""One contract, two stores: a folder, and a bucket on a server that speaks S3; and servers that are out of order."""

from collections.abc import Callable, Iterator, MutableMapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from actionpack_app.bucket_url import read_bucket
from actionpack_app.domain.errors import FilesUnavailable
from actionpack_app.gateways import files as stores
from actionpack_app.gateways.files import Files
from actionpack_app.gateways.files import bucket as bucket_store
from actionpack_app.gateways.files.bucket import BucketFiles
from actionpack_app.gateways.files.folder import FolderFiles
from actionpack_app.settings import get_settings
from tests.integration.buckets import (
    KEY,
    NOBODY_LISTENS,
    SECRET,
    OutOfOrder,
    TestBucket,
    address_of,
    answering,
    breaking_off,
    silent,
)
from tests.integration.rows import at_once

Log = list[MutableMapping[str, Any]]

A_FILE = "attachments/0198c0de-0000-7000-8000-000000000001"


@pytest.fixture(params=["folder", "bucket"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    """An empty store of each kind."""
    if request.param == "folder":
        return FolderFiles(tmp_path / "files")
    made: TestBucket = request.getfixturevalue("bucket")
    return BucketFiles(read_bucket(made.address))


@pytest.fixture
def log() -> Iterator[Log]:
    """What is told to whoever runs the server."""
    with capture_logs() as lines:
        yield lines


class TestContract:
    def test_there_is_nothing_before_something_is_written(self, files: Files) -> None:
        assert files.read(A_FILE) is None
        assert files.answers()

    @pytest.mark.parametrize(
        "content",
        [b"%PDF-1.7", b"", b"\x00", "송장 — 인보이스 🙂".encode(), bytes(range(256)) * 40_960],
        ids=["text", "empty", "zero", "unicode", "10 MB"],
    )
    def test_what_is_written_is_read_to_the_byte(self, files: Files, content: bytes) -> None:
        files.write(A_FILE, content)
        assert files.read(A_FILE) == content

    def test_writing_again_changes_nothing_or_puts_the_new_in_its_place(self, files: Files) -> None:
        for content in (b"one", b"one", b"another", b""):
            files.write(A_FILE, content)
            assert files.read(A_FILE) == content

    def test_of_writers_at_once_one_is_read_whole(self, files: Files) -> None:
        wholes = [bytes([n]) * 300_000 for n in range(6)]
        at_once([lambda whole=whole: files.write(A_FILE, whole) for whole in wholes])
        assert files.read(A_FILE) in wholes

    def test_a_file_is_deleted_once_and_deleting_it_again_is_harmless(self, files: Files) -> None:
        files.write(A_FILE, b"one")
        files.write(f"{A_FILE}-2", b"two")
        for _time in range(2):
            files.delete(A_FILE)
            assert files.read(A_FILE) is None
        assert files.read(f"{A_FILE}-2") == b"two"

    def test_kinds_do_not_meet(self, files: Files) -> None:
        files.write("logos/a", b"logo")
        files.write("invoices/a", b"invoice")
        files.delete("logos/a")
        assert (files.read("logos/a"), files.read("invoices/a")) == (None, b"invoice")

    @pytest.mark.parametrize(
        "key",
        ["", "a", "invoices/", "invoices/.", "invoices/..", "../invoices/a", "/invoices/a", "invoices/a/b", "invoices/송장"],
    )
    def test_a_key_that_leads_elsewhere_is_refused(self, files: Files, key: str) -> None:
        calls: list[Callable[[], object]] = [
            lambda: files.read(key),
            lambda: files.write(key, b"x"),
            lambda: files.delete(key),
        ]
        for call in calls:
            with pytest.raises(ValueError, match="key"):
                call()

    @pytest.mark.parametrize("key", ["invoices/INV-2026-000001-0123456789abcdef.pdf", "logos/a.b-c", "a/B"])
    def test_every_name_that_we_choose_is_a_key(self, files: Files, key: str) -> None:
        files.write(key, b"x")
        assert files.read(key) == b"x"


class TestBucketOnAServer:
    def test_files_lie_under_the_prefix_and_nobody_gets_them_without_a_key(self, bucket: TestBucket) -> None:
        BucketFiles(read_bucket(bucket.address)).write(A_FILE, b"x")
        assert bucket.names() == [f"kept/here/{A_FILE}"]
        assert bucket.by_a_stranger(f"kept/here/{A_FILE}") == 403

    def test_ten_megabytes_go_in_one_request(self, bucket: TestBucket) -> None:
        files = BucketFiles(read_bucket(bucket.address))
        files.write(A_FILE, b"x" * 10 * 1024 * 1024)
        assert "-" not in bucket.tag(f"kept/here/{A_FILE}"), "the tag of a file that came in parts counts them"

    def test_a_bucket_that_is_not_there_is_no_missing_file(self, bucket_server: str, log: Log) -> None:
        files = BucketFiles(read_bucket(address_of(bucket_server, "nobodys-bucket")))
        _refuses_everything(files)
        assert "NoSuchBucket" in str(log)

    def test_the_environment_does_not_lead_elsewhere(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("AWS_ENDPOINT", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"):
            monkeypatch.setenv(name, NOBODY_LISTENS)
        _another_key(monkeypatch)
        with _refusing() as server, pytest.raises(FilesUnavailable):
            _at(server).read(A_FILE)
        (head,) = server.heads
        assert f"credential={KEY}/" in head
        assert "somebody-else" not in head

    def test_without_a_key_in_the_address_the_environments_is_taken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _another_key(monkeypatch)
        with _refusing() as server, pytest.raises(FilesUnavailable):
            BucketFiles(read_bucket(f"s3://our-files?endpoint={server.address}&region=eu-1")).read(A_FILE)
        (head,) = server.heads
        assert "credential=somebody-else/" in head
        assert "x-amz-security-token: somebody-else" in head
        assert "/eu-1/s3/" in head

    def test_nothing_goes_out_unencrypted_unless_the_address_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
        with _refusing() as server:
            monkeypatch.setenv("AWS_ENDPOINT_URL", server.address)
            _refuses_everything(BucketFiles(read_bucket(f"s3://{KEY}:secret@our-files?region=eu-1")))
            assert server.asked == []

    def test_the_setting_chooses_the_store(self, bucket: TestBucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        try:
            bucket.use()
            assert isinstance(stores.get_files(), BucketFiles)
            assert stores.files_answer()
            bucket.away()
            assert not stores.files_answer()
            monkeypatch.setenv("FILES_URL", f"file:{tmp_path / 'files'}")
            get_settings.cache_clear()
            stores.get_files.cache_clear()
            assert isinstance(stores.get_files(), FolderFiles)
            assert stores.files_answer()
        finally:
            get_settings.cache_clear()
            stores.get_files.cache_clear()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for seconds in earnest waits for a moment."""
    for name, seconds in (("ANSWERS_WITHIN", 0.3), ("PROBED_WITHIN", 0.3), ("FIRST_PAUSE", 0.01), ("LONGEST_PAUSE", 0.01)):
        monkeypatch.setattr(bucket_store, name, timedelta(seconds=seconds))


@pytest.mark.usefixtures("impatient")
class TestFaults:
    def test_where_nobody_listens_files_are_unavailable(self) -> None:
        _refuses_everything(BucketFiles(read_bucket(address_of(NOBODY_LISTENS, "our-files"))))

    @pytest.mark.parametrize(
        ("status", "code"), [("403 Forbidden", "SignatureDoesNotMatch"), ("401 Unauthorized", "AccessDenied")]
    )
    def test_a_refusal_is_not_tried_again_and_the_log_says_what_to_look_at(self, status: str, code: str, log: Log) -> None:
        with answering(status, code) as server:
            _refuses_everything(_at(server))
            assert server.asked == [b"GET", b"PUT", b"DELETE", b"GET"]
        told = str(log)
        assert "check FILES_URL" in told
        assert code in told
        _keeps_to_itself(told)

    @pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Slow Down"])
    def test_a_server_in_trouble_is_asked_three_times_and_the_probe_once(self, status: str, log: Log) -> None:
        with answering(status) as server:
            _refuses_everything(_at(server))
            assert server.asked == [b"GET"] * 3 + [b"PUT"] * 3 + [b"DELETE"] * 3 + [b"GET"]
        told = str(log)
        assert status[:3] in told
        _keeps_to_itself(told)

    def test_a_server_that_says_nothing_is_not_waited_for_for_ever(self) -> None:
        with silent() as server:
            _refuses_everything(_at(server))
            assert {b"GET", b"PUT", b"DELETE"} == set(server.asked)

    def test_half_a_file_is_no_file(self) -> None:
        with breaking_off() as server, pytest.raises(FilesUnavailable):
            _at(server).read(A_FILE)

    def test_a_store_that_is_back_is_used_again(self, bucket: TestBucket, monkeypatch: pytest.MonkeyPatch) -> None:
        files = BucketFiles(read_bucket(bucket.address))
        with monkeypatch.context() as broken:
            broken.setattr(files, "_store", BucketFiles(read_bucket(address_of(NOBODY_LISTENS, bucket.name)))._store)  # noqa: SLF001
            with pytest.raises(FilesUnavailable):
                files.write(A_FILE, b"x")
        files.write(A_FILE, b"x")
        assert files.read(A_FILE) == b"x"


def _refusing() -> OutOfOrder:
    return answering("403 Forbidden", "AccessDenied")


def _another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "somebody-else")


def _at(server: OutOfOrder) -> BucketFiles:
    return BucketFiles(read_bucket(address_of(server.address, "our-files")))


def _refuses_everything(files: Files) -> None:
    calls: list[Callable[[], object]] = [
        lambda: files.read(A_FILE),
        lambda: files.write(A_FILE, b"x"),
        lambda: files.delete(A_FILE),
    ]
    for call in calls:
        with pytest.raises(FilesUnavailable):
            call()
    assert not files.answers()


def _keeps_to_itself(told: str) -> None:
    assert not any(secret in told for secret in (KEY, SECRET, A_FILE))
