"""Somebody who has only a keyboard, and knows of the page only what is focused: its role, its name, what it is about."""

import dataclasses
from typing import Any

from playwright.sync_api import Page

from tests.e2e.infra.browser import PATIENCE_MS

MOST_TABS = 120
"""How often Tab is pressed before something counts as out of reach: more than any page has stops."""

NOWHERE = "nowhere"
"""Stands for a role when nothing in the page has the focus."""

PLACES = {NOWHERE, "main", "dialog", "heading"}
"""Where the focus can be put without a control being there; a ring around a whole page would say nothing."""

_FOCUSED = "document.activeElement === document.body ? null : document.activeElement"

_LOOK = """() => {
    const faceOf = (element) => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && box.height > 1 ? element : element.closest("label") ?? element.labels?.[0] ?? element;
    };
    const ringOf = (face) => {
        const style = getComputedStyle(face);
        const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        const outline = drawn ? `${style.outlineStyle} ${style.outlineWidth}` : "";
        return `${outline} ${style.boxShadow === "none" ? "" : style.boxShadow}`.trim();
    };
    const isHit = (face) => {
        const box = face.getClientRects()[0];
        if (!box) return false;
        const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return hit !== null && (face.contains(hit) || hit.contains(face) && hit.closest("label") !== null);
    };
    const standsAfter = (before, now) => {
        const [first, second] = [before.getBoundingClientRect(), now.getBoundingClientRect()];
        if (second.bottom <= first.top + 1) return second.left >= first.right - 1;
        const sameLine = second.top < first.bottom - 1 && second.bottom > first.top + 1;
        return !(sameLine && second.right <= first.left + 1);
    };
    const face = faceOf(document.activeElement), last = globalThis.lastFocused, ring = ringOf(face);
    const moved = last && last.face.isConnected && last.face !== face && document.activeElement !== document.body;
    const onwards = moved && last.face.compareDocumentPosition(face) & Node.DOCUMENT_POSITION_FOLLOWING;
    const told = {
        ring,
        hit: document.activeElement === document.body || isHit(face),
        lostRing: !moved || last.ring === "" || last.ring !== ringOf(last.face),
        after: !onwards || standsAfter(last.face, face),
        inside: document.activeElement.closest("[role=dialog]") !== null,
        open: document.querySelector("[role=dialog]") !== null,
    };
    globalThis.lastFocused = { face, ring };
    return told;
}"""


@dataclasses.dataclass(frozen=True)
class Focused:
    """What has the focus, as a screen reader is told."""

    role: str
    name: str
    about: str = ""
    """Its description: what stands beside the name."""

    def __str__(self) -> str:
        return f"{self.role} “{self.name}”" + (f" ({self.about})" if self.about else "")


class Keyboard:
    """Presses keys, reads what is focused, and holds at every stop of Tab what must hold everywhere.

    The focus is seen, in a ring that what isn't focused lacks, and not beneath anything else; it goes in reading order; while
    a dialog is open it stays inside.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._browser = page.context.new_cdp_session(page)

    @property
    def focused(self) -> Focused:
        """What has the focus, by the browser's own accessibility tree."""
        found = self._browser.send("Runtime.evaluate", {"expression": _FOCUSED})["result"]
        if found.get("subtype") == "null":
            return Focused(NOWHERE, "")
        nodes = self._browser.send("Accessibility.getPartialAXTree", {"objectId": found["objectId"], "fetchRelatives": False})
        node = nodes["nodes"][0]
        return Focused(*[str(node.get(part, {}).get("value", "")) for part in ("role", "name", "description")])

    def press(self, key: str) -> None:
        """Presses a key: Enter, Space, an arrow, Escape."""
        self._page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Types into what is focused."""
        self._page.keyboard.type(text)

    def tab(self, key: str = "Tab") -> Focused:
        """Goes to the next stop, or with Shift+Tab to the one before."""
        self.press(key)
        found, look = self.focused, self._page.evaluate(_LOOK)
        assert found.role in PLACES or look["ring"], f"nothing shows that {found} is focused"
        assert found.role in PLACES or look["hit"], f"{found} is focused, and covered or out of sight"
        assert look["lostRing"] or found.role in PLACES, f"what stood before {found} looks as if it were focused still"
        assert key != "Tab" or look["after"], f"{found} comes after what stands below it, or to its right"
        assert look["inside"] or not look["open"], f"{found} is focused behind an open dialog"
        return found

    def walk(self) -> list[Focused]:
        """All stops from here to the page's end; fails where there is no end."""
        met: list[Focused] = []
        for _stop in range(MOST_TABS):
            found = self.tab()
            if found.role == NOWHERE:
                return met
            met.append(found)
        raise AssertionError(f"Tab never leaves: {_told(met)}")

    def reach(self, role: str, name: str, *, about: str = "", key: str = "Tab") -> Focused:
        """Tabs until what is focused has this role and a name (and a description) that begin so; fails with what it met."""
        met = [self.focused]
        while not _is(met[-1], role, name, about):
            assert len(met) <= MOST_TABS, f"{role} “{name}” isn't reached; met: {_told(met)}"
            met.append(self.tab(key))
        return met[-1]

    def follow(self, name: str) -> None:
        """Reaches a link and follows it."""
        self.reach("link", name)
        self.press("Enter")

    def push(self, name: str, *, about: str = "", key: str = "Enter") -> None:
        """Reaches a button and presses it."""
        self.reach("button", name, about=about)
        self.press(key)

    def write(self, label: str, text: str) -> None:
        """Reaches a field and types into it, over what it holds."""
        self.reach("textbox", label)
        self.press("ControlOrMeta+a")
        self.type(text)

    def enter_dialog(self) -> Focused:
        """Waits until a dialog has taken the focus."""
        self._wait("document.activeElement.closest('[role=dialog]') !== null")
        return self.focused

    def leave_dialog(self) -> Focused:
        """Waits until the dialog is gone, and the focus stands somewhere in the page again."""
        self._wait("document.querySelector('[role=dialog]') === null")
        self._wait("document.activeElement !== document.body")
        return self.focused

    def arrive(self) -> Focused:
        """Waits until a page that came without a reload has taken the focus."""
        self._wait("document.activeElement?.id === 'content'")
        return self.focused

    def _wait(self, until: str) -> None:
        self._page.wait_for_function(f"() => {until}", timeout=PATIENCE_MS)


def _is(found: Focused, role: str, name: str, about: str) -> bool:
    return found.role == role and found.name.startswith(name) and found.about.startswith(about)


def _told(met: list[Any]) -> str:
    return ", ".join(map(str, met))
