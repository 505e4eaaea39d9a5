"""Attaching files: sent by the browser to an endpoint of its own, told to the page's state by their id."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import PLAIN_BUTTON, each, icon
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.problems import explain_problem
from actionpack_app.routes import ATTACHMENTS

_SCRIPT = rx.asset("attachment_field.jsx", shared=True)

MAX_BYTES = 10 * 1024 * 1024


def _two_texts(first: rx.Var[str], second: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return (first, second)


class AttachmentField(rx.Component):
    """A button that uploads one file at once."""

    library = f"$/public{_SCRIPT}"
    tag = "AttachmentField"

    address: rx.Var[str]
    label: rx.Var[str]
    sending: rx.Var[str]
    failed: rx.Var[str]
    too_large: rx.Var[str]
    max_bytes: rx.Var[int]
    accept: rx.Var[str]
    """Endings that the browser proposes; PDF, PNG and JPEG where nothing is said."""
    button_class: rx.Var[str]
    invalid: rx.Var[bool]
    described_by: rx.Var[str]
    """The id of what a form says is wrong with its files."""
    on_attach: rx.EventHandler[_two_texts]


def attachments(
    files: Any, *, on_attach: Any, on_remove: Any, problem: Any, single: bool = False, answers: Any = ""
) -> rx.Component:
    """The files that go with a message, and the button for one more; `single` where one is all that is wanted.

    `answers` is the number of the request that the desk answers.
    """
    field = AttachmentField.create(
        address=f"{ATTACHMENTS}?locale={current_locale()}&request=" + answers,
        label=_("Attach a file"),
        sending=_("Sending…"),
        failed=_("The file couldn't be sent. Please try again."),
        too_large=explain_problem("too_large"),
        max_bytes=MAX_BYTES,
        accept=".pdf,.png,.jpg,.jpeg",
        button_class=PLAIN_BUTTON,
        invalid=problem != "",
        described_by="problem-attachments",
        on_attach=on_attach,
    )
    hint = _("PDF, PNG or JPEG, up to 10 MB.") if single else _("PDF, PNG or JPEG, up to 10 MB each, 5 files at most.")
    return rx.el.div(
        rx.el.ul(
            each(
                files,
                lambda file: rx.el.li(
                    icon("paperclip"),
                    rx.el.span(file.name, class_name="min-w-0 flex-1 truncate"),
                    rx.el.button(
                        icon("x"),
                        aria_label=_("Remove"),
                        title=file.name,
                        type="button",
                        on_click=on_remove(file.id),
                        class_name="rounded p-1 hover:bg-raised",
                    ),
                    class_name="flex items-center gap-2 py-1",
                ),
            ),
        ),
        rx.cond(files.length() == 0, field, rx.fragment()) if single else field,
        rx.el.p(hint, class_name="mt-1 text-[0.87rem] text-muted"),
        rx.el.p(problem, id="problem-attachments", role="status", class_name="mt-1 text-[0.87rem] text-danger empty:absolute"),
    )
