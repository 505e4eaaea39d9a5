"""Letters as mails."""

from actionpack_app.db import reading
from actionpack_app.domain.letters import LetterKind
from actionpack_app.gateways.mail import Mail
from actionpack_app.messages import _, use_locale
from actionpack_app.messages.letters import in_words
from actionpack_app.messages.mails import Links, as_mail
from actionpack_app.models import Letter
from actionpack_app.services.letters.kinds import KINDS
from actionpack_app.services.mails.queue import Claimed
from actionpack_app.settings import get_settings


class _Letters:
    """Letters of every kind."""

    table = Letter

    def compose(self, claimed: Claimed) -> Mail | None:
        """The letter in words; None where it no longer holds."""
        with reading() as session:
            letter = session.get_one(Letter, claimed.key)
            kind = KINDS[LetterKind(letter.kind)]
            if not kind.holds(session, letter):
                return None
            facts = {name: str(value) for name, value in letter.facts.items()}
        with use_locale(letter.locale):
            parts = in_words(LetterKind(letter.kind), facts, letter.to_name, letter.company)
            written = as_mail(parts, Links(get_settings().public_url + kind.leads_to(letter.locale, facts)))
            return Mail(
                key=f"letter-{letter.id}",
                to_name=letter.to_name,
                to_address=letter.email,
                from_name=_("Partner Center"),
                locale=letter.locale,
                subject=written.subject,
                text=written.text,
                html=written.html,
            )


LETTERS = _Letters()
