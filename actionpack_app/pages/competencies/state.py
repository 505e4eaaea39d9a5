"""Competencies: what the offers need and bring, and how far the company is."""

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import LOADING, READY, phase_of
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.messages.explain import explain
from actionpack_app.pages.competencies.view import CompetencyShown, OfferShown, show_competency, show_offer
from actionpack_app.services.competencies.compare import compare_offers


class CompetenciesState(rx.State):
    """The comparison, and the company's competencies."""

    phase: str = LOADING
    message: str = ""
    offers: list[OfferShown] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    competencies: list[CompetencyShown] = []  # noqa: RUF012

    @rx.event
    async def load(self) -> None:
        """Reads the page's data."""
        try:
            found = await run(compare_offers)
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            return
        self.offers = [show_offer(offer) for offer in found.offers]
        self.competencies = [show_competency(number, line) for number, line in enumerate(found.competencies)]
        self.phase = READY
