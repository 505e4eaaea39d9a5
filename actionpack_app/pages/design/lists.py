"""Lists: tables and their narrow form, pages, tabs, facts, a thread."""

import dataclasses
from typing import Any

import reflex as rx

from actionpack_app.components.basics import CARD, Fact, amounts, badge, each, facts, facts_of, link_button, named_facts
from actionpack_app.components.offer_contents import offer_contents
from actionpack_app.components.tables import pager, table
from actionpack_app.components.tabs import tab, tab_list, tab_panel
from actionpack_app.components.thread import ThreadFile, thread
from actionpack_app.dialogs.why_not.dialog import condition_list
from actionpack_app.dialogs.why_not.view import ConditionShown
from actionpack_app.domain.offers import BenefitKind, Offer
from actionpack_app.domain.status import Status
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.formats import format_date
from actionpack_app.messages.tones import TONE_OF_STATUS
from actionpack_app.messages.words import benefit_kind_name, offer_includes, offer_name, requirement_name, status_name
from actionpack_app.pages.design.samples import TERM
from actionpack_app.pages.design.specimen import NOTHING, Chapter, chapter, specimen, wide
from actionpack_app.pages.design.state import DesignState
from actionpack_app.routes import DESIGN, localized

PAGES, ROWS = 3, 75


@dataclasses.dataclass(frozen=True)
class _Row:
    name: str
    expiry: str
    status: str
    tone: str


@dataclasses.dataclass(frozen=True)
class _Amount:
    name: str
    quantity: int


@dataclasses.dataclass(frozen=True)
class _Message:
    author: str
    at: str
    body: str
    internal: bool
    files: list[ThreadFile]


def lists() -> Chapter:
    """Tables and what belongs to them."""
    return chapter(
        "lists",
        _("Lists and tables"),
        specimen(table, wide(_("With rows"), _table(list(Status))), wide(_("Nothing there"), _table([]))),
        specimen(pager, pager(DesignState.number, PAGES, ROWS, DesignState.go, more=rx.Var.create(True))),
        _tabs(),
        specimen(
            facts,
            facts((_("Company"), "Fabrikam, Inc."), (_("Email address"), "name.of.somebody@a-long-domain-name.example.com")),
        ),
        specimen(
            facts_of,
            facts_of(rx.Var.create([Fact(_("Company"), "Fabrikam, Inc."), Fact(_("Expires on"), format_date(TERM.expiry))])),
        ),
        specimen(
            named_facts,
            named_facts(
                rx.Var.create([_("Company"), _("Amount"), _("Expires on")]),
                rx.Var.create(["Fabrikam, Inc.", "", format_date(TERM.expiry)]),
            ),
        ),
        specimen(each, rx.el.ul(each(rx.Var.create([status_name(one) for one in Status]), rx.el.li))),
        _amounts(),
        specimen(condition_list, condition_list(rx.Var.create(_conditions()))),
    )


def _table(shown: list[Status]) -> rx.Component:
    rows = [_Row(offer_name(Offer.ACTION_PACK), format_date(TERM.expiry), status_name(one), TONE_OF_STATUS[one]) for one in shown]

    def row(item: Any) -> list[rx.Component]:
        return [
            rx.el.span(item.name, class_name="font-semibold"),
            rx.el.span(item.expiry),
            badge(item.status, item.tone),
            link_button(_("Details"), localized(current_locale(), DESIGN)),
        ]

    heads = [_("Offer"), _("Expires on"), _("Status"), ""]
    return table(heads, rx.Var.create(rows).to(list[_Row]), row, empty=_("Nothing purchased yet. What you buy appears here."))


def _tabs() -> rx.Component:
    names = [
        ("sample-available", _("Available"), 1),
        ("sample-purchased", _("Purchased"), 2),
        ("sample-expired", _("Expired"), 0),
    ]
    chosen = rx.Var.create("sample-purchased")
    tabs = [tab(key, name, chosen=chosen == key, on_choose=NOTHING, panel="sample-panel", many=many) for key, name, many in names]
    kinds = [
        tab(f"sample-{kind}", benefit_kind_name(kind), chosen=rx.Var.create(at == 0), on_choose=NOTHING, panel="sample-kinds")
        for at, kind in enumerate(BenefitKind)
    ]
    return rx.fragment(
        specimen(tab_list, tab_list(_("Your offers"), *tabs), tab_list(_("Benefits"), *kinds, wraps=True)),
        specimen(
            tab,
            tab_list(
                _("Offer"), tab("sample-one", _("Offer"), chosen=rx.Var.create(True), on_choose=NOTHING, panel="sample-of-one")
            ),
        ),
        specimen(
            tab_panel,
            *[
                tab_panel(rx.el.p(name, class_name="text-muted"), panel=panel, key=key)
                for panel, key, name in (
                    ("sample-panel", "sample-purchased", _("Purchased")),
                    ("sample-kinds", f"sample-{next(iter(BenefitKind))}", benefit_kind_name(next(iter(BenefitKind)))),
                    ("sample-of-one", "sample-one", _("Offer")),
                )
            ],
        ),
    )


def _amounts() -> rx.Component:
    needed = rx.Var.create(
        [_Amount(requirement_name(key), at) for at, key in enumerate(("certified_people", "customer_references"), 2)]
    )
    brought = rx.Var.create([_Amount(benefit_kind_name(kind), at) for at, kind in enumerate(BenefitKind, 5)])
    nothing = rx.Var.create([]).to(list[_Amount])
    return rx.fragment(
        specimen(amounts, amounts(brought)),
        specimen(
            offer_contents,
            *[
                rx.el.div(*contents, class_name=f"{CARD} flex flex-col gap-3 p-5")
                for contents in (
                    offer_contents(needed, rx.Var.create(""), brought, rx.Var.create(offer_includes(Offer.GOLD))),
                    offer_contents(nothing, rx.Var.create(_("No competency is needed.")), brought, rx.Var.create("")),
                )
            ],
        ),
    )


def _conditions() -> list[ConditionShown]:
    here = localized(current_locale(), DESIGN)
    return [
        ConditionShown(met=True, sentence=_("No competency is needed."), way="", href=""),
        ConditionShown(met=False, sentence=_("Automatic renewal is on."), way=_("Details"), href=here),
    ]


def conversation() -> Chapter:
    """A support request's thread."""
    proof = [ThreadFile("/favicon.svg", "proof.pdf (120 kB)")]
    messages = [
        _Message("Ada Reyes", format_date(TERM.start), _("Please cancel this subscription."), internal=False, files=proof),
        _Message("Sam", format_date(TERM.expiry), _("Please cancel this subscription."), internal=True, files=[]),
    ]
    return chapter(
        "thread",
        _("Thread"),
        specimen(
            thread,
            wide(_("For the partner"), thread(rx.Var.create(messages[:1]))),
            wide(_("At the desk"), thread(rx.Var.create(messages), internal=True)),
        ),
    )
