"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.attachments import AttachmentField
from actionpack_app.components.basics import PLAIN_BUTTON, button, card, count, each, heading, notice
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.tables import pager, table
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.domain.imports import MOST_BYTES, ImportKind
from actionpack_app.messages import _, current_locale, p_
from actionpack_app.messages.problems import explain_problem
from actionpack_app.pages.desk_imports.state import PREVIEW, ImportsState
from actionpack_app.routes import DESK_IMPORTS, DESK_UPLOADS


def imports_page() -> rx.Component:
    """The two kinds of files, the preview, the history."""
    state = ImportsState
    return page(
        heading(_("Imports"), _("A file is looked at first: what it would change. Nothing changes until you import it.")),
        faces(state.phase, state.message, _ready(), loading=page_skeleton()),
        active=DESK_IMPORTS,
    )


def _ready() -> rx.Component:
    state = ImportsState
    return rx.el.div(
        rx.el.div(
            _source(
                _("Catalogue"),
                _("Prices, taxes, benefits, requirements and the seller. A TOML file in UTF-8, up to 1 MB."),
                _("Choose a catalogue file"),
                ImportKind.CATALOGUE,
                ".toml",
                state.take_catalogue,
            ),
            _source(
                _("Qualifications"),
                _("Partners' competencies and what of their requirements is there. A CSV file in UTF-8, up to 1 MB."),
                _("Choose a file of qualifications"),
                ImportKind.QUALIFICATIONS,
                ".csv",
                state.take_qualifications,
            ),
            class_name="grid gap-5 @3xl:grid-cols-2",
        ),
        rx.cond(state.said != "", rx.el.p(state.said, role="status", class_name="font-semibold text-ok")),
        refusal_notice(state.refusal),
        rx.cond(state.kind != "", _preview()),
        _history(),
        class_name="@container flex flex-col gap-5",
    )


def _source(title: str, line: str, choose: str, kind: ImportKind, accept: str, on_attach: Any) -> rx.Component:
    field = AttachmentField.create(
        address=f"{DESK_UPLOADS}?kind={kind}&locale={current_locale()}",
        label=choose,
        sending=_("Sending…"),
        failed=_("The file couldn't be sent. Please try again."),
        too_large=explain_problem("import_too_large"),
        max_bytes=MOST_BYTES,
        accept=accept,
        button_class=PLAIN_BUTTON,
        on_attach=on_attach,
        key=f"{kind}:" + ImportsState.file,  # what was said of another file goes with it
    )
    return card(
        rx.el.h2(title, class_name="text-[1.1rem] font-bold"),
        rx.el.p(line, class_name="text-muted"),
        rx.el.div(field, class_name="mt-auto pt-2"),
        class_name="flex flex-col gap-1.5 p-5",
    )


def _preview() -> rx.Component:
    state = ImportsState
    return card(
        rx.el.div(
            rx.el.h2(_("Preview"), class_name="text-[1.1rem] font-bold"),
            rx.el.p(state.file, class_name="text-muted [overflow-wrap:break-word]"),
            class_name="flex flex-wrap items-baseline gap-x-3 px-5 pt-5",
        ),
        rx.cond(count(state.problems) > 0, _problems(), _changes()),
        id=PREVIEW,
        tab_index=-1,
        aria_label=_("Preview"),
        class_name="overflow-hidden",
    )


def _problems() -> rx.Component:
    return rx.el.div(
        notice(
            rx.el.p(_("The file breaks rules. Nothing of it was taken."), class_name="font-semibold"),
            rx.el.ul(
                each(
                    ImportsState.problems,
                    lambda problem: rx.el.li(problem, class_name="[overflow-wrap:break-word]"),
                ),
                class_name="mt-1 flex list-disc flex-col gap-0.5 pl-5",
            ),
            tone="danger",
        ),
        rx.el.div(button(_("Put the file away"), on_click=ImportsState.drop), class_name="mt-4"),
        class_name="p-5",
    )


def _changes() -> rx.Component:
    state = ImportsState
    return rx.el.div(
        rx.el.p(state.summary, class_name="px-5 pb-3 pt-1"),
        table(
            [_("Part"), p_("import", "What"), _("Now"), _("Then"), _("Difference")],
            state.rows,
            _row,
            empty=_("This file changes nothing: what is in force says the same."),
        ),
        pager(state.number, state.last, state.total, state.go),
        rx.cond(state.total > 0, rx.el.div(_what_happens(), class_name="px-5 pt-5")),
        rx.el.div(
            button(_("Put the file away"), on_click=state.drop, disabled=state.busy),
            rx.cond(
                state.total > 0,
                button(_("Import"), kind="primary", on_click=state.confirm, disabled=state.busy),
            ),
            class_name="flex flex-wrap justify-between gap-3 p-5",
        ),
    )


def _what_happens() -> rx.Component:
    return rx.cond(
        ImportsState.kind == ImportKind.CATALOGUE,
        notice(
            rx.el.p(_("It applies to what is ordered from then on.")),
            rx.el.p(_("Orders that are open and not yet bought get the new price, and their buyers review it before they pay.")),
            rx.el.p(_("Automatic renewals that were announced keep the price of their 30-day notice.")),
            rx.el.p(_("Placed orders and issued invoices never change.")),
        ),
        notice(
            rx.el.p(_("Each change stands in the partner's activity, with your name.")),
            rx.el.p(_("A competency that is no longer qualified can stop a silver or gold membership from renewing.")),
        ),
    )


def _row(item: Any) -> list[rx.Component]:
    return [
        rx.el.span(item.group, class_name="text-muted [overflow-wrap:break-word]"),
        rx.el.span(item.what, class_name="font-semibold [overflow-wrap:break-word]"),
        rx.el.span(item.before, class_name="[overflow-wrap:break-word]"),
        rx.el.span(item.after, class_name="font-semibold [overflow-wrap:break-word]"),
        rx.el.span(item.more, class_name="tabular-nums text-muted [overflow-wrap:break-word]"),
    ]


def _history() -> rx.Component:
    state = ImportsState
    return card(
        rx.el.h2(_("What was imported"), class_name="px-4 pb-1 pt-4 text-[1.1rem] font-bold"),
        table(
            [_("When (UTC)"), _("Who"), _("Kind"), _("File"), _("Changes")],
            state.history,
            lambda item: [
                rx.el.span(item.at),
                rx.el.span(item.who),
                rx.el.span(item.kind),
                rx.el.span(item.name, class_name="[overflow-wrap:break-word]"),
                rx.el.span(item.changes, class_name="tabular-nums"),
            ],
            empty=_("Nothing has been imported yet."),
        ),
        pager(state.history_number, state.history_last, state.history_total, state.turn_history),
        class_name="overflow-hidden",
    )
