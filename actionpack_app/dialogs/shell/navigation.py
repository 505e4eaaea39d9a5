"""The navigation: a group for each side of the company, or the desk's."""

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from actionpack_app.components.basics import icon
from actionpack_app.dialogs.shell.state import ShellState
from actionpack_app.messages import _, current_locale
from actionpack_app.routes import (
    ACTIVITY,
    APPROVALS,
    BENEFITS,
    COMPANY,
    COMPETENCIES,
    DESK,
    DESK_ACTIVITY,
    DESK_IMPORTS,
    DESK_MAILS,
    DESK_PARTNERS,
    INVOICES,
    NOTIFICATIONS,
    OFFERS,
    PROFILE,
    SUPPORT,
    USERS,
    localized,
)


def navigation(active: str) -> rx.Component:
    """What the reader's role may open; `active` is the current address. It folds away."""
    locale = current_locale()

    def entry(name: str, text: str, path: str, mark: rx.Component | None = None) -> rx.Component:
        current = path == active
        tone = "bg-accent-soft font-semibold text-accent" if current else "hover:bg-raised"
        return ReactRouterLink.create(
            icon(name, 17),
            text,
            *([mark] if mark else []),
            to=localized(locale, path),
            on_click=ShellState.unfold,
            aria_current="page" if current else "false",
            class_name=f"flex items-center gap-2.5 rounded-lg px-3 py-2 {tone}",
        )

    def group(title: str, *entries: rx.Component) -> rx.Component:
        return rx.el.div(
            rx.el.h2(title, class_name="px-3 pb-1 pt-4 text-[0.75rem] font-semibold uppercase tracking-wider text-muted"),
            *entries,
        )

    base = (
        "w-60 shrink-0 border-r border-line bg-surface p-3 "
        "max-md:fixed max-md:inset-y-0 max-md:left-0 max-md:top-14 max-md:z-20 max-md:shadow-float "
        "md:sticky md:top-14 md:h-[calc(100dvh-3.5rem)] overflow-y-auto pb-16 scroll-pb-16"
    )
    return rx.el.nav(
        rx.cond(
            ShellState.frame.operator,
            group(
                _("Desk"),
                entry("inbox", _("Desk"), DESK),
                rx.cond(
                    ShellState.frame.looks_up,
                    rx.fragment(
                        entry("building-2", _("Partners"), DESK_PARTNERS),
                        entry("history", _("Activity across partners"), DESK_ACTIVITY),
                        entry("mail-warning", _("Failed mails"), DESK_MAILS),
                    ),
                ),
                rx.cond(ShellState.frame.imports, entry("file-up", _("Imports"), DESK_IMPORTS)),
            ),
            rx.fragment(
                group(
                    _("Membership"),
                    entry("layout-grid", _("Membership offers"), OFFERS),
                    entry("award", _("Competencies"), COMPETENCIES),
                    entry("gift", _("Benefits"), BENEFITS),
                    entry("bell", _("Notifications"), NOTIFICATIONS),
                ),
                rx.cond(
                    ShellState.frame.sees_billing,
                    group(
                        _("Billing"),
                        entry("receipt-text", _("Invoices"), INVOICES),
                        entry("building-2", _("Company and billing details"), COMPANY),
                    ),
                ),
                rx.cond(
                    ShellState.frame.sees_activity,
                    group(
                        _("Company"),
                        rx.cond(ShellState.frame.edits_profile, entry("store", _("Business profile"), PROFILE)),
                        rx.cond(
                            ShellState.frame.sees_approvals, entry("clipboard-check", _("Approvals"), APPROVALS, _to_approve())
                        ),
                        rx.cond(ShellState.frame.manages_people, entry("users", _("Users and permissions"), USERS)),
                        entry("history", _("Activity"), ACTIVITY),
                    ),
                ),
                group(_("Help"), entry("life-buoy", _("Support"), SUPPORT)),
            ),
        ),
        id="navigation",
        aria_label=_("Main navigation"),
        class_name=rx.cond(ShellState.folded, f"{base} md:hidden", f"{base} max-md:hidden"),
    )


def _to_approve() -> rx.Component:
    """How many orders wait for the reader's approval; a screen reader hears it on the page itself."""
    return rx.cond(
        ShellState.to_approve != "",
        rx.el.span(
            ShellState.to_approve,
            aria_hidden="true",
            class_name="ml-auto grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1.5 text-[0.75rem] font-bold tabular-nums text-accent-ink",
        ),
    )
