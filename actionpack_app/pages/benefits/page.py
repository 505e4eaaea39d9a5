"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import CARD, button, card, each, heading, icon, link, link_button, notice
from actionpack_app.components.tables import table
from actionpack_app.components.tabs import tab, tab_list, tab_panel
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.dialogs.why_not.dialog import why_not_button, why_not_dialog
from actionpack_app.domain.offers import BenefitKind
from actionpack_app.messages import _, current_locale
from actionpack_app.pages.benefits.activation_state import ActivationState
from actionpack_app.pages.benefits.dialogs import activation_dialog, keys_dialog, seats_dialog
from actionpack_app.pages.benefits.keys_state import KeysState
from actionpack_app.pages.benefits.seats_state import SeatsState
from actionpack_app.pages.benefits.state import BenefitsState
from actionpack_app.routes import BENEFITS, OFFERS, localized

NOTE_ID, PANEL = "benefits-note", "benefits-panel"


def benefits_page() -> rx.Component:
    """What has ended, then a tab for each sort of benefit."""
    return page(
        heading(_("Benefits"), _("What your memberships bring, how much of it is used, and what is left.")),
        faces(BenefitsState.phase, BenefitsState.message, _ready(), loading=page_skeleton()),
        rx.el.div(keys_dialog(), on_mount=KeysState.close, on_unmount=KeysState.close),  # no reload finds keys that were open
        activation_dialog(),
        seats_dialog(),
        why_not_dialog(),
        active=BENEFITS,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        rx.cond(BenefitsState.note != "", notice(BenefitsState.note, id=NOTE_ID)),
        each(BenefitsState.ended, lambda sentence: notice(sentence, tone="neutral")),
        rx.cond(BenefitsState.has_any, _benefits(), _nothing()),
        class_name="flex flex-col gap-5",
    )


def _nothing() -> rx.Component:
    return card(
        rx.el.span(icon("gift", 28), class_name="text-muted"),
        rx.el.p(_("No membership runs now. Benefits come with one, as soon as it is paid.")),
        link_button(_("Go to Membership offers"), localized(current_locale(), OFFERS), kind="primary"),
        class_name="flex flex-col items-center gap-3 px-5 py-10 text-center",
    )


def _benefits() -> rx.Component:
    return rx.el.section(
        tab_list(_("Benefits"), each(BenefitsState.tabs, _tab), wraps=True),
        tab_panel(
            table(
                [_("Benefit"), _("Comes with"), _("Used"), _("Left"), ""],
                BenefitsState.lines,
                _line,
                empty=_("Your memberships bring nothing of this sort."),
            ),
            panel=PANEL,
            key=BenefitsState.tab,
        ),
        class_name=f"{CARD} overflow-hidden",
    )


def _tab(item: Any) -> rx.Component:
    chosen = BenefitsState.tab == item.key
    return tab(item.key, item.name, chosen=chosen, on_choose=BenefitsState.choose_tab(item.key), panel=PANEL)


def _line(line: Any) -> list[rx.Component]:
    name_id, why_id = f"benefit-{line.key}", f"why-{line.key}"
    return [
        rx.el.span(line.name, id=name_id, class_name="font-semibold"),
        rx.el.div(
            link(line.offer, line.offer_href),
            rx.el.p(line.until, class_name="text-[0.87rem] text-muted"),
        ),
        rx.el.div(
            rx.el.span(line.used, class_name="@4xl:whitespace-nowrap tabular-nums"),
            rx.el.div(
                rx.el.div(class_name="h-full rounded-full bg-accent", style={"width": line.share}),
                aria_hidden="true",
                class_name="mt-1.5 h-1.5 max-w-28 overflow-hidden rounded-full bg-raised",
            ),
        ),
        rx.el.span(line.left, class_name="font-semibold tabular-nums"),
        rx.el.div(
            rx.el.div(
                _use(line, name_id, why_id),
                rx.cond(line.enabled, rx.fragment(), why_not_button(line.action, line.key, described_by=name_id)),
                class_name="flex flex-wrap gap-1.5 @4xl:justify-end",
            ),
            rx.el.p(line.why, id=why_id, class_name="mt-1 text-[0.87rem] text-muted empty:hidden"),
        ),
    ]


def _use(line: Any, name_id: str, why_id: str) -> Any:
    """The button that opens the dialog of the benefit's kind."""

    def use(ask: Any) -> rx.Component:
        return button(
            line.button,
            disabled=~line.enabled,
            on_click=ask(line.key),
            aria_describedby=f"{name_id} {why_id} {NOTE_ID}",
        )

    return rx.match(
        line.kind,
        (BenefitKind.KEYS.value, use(KeysState.ask)),
        (BenefitKind.SEATS.value, use(SeatsState.ask)),
        use(ActivationState.ask),
    )
