"""Vite's configuration as Reflex writes it is changed, and styles that would be lost are found."""

from pathlib import Path
from typing import Any

import pytest
from reflex.config import get_config
from reflex.utils.frontend_skeleton import _compile_vite_config  # pyright: ignore[reportPrivateUsage] (the public one writes files)

from actionpack_app.serving.bundle import Bundle, BundleMismatchError, changed


def test_the_configuration_of_this_version_is_changed() -> None:
    config = changed(_compile_vite_config(get_config()))
    assert "@emotion" in config
    assert 'name: "shared"' in config
    assert "chunkFileNames" in config


def test_a_configuration_that_reads_otherwise_is_told() -> None:
    with pytest.raises(BundleMismatchError):
        changed("export default {}")


def test_what_elements_are_made_by_is_written() -> None:
    saved: list[tuple[str, str]] = []
    changes: dict[str, Any] = {}
    Bundle().pre_compile(
        add_save_task=lambda task: saved.append(task()),
        add_modify_task=lambda path, change: changes.update({path: change}),
    )
    assert [path for path, _text in saved] == ["utils/elements.js"]
    assert changes == {"vite.config.js": changed}


@pytest.mark.parametrize(
    "style", ['({ ["&:hover"] : ({ ["color"] : "red" }) })', '({ ["fill"] : "red", ["@media print"] : ({ ["fill"] : "none" }) })']
)
def test_a_style_that_would_be_lost_fails_the_build(tmp_path: Path, style: str) -> None:
    static = _built(tmp_path, f'jsx("rect",{{css:{style}}},)')
    with pytest.raises(BundleMismatchError, match=r"page\.jsx"):
        Bundle().post_build(static_dir=static)


def test_plain_styles_are_kept(tmp_path: Path) -> None:
    static = _built(tmp_path, 'jsx("rect",{css:({ ["fill"] : "url(#a)", ["strokeWidth"] : "1.6" }),d:"M0 6:1"},)')
    Bundle().post_build(static_dir=static)


def _built(web: Path, source: str) -> Path:
    (web / "app" / "routes").mkdir(parents=True)
    (web / "app" / "routes" / "page.jsx").write_text(source)
    static = web / "build" / "client"
    static.mkdir(parents=True)
    return static
