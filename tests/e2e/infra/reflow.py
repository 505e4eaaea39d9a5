"""What must hold of a page however narrow its window and however large its text.

Nothing scrolls sideways, nothing is cut off, and every control can be reached.
"""

from playwright.sync_api import Page

VIEWS = {
    "1280 px at 400 %": (320, 256, 1),
    "1440 px at 200 %": (720, 450, 1),
    "1440 px, text alone at 200 %": (1440, 900, 2),
}
"""Width and height in CSS pixels, and how many times larger than usual the text is (WCAG 2.2, 1.4.4 and 1.4.10)."""

_ENLARGE = """times => {
    const root = document.documentElement;
    root.style.fontSize = "";
    if (times > 1) root.style.fontSize = `${times * parseFloat(getComputedStyle(root).fontSize)}px`;
}"""

_FAULTS = """() => {
    // What lies over the page is what there is to do; the page behind is reached once it is put away.
    const over = [...document.querySelectorAll("[role=dialog], aside:has([aria-expanded=true])")];
    const scope = over.at(-1) ?? document.body;
    const told = (element) => {
        const words = (element.ariaLabel ?? element.textContent ?? "").trim().slice(0, 60);
        return `${element.tagName.toLowerCase()} “${words}”`;
    };
    const seen = (element) => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true });
    };
    const faults = [];
    const tooWide = document.documentElement.scrollWidth - window.innerWidth;
    if (tooWide > 0) faults.push(`the page is ${tooWide} px too wide`);

    const controls = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    for (const element of scope.querySelectorAll("*")) {
        const { overflowX, textOverflow } = getComputedStyle(element);
        if (overflowX === "visible" || element.scrollWidth <= element.clientWidth + 1 || !seen(element)) continue;
        if (element.matches("input, select, textarea")) continue;
        if (overflowX === "hidden" || overflowX === "clip") {
            if (textOverflow !== "ellipsis") faults.push(`${told(element)} is cut off`);
        } else if (element.matches("[role=dialog]") || !(element.tabIndex >= 0 || element.querySelector(controls))) {
            faults.push(`${told(element)} scrolls sideways`);
        }
    }
    for (const control of scope.querySelectorAll(controls)) {
        const face = seen(control) ? control : control.closest("label") ?? control;
        if (!seen(face) || control.type === "hidden") continue;
        face.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
        const box = face.getClientRects()[0];
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
        const hit = document.elementFromPoint(x, y);
        if (!hit) faults.push(`${told(control)} can't be scrolled into view`);
        else if (!face.contains(hit) && !hit.closest("label")?.contains(face))
            faults.push(`${told(control)} lies beneath ${told(hit)}`);
        if (box.left < -1 || box.right > window.innerWidth + 1) faults.push(`${told(control)} reaches out of the window`);
    }
    window.scrollTo(0, 0);
    return faults;
}"""


def faults_when_enlarged(page: Page) -> list[str]:
    """What is wrong with the page or the dialog over it, in each of the views; the page is as before afterwards."""
    faults: list[str] = []
    for view, (width, height, times) in VIEWS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(_ENLARGE, times)
        faults += [f"{view}: {fault}" for fault in page.evaluate(_FAULTS)]
    page.evaluate(_ENLARGE, 1)
    return faults
