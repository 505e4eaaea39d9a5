"""Links, buttons, badges, notices, cards: the pieces that every page is made of."""

import dataclasses
from collections.abc import Callable
from typing import Any, Literal

import reflex as rx
from reflex_components_core.el.elements.inline import A
from reflex_components_core.react_router.dom import ReactRouterLink

from actionpack_app.messages import current_locale, use_locale

Tone = Literal["neutral", "ok", "warn", "danger", "info"]

TONES: dict[str, str] = {
    "neutral": "bg-raised text-muted",
    "ok": "bg-ok-soft text-ok",
    "warn": "bg-warn-soft text-warn",
    "danger": "bg-danger-soft text-danger",
    "info": "bg-accent-soft text-accent",
}
TONE_ICONS = {"neutral": "circle", "ok": "circle-check", "warn": "triangle-alert", "danger": "octagon-alert", "info": "info"}

_BUTTON = (
    "inline-flex shrink-0 items-center justify-center sm:whitespace-nowrap gap-2 rounded-lg px-3.5 py-2 text-[0.9rem] font-semibold leading-tight "
    "border motion-safe:transition-colors disabled:cursor-not-allowed"
)
BUTTONS = {
    "primary": "border-accent bg-accent text-accent-ink hover:opacity-90 disabled:bg-raised disabled:text-muted disabled:border-line",
    "plain": "border-line bg-surface text-ink hover:bg-raised disabled:text-muted",
    "danger": "border-danger bg-danger text-surface hover:opacity-90 disabled:bg-raised disabled:text-muted disabled:border-line",
    "quiet": "border-transparent bg-transparent text-ink hover:bg-raised disabled:text-muted",
}
PLAIN_BUTTON = f"{_BUTTON} {BUTTONS['plain']}"
"""For what must look like a button and can't be one."""
CARD = "rounded-xl border border-line bg-surface shadow-tile"
FIELD = (
    "w-full rounded-lg border border-line bg-surface px-3 py-2 text-ink placeholder:text-muted aria-[invalid=true]:border-danger"
)


def icon(name: str, size: int = 16) -> rx.Component:
    """A picture that says nothing by itself: screen readers pass it by."""
    return rx.icon(name, size=size, aria_hidden="true", class_name="shrink-0")


def link(text: Any, to: Any, **props: Any) -> rx.Component:
    """A link inside the application, without a reload."""
    props.setdefault("class_name", "text-accent font-semibold hover:underline")
    return ReactRouterLink.create(text, to=to, **props)


def back_link(text: str, to: Any) -> rx.Component:
    """The way back to the list that a page belongs to."""
    return rx.el.div(
        link(
            rx.fragment(icon("arrow-left"), text),
            to,
            class_name="inline-flex items-center gap-1.5 py-0.5 text-muted hover:text-ink",
        ),
        class_name="mb-3",
    )


def anchor(*content: Any, **props: Any) -> rx.Component:
    """A link that the browser follows itself, out of the application; `rx.el.a` would stay inside."""
    return A.create(*content, **props)


def button(*content: Any, kind: str = "plain", **props: Any) -> rx.Component:
    """A button; `kind` is one of BUTTONS."""
    extra = props.pop("class_name", "")
    return rx.el.button(*content, type=props.pop("type", "button"), class_name=f"{_BUTTON} {BUTTONS[kind]} {extra}", **props)


def link_button(text: Any, to: Any, *, kind: str = "plain", **props: Any) -> rx.Component:
    """A link that looks like a button."""
    extra = props.pop("class_name", "")
    return ReactRouterLink.create(text, to=to, class_name=f"{_BUTTON} {BUTTONS[kind]} {extra}", **props)


def way_out(text: Any, href: Any, *, kind: str = "plain", **props: Any) -> rx.Component:
    """A link that looks like a button and leads out of the application, so that the browser follows it itself."""
    return anchor(text, href=href, class_name=f"{_BUTTON} {BUTTONS[kind]}", **props)


def file_link(text: Any, href: Any, *, kind: str = "plain", **props: Any) -> rx.Component:
    """A link to a file, which the browser fetches itself; without `download` it takes the click for a farewell to the page."""
    return anchor(icon("download"), text, href=href, download=True, class_name=f"{_BUTTON} {BUTTONS[kind]}", **props)


def badge(text: Any, tone: Any) -> rx.Component:
    """A short mark whose meaning stands in text and picture as well as in colour."""
    return rx.el.span(
        rx.match(tone, *[(name, icon(TONE_ICONS[name], 13)) for name in TONES], icon("circle", 13)),
        text,
        class_name=rx.match(tone, *[(name, f"{_BADGE} {classes}") for name, classes in TONES.items()], _BADGE),
    )


_BADGE = "inline-flex w-fit items-center gap-1.5 rounded-full px-2.5 py-0.5 text-[0.8rem] font-semibold whitespace-nowrap"


def notice(*children: Any, tone: Tone = "info", **props: Any) -> rx.Component:
    """A paragraph set apart; an alert where it reports trouble."""
    role = props.pop("role", "alert" if tone == "danger" else "note")
    return rx.el.div(
        rx.el.span(icon(TONE_ICONS[tone], 18), class_name="mt-0.5"),
        rx.el.div(*children, class_name="min-w-0"),
        role=role,
        class_name=f"flex gap-2.5 rounded-xl px-4 py-3 {_NOTICES[tone]}",
        **props,
    )


_NOTICES = {tone: classes if tone != "info" else "bg-accent-soft text-ink" for tone, classes in TONES.items()}


def card(*children: Any, **props: Any) -> rx.Component:
    """A surface with a border."""
    extra = props.pop("class_name", "p-5")
    return rx.el.section(*children, class_name=f"{CARD} {extra}", **props)


def heading(text: Any, sub: Any = None) -> rx.Component:
    """The page's title, with a line beneath."""
    return rx.el.div(
        rx.el.h1(text, class_name="text-[1.7rem] font-bold leading-tight tracking-tight"),
        rx.el.p(sub, class_name="mt-1 text-muted") if sub is not None else rx.fragment(),
        class_name="mb-6",
    )


@dataclasses.dataclass(frozen=True)
class Fact:
    """A name and a value that the state holds."""

    name: str
    value: str


_FACTS = "grid gap-x-5 sm:gap-y-2 sm:grid-cols-[minmax(9rem,auto)_1fr]"


def facts(*rows: tuple[Any, Any] | rx.Component) -> rx.Component:
    """Names and values, side by side; what may be empty is a `fact_if_known`."""
    return rx.el.dl(*[_fact(*row) if isinstance(row, tuple) else row for row in rows], class_name=_FACTS)


def fact_if_known(name: Any, value: Any) -> Any:
    """A name and a value, nothing while the value is empty."""
    return rx.cond(value != "", _fact(name, value))


def _fact(name: Any, value: Any) -> rx.Component:
    return rx.fragment(
        rx.el.dt(name, class_name="text-muted max-sm:text-[0.87rem]"),
        rx.el.dd(value, class_name="min-w-0 max-sm:mb-2.5 [overflow-wrap:anywhere]"),
    )


def amounts(items: Any) -> rx.Component:
    """What there is and how much of it, a line each."""

    def row(amount: Any) -> rx.Component:
        return rx.el.li(
            rx.el.span(amount.name, class_name="min-w-0 flex-1"),
            rx.el.span(amount.quantity, class_name="whitespace-nowrap font-semibold tabular-nums"),
            class_name="flex gap-3 border-t border-line py-1.5 first:border-t-0",
        )

    return rx.el.ul(each(items, row), class_name="empty:hidden")


def facts_of(items: Any) -> rx.Component:
    """Facts, side by side."""
    return rx.el.dl(each(items, lambda fact: _fact(fact.name, fact.value)), class_name=_FACTS)


def named_facts(names: Any, values: Any) -> rx.Component:
    """Facts, side by side, of many things that have the same ones; what is empty is left out."""

    def row(value: Any, at: Any) -> rx.Component:
        return fact_if_known(names[at], value)

    return rx.el.dl(rx.foreach(values, row), class_name=_FACTS)


def each(items: Any, show: Callable[..., rx.Component]) -> rx.Component:
    """A row for each item. Reflex calls `show` again when it renders: the page's language has to be there then too."""
    locale = current_locale()

    def shown(item: Any) -> rx.Component:
        with use_locale(locale):
            return show(item)

    return rx.foreach(items, shown)


def count(items: Any) -> Any:
    """How many items a list var has."""
    return items.length()


def skeleton(*heights: str) -> rx.Component:
    """Grey blocks in the place of what is loading, as large as it will be."""
    return rx.el.div(
        *[rx.el.div(class_name=f"skeleton {height} w-full") for height in heights],
        class_name="flex flex-col gap-4",
        aria_hidden="true",
    )
