"""Scripts follow the styles in every built page."""

from pathlib import Path

import pytest

from actionpack_app.serving.first_paint import FirstPaint, PagesMismatchError

PAGE = '<head><link as="style" href="/a.css" rel="preload"/><link rel="modulepreload" href="/a.js"/></head>'


def test_every_page_of_a_build_is_changed_once(tmp_path: Path) -> None:
    pages = [tmp_path / "index.html", tmp_path / "en" / "offers" / "index.html"]
    for page in pages:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(PAGE)
    FirstPaint().post_build(static_dir=tmp_path)
    assert {page.read_text() for page in pages} == {PAGE.replace('"modulepreload" ', '"modulepreload" fetchpriority="low" ')}


def test_a_build_that_reads_otherwise_is_told(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<head></head>")
    with pytest.raises(PagesMismatchError):
        FirstPaint().post_build(static_dir=tmp_path)
