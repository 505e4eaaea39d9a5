"""A subscription's year as a picture: the term, the renewal window after it, and today."""

import dataclasses
from datetime import date
from typing import Any

import reflex as rx

from actionpack_app.domain.calendar import WINDOW_DAYS, Term
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_date

MARGIN_DAYS = 14
"""Room behind the window, so that its end is seen."""


@dataclasses.dataclass(frozen=True)
class YearView:
    """Widths in hundredths of the picture, and what it says in words."""

    term_width: float = 0
    window_start: float = 0
    window_width: float = 0
    today: float = 0
    from_text: str = ""
    until_text: str = ""
    label: str = ""


def year_view(term: Term, today: date, ended_on: date | None = None) -> YearView:
    """The picture of a term on a day. What ended before its time, on `ended_on`, fills no more, and no window follows it."""
    if ended_on is not None:
        return _ended_year(term, today, ended_on)
    days = (term.last_renewal_day - term.start).days + 1 + MARGIN_DAYS
    paid = (term.expiry - term.start).days + 1
    gone = min(max((today - term.start).days + 0.5, 0), days)
    label = _("Term {start} to {expiry}, renewal from {opens} to {closes}, today {today}.").format(
        start=format_date(term.start),
        expiry=format_date(term.expiry),
        opens=format_date(term.anniversary),
        closes=format_date(term.last_renewal_day),
        today=format_date(today),
    )
    expires = _("Expires {expiry}") if today <= term.expiry else _("Expired {expiry}")
    return YearView(
        term_width=round(100 * paid / days, 2),
        window_start=round(100 * paid / days, 2),
        window_width=round(100 * WINDOW_DAYS / days, 2),
        today=round(100 * gone / days, 2),
        from_text=format_date(term.start),
        until_text=expires.format(expiry=format_date(term.expiry)),
        label=label,
    )


def _ended_year(term: Term, today: date, ended_on: date) -> YearView:
    days = (term.expiry - term.start).days + 1 + MARGIN_DAYS
    ran = max((ended_on - term.start).days + 1, 0)
    gone = min(max((today - term.start).days + 0.5, 0), days)
    label = _("Term {start} to {expiry}, ended on {ended}, today {today}.").format(
        start=format_date(term.start), expiry=format_date(term.expiry), ended=format_date(ended_on), today=format_date(today)
    )
    return YearView(
        term_width=round(100 * min(ran, days) / days, 2),
        today=round(100 * gone / days, 2),
        from_text=format_date(term.start),
        until_text=_("Ended {day}").format(day=format_date(ended_on)),
        label=label,
    )


def year_picture(year: Any, *, tall: bool = False) -> rx.Component:
    """The picture, with its dates beneath; the words are its text for screen readers."""
    height = 20 if tall else 14
    return rx.el.figure(
        rx.el.svg(
            rx.el.svg.defs(
                rx.el.svg.pattern(
                    rx.el.svg.path(d="M0 6 L6 0", stroke="var(--warn)", stroke_width="1.6"),
                    id="renewal-window",
                    width="6",
                    height="6",
                    pattern_units="userSpaceOnUse",
                )
            ),
            rx.el.svg.rect(x="0", y="3", width="100%", height=str(height - 6), rx="4", fill="var(--raised)"),
            rx.el.svg.rect(
                x="0", y="3", width=f"{year.term_width}%", height=str(height - 6), rx="4", fill="var(--accent)", opacity="0.35"
            ),
            rx.el.svg.rect(
                x=f"{year.window_start}%",
                y="3",
                width=f"{year.window_width}%",
                height=str(height - 6),
                fill="url(#renewal-window)",
            ),
            rx.el.svg.line(
                x1=f"{year.today}%", x2=f"{year.today}%", y1="0", y2=str(height), stroke="var(--ink)", stroke_width="2.5"
            ),
            width="100%",
            height=str(height),
            role="img",
            aria_label=year.label,
            class_name="block overflow-visible",
        ),
        rx.el.figcaption(
            rx.el.span(year.from_text),
            rx.el.span(year.until_text),
            aria_hidden="true",
            class_name="mt-1.5 flex flex-wrap justify-between gap-x-3 text-[0.82rem] text-muted",
        ),
    )
