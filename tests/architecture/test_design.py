"""The design page shows every component: a new one that it doesn't show fails here."""

import ast
from pathlib import Path
from typing import Any

import pytest

from actionpack_app.messages import use_locale
from actionpack_app.pages.design.page import CHAPTERS

SOURCE = Path(__file__).parents[2] / "actionpack_app"
PAGE = SOURCE / "pages" / "design"


def parsed(folder: Path) -> dict[str, ast.Module]:
    return {file.stem: ast.parse(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.py"))}


def components() -> set[str]:
    """Every public function of the design system that makes a piece of a page."""
    return {
        f"components.{module}.{node.name}"
        for module, tree in parsed(SOURCE / "components").items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _makes_a_component(node)
    }


def _makes_a_component(node: ast.FunctionDef) -> bool:
    return node.returns is not None and "rx.Component" in ast.unparse(node.returns)


def shown(tree: Any) -> set[str]:
    """The names of the specimens in a tree."""
    own = {str(tree.custom_attrs["data-component"])} if "data-component" in getattr(tree, "custom_attrs", {}) else set()
    return own.union(*map(shown, getattr(tree, "children", [])))


@pytest.fixture(params=["en", "ko"])
def on_the_page(request: pytest.FixtureRequest) -> set[str]:
    with use_locale(request.param):
        return {name for build in CHAPTERS for tree in build().specimens for name in shown(tree)}


def test_the_walk_finds_components() -> None:
    assert {"components.basics.button", "components.tables.table", "components.offer_contents.offer_contents"} <= components()


def test_every_component_is_shown(on_the_page: set[str]) -> None:
    assert components() - on_the_page == set()


def test_what_is_named_is_what_is_built() -> None:
    """A specimen under a component's name has that component in it, not something that looks like it."""
    for module, tree in parsed(PAGE).items():
        called = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        named = {ast.unparse(node.args[0]) for node in called if ast.unparse(node.func) == "specimen"}
        built = {ast.unparse(node.func) for node in called}
        assert named <= built, module


def test_every_chapter_is_on_the_page() -> None:
    written = {
        node.name
        for tree in parsed(PAGE).values()
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.returns is not None and ast.unparse(node.returns) == "Chapter"
    }
    assert written - {"chapter"} == {build.__name__ for build in CHAPTERS}
