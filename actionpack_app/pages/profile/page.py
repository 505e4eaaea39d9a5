"""The page's tree: the form, how it stands, the preview."""

from typing import Any

import reflex as rx

from actionpack_app.components.attachments import AttachmentField
from actionpack_app.components.basics import PLAIN_BUTTON, anchor, badge, button, card, each, heading, icon
from actionpack_app.components.counting import counted_field
from actionpack_app.components.forms import text_field
from actionpack_app.components.live import refusal_notice, said
from actionpack_app.components.profile import profile_face
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.dialogs.shell.troubles import modal
from actionpack_app.domain.profiles import DESCRIPTION_MAX
from actionpack_app.messages import _, current_locale, p_
from actionpack_app.messages.problems import explain_problem
from actionpack_app.pages.profile.places import locations
from actionpack_app.pages.profile.state import ProfileState
from actionpack_app.routes import LOGOS, PROFILE
from actionpack_app.services.profile.keep_logo import LOGO_MAX_BYTES

form, problems, standing = ProfileState.form, ProfileState.problems, ProfileState.standing
TITLE = "text-[1.1rem] font-bold"


def profile_page() -> rx.Component:
    """What customers read about the company."""
    return page(
        heading(
            _("Business profile"), _("What customers read about your company: who you are, where you are, how to reach you.")
        ),
        faces(ProfileState.phase, ProfileState.message, _ready(), loading=page_skeleton()),
        _preview(),
        _question(),
        active=PROFILE,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        _standing(),
        rx.el.form(
            rx.el.input(type="hidden", name="form_key", value=ProfileState.key, read_only=True),
            _about(),
            _logo(),
            _contact(),
            locations(),
            _refusal(),
            said(ProfileState.saved, "empty:absolute"),
            _buttons(),
            key=ProfileState.key,
            no_validate=True,
            on_submit=ProfileState.save,
            class_name="flex max-w-3xl flex-col gap-5",
        ),
        class_name="flex flex-col gap-5",
    )


def _standing() -> rx.Component:
    return card(
        badge(standing.label, standing.tone),
        rx.el.p(standing.line, class_name="min-w-0 flex-1 basis-60 text-muted"),
        rx.cond(
            standing.published,
            rx.el.div(
                anchor(
                    icon("external-link"),
                    _("Public page"),
                    href=standing.public_href,
                    target="_blank",
                    class_name=PLAIN_BUTTON,
                ),
                button(_("Take back"), on_click=ProfileState.ask_to_take_back),
                class_name="flex flex-wrap gap-2",
            ),
        ),
        class_name="flex max-w-3xl flex-wrap items-center gap-x-4 gap-y-3 px-5 py-4",
    )


def _about() -> rx.Component:
    return card(
        rx.el.h2(_("About the company"), class_name=TITLE),
        text_field(
            _("Name"),
            "name",
            value=form.name,
            problem=problems["name"],
            on_blur=lambda text: ProfileState.keep("name", text),
        ),
        counted_field(
            p_("profile", "Description"),
            "description",
            value=form.description,
            problem=problems["description"],
            most=DESCRIPTION_MAX,
            on_keep=lambda text: ProfileState.keep("description", text),
        ),
        class_name="flex flex-col gap-4 p-5",
    )


def _logo() -> rx.Component:
    frame = "size-24 shrink-0 rounded-xl border border-line"
    return card(
        rx.el.h2(_("Logo"), class_name=TITLE),
        rx.el.div(
            rx.cond(
                form.logo != "",
                rx.el.img(src=form.logo, alt=form.logo_alt, class_name=f"{frame} bg-white object-contain p-1.5"),
                rx.el.div(icon("image", 28), class_name=f"{frame} grid place-items-center bg-raised text-muted"),
            ),
            rx.el.div(
                rx.el.div(
                    AttachmentField.create(
                        address=f"{LOGOS}?locale={current_locale()}",
                        label=rx.cond(form.logo != "", _("Choose another logo"), _("Choose a logo")),
                        sending=_("Sending…"),
                        failed=_("The file couldn't be sent. Please try again."),
                        too_large=explain_problem("logo_too_large"),
                        max_bytes=LOGO_MAX_BYTES,
                        accept=".png,.jpg,.jpeg",
                        button_class=PLAIN_BUTTON,
                        on_attach=ProfileState.take_logo,
                    ),
                    rx.cond(form.logo != "", button(_("Remove logo"), kind="quiet", on_click=ProfileState.drop_logo)),
                    class_name="flex flex-wrap items-start gap-2",
                ),
                rx.el.p(
                    _(
                        "PNG or JPEG, up to 1 MB. It is kept at up to 512 × 512, without anything that the file says beside the picture."
                    ),
                    class_name="mt-1.5 text-[0.87rem] text-muted",
                ),
                class_name="min-w-0 flex-1 basis-60",
            ),
            class_name="flex flex-wrap items-start gap-4",
        ),
        rx.cond(
            form.logo != "",
            text_field(
                _("What the logo shows"),
                "logo_alt",
                value=form.logo_alt,
                problem=problems["logo_alt"],
                on_blur=lambda text: ProfileState.keep("logo_alt", text),
            ),
        ),
        class_name="flex flex-col gap-4 p-5",
    )


def _contact() -> rx.Component:
    def field(label: str, name: str, value: Any, **props: Any) -> rx.Component:
        return text_field(
            label,
            name,
            value=value,
            problem=problems[name],
            optional=_("optional"),
            on_blur=lambda text: ProfileState.keep(name, text),
            **props,
        )

    return card(
        rx.el.h2(_("Contact"), class_name=TITLE),
        rx.el.div(
            field(_("Email address"), "email", form.email, auto_complete="email", input_mode="email"),
            field(_("Phone number"), "phone", form.phone, type="tel", auto_complete="tel"),
            class_name="grid gap-4 sm:grid-cols-2",
        ),
        field(_("Website"), "website", form.website, input_mode="url", auto_complete="url", placeholder="https://"),
        class_name="flex flex-col gap-4 p-5",
    )


def _refusal() -> rx.Component:
    return refusal_notice(
        ProfileState.refusal,
        rx.el.ul(
            each(ProfileState.clash, lambda line: rx.el.li(line, class_name="[overflow-wrap:anywhere]")),
            class_name="mt-1.5 list-disc pl-5 empty:hidden",
        ),
    )


def _buttons() -> rx.Component:
    busy = ProfileState.busy
    return rx.el.div(
        button(icon("eye"), _("Preview"), on_click=ProfileState.show_preview),
        rx.el.div(
            button(_("Save draft"), type="submit", disabled=busy),
            button(_("Publish"), kind="primary", on_click=ProfileState.publish(ProfileState.key), disabled=busy, aria_busy=busy),
            class_name="flex flex-wrap gap-3",
        ),
        class_name="flex flex-wrap justify-between gap-3",
    )


def _preview() -> rx.Component:
    return modal(
        _("As customers see it"),
        rx.el.div(profile_face(ProfileState.preview, inside=True), class_name="mt-4 rounded-xl bg-canvas p-4 sm:p-6"),
        opened=ProfileState.previewing,
        on_change=ProfileState.change_previewing,
    )


def _question() -> rx.Component:
    return modal(
        _("Take the business profile back"),
        rx.el.div(
            rx.el.p(_("Customers who open its address will find nothing there. The draft stays, and can be published again.")),
            rx.el.div(
                button(_("Leave it published"), on_click=ProfileState.change_taking_back(False)),
                button(_("Take it back"), kind="danger", on_click=ProfileState.take_back),
                class_name="flex flex-wrap justify-between gap-3",
            ),
            class_name="mt-3 flex flex-col gap-4",
        ),
        opened=ProfileState.taking_back,
        on_change=ProfileState.change_taking_back,
    )
