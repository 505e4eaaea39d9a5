"""Files: whole or not at all, under keys that lead nowhere else."""

import concurrent.futures
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionpack_app.domain.errors import FilesUnavailable
from actionpack_app.gateways.files import media_type_of
from actionpack_app.gateways.files.folder import FolderFiles

OUTSIDE = [
    "",
    "x",
    "invoices/",
    "/invoices/x",
    "invoices/..",
    "invoices/../x",
    "../invoices/x",
    "invoices/../../etc/passwd",
    "invoices//etc/passwd",
    "/etc/passwd",
    "invoices/a/b",
    "invoices/a\\b",
    "invoices/a\x00b",
    "invoices/a\n",
    "invoices/%2e%2e",
    "Invoices/x",
    "invoices/x y",
    "invoices/송장",
    "invoices/..hidden",
    "invoices/.",
    "C:/x",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("key", OUTSIDE)
def test_a_key_that_leads_elsewhere_is_refused(tmp_path: Path, key: str) -> None:
    files = FolderFiles(tmp_path / "files")
    with pytest.raises(ValueError, match="key"):
        files.read(key)
    with pytest.raises(ValueError, match="key"):
        files.write(key, b"x")
    with pytest.raises(ValueError, match="key"):
        files.delete(key)
    assert list(tmp_path.rglob("*")) == []


@given(st.text())
def test_no_key_leaves_its_folder(key: str) -> None:
    files = FolderFiles(Path("/nowhere/files"))
    try:
        path = files._path(key)  # noqa: SLF001 (nothing is to be written here)
    except ValueError:
        return
    assert path.resolve().parent.parent == Path("/nowhere/files")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "files")
    assert files.read("invoices/INV-2026-000001.pdf") is None
    for content in (b"first", b"", b"\x00" * 100_000):
        files.write("invoices/INV-2026-000001.pdf", content)
        assert files.read("invoices/INV-2026-000001.pdf") == content


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    files.write("attachments/a", b"1")
    files.write("attachments/a", b"2")
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["a"]


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    wholes = {bytes([n]) * 200_000 for n in range(8)}
    files.write("a/b", next(iter(wholes)))
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        writing = [pool.submit(files.write, "a/b", whole) for whole in wholes]
        seen = {files.read("a/b") for _ in range(50)}
        for done in writing:
            done.result()
    assert seen <= wholes


def test_a_disk_that_refuses_leaves_nothing_behind_and_says_so(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    (tmp_path / "attachments" / "a").mkdir(parents=True)  # in the way: the file can be written, but not put in its place
    for refused in (lambda: files.write("attachments/a", b"1"), lambda: files.read("attachments/a")):
        with pytest.raises(FilesUnavailable):
            refused()
    assert [path.name for path in (tmp_path / "attachments").iterdir()] == ["a"]


def test_a_folder_answers_where_it_can_be_written(tmp_path: Path) -> None:
    assert FolderFiles(tmp_path / "new" / "files").answers()
    assert list((tmp_path / "new" / "files").iterdir()) == []
    (tmp_path / "a file").touch()
    assert not FolderFiles(tmp_path / "a file").answers()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"", None),
        (b"%PD", None),
        (b"\x89PNG", None),
        (b"<svg xmlns=", None),
        (b"<html>%PDF-", None),
        (b"GIF89a", None),
        (b"PK\x03\x04", None),
    ],
)
def test_a_kind_is_told_by_content(content: bytes, kind: str | None) -> None:
    assert media_type_of(content) == kind
