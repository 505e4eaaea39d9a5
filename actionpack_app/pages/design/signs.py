"""What tells how something stands: notices, marks, progress, and the year as a picture."""

from typing import get_args

import reflex as rx

from actionpack_app.components.arrival import arrival
from actionpack_app.components.basics import TONES, Tone, badge, notice
from actionpack_app.components.connection import connection_line
from actionpack_app.components.live import card_title, refusal_notice, said, spoken
from actionpack_app.components.lookout import live, lookout
from actionpack_app.components.refused_form import refused_form
from actionpack_app.components.steps import progress, step_heading
from actionpack_app.components.year import year_picture, year_view
from actionpack_app.domain.competencies import CompetencyState
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.status import Status
from actionpack_app.messages import _
from actionpack_app.messages.tones import TONE_OF_COMPETENCY, TONE_OF_ORDER, TONE_OF_STATUS
from actionpack_app.messages.words import competency_state_name, order_status_name, status_name
from actionpack_app.pages.design.samples import SITUATIONS
from actionpack_app.pages.design.specimen import NOTHING, Chapter, chapter, specimen, state, wide

NEVER = 86_400
"""Seconds between two looks of a sample that has nothing to look for."""


def signs() -> Chapter:
    """Notices and marks, by what they mean."""
    told = _("You can renew a subscription only after it expires: from the day after, for 30 days. Benefits continue meanwhile.")
    return chapter(
        "signs",
        _("Notices and marks"),
        specimen(notice, *[notice(rx.el.strong(tone), " ", told, tone=tone) for tone in get_args(Tone)]),
        specimen(
            badge,
            state(_("Tones"), *[badge(tone, tone) for tone in TONES]),
            state(_("Status of a subscription"), *[badge(status_name(one), TONE_OF_STATUS[one]) for one in Status]),
            state(_("Status of an order"), *[badge(order_status_name(one), TONE_OF_ORDER[one]) for one in OrderStatus]),
            state(
                _("State of a competency"),
                *[badge(competency_state_name(one), TONE_OF_COMPETENCY[one]) for one in CompetencyState],
            ),
        ),
        specimen(live, live(_("There is something new."), on_look=NOTHING)),
        specimen(
            lookout, rx.el.p(_("Has no face: it looks for news while the page is in view.")), lookout(NEVER, on_look=NOTHING)
        ),
        specimen(refusal_notice, refusal_notice(told), state(_("Nothing to say"), refusal_notice(""))),
        specimen(said, said(_("Saved."))),
        specimen(card_title, card_title(_("E-mails"), _("Saved.")), card_title(_("E-mails"), "")),
        specimen(spoken, rx.el.p(_("Has no face: it is for those who don't see a page change.")), spoken("")),
        specimen(
            connection_line,
            *[wide(_("Lost") if lost else _("There"), connection_line(rx.Var.create(lost))) for lost in (True, False)],
        ),
        specimen(arrival, rx.el.p(_("Has no face: it looks after the focus when a page takes another's place.")), arrival("")),
        specimen(refused_form, rx.el.p(_("Has no face: it looks after the focus when a form is refused.")), refused_form()),
    )


def steps() -> Chapter:
    """A way of several steps."""
    names = [("method", _("Payment method")), ("review", _("Review")), ("done", _("Confirmation"))]
    keys = [key for key, _name in names]
    return chapter(
        "steps",
        _("Steps"),
        specimen(
            progress,
            *[progress(names, current=rx.Var.create(key), done=rx.Var.create(keys[:at])) for at, key in enumerate(keys)],
            progress(names, current=rx.Var.create(""), done=rx.Var.create(keys)),
        ),
        specimen(step_heading, step_heading("method", _("Payment method"))),
    )


def year() -> Chapter:
    """The year in every situation."""
    return chapter(
        "year",
        _("The year as a picture"),
        specimen(
            year_picture,
            *[wide(status_name(one.status), year_picture(year_view(one.standing.term, one.today))) for one in SITUATIONS],
            wide(_("Tall"), year_picture(year_view(SITUATIONS[0].standing.term, SITUATIONS[0].today), tall=True)),
        ),
    )
